import type { Environment, Platform } from "../config/index.ts";
import {
  FenceEnds,
  keptAwayAlarm,
  keptAwayAlarms,
  LeavingNoticeRoles,
  LeavingNotices,
  type LeftRegion,
  leavingAlarms,
  leftRuleName,
  RecoveryConnection,
  type RecoveryGrant,
  RecoveryLock,
  RecoveryRoles,
  RecoverySwitch,
  recoveryAlarms,
  recoveryLockName,
  recoveryMachineArn,
  recoveryNamespace,
  type WatchedResource,
} from "../constructs/index.ts";
import {
  type CompiledRunbook,
  cacheReturn,
  compileChoices,
  compileRunbook,
  datastoresOf,
  failback,
  fencedStores,
  HTTP_METHOD,
  KEPT_AWAY,
  type Names,
  oldWriterFence,
  oldWriterShut,
  permissionsOf,
  type Runbook,
  regionalFailover,
  type Surplus,
  stepsOf,
  surplusOf,
  type Told,
  wayReturn,
} from "../runbooks/index.ts";
import { type EnvironmentContext, type EnvironmentStack, namingOf } from "./environmentStack.ts";
import { keyPurposes } from "./facts.ts";
import { regionScope, runbookNames, stoppableInstances } from "./recoveryScope.ts";
import { recoveryStateMachine } from "./recoveryStateMachine.ts";
import {
  type RecoveryWatchMachine,
  recoveryWatches,
  watchClock,
  watchedWatches,
  watches,
  watchGrants,
} from "./recoveryWatches.ts";
import { machinesOfRegion } from "./regionMachines.ts";
import type { RegionContext } from "./regionStack.ts";
import { stackIds } from "./stackIds.ts";
import { toldMachines } from "./toldMachines.ts";

/** Days for which is kept what recoveries did. */
const EVIDENCE_DAYS = 365;

/** A runbook that a region keeps as a state machine, or a part of one, so that it can be run with no machine of ours. */
export interface RecoveryMachine {
  /** What it is called after the names of platform and environment: `leave-us-east-1`. */
  readonly name: string;
  readonly runbook: Runbook;
  /** What an execution's input says to run it. Absent: the machine has this runbook alone. */
  readonly told?: Told;
  /**
   * Ends before the eyes of whoever began it, who need not be woken to hear how.
   * @default false
   */
  readonly attended?: boolean;
}

/**
 * The machines of an environment, in the order of its regions: to go on without each region, in the region or regions
 * that take over; to stop what wrote in a region that is back and was taken over, and to give its caches their writes
 * back, both in that region; to make the ways to its databases free again, where the failover closed them; and to give a
 * region back the writers of the databases that were born there, in each region that may have taken them, and its names,
 * in the region that keeps them away; and what each region may have to do while it is up, by itself or as it is told. Which
 * region writes today is no part of it, so a failover changes no machine.
 */
export function recoveryMachines(platform: Platform, environment: Environment): readonly RecoveryMachine[] {
  const known = made.get(environment);
  if (known !== undefined) return known;
  const machines = environment.regions.length < 2 ? [] : allMachines(platform, environment);
  made.set(environment, machines);
  return machines;
}

/** An environment is resolved once and never changed, and every stack of it asks. */
const made = new WeakMap<Environment, readonly RecoveryMachine[]>();

function allMachines(platform: Platform, environment: Environment): readonly RecoveryMachine[] {
  return environment.regions
    .flatMap(({ name: region }) => [
      ...leaving(platform, environment, region),
      ...returning(platform, environment, region),
      ...machinesOfRegion(platform, environment, region),
      ...toldMachines(platform, environment, region),
    ])
    .filter(({ runbook }) => runbook.stages.length > 0);
}

function leaving(platform: Platform, environment: Environment, region: string): readonly RecoveryMachine[] {
  return regionalFailover(regionScope(platform, environment, region)).map((runbook) => ({
    name: leaveName(region),
    runbook,
  }));
}

/** A machine of a region by its ARN, known before it exists. */
export function recoveryMachineIn(
  platform: Platform,
  environment: Environment,
  { machine, region }: { readonly machine: string; readonly region: string },
): string {
  return recoveryMachineArn(namingOf(platform, environment), machine, region);
}

function shutName(region: string): string {
  return `shut-${region}`;
}

function leaveName(region: string): string {
  return `leave-${region}`;
}

