import type { JsonObject } from "../../lib/index.ts";
import type { Condition, Fact, Look, Runbook, Step } from "../runbook.ts";
import { judgingStep, lookingStep } from "./plainSteps.ts";
import { RDS_NAMES, type RdsNames } from "./rdsNames.ts";
import { restoreInputs } from "./restoreInputs.ts";
import type { RecoverableStore, RegionScope } from "./scope.ts";

/** What AWS Backup keeps of a store, and where. */
export interface BackedUpStore {
  readonly store: RecoverableStore;
  /** Name of what is made: never the store's own. */
  readonly target: string;
  /** Vault in the region that it is restored in: the store's own, or the one that copies come to. */
  readonly vault: string;
  /**
   * ARN of the recovery point: it was chosen before, since what a vault lists is in no order. `GIVEN_POINT` for the one that
   * whoever begins it says.
   */
  readonly point: string;
  /**
   * Moment from which on jobs are of this run, ISO 8601, so that none of an earlier restore is taken for its own;
   * `BEGINNING` for a machine. @default all that AWS lists, of 30 days
   */
  readonly since?: string;
  /** Role that AWS Backup takes on to make it. */
  readonly roleArn: string;
}

/** What AWS Backup calls a kind of store, and what it has to be told of what it makes. */
interface Kind {
  readonly type: string;
  /** Subnets and firewall are those of the store's member in the region. */
  readonly network?: RdsNames;
  readonly arn: (place: { readonly region: string; readonly account: string }, name: string) => string;
  readonly metadata: (name: string) => JsonObject;
  readonly look: (name: string) => Look;
  readonly whole: (name: string) => Condition;
  readonly says: string;
  /** What people have to see to before anything is led to it. */
  readonly missing: string;
}

const NETWORK: JsonObject = { dbSubnetGroupName: "{subnets}", vpcSecurityGroupIds: ["{group}"] };

function database(
  network: RdsNames,
  [type, kind]: readonly [type: string, kind: string],
  own: (name: string) => JsonObject,
  missing: string,
): Kind {
  const { list, identifier, filter, describe, status } = network;
  return {
    type,
    network,
    arn: ({ region, account }, name) => `arn:aws:rds:${region}:${account}:${kind}:${name}`,
    metadata: (name) => ({ ...own(name), ...NETWORK }),
    look: (name) => ({
      ask: {
        api: {
          service: "rds",
          action: describe,
          input: { Filters: [{ Name: filter, Values: [name] }] },
        },
      },
      facts: {
        status: { each: list, take: status },
        encrypted: { each: list, where: { field: "StorageEncrypted", is: true }, take: identifier },
      },
    }),
    whole: (name) => ({
      all: [
        { fact: "status", has: "available" },
        { fact: "encrypted", has: name },
      ],
    }),
    says: "it is {status}; it must be available and encrypted",
    missing,
  };
}

/**
 * Keys of the metadata: https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-inferred-metadata.html
 * (their case does not matter), read November 2026; that firewalls are a list in JSON is recalled.
 */
const KINDS: Readonly<Record<RecoverableStore["engine"], Kind>> = {
  "aurora-postgresql": database(
    RDS_NAMES["aurora-postgresql"],
    ["Aurora", "cluster"],
    (name) => ({ dbClusterIdentifier: name, engine: "aurora-postgresql" }),
    "an instance (aws rds create-db-instance), its group of settings (TLS only), deletion protection, its place in the global database",
  ),
  "rds-postgresql": database(
    RDS_NAMES["rds-postgresql"],
    ["RDS", "db"],
    (name) => ({ dbInstanceIdentifier: name }),
    "its group of settings (TLS only), deletion protection, its standby, its copy in another region",
  ),
  dynamodb: {
    type: "DynamoDB",
    arn: ({ region, account }, name) => `arn:aws:dynamodb:${region}:${account}:table/${name}`,
    metadata: (name) => ({ targetTableName: name, deletionProtection: "true" }),
    look: (name) => ({
      ask: { api: { service: "dynamodb", action: "DescribeTable", input: { TableName: name } } },
      facts: { status: { at: "Table.TableStatus" } },
    }),
    whole: () => ({ fact: "status", is: "ACTIVE" }),
    says: "table {status}",
    missing: "point-in-time recovery, streams, expiry of items, its copies in other regions",
  },
  s3: {
    type: "S3",
    arn: (_, name) => `arn:aws:s3:::${name}`,
    metadata: (name) => ({
      destinationBucketName: name,
      newBucket: "true",
      encrypted: "true",
      encryptionType: "original",
    }),
    look: (name) => ({
      ask: { api: { service: "s3", action: "HeadBucket", input: { Bucket: name } } },
      facts: {},
    }),
    whole: () => ({ all: [] }),
    says: "bucket answers",
    missing: "its policy, replication, lifecycle and versioning",
  },
};

