import { type Clock, InputError } from "../lib/index.ts";
import { regionNetwork } from "./addresses.ts";
import { type Draft, readDraft } from "./draft.ts";
import { parseCidr } from "./ipv4.ts";
import { type Placement, placementsOf, regionsOf } from "./placement.ts";
import type {
  Environment,
  EnvironmentRegion,
  Objectives,
  PlacedStore,
  Platform,
  Service,
  Transfer,
} from "./platform.ts";
import { awsRegion } from "./regions.ts";
import { RULES } from "./rules/index.ts";
import type { EnvironmentSettings, ObjectivesSettings, ServiceSettings } from "./schema.ts";

export interface ResolveOptions {
  /** Says what day it is, for transfers that expire. */
  readonly clock: Clock;
  /** What problems are said to be in. @default "trireme.config.ts" */
  readonly source?: string;
}

/**
 * The platform that an input describes, every default filled in. `input` is whatever the file exports:
 * nothing about it is believed. The result depends on the input alone; the clock only decides refusals.
 *
 * Throws InputError with every problem, those of form and those that the rules find in the parts whose form
 * is right.
 */
export function resolvePlatform(input: unknown, options: ResolveOptions): Platform {
  const { draft, problems } = readDraft(input);
  const placements = placementsOf(draft);
  const context = { clock: options.clock, placements };
  const broken = RULES.flatMap(({ code, check }) =>
    check(draft, context).map((complaint) => ({ code, ...complaint })),
  );
  const platform = build(draft, placements, problems.length + broken.length === 0);
  if (platform === undefined) {
    throw new InputError(options.source ?? "trireme.config.ts", [...problems, ...broken]);
  }
  return platform;
}

/** Undefined unless the draft is whole and sound. */
function build(draft: Draft, placements: readonly Placement[], sound: boolean): Platform | undefined {
  const { name, domain, owner, costCentre, objectives, addresses } = draft;
  const space = addresses && parseCidr(addresses.space);
  if (!sound || name === undefined || domain === undefined || owner === undefined) return undefined;
  if (costCentre === undefined || objectives === undefined || addresses === undefined) return undefined;
  if (space === undefined) return undefined;
  const plan = { space, vpcPrefix: addresses.vpcPrefix };
  return {
    name,
    domain,
    owner,
    costCentre,
    objectives: objectivesOf(objectives),
    homes: draft.homes.map(({ value }) => value),
    environments: draft.environments.map(({ value }) => environmentOf(draft, placements, plan, value)),
    services: draft.services.map(({ value }) => serviceOf(value, owner, costCentre)),
  };
}

function objectivesOf(settings: ObjectivesSettings): Objectives {
  return {
    rtoSeconds: settings.rto / 1000,
    rpoSeconds: settings.rpo / 1000,
    availabilityPercent: settings.availability,
    latencyMs: settings.latency,
    spikeFactor: settings.spike,
    provisioningSeconds: settings.provisioning / 1000,
  };
}

function environmentOf(
  draft: Draft,
  placements: readonly Placement[],
  plan: Parameters<typeof regionNetwork>[0],
  settings: EnvironmentSettings,
): Environment {
  const wanted = settings.regions;
  const regions = draft.homes.flatMap(({ value: home }) =>
    regionsOf(home)
      .filter((region) => wanted === undefined || wanted.includes(region))
      .map((region): EnvironmentRegion => {
        const known = awsRegion(region);
        if (known === undefined) throw new Error(`${region} passed the rules but is not in the catalogue`);
        const zones = [...known.zoneLetters].slice(0, settings.zones).map((letter) => `${region}${letter}`);
        return {
          name: region,
          home: home.name,
          role: home.regions.includes(region) ? "active" : "recovery",
          zones,
          network: regionNetwork(plan, settings.slot, known, zones),
        };
      }),
  );
  const names = new Set(regions.map((region) => region.name));
  return {
    name: settings.name,
    account: settings.account,
    slot: settings.slot,
    protect: settings.protect,
    regions,
    stores: placements
      .filter(({ birth }) => names.has(birth.value))
      .map((placement) => placed(placement, names)),
  };
}

/** The share of a placement that an environment with these regions holds. */
function placed(placement: Placement, regions: ReadonlySet<string>): PlacedStore {
  const { store, home } = placement;
  const copies = placement.copies.map(({ value }) => value).filter((region) => regions.has(region));
  const inside = home === undefined ? [] : regionsOf(home);
  const base = {
    id: placement.id,
    store: store.name,
    data: store.data,
    partition: placement.partition,
    birth: placement.birth.value,
    copies,
    ...transferOf(
      placement,
      [placement.birth.value, ...copies].filter((region) => !inside.includes(region)),
    ),
  };
  switch (store.engine) {
    case "aurora-postgresql": {
      const { engine, engineVersion, instanceClass, instancesPerRegion, backupRetentionDays } = store;
      return { ...base, engine, engineVersion, instanceClass, instancesPerRegion, backupRetentionDays };
    }
    case "dynamodb": {
      const { engine, partitionKey, sortKey } = store;
      return { ...base, engine, partitionKey, ...(sortKey === undefined ? {} : { sortKey }) };
    }
    case "s3":
      return { ...base, engine: store.engine, noncurrentDays: store.noncurrentDays };
  }
}

function transferOf({ transfer }: Placement, outside: readonly string[]): { transfer?: Transfer } {
  if (transfer === undefined || outside.length === 0) return {};
  const { basis, owner, expires, to } = transfer.value;
  return {
    transfer: { basis, owner, expires, to: outside.filter((region) => to?.includes(region) ?? true) },
  };
}

function serviceOf(settings: ServiceSettings, owner: string, costCentre: string): Service {
  const { host, ...rest } = settings;
  return {
    ...rest,
    ...(host === undefined ? {} : { host }),
    public: settings.public ?? host !== undefined,
    owner: settings.owner ?? owner,
    costCentre: settings.costCentre ?? costCentre,
  };
}
