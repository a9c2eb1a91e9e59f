import type { Host } from "../../host/index.ts";
import { zoneEvacuation, zoneReturn } from "../../runbooks/index.ts";
import type { RegionEntry } from "../../sandbox/index.ts";
import { zoneScope } from "../../stacks/index.ts";
import { keeps } from "../recovery/keptCaches.ts";
import { type Machine, thisMachine } from "../workbench/machine.ts";
import { noteNotDone } from "./held/draft.ts";
import { regionEntry } from "./held/entry.ts";
import { holdDrill } from "./held/hold.ts";
import type { Place } from "./held/place.ts";
import { makes, smallestSet } from "./held/smallest.ts";
import type { DrillResult } from "./keep.ts";
import { type DrillOptions, type DrillSubject, drillSubject, effectsOf, refusedDrill } from "./prepare.ts";

export interface DrillZoneOptions extends DrillOptions {
  /** `us-east-1a` */
  readonly zone: string;
}

/**
 * Loses all that is in one zone, its region being up, while customers enter by the region's load balancer and write;
 * evacuates it by the library's runbook, gives it back and lets it be used again.
 *
 * @throws InputError for a zone that the environment does not use
 */
export async function drillZone(
  options: DrillZoneOptions,
  host: Host,
  machine: Machine = thisMachine,
): Promise<DrillResult> {
  const subject = await drillSubject(options);
  const { zone } = options;
  const region = regionOfZone(subject, zone);
  const inRegion = makes(
    ["aws_rds_cluster", "aws_db_instance", "aws_elasticache_replication_group"],
    [region],
  );
  const entry = makes(["aws_lb", "aws_eks_cluster"], [region]);
  const stacks = smallestSet(subject.all, (stack) => inRegion(stack) || entry(stack));
  const { services } = effectsOf(subject, { kind: "zone", region });
  return holdDrill(
    { ...options, prepared: { ...subject, stacks }, kind: "zone", lost: zone, modelled: services },
    host,
    machine,
    (place) => loseZone(place, subject, { region, zone }),
  );
}

/** Customers are near the region, and write to what of theirs is applied: stores whose writer is in it. */
async function loseZone(
  place: Place,
  { project: { platform }, environment }: DrillSubject,
  { region, zone }: { readonly region: string; readonly zone: string },
): Promise<void> {
  const scope = zoneScope(platform, environment, region, zone);
  const written = scope.stores.filter(
    ({ engine, regions }) =>
      regions[0] === region && (engine === "aurora-postgresql" || engine === "rds-postgresql"),
  );
  // Of a store's members elsewhere nothing is applied.
  const held = written.map((store) => ({ ...store, regions: [region] }));
  // Of the caches those count that keep what is written to them.
  const caches = scope.caches
    .filter(({ id, regions }) => regions[0] === region && keeps(environment, id))
    .map((cache) => ({ ...cache, regions: [region] }));
  const seen = [...held, ...caches];
  await place.writers("afterApply", seen);
  const entries: Record<string, RegionEntry> =
    scope.balancer === undefined
      ? {}
      : { [region]: await regionEntry(place.observer.in(region), scope.balancer) };
  await place.customersOf(
    { region, account: scope.account, stores: held, caches, hosts: [], clientRegions: [region] },
    entries,
  );
  await place.beginLoss();
  await place.losePart({ kind: "zone", region, zone });
  await place.writers("afterLoss", seen);
  // Copies whose writer is in another region are left as they are: nothing of theirs writes here.
  const evacuated = { ...scope, stores: held };
  const out = await place.recover(
    "failover",
    `${zone} is gone; the other zones of ${region} are well. Leaving it`,
    zoneEvacuation(evacuated),
  );
  await place.seeRecovered(undefined);
  await place.writers("afterFailover", seen);
  await place.plan("planAfterFailover", "Planning without the zone: nothing may be left to do");
  await place.restore();
  await place.writers("afterReturn", seen);
  if (out.completed) {
    await place.recover("failback", `${zone} is back. Using it again`, zoneReturn(evacuated));
  }
  await place.writers("afterFailback", seen);
  await place.endCustomers();
  await place.plan("planAfterFailback", "Planning a last time: nothing may be left to do");
  noteNotDone(place.draft, {
    code: "drill-pods",
    what: "pods and nodes of the zone",
    why: "nothing runs in an emulated cluster: that its pods have left is asked of people, and was answered with yes",
    fix: "See it in a game day on AWS: arc-zonal-shift, then kubectl get pods -A -o wide.",
  });
}

/** @throws InputError for a zone that the environment does not use */
export function regionOfZone(subject: DrillSubject, zone: string): string {
  const { regions } = subject.environment;
  const found = regions.find(({ zones }) => zones.includes(zone));
  if (found !== undefined) return found.name;
  throw refusedDrill(subject, {
    code: "option/unknown-zone",
    where: "zone",
    given: zone,
    wanted: `a zone of ${subject.environment.name}: ${regions.flatMap(({ zones }) => zones).join(", ")}`,
    fix: "Name one of them.",
  });
}