/** A machine knows no state of the day, so what returns is what belongs there: what was born there. */
function returning(platform: Platform, environment: Environment, region: string): readonly RecoveryMachine[] {
  const scope = regionScope(platform, environment, region);
  const ownWriters = new Set(environment.stores.filter(({ birth }) => birth === region).map(({ id }) => id));
  const fences = fencedStores(scope).filter(({ id }) => ownWriters.has(id));
  // Any may be what is left, wherever it was born: who writes today is not known here.
  const shut = scope.shutter === undefined ? [] : [oldWriterShut(scope, scope.shutter, fencedStores(scope))];
  const caches = datastoresOf(scope).filter(({ id }) => ownWriters.has(id));
  const back = environment.regions.flatMap(({ name: holder }) => {
    const held = scope.stores.filter(
      ({ id, engine, regions }) =>
        ownWriters.has(id) && engine === "aurora-postgresql" && holder !== region && regions.includes(holder),
    );
    if (held.length === 0 && scope.latch?.region !== holder) return [];
    const all = (at: string) => new Map([...held, ...fences].map(({ id }) => [id, at]));
    return failback(scope, all(region), all(holder), { apart: true })
      .filter(({ runsIn }) => runsIn === holder)
      .map((runbook) => ({ name: `return-${region}`, runbook }));
  });
  return [
    ...(fences.length === 0 ? [] : [{ name: `fence-${region}`, runbook: oldWriterFence(scope, fences) }]),
    ...(fences.length === 0 ? [] : wayReturn(scope, { apart: true })).map((runbook) => ({
      name: `way-${region}`,
      runbook,
    })),
    ...(caches.length === 0
      ? []
      : [{ name: `caches-${region}`, runbook: cacheReturn(scope, caches, { apart: true }) }]),
    ...shut.map((runbook) => ({ name: shutName(region), runbook })),
    ...back,
  ];
}

/** Regions that may be told that they are left: those for which a machine elsewhere says so. */
export function leftRegions({
  platform,
  environment,
}: Pick<EnvironmentContext, "platform" | "environment">): readonly LeftRegion[] {
  const tellers = recoveryMachines(platform, environment).filter(({ runbook }) =>
    stepsOf(runbook).some(
      ({ step }) => step.action?.kind === "call" && step.action.call.service === "events",
    ),
  );
  return [...Map.groupBy(tellers, ({ runbook }) => runbook.lost)].flatMap(([region, machines]) =>
    region === undefined
      ? []
      : [{ region, toldBy: machines.map(({ runbook }) => runbook.runsIn), machine: shutName(region) }],
  );
}

/** Those of them that a region is, or tells. */
function leftFrom(context: RegionContext): readonly LeftRegion[] {
  return leftRegions(context).filter(({ region, toldBy }) =>
    [region, ...toldBy].includes(context.region.name),
  );
}

/** Watches over the regions that machines leave: `all` machines of the environment. */
export function watchesOf(
  { platform, environment }: EnvironmentContext,
  all: readonly RecoveryMachine[],
): readonly RecoveryWatchMachine[] {
  const leaving = all.flatMap(({ name, runbook: { lost, runsIn } }) =>
    lost === undefined || name !== leaveName(lost) ? [] : [{ name, region: lost, runsIn }],
  );
  return recoveryWatches(platform, environment, leaving);
}

/** What one region has of both. */
function inRegion(context: RegionContext) {
  const { platform, environment, region } = context;
  const all = recoveryMachines(platform, environment);
  return {
    machines: all.filter(({ runbook }) => runbook.runsIn === region.name),
    watching: watchesOf(context, all).filter(({ watch }) => watch.runsIn === region.name),
  };
}

/** Roles of the machines of all regions, for the global stack. */
export function recoveryRoles(stack: EnvironmentStack, context: EnvironmentContext): void {
  const { platform, environment } = context;
  const machines = recoveryMachines(platform, environment);
  if (machines.length === 0) return;
  // What several regions may have to do for one is done by machines of one name, and by one role.
  const grants = [...Map.groupBy(machines, ({ name }) => name)].map(([name, same]) =>
    grantOf(
      name,
      same.map(({ runbook }) => runbook),
      environment.account,
    ),
  );
  const watching = watchesOf(context, machines);
  new RecoveryRoles(stack, "recoveries", {
    naming: stack.naming,
    machines: [...grants, ...watchGrants(context, watching)],
    keyPurposes: keyPurposes(environment),
    tags: stack.tags,
  });
  watchClock(stack, watching);
  const left = leftRegions(context);
  if (left.length > 0) {
    new LeavingNoticeRoles(stack, "left-regions", { naming: stack.naming, left, tags: stack.tags });
  }
}

