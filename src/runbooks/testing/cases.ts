import type { FakeAws } from "../../aws/testing/fakeAws.ts";
import { cacheReturn } from "../library/cacheReturn.ts";
import { failback } from "../library/failback.ts";
import { oldWriterFence } from "../library/oldWriterFence.ts";
import { postRecoveryReview } from "../library/postRecoveryReview.ts";
import { regionalFailover } from "../library/regionalFailover.ts";
import { restore } from "../library/restore.ts";
import { restoreFromBackup } from "../library/restoreFromBackup.ts";
import type { RecoverableCache, RecoverableStore } from "../library/scope.ts";
import { type StoreMove, storeFailover } from "../library/storeFailover.ts";
import { trafficReturn, trafficShift } from "../library/trafficShift.ts";
import { zoneEvacuation, zoneReturn } from "../library/zoneEvacuation.ts";
import type { Runbook } from "../runbook.ts";
import { ACCOUNT, FAR, LATCH, LOST, NEXT, scopeOf, store } from "./bench.ts";
import { FakeBackups } from "./fakeBackups.ts";
import { FakeCluster, SWITCH } from "./fakeCluster.ts";
import { FakeRegion } from "./fakeRegion.ts";

/** A runbook of the library in a world in which its steps have something to do. */
export interface LibraryCase {
  /** Which runbook, and of what. */
  readonly name: string;
  readonly runbooks: readonly [Runbook, ...Runbook[]];
  /** Makes the world; what it answers is looked at afterwards. */
  readonly world: (aws: FakeAws) => () => unknown;
  readonly wanted: unknown;
  /** Calls that change something, each once. Sorted. */
  readonly acts: readonly string[];
}

const orders = store("aurora-postgresql", [LOST, NEXT], "orders");
const cards = store("aurora-postgresql", [LOST, NEXT], "cards");
const billing = store("rds-postgresql", [LOST, NEXT, FAR], "billing");
const ledger = store("rds-postgresql", [LOST, NEXT], "ledger");
const [cart, media] = [store("dynamodb", [LOST, NEXT], "cart"), store("s3", [LOST, NEXT], "media")];
const sessions: RecoverableCache = {
  id: "sessions",
  regions: [LOST, NEXT],
  replicated: true,
  groupIn: (region) => `shop-sessions-${region}`,
};
/** Each region has its own: nothing of it can be promoted. */
const pages: RecoverableCache = { ...sessions, id: "pages", replicated: false };
const all = [orders, cards, billing, cart, media];
const every = (region: string) => new Map(all.map(({ id }) => [id, region]));
const scope = (stores: readonly RecoverableStore[]) => scopeOf(stores);
const source = (region: string) => `arn:aws:rds:${region}:${ACCOUNT}:db:${billing.nameIn(region)}`;

const ZONE = `${LOST}a`;
const BALANCER = "shop-public";
const BALANCER_ARN = `arn:aws:elasticloadbalancing:${LOST}:111111111111:loadbalancer/app/${BALANCER}/1f`;
const CLUSTER_ARN = `arn:aws:eks:${LOST}:${ACCOUNT}:cluster/shop-cluster`;
const inZone = {
  ...scope([orders, billing, cart]),
  zone: ZONE,
  caches: [sessions],
  balancer: BALANCER,
  cluster: "shop-cluster",
};
const traffic = { ...scope([]), balancer: BALANCER, healthPath: "/healthz" };
const move = (about: StoreMove) => storeFailover(scope(all), about);

function copy(aws: FakeAws): () => unknown {
  const key = `${NEXT}/${billing.nameIn(NEXT)}`;
  aws.instances.set(key, { source: source(LOST), status: "available", promoting: 0 });
  return () => aws.instances.get(key)?.source;
}

function caches(region: FakeRegion, name: string, role: "PRIMARY" | "SECONDARY") {
  const zones = [`${name}a`, `${name}b`];
  const partner = name === LOST ? NEXT : LOST;
  const group = { primary: 0, zones, role, partner, status: "available", automatic: "enabled" as const };
  region.caches.set(sessions.groupIn(name), group);
  return group;
}

