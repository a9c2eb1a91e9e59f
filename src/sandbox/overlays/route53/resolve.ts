import type { World } from "../../overlay.ts";
import type { DnsAnswer, DnsQuestion } from "../../sandbox.ts";
import { type AcceleratedRegion, regionsBehind } from "../globalaccelerator/index.ts";
import { ALIAS_TARGET_SECONDS, type Health, healthOf, regionHealth, regionOfBalancer } from "./health.ts";
import { roundTripMs } from "./latency.ts";
import { type DnsRecord, plainName, type Route53View, recordsOf, zoneOf } from "./view.ts";

/** Seconds for which resolvers keep the answer of an alias to an AWS resource such as a load balancer: fixed by Route 53.
 * Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-basic.html (TTL; read 2026-11). */
const ALIAS_TTL_SECONDS = 60;

const MAX_CHAIN = 16;

type Rest = Pick<DnsAnswer, "answers" | "chosen" | "ttlSeconds">;

interface Asking {
  readonly view: Route53View;
  readonly world: World;
  readonly question: DnsQuestion;
  readonly passedOver: { record: string; reason: string }[];
}

/**
 * What Route 53 would answer now. Of the records of a name, the routing policy gives the order, the first
 * healthy one is taken; when none is healthy, all count as healthy.
 * Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html
 * and dns-failover-complex-configs.html beside it (read 2026-11).
 */
export function resolve(view: Route53View, world: World, question: DnsQuestion): DnsAnswer {
  const asking: Asking = { view, world, question, passedOver: [] };
  const name = plainName(question.name);
  const rest = answerOf(asking, name, 0);
  if (rest.answers.length === 0 && asking.passedOver.length === 0) {
    const reason =
      zoneOf(view, name) === undefined ? "no public zone holds this name" : "the zone has no such record";
    asking.passedOver.push({ record: `${name} ${question.type}`, reason });
  }
  return { question, ...rest, passedOver: asking.passedOver };
}

const NOTHING: Rest = { answers: [], chosen: undefined, ttlSeconds: 0 };

function answerOf(asking: Asking, name: string, depth: number): Rest {
  if (depth > MAX_CHAIN) return NOTHING;
  const all = recordsOf(asking.view, name);
  const group = all.filter((record) => record.type === asking.question.type);
  const candidates = group.length > 0 ? group : all.filter((record) => record.type === "CNAME");
  const geographic = candidates.filter((record) => record.geographic);
  if (geographic.length > 0) {
    pass(asking, geographic, "routing by place of the client is not modelled");
    return NOTHING;
  }
  const chosen = choose(asking, candidates);
  const first = chosen[0];
  if (first === undefined) return NOTHING;
  return { ...follow(asking, chosen, first, depth), chosen: first.setIdentifier };
}

function follow(asking: Asking, chosen: readonly DnsRecord[], first: DnsRecord, depth: number): Rest {
  const { type } = asking.question;
  const target =
    first.alias?.name ?? (first.type === "CNAME" && type !== "CNAME" ? first.values[0] : undefined);
  if (target === undefined) {
    const values = chosen.flatMap((record) => record.values);
    return { answers: values, chosen: undefined, ttlSeconds: first.ttlSeconds };
  }
  const name = plainName(target);
  const own = first.alias === undefined ? first.ttlSeconds : undefined;
  const accelerated = regionsBehind(asking.world, name);
  if (accelerated !== undefined) {
    // An accelerator's addresses stay the same; what is told is the load balancer that its nearest edge leads to.
    const to = nearestOf(accelerated, asking);
    return {
      answers: to === undefined ? [] : [to.balancer],
      chosen: undefined,
      ttlSeconds: ALIAS_TTL_SECONDS,
    };
  }
  if (zoneOf(asking.view, name) === undefined) {
    return { answers: [name], chosen: undefined, ttlSeconds: own ?? ALIAS_TTL_SECONDS };
  }
  const rest = answerOf(asking, name, depth + 1);
  return { ...rest, ttlSeconds: own === undefined ? rest.ttlSeconds : Math.min(own, rest.ttlSeconds) };
}