function grantOf(name: string, runbooks: readonly Runbook[], account: string): RecoveryGrant {
  const more = runbooks.map(surplusOf);
  const acts = more.some((surplus) => surplus.acts);
  const each = <Value>(of: (surplus: Surplus) => readonly Value[]) => [...new Set(more.flatMap(of))].sort();
  return {
    name,
    regions: [...new Set(runbooks.map(({ runsIn }) => runsIn))],
    permissions: [
      ...Map.groupBy(
        runbooks.flatMap((runbook) => permissionsOf(runbook, account)),
        ({ action }) => action,
      ),
    ].map(([action, same]) => {
      const condition = same.find((each) => each.condition !== undefined)?.condition;
      return {
        action,
        resources: [...new Set(same.flatMap(({ resources }) => resources))].sort(),
        ...(condition === undefined ? {} : { condition }),
      };
    }),
    acts,
    locks: each(({ locks }) => locks),
    keys: [...new Map(more.flatMap(({ keys }) => keys).map((need) => [need.service, need])).values()],
    // Where the lock does not answer, somebody is asked whether to go on without.
    tells: acts
      ? [...new Set(["critical" as const, ...each(({ tells }) => tells)])]
      : each(({ tells }) => tells),
    urls: each(({ urls }) => urls),
    httpMethod: HTTP_METHOD,
  };
}

/** Machines of this region, the switch that they read, and what they ask public names with. */
export function recoveries(stack: EnvironmentStack, context: RegionContext): void {
  const { platform, environment, region } = context;
  const { naming, tags } = stack;
  const { machines, watching } = inRegion(context);
  if (environment.regions.length < 2) return;
  new RecoverySwitch(stack, "recovery", { naming, tags });
  const instances = stoppableInstances(context);
  if (instances.length > 0) {
    new FenceEnds(stack, "fence-ends", { naming, region: region.name, instances, tags });
  }
  new RecoveryLock(stack, "recovery-lock", { naming, protect: environment.protect, tags });
  if (machines.length === 0) return;
  stack.after(stackIds(environment.name).global);
  const names = runbookNames(platform, environment, region.name);
  const asks = watching.length > 0 || machines.some(({ runbook }) => surplusOf(runbook).urls.length > 0);
  const connection = asks ? new RecoveryConnection(stack, "recovery-names", { naming }) : undefined;
  for (const [name, parts] of Map.groupBy(machines, (each) => each.name)) {
    const acts = parts.some(({ runbook }) => surplusOf(runbook).acts);
    const { document } = compiledTogether(parts, {
      ...names,
      ...(connection === undefined ? {} : { connectionArn: connection.arn }),
      // Who only looks may look beside whoever acts.
      ...(acts ? { lockTable: recoveryLockName(naming) } : {}),
    });
    recoveryStateMachine(stack, context, name, document, EVIDENCE_DAYS);
  }
  const left = leftFrom(context);
  if (left.length > 0) {
    new LeavingNotices(stack, "left-regions", { naming, region: region.name, left, tags });
  }
  if (connection !== undefined) watches(stack, context, watching, connection.arn);
}

/** A machine of one runbook, or of those that its input chooses from. */
function compiledTogether(parts: readonly RecoveryMachine[], names: Names): CompiledRunbook {
  const choices = parts.flatMap(({ told, runbook }) => (told === undefined ? [] : [{ told, runbook }]));
  const [only] = parts;
  return only !== undefined && choices.length === 0
    ? compileRunbook(only.runbook, names)
    : compileChoices(choices, names);
}

/** Alarms by which this region keeps names away from those that it takes over from. */
export function watchedLatches(
  { naming }: EnvironmentStack,
  { platform, environment, region }: RegionContext,
): readonly WatchedResource[] {
  return keptAwayAlarms(
    environment.regions
      .filter(({ name }) => regionScope(platform, environment, name).latch?.region === region.name)
      .map(({ name }) => ({
        region: name,
        alarm: keptAwayAlarm(name),
        namespace: recoveryNamespace(naming),
        metric: KEPT_AWAY,
      })),
  );
}

/** Alarms over the machines of this region. */
export function watchedRecoveries(
  { naming }: EnvironmentStack,
  context: RegionContext,
): readonly WatchedResource[] {
  const { name: region } = context.region;
  const { machines, watching } = inRegion(context);
  return [
    ...recoveryAlarms(
      machines
        .filter(({ attended = false }) => !attended)
        .map(({ name }) => ({ name, stateMachineArn: recoveryMachineArn(naming, name, region) })),
    ),
    ...watchedWatches(naming, watching),
    ...leavingAlarms(
      leftFrom(context).map(({ region: left, machine }) => ({
        rule: leftRuleName(naming, left),
        left,
        machine,
      })),
    ),
  ];
}
