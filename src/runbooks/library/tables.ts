import type { Step } from "../runbook.ts";
import { lookingStep } from "./plainSteps.ts";
import type { RecoverableStore } from "./scope.ts";

/** A global table has no writer: there is nothing to promote, only to see that the copy serves. */
export function tableServes(store: RecoverableStore, region: string): Step {
  return lookingStep({
    id: `confirm-${store.id}`,
    title: `See that ${region} serves ${store.id}`,
    look: {
      ask: {
        api: { service: "dynamodb", action: "DescribeTable", input: { TableName: store.nameIn(region) } },
      },
      facts: { status: { at: "Table.TableStatus" } },
    },
    until: { fact: "status", is: "ACTIVE" },
    says: "table {status}; every copy takes writes, none is promoted",
    timing: "dynamodb/check",
  });
}

/** As `tableServes`, and that every other copy does as well. */
export function copiesServe(store: RecoverableStore, region: string): Step {
  const others = store.regions.filter((each) => each !== region);
  const step = tableServes(store, region);
  return {
    ...step,
    title: `See that every copy of ${store.id} serves, from ${region}`,
    confirmation: {
      look: {
        ask: {
          api: { service: "dynamodb", action: "DescribeTable", input: { TableName: store.nameIn(region) } },
        },
        facts: {
          status: { at: "Table.TableStatus" },
          serving: {
            each: "Table.Replicas",
            where: { field: "ReplicaStatus", is: "ACTIVE" },
            take: "RegionName",
          },
        },
      },
      until: {
        all: [
          { fact: "status", is: "ACTIVE" },
          ...others.map((each) => ({ fact: "serving", has: each }) as const),
        ],
      },
      says: `table {status} in ${region}; every copy takes writes, so none is promoted: send the services elsewhere`,
    },
  };
}

/** Buckets replicate both ways: there is nothing to promote, only to see that the copy answers. */
export function bucketAnswers(store: RecoverableStore, region: string): Step {
  return lookingStep({
    id: `confirm-${store.id}`,
    title: `See that ${region} serves ${store.id}`,
    plane: "data",
    look: {
      ask: { api: { service: "s3", action: "HeadBucket", input: { Bucket: store.nameIn(region) } } },
      facts: {},
    },
    until: { all: [] },
    says: "bucket answers; it replicates both ways, none is promoted",
    timing: "s3/check",
  });
}
