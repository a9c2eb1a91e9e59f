import type { ApiCall, Condition, Fact, Look, Runbook, Step } from "../runbook.ts";
import { askingStep, lookingStep } from "./plainSteps.ts";
import { type RecoverableCache, type RecoverableStore, type RegionScope, stage } from "./scope.ts";
import { isOpenAgain } from "./shutter.ts";
import { noneLeadsNowhere } from "./wayReturn.ts";

/** What a review goes through. */
export interface ReviewScope extends RegionScope {
  readonly caches: readonly RecoverableCache[];
}

/**
 * After a recovery: who writes, whether copies follow, whether what protects a store is on again, and what people must
 * do and note down. Changes nothing. A lane that finds something missing ends badly and says what; the others go on.
 */
export function postRecoveryReview(scope: ReviewScope): readonly [Runbook] {
  const { region, account, ways, shutter } = scope;
  const here = <Each extends { readonly regions: readonly string[] }>(all: readonly Each[]) =>
    all.filter(({ regions }) => regions.includes(region));
  return [
    {
      name: "post-recovery-review",
      version: 2,
      title: `Review ${region} after a recovery`,
      when: "a recovery is over, and before anybody goes home",
      runsIn: region,
      lost: undefined,
      inputs: { region, account },
      stages: [
        ...stage("review", [
          questions(region),
          ...here(scope.stores).map((store) => storeIsWhole(store, region)),
          ...here(scope.caches).map((cache) => [cacheIsWhole(cache, region)]),
          ...(ways === undefined ? [] : [noneLeadsNowhere(region, ways)]),
          ...(shutter === undefined ? [] : [[isOpenAgain(region, shutter)]]),
        ]),
      ],
      leansOn: [],
    },
  ];
}

interface Seen {
  readonly id: string;
  readonly title: string;
  readonly call: ApiCall;
  readonly facts: Look["facts"];
  readonly until: Condition;
  readonly says: string;
  readonly timing: string;
}

function seen({ call, facts, ...step }: Seen): Step {
  return lookingStep({ look: { ask: { api: call }, facts }, ...step, budgetSeconds: 30 });
}

function storeIsWhole(store: RecoverableStore, region: string): readonly Step[] {
  const name = store.nameIn(region);
  switch (store.engine) {
    case "aurora-postgresql":
      return [
        ...(store.regions.length > 1 ? [globalIsWhole(store)] : []),
        protectionIsOn(store, "DBClusters", {
          service: "rds",
          action: "DescribeDBClusters",
          input: { DBClusterIdentifier: name },
        }),
      ];
    case "rds-postgresql":
      return [
        protectionIsOn(store, "DBInstances", {
          service: "rds",
          action: "DescribeDBInstances",
          input: { DBInstanceIdentifier: name },
        }),
      ];
    case "dynamodb":
      return [
        seen({
          id: `review-${store.id}`,
          title: `See that ${store.id} is served and protected in ${region}`,
          call: { service: "dynamodb", action: "DescribeTable", input: { TableName: name } },
          facts: {
            status: { at: "Table.TableStatus" },
            kept: { at: "Table.DeletionProtectionEnabled", optional: true },
            serving: {
              each: "Table.Replicas",
              where: { field: "ReplicaStatus", is: "ACTIVE" },
              take: "RegionName",
            },
          },
          until: {
            all: [
              { fact: "status", is: "ACTIVE" },
              { fact: "kept", is: true },
              ...store.regions
                .filter((each) => each !== region)
                .map((each) => ({ fact: "serving", has: each }) as const),
            ],
          },
          says: "table {status}; wanted are ACTIVE, deletion protection, and every other copy serving",
          timing: "dynamodb/check",
        }),
      ];
    case "s3":
      return [
        seen({
          id: `review-${store.id}`,
          title: `See that ${store.id} answers in ${region}`,
          call: { service: "s3", action: "HeadBucket", input: { Bucket: name } },
          facts: {},
          until: { all: [] },
          says: "bucket answers; how far its copies are behind is in the replication metrics",
          timing: "s3/check",
        }),
      ];
  }
}

function globalIsWhole(store: RecoverableStore): Step {
  const members = "GlobalClusters[0].GlobalClusterMembers";
  return seen({
    id: `review-copies-${store.id}`,
    title: `See who writes to ${store.id}, and whether its copies follow`,
    call: {
      service: "rds",
      action: "DescribeGlobalClusters",
      input: { GlobalClusterIdentifier: store.name },
    },
    facts: {
      status: { at: "GlobalClusters[0].Status" },
      writer: { each: members, where: { field: "IsWriter", is: true }, take: "DBClusterArn", show: "region" },
      behind: {
        each: members,
        where: { field: "SynchronizationStatus", is: "pending-resync" },
        take: "DBClusterArn",
        show: "region",
      },
    },
    until: {
      all: [
        { fact: "status", is: "available" },
        { fact: "writer", absent: false },
        { fact: "behind", absent: true },
      ],
    },
    says: "writer {writer}, {status}; behind: {behind}",
    timing: "rds/look",
  });
}

/** Backups, deletion protection and a second zone: what a promotion or a restore may have left off. */
function protectionIsOn(store: RecoverableStore, list: "DBClusters" | "DBInstances", call: ApiCall): Step {
  const flag = (field: string): Fact => ({ at: `${list}[0].${field}` });
  return seen({
    id: `review-${store.id}`,
    title: `See that ${store.id} is protected`,
    call,
    facts: {
      days: flag("BackupRetentionPeriod"),
      kept: flag("DeletionProtection"),
      zones: flag("MultiAZ"),
      encrypted: flag("StorageEncrypted"),
    },
    until: {
      all: [
        { fact: "days", above: 0 },
        { fact: "kept", is: true },
        { fact: "zones", is: true },
        { fact: "encrypted", is: true },
      ],
    },
    says: "backups of {days} days, deletion protection {kept}, several zones {zones}, encrypted {encrypted}; each should be there",
    timing: "rds/look",
  });
}

function cacheIsWhole(cache: RecoverableCache, region: string): Step {
  const group = cache.groupIn(region);
  return seen({
    id: `review-${cache.id}`,
    title: `See that ${cache.id} survives a node in ${region}`,
    call: {
      service: "elasticache",
      action: "DescribeReplicationGroups",
      input: { ReplicationGroupId: group },
    },
    facts: {
      status: { at: "ReplicationGroups[0].Status" },
      automatic: { at: "ReplicationGroups[0].AutomaticFailover" },
    },
    until: {
      all: [
        { fact: "status", is: "available" },
        { fact: "automatic", is: "enabled" },
      ],
    },
    says: `${group} is {status}, automatic failover {automatic}`,
    timing: "elasticache/look",
  });
}

/** What no API tells. */
function questions(region: string): readonly Step[] {
  const asks: Readonly<Record<string, string>> = {
    times:
      "Is written down when it began, when it was noticed, who decided when, and when customers were served again? The journal of the recovery has its steps with their times: .trireme, runbooks.",
    loss: "Is written down what was lost: of each store the lag or the age of the backup that was seen, and what was found missing since, by people who know the data?",
    plans: `Does trireme plan for ${region}, for the global stacks and for every other region change nothing that you do not mean? What was promoted must not be planned to be replaced.`,
    fences:
      "Is every old writer that came back kept from clients, and is it decided what becomes of what only it has?",
  };
  return Object.entries(asks).map(([id, text]) =>
    askingStep({
      id: `ask-${id}`,
      title: `Ask about ${id}`,
      plane: "data",
      asks: text,
      budgetSeconds: 86_400,
    }),
  );
}