/** Whether a region has what a restore there needs of the store itself: for a database, subnets and a firewall to take over. */
export function canRestoreFromBackup({ engine, regions }: RecoverableStore, region: string): boolean {
  return KINDS[engine].network === undefined || regions.includes(region);
}

/** ARN under which AWS Backup knows the store: that of the member that was backed up, also in a copy. */
export function backedUpArn(store: RecoverableStore, account: string): string {
  const [birth = ""] = store.regions;
  return KINDS[store.engine].arn({ region: birth, account }, store.nameIn(birth));
}

/**
 * ARNs that recovery points of a store have in a region, with `*`: of the service itself, as a snapshot of a database is, or
 * of AWS Backup, as what is continuous or has its advanced features.
 * Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/access-control.html (resource ARNs), recalled.
 */
function recoveryPointsOf({ engine, nameIn }: RecoverableStore, { region, account }: RegionScope) {
  const snapshots = (kind: string) => [`arn:aws:rds:${region}:${account}:${kind}:awsbackup:*`];
  const services: Readonly<Record<RecoverableStore["engine"], readonly string[]>> = {
    "aurora-postgresql": snapshots("cluster-snapshot"),
    "rds-postgresql": snapshots("snapshot"),
    dynamodb: [`${KINDS.dynamodb.arn({ region, account }, nameIn(region))}/backup/*`],
    s3: [],
  };
  return [`arn:aws:backup:${region}:${account}:recovery-point:*`, ...services[engine]];
}

/**
 * Brings a store back from a recovery point of AWS Backup, in the region whose vault holds it, beside whatever is there.
 * The job is found again by its recovery point, so a run that was cut off needs no id of it.
 */
export function restoreFromBackup(scope: RegionScope, backedUp: BackedUpStore): readonly [Runbook] {
  const { region, account } = scope;
  const { store, target, point } = backedUp;
  return [
    {
      name: "restore",
      version: 3,
      title: `Restore ${store.id} in ${region} as ${target}, from a backup`,
      when: `data of ${store.id} are spoilt or gone beyond what its own log brings back, or its region is lost`,
      runsIn: region,
      lost: undefined,
      ...restoreInputs(store, {
        target,
        account,
        from: { point },
        pointsLike: recoveryPointsOf(store, scope),
      }),
      stages: [{ id: "restore", lanes: [stepsOf(scope, backedUp, KINDS[store.engine])] }],
      leansOn: [],
    },
  ];
}

function stepsOf(scope: RegionScope, backedUp: BackedUpStore, kind: Kind): readonly Step[] {
  const { store, target } = backedUp;
  const made = kind.arn(scope, target);
  return [
    seePoint(backedUp, scope),
    ...(kind.network === undefined ? [] : [seeNetwork(kind.network, store, store.nameIn(scope.region))]),
    start(backedUp, kind, made),
    jobEnds(backedUp, kind),
    seeRestored(backedUp, kind, made),
    judgingStep(store, target, {
      asks: `Look into ${target} before anything is led to it. Does it hold what it should, up to the time of the recovery point, and is what was spoilt whole there? A restore brings data, not everything around them: see to ${kind.missing}. A no ends this run with all as it is; a yes says that people may lead services to it.`,
      undo: "nothing to undo: nothing is led to it",
    }),
  ];
}

/** Whether it is of this store at all, and how much would be lost: what is newer than the recovery point does not come back. */
function seePoint({ store, vault, point }: BackedUpStore, { account }: RegionScope): Step {
  const look: Look = {
    ask: {
      api: {
        service: "backup",
        action: "DescribeRecoveryPoint",
        input: { BackupVaultName: vault, RecoveryPointArn: point },
      },
    },
    facts: { of: { at: "ResourceArn" }, status: { at: "Status" }, made: { at: "CreationDate" } },
  };
  const own = backedUpArn(store, account);
  return {
    ...lookingStep({
      id: `see-point-${store.id}`,
      title: `See that the backup of ${store.id} is whole, and how old it is`,
      look,
      // Those of continuous backups are available as long as they go on.
      until: {
        any: [
          { fact: "status", is: "COMPLETED" },
          { fact: "status", is: "AVAILABLE" },
        ],
      },
      says: "recovery point {status}, made at {made}: what was written after that is lost",
      timing: "backup/look",
    }),
    guard: {
      look,
      rules: [
        {
          when: { not: { fact: "of", is: own } },
          leads: "stop",
          says: `that is a recovery point of {of}, and not of ${own}: name one of ${store.id}`,
        },
      ],
    },
  };
}

