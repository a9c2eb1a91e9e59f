import { cacheReturn } from "../../library/cacheReturn.ts";
import { failback } from "../../library/failback.ts";
import { oldWriterFence } from "../../library/oldWriterFence.ts";
import { regionalFailover } from "../../library/regionalFailover.ts";
import { LATCH, LOST, NEXT, SHUTTER } from "../bench.ts";
import { SWITCH } from "../fakeCluster.ts";
import { FakeAccessList } from "../fakeNotices.ts";
import { FakeRegion } from "../fakeRegion.ts";
import type { LibraryCase } from "./libraryCase.ts";
import {
  all,
  billing,
  caches,
  cards,
  cart,
  copy,
  every,
  ledger,
  media,
  orders,
  pages,
  routed,
  scope,
  sessions,
} from "./worlds.ts";

/** Regions that are left, and given their work back. */
export const REGION_CASES: readonly LibraryCase[] = [
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
    runbooks: [oldWriterFence({ ...scope([ledger, billing]), shutter: SHUTTER }, [ledger, billing])],
    world: (aws) => {
      const list = new FakeAccessList(aws, LOST);
      list.turned = "0.0.0.0/0";
      const old = { source: undefined, status: "available", promoting: 0 };
      aws.instances.set(`${LOST}/${ledger.nameIn(LOST)}`, old);
      return () => [old.status, list.turned];
    },
    wanted: ["stopped", SHUTTER.nobody],
    acts: ["ReplaceNetworkAclEntry", "StopDBInstance"],
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
    name: "failback with a routing control",
    runbooks: failback({ ...scope([orders]), latch: LATCH, routing: SWITCH }, every(LOST), every(NEXT)),
    world: (aws) => {
      aws.keptAway.set(LOST, "ALARM");
      const away = routed(aws, "On");
      const database = aws.database(orders.name, [LOST, NEXT], NEXT);
      return () => [database.writer, aws.keptAway.get(LOST), away()];
    },
    wanted: [LOST, "OK", false],
    acts: ["PutMetricData", "SwitchoverGlobalCluster", "UpdateRoutingControlStates"],
  },
];
