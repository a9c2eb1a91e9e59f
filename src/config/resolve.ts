import { type Clock, InputError } from "../lib/index.ts";
import { regionNetwork } from "./addresses.ts";
import { budgetsOf } from "./budgets.ts";
import { type Draft, type DraftHome, readDraft } from "./draft.ts";
import { judge } from "./exceptions.ts";
import { parseCidr } from "./ipv4.ts";
import { messagingOf } from "./messaging.ts";
import { nodesOf } from "./nodes.ts";
import { kpiOf, observabilityOf, visitOf } from "./observability.ts";
import { organizationOf } from "./organization.ts";
import { placed } from "./placed.ts";
import { isProduction, type Placement, placementsOf, regionsOf } from "./placement.ts";
import type { Environment, EnvironmentRegion, Journey, Objectives, Platform, Service } from "./platform.ts";
import { awsRegion } from "./regions.ts";
import { RULES } from "./rules/index.ts";
import type { EnvironmentSettings, JourneySettings, ObjectivesSettings, ServiceSettings } from "./schema.ts";
import { serverlessOf } from "./serverless.ts";
import { usageOf } from "./usageSchema.ts";

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
  const complaints = RULES.flatMap((rule) =>
    rule.check(draft, context).map((complaint) => ({ rule, complaint })),
  );
  const { problems: broken, granted } = judge(draft, complaints, RULES, options.clock);
  const platform = build(draft, placements, problems.length + broken.length === 0);
  if (platform === undefined) {
    throw new InputError(options.source ?? "trireme.config.ts", [...problems, ...broken]);
  }
  return { ...platform, exceptions: granted };
}

/** Undefined unless the draft is whole and sound. */
function build(
  draft: Draft,
  placements: readonly Placement[],
  sound: boolean,
): Omit<Platform, "exceptions"> | undefined {
  const { name, domain, owner, costCentre, objectives, addresses, alerts, detection, edge, network } = draft;
  const space = addresses && parseCidr(addresses.space);
  if (!sound || name === undefined || domain === undefined || owner === undefined) return undefined;
  if (costCentre === undefined || objectives === undefined || addresses === undefined) return undefined;
  if (space === undefined || alerts === undefined || detection === undefined) return undefined;
  const { observability, audit, usage } = draft;
  if (observability === undefined || audit === undefined || usage === undefined) return undefined;
  if (edge === undefined || network === undefined) return undefined;
  const plan = { space, vpcPrefix: addresses.vpcPrefix, domain };
  const services = draft.services.map(({ value }) => serviceOf(value, owner, costCentre));
  return {
    name,
    domain,
    owner,
    costCentre,
    objectives: objectivesOf(objectives),
    homes: draft.homes.map(({ value }) => ({ ...value, birth: birthOf(value) })),
    environments: draft.environments.map(({ value }) => environmentOf(draft, placements, plan, value)),
    services,
    journeys: draft.journeys.map(({ value }) => journeyOf(value, objectives, services)),
    alertEmails: alerts.email,
    observability: observabilityOf(observability),
    audit,
    serverless: serverlessOf(draft, { owner, costCentre }),
    organization: organizationOf(draft),
    edge: {
      ...(edge.canonicalHost === undefined ? {} : { canonicalHost: edge.canonicalHost }),
      accelerator: edge.accelerator,
      dnssec: edge.dnssec,
      shieldAdvanced: edge.shieldAdvanced !== undefined,
    },
    blockedNames: [...new Set(network.blockedNames)],
    skippedControls: detection.skippedControls.map(({ standards, ...control }) => ({
      ...control,
      ...(standards === undefined ? {} : { standards }),
    })),
    budgets: budgetsOf(draft.budgets, alerts.email),
    usage: usageOf(usage),
  };
}

/** The home's first region, unless it is written down. */
function birthOf({ birth, regions, recovery }: DraftHome, present?: ReadonlySet<string>): string {
  const candidates = [...(birth === undefined ? [] : [birth]), ...regions, ...recovery];
  const first = candidates.find((region) => present?.has(region) ?? true);
  if (first === undefined) throw new Error("a home without a region passed the rules");
  return first;
}

function journeyOf(
  settings: JourneySettings,
  platform: ObjectivesSettings,
  services: readonly Service[],
): Journey {
  const { name, availability, latency, rto, rpo } = settings;
  const own = { availability, latency, rto, rpo };
  const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  const reached = new Set(settings.services);
  // A set that grows while it is walked: what is called joins at the end and is walked as well.
  for (const each of reached) {
    for (const call of services.find((service) => service.name === each)?.calls ?? []) reached.add(call);
  }
  const [first = ""] = settings.services;
  return {
    name,
    services: [...reached],
    met: settings.services,
    objectives: objectivesOf({ ...platform, ...given }),
    kpis: settings.kpis.map((kpi) => kpiOf(kpi, first)),
    visits: (settings.visits ?? []).map(visitOf),
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
  plan: Parameters<typeof regionNetwork>[0] & { readonly domain: string },
  settings: EnvironmentSettings,
): Environment {
  const wanted = settings.regions;
  const present = new Set(wanted ?? draft.homes.flatMap(({ value }) => regionsOf(value)));
  const production = isProduction(settings);
  const regions = draft.homes.flatMap(({ value: home }) =>
    regionsOf(home)
      .filter((region) => wanted === undefined || wanted.includes(region))
      .map((region): EnvironmentRegion => {
        const known = awsRegion(region);
        if (known === undefined) throw new Error(`${region} passed the rules but is not in the catalogue`);
        const zones = [...known.zoneLetters].slice(0, settings.zones).map((letter) => `${region}${letter}`);
        const active = home.regions.includes(region);
        return {
          name: region,
          home: home.name,
          role: active ? "active" : "recovery",
          cluster: active ? "full" : home.recoveryCluster,
          keyBirth: birthOf(home, present),
          zones,
          network: regionNetwork(plan, settings.slot, known, zones),
        };
      }),
  );
  const names = regions.map((region) => region.name);
  return {
    kind: "environment",
    name: settings.name,
    account: settings.account,
    slot: settings.slot,
    protect: settings.protect,
    production,
    domain: settings.domain ?? (production ? plan.domain : `${settings.name}.${plan.domain}`),
    size: settings.size,
    natGateways: settings.natGateways ?? (production ? "per-zone" : "single"),
    detection: settings.detection ?? (production ? "full" : "basic"),
    nodes: nodesOf(settings.nodes, production),
    automaticFailover: settings.automaticFailover,
    routingControls: settings.routingControls,
    regions,
    stores: placements
      .filter(({ birth, replicated }) => !replicated || present.has(birth.value))
      .map((placement) => placed(placement, names, settings.size)),
    ...messagingOf(draft, names),
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
