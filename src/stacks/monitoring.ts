import type { PlacedStore } from "../config/index.ts";
import {
  balancerAlarms,
  bucketAlarms,
  bucketName,
  CompositeAlarms,
  cacheAlarms,
  certificateAlarms,
  clusterAlarms,
  clusterName,
  databaseAlarms,
  databaseInstanceAlarms,
  databaseInstanceIdentifier,
  gatewayAlarms,
  instanceMemoryGib,
  journeyAlarms,
  kpiAlarms,
  LogMetrics,
  maintenanceAlarm,
  nameOf,
  type PublicBalancer,
  RegionAlarms,
  RegionDashboard,
  regionComposites,
  replicationGroupId,
  replicationGroupNodeIds,
  replicationRuleId,
  ServiceLogs,
  tableAlarms,
  unusualAlarms,
  vaultAlarms,
  vaultName,
  type WatchedResource,
} from "../constructs/index.ts";
import type { EnvironmentStack } from "./environmentStack.ts";
import { largestStorageGib, replicasOf, serviceTags, storeRegions, storesIn } from "./facts.ts";
import { watchedMessages } from "./messages.ts";
import { metricStream } from "./metricStreams.ts";
import { browsers, outside, refusedByNetwork, tracesAndQueries } from "./observability.ts";
import { watchedLatches, watchedRecoveries } from "./recoveries.ts";
import { keyOf, type RegionContext } from "./regionStack.ts";
import { watchedServerless } from "./serverlessFacts.ts";
import { telemetryLink } from "./sharedTelemetry.ts";
import { placeholders, stackIds } from "./stackIds.ts";

/** Monitoring module: logs of services, alarms that follow from objectives, and a dashboard of the same. */
export function monitoring(stack: EnvironmentStack, context: RegionContext, balancer: PublicBalancer): void {
  const { platform, environment, region } = context;
  const { naming, tags } = stack;
  const keyArn = keyOf(stack, context, region.name);
  const onJourneys = new Set(platform.journeys.flatMap(({ services }) => services));
  const groupNames: string[] = [];
  for (const service of platform.services) {
    const { groupName } = new ServiceLogs(stack, `logs-${service.name}`, {
      naming,
      service: service.name,
      keyArn,
      protect: environment.protect,
      tags: { ...serviceTags(service), dataClass: mostSensitive(context, service.stores) },
    });
    groupNames.push(groupName);
    new LogMetrics(stack, `metrics-${service.name}`, {
      naming,
      service: service.name,
      groupName,
      requests: onJourneys.has(service.name),
      kpis: platform.journeys.flatMap(({ kpis }) => kpis).filter((kpi) => kpi.service === service.name),
    });
  }
  tracesAndQueries(stack, context, groupNames);
  refusedByNetwork(stack, context);
  telemetryLink(stack, context);
  metricStream(stack, context);
  const seen = outside(stack, context);
  const serving = region.role === "active";
  const watched = [
    ...journeysWatched(stack, context),
    ...(seen === undefined ? [] : [seen.watched]),
    ...browsers(stack, context),
    balancerAlarms({
      arnSuffix: balancer.metricNames.balancer,
      targetsArnSuffix: balancer.metricNames.targets,
      availabilityPercent: platform.objectives.availabilityPercent,
      latencyMs: platform.objectives.latencyMs,
      serving,
    }),
    unusualAlarms({ balancerArnSuffix: balancer.metricNames.balancer, serving }),
    certificateAlarms({
      certificateArn: stack.read(
        stackIds(environment.name).network(region.name),
        "certificate_arn",
        placeholders.certificateArn(environment.account, region.name),
      ),
    }),
    gatewayAlarms({ gatewayIds: natGateways(stack, context) }),
    ...(region.cluster === "none"
      ? []
      : [
          clusterAlarms({
            clusterName: clusterName(naming),
            leastNodes: region.cluster === "full" ? 1 : 0,
          }),
        ]),
    ...storesIn(environment, region.name).flatMap((store) => watchedStore(stack, context, store)),
    ...watchedTables(stack, context),
    ...watchedBuckets(stack, context),
    ...watchedMessages(stack, context),
    ...watchedServerless(naming, context),
    ...watchedRecoveries(stack, context),
    ...watchedLatches(stack, context),
    vaultAlarms({
      vaultName: vaultName(naming),
      daily: environment.stores.some((store) => store.backup && store.birth === region.name),
    }),
  ];
  const alarms = new RegionAlarms(stack, "alarms", { naming, region: region.name, watched, tags });
  const composites = [
    ...regionComposites(region.name, platform.journeys),
    ...(seen === undefined ? [] : [seen.composite]),
  ];
  new CompositeAlarms(stack, "pages", { naming, region: region.name, alarms, composites, tags });
  new RegionDashboard(stack, "dashboard", {
    naming,
    region: region.name,
    watched,
    composites: composites.map(({ name }) => name),
  });
}