function zonal(aws: FakeAws, away: string | undefined) {
  const region = new FakeRegion(aws, LOST);
  region.balancers.add(BALANCER);
  region.shiftable.set(BALANCER_ARN, away).set(CLUSTER_ARN, away);
  const zones = new Map([
    ["orders-1", ZONE],
    ["orders-2", `${LOST}b`],
  ]);
  region.clusters.set(orders.nameIn(LOST), { writer: "orders-1", zones });
  region.standbys.set(billing.nameIn(LOST), { zone: ZONE, other: `${LOST}b`, rebooting: 0 });
  caches(region, LOST, "PRIMARY");
  return region;
}

function entered(aws: FakeAws, closed: boolean) {
  const region = new FakeRegion(aws, LOST);
  region.balancers.add(BALANCER);
  if (closed) region.rules.add("49999");
  // As DNS does: it sends nobody to a region that answers as unhealthy.
  Object.defineProperty(aws.unhealthy, "has", { value: (each: string) => each === LOST && region.closed });
  return () => region.closed;
}

/** Entered by names that follow a routing control. */
function routed(aws: FakeAws, state: "On" | "Off") {
  const cluster = new FakeCluster(aws);
  cluster.states.set(SWITCH.control, state);
  const away = () => cluster.states.get(SWITCH.control) === "On";
  Object.defineProperty(aws.unhealthy, "has", { value: (each: string) => each === LOST && away() });
  return away;
}

const POINT = `arn:aws:backup:${NEXT}:${ACCOUNT}:recovery-point:1f-2e`;

const PROTECTED = {
  BackupRetentionPeriod: 7,
  LatestRestorableTime: "2026-11-26T01:00:00Z",
  KmsKeyId: "arn:aws:kms:us-east-1:111111111111:key/mrk-1",
  StorageEncrypted: true,
  DeletionProtection: true,
  MultiAZ: true,
};

/** Databases of a region, with everything on. */
function protectedRegion(aws: FakeAws) {
  const region = new FakeRegion(aws, LOST);
  for (const each of [orders, billing]) region.databases.set(each.nameIn(LOST), PROTECTED);
  caches(region, LOST, "PRIMARY");
  return region;
}

