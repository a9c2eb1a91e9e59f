import { type StoreMove, storeFailover } from "../../library/storeFailover.ts";
import { LOST, NEXT } from "../bench.ts";
import { FakeRegion } from "../fakeRegion.ts";
import type { LibraryCase } from "./libraryCase.ts";
import { all, billing, caches, cart, copy, media, orders, scope, sessions, zonal } from "./worlds.ts";

const move = (about: StoreMove) => storeFailover(scope(all), about);

/** Stores that are moved one by one. */
export const STORE_CASES: readonly LibraryCase[] = [
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
];