function seeNetwork(
  { list, identifier, describe, subnets }: RdsNames,
  store: RecoverableStore,
  member: string,
) {
  return lookingStep({
    id: `see-network-${store.id}`,
    title: `See which subnets and firewall ${member} has`,
    look: {
      ask: { api: { service: "rds", action: describe, input: { [identifier]: member } } },
      facts: { subnets, group: { each: `${list}[0].VpcSecurityGroups`, take: "VpcSecurityGroupId" } },
      keep: { subnets: "subnets", group: "group" },
    },
    until: { fact: "group", absent: false },
    says: "subnets {subnets}, firewall {group}",
    timing: "rds/look",
  });
}

/** Jobs of this run: of which recovery points there are some in each state, and what they made. */
function jobs({ type }: Kind, { since }: BackedUpStore): Look {
  const list = "RestoreJobs";
  const pointsOf = (is: string): Fact => ({
    each: list,
    where: { field: "Status", is },
    take: "RecoveryPointArn",
  });
  return {
    ask: {
      api: {
        service: "backup",
        action: "ListRestoreJobs",
        input: {
          ByResourceType: type,
          // Step Functions takes 256 KiB of an answer and what is made of it.
          ...(since === undefined ? { MaxResults: 200 } : { ByCreatedAfter: since, MaxResults: 30 }),
        },
      },
    },
    facts: {
      pending: pointsOf("PENDING"),
      running: pointsOf("RUNNING"),
      failed: pointsOf("FAILED"),
      aborted: pointsOf("ABORTED"),
      made: { each: list, where: { field: "Status", is: "COMPLETED" }, take: "CreatedResourceArn" },
      why: { each: list, where: { field: "Status", is: "FAILED" }, take: "StatusMessage" },
    },
  };
}

/** Whether a job of the recovery point is in one of these states. */
const some = (point: string, ...states: readonly string[]): readonly Condition[] =>
  states.map((fact) => ({ fact, has: point }));

function start(backedUp: BackedUpStore, kind: Kind, made: string): Step {
  const { store, point, roleArn, target } = backedUp;
  const look = jobs(kind, backedUp);
  return {
    id: "restore",
    title: `Have AWS Backup make ${target}`,
    plane: "control",
    guard: {
      look,
      rules: [
        {
          when: { fact: "made", has: made },
          leads: "stop",
          says: `${target} was made by an earlier restore: delete it, or restore under another name`,
        },
      ],
    },
    action: {
      kind: "call",
      call: {
        service: "backup",
        action: "StartRestoreJob",
        input: {
          RecoveryPointArn: point,
          IamRoleArn: roleArn,
          ResourceType: kind.type,
          Metadata: kind.metadata(target),
        },
      },
    },
    confirmation: {
      look,
      until: {
        any: [...some(point, "pending", "running", "failed", "aborted"), { fact: "made", has: made }],
      },
      says: "AWS Backup has a job of it",
    },
    undo: `delete ${target}; nothing else of ${store.id} is touched`,
    budgetSeconds: 300,
    // The job of a second call fails: the name is taken.
    retry: "safe",
    timing: "backup/look",
  };
}

function jobEnds(backedUp: BackedUpStore, kind: Kind): Step {
  const { store, point } = backedUp;
  return {
    ...lookingStep({
      id: `wait-${store.id}`,
      title: "Wait until the job has ended",
      look: jobs(kind, backedUp),
      until: { not: { any: some(point, "pending", "running") } },
      says: "no job of this recovery point is on its way",
      budgetSeconds: 12 * 3600,
      timing: "backup/restore",
      everySeconds: 60,
    }),
    undo: "aws backup has no call that ends a restore: delete what it makes",
  };
}

function seeRestored(backedUp: BackedUpStore, kind: Kind, made: string): Step {
  const { store, target } = backedUp;
  return {
    ...lookingStep({
      id: `see-restored-${store.id}`,
      title: `See that ${target} is there`,
      look: kind.look(target),
      until: kind.whole(target),
      says: kind.says,
      budgetSeconds: 3600,
      timing: "backup/look",
      everySeconds: 30,
    }),
    guard: {
      look: jobs(kind, backedUp),
      rules: [
        {
          when: { not: { fact: "made", has: made } },
          leads: "stop",
          says: `no job has made ${target}; a job that failed lately says: {why}`,
        },
      ],
    },
  };
}