/** Every runbook of the library. */
export const LIBRARY_CASES: readonly LibraryCase[] = [
  {
    name: "regional-failover",
    runbooks: regionalFailover({ ...scope(all), caches: [sessions, pages], latch: LATCH }),
    world: (aws) => {
      for (const { name } of [orders, cards]) aws.database(name, [LOST, NEXT]);
      aws.buckets.set(`${NEXT}/${media.nameIn(NEXT)}`, new Map());
      aws.lost.add(LOST);
      const copies = copy(aws);
      const cache = caches(new FakeRegion(aws, NEXT), NEXT, "SECONDARY");
      return () => [
        ...[orders, cards].map(({ name }) => aws.databases.get(name)?.writer),
        copies(),
        cache.role,
        aws.keptAway.get(LOST),
      ];
    },
    wanted: [NEXT, NEXT, undefined, "PRIMARY", "ALARM"],
    acts: [
      "FailoverGlobalCluster",
      "FailoverGlobalCluster",
      "FailoverGlobalReplicationGroup",
      "PromoteReadReplica",
      "PutMetricData",
    ],
  },
  {
    name: "failback",
    runbooks: failback({ ...scope([orders, cards, cart, media]), latch: LATCH }, every(LOST), every(NEXT)),
    world: (aws) => {
      aws.keptAway.set(LOST, "ALARM");
      for (const { name } of [orders, cards]) aws.database(name, [LOST, NEXT], NEXT).behind.set(LOST, 3);
      return () => [
        ...[orders, cards].map(({ name }) => aws.databases.get(name)?.writer),
        aws.keptAway.get(LOST),
      ];
    },
    wanted: [LOST, LOST, "OK"],
    acts: ["PutMetricData", "SwitchoverGlobalCluster", "SwitchoverGlobalCluster"],
  },
  {
    name: "cache-return",
    runbooks: [cacheReturn(scope([]), [sessions])],
    world: (aws) => {
      const group = caches(new FakeRegion(aws, LOST), LOST, "SECONDARY");
      return () => group.role;
    },
    wanted: "PRIMARY",
    acts: ["FailoverGlobalReplicationGroup"],
  },
  {
    name: "old-writer-fence",
    runbooks: [oldWriterFence(scope([ledger, billing]), [ledger, billing])],
    world: (aws) => {
      const old = { source: undefined, status: "available", promoting: 0 };
      aws.instances.set(`${LOST}/${ledger.nameIn(LOST)}`, old);
      return () => old.status;
    },
    wanted: "stopped",
    acts: ["StopDBInstance"],
  },
  {
    name: "store-failover of an Aurora database, without loss",
    runbooks: move({ store: orders, to: NEXT }),
    world: (aws) => {
      const database = aws.database(orders.name, [LOST, NEXT]);
      return () => database.writer;
    },
    wanted: NEXT,
    acts: ["SwitchoverGlobalCluster"],
  },
  {
    name: "store-failover of an Aurora database, whatever is lost",
    runbooks: move({ store: orders, to: NEXT, acceptDataLoss: true }),
    world: (aws) => {
      const database = aws.database(orders.name, [LOST, NEXT]);
      return () => database.writer;
    },
    wanted: NEXT,
    acts: ["FailoverGlobalCluster"],
  },
  {
    name: "store-failover of an Aurora database, in its region",
    runbooks: move({ store: orders, to: LOST }),
    world: (aws) => {
      const region = zonal(aws, undefined);
      return () => region.clusters.get(orders.nameIn(LOST))?.writer;
    },
    wanted: "orders-2",
    acts: ["FailoverDBCluster"],
  },
  {
    name: "store-failover of an RDS instance, to its copy",
    runbooks: move({ store: billing, to: NEXT, acceptDataLoss: true }),
    world: copy,
    wanted: undefined,
    acts: ["PromoteReadReplica"],
  },
  {
    name: "store-failover of an RDS instance, to its standby",
    runbooks: move({ store: billing, to: LOST }),
    world: (aws) => {
      const region = zonal(aws, undefined);
      return () => region.standbys.get(billing.nameIn(LOST))?.zone;
    },
    wanted: `${LOST}b`,
    acts: ["RebootDBInstance"],
  },
  {
    name: "store-failover of a table",
    runbooks: move({ store: cart, to: NEXT }),
    world: (aws) => {
      aws.replicas.push(LOST);
      return () => aws.replicas;
    },
    wanted: [LOST],
    acts: [],
  },
  {
    name: "store-failover of a bucket",
    runbooks: move({ store: media, to: NEXT }),
    world: (aws) => {
      aws.buckets.set(`${NEXT}/${media.nameIn(NEXT)}`, new Map());
      return () => aws.buckets.size;
    },
    wanted: 1,
    acts: [],
  },
  {
    name: "store-failover of a cache, to another region",
    runbooks: move({ store: sessions, to: NEXT, acceptDataLoss: true }),
    world: (aws) => {
      const group = caches(new FakeRegion(aws, NEXT), NEXT, "SECONDARY");
      return () => group.role;
    },
    wanted: "PRIMARY",
    acts: ["FailoverGlobalReplicationGroup"],
  },
  {
    name: "store-failover of a cache, in its region",
    runbooks: move({ store: sessions, to: LOST }),
    world: (aws) => {
      const group = caches(new FakeRegion(aws, LOST), LOST, "PRIMARY");
      return () => group.primary;
    },
    wanted: 1,
    acts: ["TestFailover"],
  },
  {
    name: "traffic-shift",
    runbooks: trafficShift(traffic),
    world: (aws) => entered(aws, false),
    wanted: true,
    acts: ["CreateRule"],
  },
  {
    name: "traffic-return",
    runbooks: trafficReturn(traffic),
    world: (aws) => entered(aws, true),
    wanted: false,
    acts: ["DeleteRule"],
  },
  {
    name: "regional-failover with a routing control",
    runbooks: regionalFailover({ ...scope([]), latch: LATCH, routing: SWITCH }),
    world: (aws) => {
      aws.lost.add(LOST);
      const away = routed(aws, "Off");
      return () => [away(), aws.keptAway.get(LOST)];
    },
    wanted: [true, "ALARM"],
    acts: ["PutMetricData", "UpdateRoutingControlStates"],
  },
  {
    name: "traffic-shift by a routing control",
    runbooks: trafficShift({ ...traffic, routing: SWITCH }),
    world: (aws) => routed(aws, "Off"),
    wanted: true,
    acts: ["UpdateRoutingControlStates"],
  },
  {
    name: "traffic-return by a routing control",
    runbooks: trafficReturn({ ...traffic, routing: SWITCH }),
    world: (aws) => routed(aws, "On"),
    wanted: false,
    acts: ["UpdateRoutingControlStates"],
  },
  {
    name: "zone-evacuation",
    runbooks: zoneEvacuation(inZone),
    world: (aws) => {
      const region = zonal(aws, undefined);
      return () => [
        [...region.shiftable.values()],
        region.clusters.get(orders.nameIn(LOST))?.writer,
        region.standbys.get(billing.nameIn(LOST))?.zone,
        region.caches.get(sessions.groupIn(LOST))?.primary,
      ];
    },
    wanted: [[`id-of-${ZONE}`, `id-of-${ZONE}`], "orders-2", `${LOST}b`, 1],
    acts: ["FailoverDBCluster", "RebootDBInstance", "StartZonalShift", "StartZonalShift", "TestFailover"],
  },
  {
    name: "zone-return",
    runbooks: zoneReturn(inZone),
    world: (aws) => {
      const region = zonal(aws, `id-of-${ZONE}`);
      return () => [...region.shiftable.values()];
    },
    wanted: [undefined, undefined],
    acts: ["CancelZonalShift", "CancelZonalShift"],
  },
  ...[orders, billing].map(
    (of): LibraryCase => ({
      name: `restore of ${of.id}`,
      runbooks: restore(scope(all), { store: of }),
      world: (aws) => {
        const region = protectedRegion(aws);
        return () => region.databases.get(`${of.nameIn(LOST)}-restored`);
      },
      wanted: PROTECTED,
      acts: [`RestoreDB${of === orders ? "Cluster" : "Instance"}ToPointInTime`],
    }),
  ),
  {
    name: "restore of a table, from its history",
    runbooks: restore(scope(all), { store: cart, at: "2026-11-20T03:00:00Z" }),
    world: (aws) => {
      const { tables } = new FakeBackups(aws, LOST);
      return () => [...tables.keys()];
    },
    wanted: ["shop-cart-restored"],
    acts: ["RestoreTableToPointInTime"],
  },
  ...[orders, billing, cart, media].map((of): LibraryCase => {
    const target = `${of.nameIn(NEXT)}-restored`;
    return {
      name: `restore of ${of.id}, from a copied backup`,
      runbooks: restoreFromBackup(
        { ...scope(all), region: NEXT },
        {
          store: of,
          target,
          vault: "shop-backups",
          point: POINT,
          roleArn: `arn:aws:iam::${ACCOUNT}:role/restore`,
        },
      ),
      world: (aws) => {
        const backups = new FakeBackups(aws, NEXT);
        backups.points.add(POINT);
        return () => backups.jobs.map(({ makes }) => makes.endsWith(target));
      },
      wanted: [true],
      acts: ["StartRestoreJob"],
    };
  }),
  {
    name: "post-recovery-review",
    runbooks: postRecoveryReview({ ...scope([orders, billing, cart, media]), caches: [sessions] }),
    world: (aws) => {
      protectedRegion(aws);
      aws.database(orders.name, [LOST, NEXT]);
      aws.replicas.push(NEXT);
      aws.buckets.set(`${LOST}/${media.nameIn(LOST)}`, new Map());
      return () => aws.databases.get(orders.name)?.writer;
    },
    wanted: LOST,
    acts: [],
  },
];
