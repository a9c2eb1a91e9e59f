import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { HeadBucketCommand } from "@aws-sdk/client-s3";
import type { Step } from "../step.ts";
import { describeGlobalDatabase, failOverTo } from "./auroraGlobal.ts";
import { promoteInstance } from "./databaseInstances.ts";
import { namesAnswerWithout } from "./names.ts";
import type { RecoverableStore, RegionScope } from "./scope.ts";

/**
 * What brings the platform back after `scope.region` is gone. Every step calls a region that
 * survives: the one that takes over for the store in question.
 *
 * Routing needs no step of its own: records and health checks were made in advance, and the data
 * plane of DNS follows them. The last step only looks whether it has.
 */
export function regionFailover(scope: RegionScope): readonly Step[] {
  const affected = scope.stores.filter((store) => store.regions.includes(scope.region));
  return [
    ...affected.flatMap((store) => {
      const [successor] = store.regions.filter((region) => region !== scope.region);
      return successor === undefined ? [] : storeSteps(scope, store, successor);
    }),
    namesAnswerWithout(scope),
  ];
}

/** Stores that have no copy anywhere else: nothing can be done for them until the region is back. */
export function strandedStores(scope: RegionScope): readonly string[] {
  return scope.stores
    .filter((store) => store.regions.length === 1 && store.regions[0] === scope.region)
    .map((store) => store.id);
}

function storeSteps(scope: RegionScope, store: RecoverableStore, successor: string): readonly Step[] {
  switch (store.engine) {
    case "aurora-postgresql":
      return [promoteAurora(scope, store, successor)];
    case "rds-postgresql":
      return promoteInstance(scope, store, successor);
    case "dynamodb":
      return [tableTakesWrites(scope, store, successor)];
    case "s3":
      return [bucketAnswers(scope, store, successor)];
  }
}

function promoteAurora(scope: RegionScope, store: RecoverableStore, successor: string): Step {
  const clients = scope.clients.in(successor);
  const describe = () => describeGlobalDatabase(clients, store.name);
  return {
    id: `promote-${store.id}`,
    title: `Make ${successor} the writer of ${store.id}`,
    plane: "control",
    region: successor,
    actions: ["rds:DescribeGlobalClusters", "rds:FailoverGlobalCluster"],
    budgetSeconds: 600,
    guard: async () => {
      const { writerRegion, members, status } = await describe();
      if (writerRegion !== undefined && writerRegion !== scope.region) {
        return { kind: "satisfied", detail: `the writer is in ${writerRegion} already` };
      }
      if (!members.has(successor)) {
        return { kind: "stop", detail: `${successor} holds no member of ${store.name}: nothing to promote` };
      }
      if (status !== "available")
        return { kind: "stop", detail: `${store.name} is ${status}, not available` };
      return { kind: "proceed" };
    },
    act: async () => {
      const target = (await describe()).members.get(successor);
      if (target === undefined)
        throw new Error(`${successor} left ${store.name} while it was being promoted`);
      await failOverTo(clients, store.name, target.arn);
    },
    confirm: async () => {
      const { writerRegion, status } = await describe();
      return {
        ok: writerRegion === successor && status === "available",
        detail: `writer ${writerRegion ?? "none"}, ${status}`,
      };
    },
  };
}

function tableTakesWrites(scope: RegionScope, store: RecoverableStore, successor: string): Step {
  return {
    id: `confirm-${store.id}`,
    title: `See that ${successor} serves ${store.id}`,
    plane: "control",
    region: successor,
    actions: ["dynamodb:DescribeTable"],
    budgetSeconds: 60,
    guard: async () => ({ kind: "proceed" }),
    confirm: async () => {
      const { dynamodb } = scope.clients.in(successor);
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: store.nameIn(successor) }));
      const status = Table?.TableStatus ?? "unknown";
      return {
        ok: status === "ACTIVE",
        detail: `table ${status}; every copy takes writes, none is promoted`,
      };
    },
  };
}

function bucketAnswers(scope: RegionScope, store: RecoverableStore, successor: string): Step {
  return {
    id: `confirm-${store.id}`,
    title: `See that ${successor} serves ${store.id}`,
    plane: "data",
    region: successor,
    actions: ["s3:HeadBucket"],
    budgetSeconds: 60,
    guard: async () => ({ kind: "proceed" }),
    confirm: async () => {
      await scope.clients.in(successor).s3.send(new HeadBucketCommand({ Bucket: store.nameIn(successor) }));
      return { ok: true, detail: "bucket answers; it replicates both ways, none is promoted" };
    },
  };
}