/** What customers do, and what the business counts of it. First on the dashboard: it is what all the rest is for. */
function journeysWatched(stack: EnvironmentStack, { platform }: RegionContext) {
  const { naming } = stack;
  const { journeys } = platform;
  const maintenance = maintenanceAlarm(naming);
  return [
    ...journeys.map(({ name: journey, met, services, objectives: { availabilityPercent, latencyMs } }) =>
      journeyAlarms({ naming, journey, met, services, availabilityPercent, latencyMs }),
    ),
    ...journeys.filter(({ kpis }) => kpis.length > 0).map(({ name, kpis }) => kpiAlarms(naming, name, kpis)),
    { title: "Maintenance", alarms: [maintenance] },
  ];
}

const SENSITIVITY = ["public", "internal", "personal", "cardholder"] as const;

/** The class of the most sensitive data that a service handles; what it handles may end up in its logs. */
function mostSensitive({ environment }: RegionContext, stores: readonly string[]): string {
  const classes = environment.stores.filter(({ store }) => stores.includes(store)).map(({ data }) => data);
  return SENSITIVITY.findLast((each) => classes.includes(each)) ?? "internal";
}

/** Ids of the region's NAT gateways by zone letter, read from its network. */
function natGateways(stack: EnvironmentStack, { environment, region }: RegionContext) {
  const zones = environment.natGateways === "per-zone" ? region.zones : region.zones.slice(0, 1);
  const network = stackIds(environment.name).network(region.name);
  return Object.fromEntries(
    zones.map((zone) => {
      const letter = zone.slice(-1);
      return [letter, stack.read(network, `nat_${letter}_id`, placeholders.id("nat"))];
    }),
  );
}

function watchedStore(
  stack: EnvironmentStack,
  { platform, region }: RegionContext,
  store: PlacedStore,
): readonly WatchedResource[] {
  const { naming } = stack;
  const { rpoSeconds } = platform.objectives;
  const replicated = replicasOf(store).length > 0;
  switch (store.engine) {
    case "aurora-postgresql":
      return [
        databaseAlarms({
          store: store.id,
          clusterId: `${nameOf(naming, store.id)}-${region.name}`,
          memoryGib:
            store.capacity === undefined ? memoryOf(store.instanceClass) : store.capacity.max * ACU_GIB,
          ...(store.capacity === undefined ? {} : { growing: true }),
          ...(replicated ? { rpoSeconds } : {}),
        }),
      ];
    case "rds-postgresql":
      return [
        databaseInstanceAlarms({
          store: store.id,
          instanceId: databaseInstanceIdentifier(naming, store.id, region.name),
          memoryGib: memoryOf(store.instanceClass),
          largestStorageGib: largestStorageGib(store),
          ...(replicated ? { rpoSeconds } : {}),
        }),
      ];
    case "redis": {
      const group = replicationGroupId(naming, store.id, replicated ? region.name : undefined);
      return [
        cacheAlarms({ store: store.id, nodeIds: replicationGroupNodeIds(group, store.nodesPerRegion) }),
      ];
    }
    case "memcached":
      return [];
    // Watched together.
    case "dynamodb":
    case "s3":
      return [];
  }
}

function watchedTables(stack: EnvironmentStack, { platform, environment, region }: RegionContext) {
  const tables = storesIn(environment, region.name).filter(({ engine }) => engine === "dynamodb");
  const watches = tables.map((store) => ({
    store: store.id,
    tableName: nameOf(stack.naming, store.id),
    copies: storeRegions(store).filter((each) => each !== region.name),
    rpoSeconds: platform.objectives.rpoSeconds,
  }));
  return watches.length === 0 ? [] : [tableAlarms(watches)];
}

function watchedBuckets(stack: EnvironmentStack, { platform, environment, region }: RegionContext) {
  const pairs = storesIn(environment, region.name)
    .filter(({ engine }) => engine === "s3")
    .flatMap((store) => bucketPairs(stack, region.name, store, platform.objectives.rpoSeconds));
  return pairs.length === 0 ? [] : [bucketAlarms(region.name, pairs)];
}

/** Memory of an Aurora capacity unit (Aurora User Guide, "Aurora Serverless v2 capacity"). */
const ACU_GIB = 2;
/** The least that any class has, where nothing is known of it: its memory alarm then sounds late rather than always. */
const LEAST_MEMORY_GIB = 1;

function memoryOf(instanceClass: string): number {
  return instanceMemoryGib(instanceClass) ?? LEAST_MEMORY_GIB;
}

/** Both directions in which a region's bucket takes part. */
function bucketPairs(stack: EnvironmentStack, region: string, store: PlacedStore, rpoSeconds: number) {
  const at = (where: string) => ({ region: where, bucket: bucketName(stack.naming, store.id, where) });
  return storeRegions(store)
    .filter((each) => each !== region)
    .flatMap((other) =>
      [
        [region, other],
        [other, region],
      ].map(([from = "", to = ""]) => ({
        store: store.id,
        source: at(from),
        destination: at(to),
        ruleId: replicationRuleId(to),
        rpoSeconds,
      })),
    );
}