/** Seconds after which an accelerator's edges leave a region, or come back to it. Recalled: about half a minute. */
const ACCELERATOR_SECONDS = 30;

/** The nearest healthy region; of those that are dialled down, one only when no other is healthy; if none is, the nearest. */
function nearestOf(
  regions: readonly AcceleratedRegion[],
  { world, question }: Asking,
): AcceleratedRegion | undefined {
  const near = regions.toSorted(
    (a, b) => roundTripMs(question.clientRegion, a.region) - roundTripMs(question.clientRegion, b.region),
  );
  const healthy = near.filter(({ region }) => regionHealth(region, ACCELERATOR_SECONDS, world).healthy);
  return healthy.find(({ dialledDown }) => !dialledDown) ?? healthy[0] ?? near[0];
}

/** The records that answer: one, or up to eight of a multivalue group. */
function choose(asking: Asking, candidates: readonly DnsRecord[]): readonly DnsRecord[] {
  const ordered = inOrder(candidates, asking.question.clientRegion);
  const healthy: DnsRecord[] = [];
  for (const record of ordered) {
    const health = recordHealth(record, asking.view, asking.world);
    if (!health.healthy) pass(asking, [record], health.reason);
    else if (record.multivalue || healthy.length === 0) healthy.push(record);
  }
  if (healthy.length > 0) return healthy[0]?.multivalue === true ? healthy.slice(0, 8) : healthy.slice(0, 1);
  if (ordered.length > 0) pass(asking, [], "none is healthy, so all count as healthy");
  return ordered.slice(0, 1);
}

/**
 * The order in which a routing policy prefers its records. Weighted records go by weight, heaviest first,
 * where Route 53 draws by lot, so that equal worlds give equal answers; weight 0 comes last.
 */
function inOrder(records: readonly DnsRecord[], client: string): readonly DnsRecord[] {
  const byName = records.toSorted((a, b) => ((a.setIdentifier ?? "") < (b.setIdentifier ?? "") ? -1 : 1));
  if (records.some((record) => record.region !== undefined)) {
    const distance = new Map(byName.map((record) => [record, roundTripMs(client, record.region ?? client)]));
    return byName.toSorted((a, b) => (distance.get(a) ?? 0) - (distance.get(b) ?? 0));
  }
  if (records.some((record) => record.failover !== undefined)) {
    return byName.toSorted((a, b) => Number(a.failover === "SECONDARY") - Number(b.failover === "SECONDARY"));
  }
  return byName.toSorted((a, b) => (b.weight ?? 0) - (a.weight ?? 0));
}

/** A record is healthy when its health check passes and, for an alias that evaluates it, its target is. */
function recordHealth(record: DnsRecord, view: Route53View, world: World, depth = 0): Health {
  const check = record.healthCheckId === undefined ? undefined : view.checks.get(record.healthCheckId);
  if (check !== undefined) {
    const health = healthOf(check, view, world);
    if (!health.healthy) return { healthy: false, reason: `health check: ${health.reason}` };
  }
  if (record.alias?.evaluateTargetHealth !== true || depth > MAX_CHAIN) return { healthy: true, reason: "" };
  const target = record.alias.name;
  const region = regionOfBalancer(target);
  if (region !== undefined) {
    const health = regionHealth(region, ALIAS_TARGET_SECONDS, world);
    return health.healthy ? health : { healthy: false, reason: `target ${target}: ${health.reason}` };
  }
  const group = recordsOf(view, target).filter((each) => each.type === record.type);
  const states = group.map((each) => recordHealth(each, view, world, depth + 1));
  const sick = states.find((state) => !state.healthy);
  if (sick === undefined || states.some((state) => state.healthy)) return { healthy: true, reason: "" };
  return { healthy: false, reason: `nothing healthy behind ${target}: ${sick.reason}` };
}

function pass(asking: Asking, records: readonly DnsRecord[], reason: string): void {
  if (records.length === 0) asking.passedOver.push({ record: "all", reason });
  for (const { name, type, setIdentifier } of records) {
    const record = [name, type, setIdentifier].filter((part) => part !== undefined).join(" ");
    asking.passedOver.push({ record, reason });
  }
}
