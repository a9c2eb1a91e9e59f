import type { Environment, PlacedStore, Platform } from "../config/index.ts";
import {
  alertTopicArn,
  bucketName,
  dataAccessListName,
  databaseInstanceIdentifier,
  hubTableName,
  keepAwayControl,
  keptAwayAlarmName,
  type Naming,
  nameOf,
  REGION_LEFT,
  recoveryEventSource,
  recoveryNamespace,
  recoverySwitchName,
  replicationGroupId,
  routingControlsFunctionArn,
  routingControlsParameter,
  SHUTTER,
} from "../constructs/index.ts";
import {
  type DatabaseWays,
  fencedStores,
  firstSuccessor,
  type Names,
  type NamesLatch,
  type NamesSwitch,
  type RecoverableCache,
  type RecoverableStore,
  type RegionScope,
} from "../runbooks/index.ts";
import { namingOf } from "./environmentStack.ts";
import { peersOf } from "./facts.ts";
import { publicHosts } from "./hosts.ts";
import { hasRoutingControls } from "./routingControls.ts";

/** An environment in the words of a recovery: names that were chosen, and nothing that a failover would change. */
export function regionScope(
  platform: Platform,
  environment: Environment,
  region: string,
): RegionScope & Required<Pick<RegionScope, "caches">> {
  const naming = namingOf(platform, environment);
  const scope = {
    region,
    account: environment.account,
    stores: environment.stores.flatMap((store) => recoverable(naming, store)),
    caches: cachesOf(naming, environment),
    hosts: publicHosts({ platform, environment }),
    clientRegions: environment.regions.filter((each) => each.role === "active").map((each) => each.name),
  };
  const latch = latchOf(naming, environment, scope);
  const routing = switchOf(naming, environment, scope);
  const ways = waysOf(naming, environment, region);
  const left = leftOf(naming, scope);
  return {
    ...scope,
    ...(latch === undefined ? {} : { latch }),
    ...(routing === undefined ? {} : { routing }),
    ...(ways === undefined ? {} : { ways }),
    ...left,
  };
}

/** How the region's databases of RDS are shut once their copies are promoted, and how it is told. */
function leftOf(naming: Naming, scope: RegionScope): Pick<RegionScope, "shutter" | "notice"> {
  if (fencedStores(scope).length === 0) return {};
  return {
    shutter: { accessList: dataAccessListName(naming), ...SHUTTER },
    notice: { source: recoveryEventSource(naming), detailType: REGION_LEFT },
  };
}

/** RDS instances of a region that a recovery may stop when it is back. RDS starts them again after seven days. */
export function stoppableInstances({
  platform,
  environment,
  region,
}: {
  readonly platform: Platform;
  readonly environment: Environment;
  readonly region: { readonly name: string };
}): readonly string[] {
  const stores = fencedStores(regionScope(platform, environment, region.name));
  return stores.map(({ nameIn }) => nameIn(region.name));
}

/** In the region in which the failover begins, whatever writes where today. A region without another has nowhere to be left for. */
function latchOf(naming: Naming, { regions }: Environment, scope: RegionScope): NamesLatch | undefined {
  if (regions.length < 2) return undefined;
  return {
    region: firstSuccessor(scope),
    namespace: recoveryNamespace(naming),
    alarm: keptAwayAlarmName(naming, scope.region),
  };
}

/** By the transit gateways of its home: other homes have none to it. */
function waysOf(naming: Naming, environment: Environment, region: string): DatabaseWays | undefined {
  const here = environment.regions.find(({ name }) => name === region);
  const peers = here === undefined ? [] : peersOf(environment, here);
  if (here === undefined || peers.length === 0) return undefined;
  return {
    from: peers.map(({ name }) => name),
    ranges: Object.fromEntries(here.network.zones.map(({ zone, data }) => [zone, data])),
    table: hubTableName(naming),
  };
}

/** Set from where the failover begins. What has to stay: the safety rules of `RoutingControls`. */
function switchOf(naming: Naming, environment: Environment, scope: RegionScope): NamesSwitch | undefined {
  if (!hasRoutingControls(environment)) return undefined;
  const { regions } = environment;
  const home = (region: string) => regions.find(({ name }) => name === region)?.home;
  const shared = new Set(regions.map((each) => each.home)).size < regions.length;
  const others = regions.filter(
    ({ name }) => name !== scope.region && (!shared || home(name) === home(scope.region)),
  );
  const region = firstSuccessor(scope);
  return {
    region,
    control: keepAwayControl(scope.region),
    others: others.map(({ name }) => keepAwayControl(name)),
    functionArn: routingControlsFunctionArn(naming, region),
    parameter: routingControlsParameter(naming),
  };
}

/** What runbooks of an environment need beside the calls of their steps, in the region in which they run. */
export function runbookNames(platform: Platform, environment: Environment, region: string): Names {
  const naming = namingOf(platform, environment);
  return {
    topicArn: (severity) => alertTopicArn(naming, region, severity),
    switchParameter: recoverySwitchName(naming),
  };
}

/** The Redis of an environment, each in all its regions. Memcached has nothing that could be moved. */
function cachesOf(naming: Naming, environment: Environment): readonly RecoverableCache[] {
  return environment.stores.flatMap((store) => {
    if (store.engine !== "redis") return [];
    const replicated = store.replicated && store.copies.length > 0;
    return [
      {
        id: store.id,
        regions: [store.birth, ...store.copies],
        replicated,
        groupIn: (region) => replicationGroupId(naming, store.id, replicated ? region : undefined),
      },
    ];
  });
}

/** None for caches, which are apart: see `cachesOf`. */
function recoverable(naming: Naming, store: PlacedStore): readonly RecoverableStore[] {
  if (store.engine === "redis" || store.engine === "memcached") return [];
  const name = nameOf(naming, store.id);
  const nameIn = {
    "aurora-postgresql": (region: string) => `${name}-${region}`,
    "rds-postgresql": (region: string) => databaseInstanceIdentifier(naming, store.id, region),
    dynamodb: () => name,
    s3: (region: string) => bucketName(naming, store.id, region),
  }[store.engine];
  return [{ id: store.id, engine: store.engine, regions: [store.birth, ...store.copies], name, nameIn }];
}
