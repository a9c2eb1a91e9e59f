import type { JsonObject } from "../../lib/index.ts";
import type { ApiCall, Condition, Look, Runbook, Step } from "../runbook.ts";
import { judgingStep, lookingStep } from "./plainSteps.ts";
import { RDS_NAMES, type RdsNames } from "./rdsNames.ts";
import { restoreInputs } from "./restoreInputs.ts";
import { restoreTable } from "./restoreTable.ts";
import type { RecoverableStore, RegionScope } from "./scope.ts";

/** Which store is brought back, and under which name: never its own. */
export interface StoreRestore {
  readonly store: RecoverableStore;
  /** Identifier of what is made. @default that of the store with `-restored` */
  readonly as?: string;
  /**
   * Moment as which it is brought back, ISO 8601; `GIVEN_MOMENT` for the one that whoever begins it says.
   * @default the last that its log knows
   */
  readonly at?: string;
}

/** A kind of database, and the call that makes one anew. */
interface Kind extends RdsNames {
  readonly call: (source: string, target: string, at: string | undefined) => ApiCall;
}

/**
 * What both calls say: subnets and firewall of the source, not to be deleted by mistake. Its settings are said by name, since
 * AWS would take those of the engine, under which connections need no TLS.
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBClusterToPointInTime.html
 * (DBClusterParameterGroupName), recalled.
 */
const COMMON: JsonObject = {
  DBSubnetGroupName: "{subnets}",
  VpcSecurityGroupIds: ["{group}"],
  DeletionProtection: true,
};

const CLUSTER: Kind = {
  ...RDS_NAMES["aurora-postgresql"],
  call: (source, target, at) => ({
    service: "rds",
    action: "RestoreDBClusterToPointInTime",
    input: {
      SourceDBClusterIdentifier: source,
      DBClusterIdentifier: target,
      DBClusterParameterGroupName: "{settings}",
      ...momentOf("RestoreToTime", at),
      ...COMMON,
    },
  }),
};

const INSTANCE: Kind = {
  ...RDS_NAMES["rds-postgresql"],
  call: (source, target, at) => ({
    service: "rds",
    action: "RestoreDBInstanceToPointInTime",
    input: {
      SourceDBInstanceIdentifier: source,
      TargetDBInstanceIdentifier: target,
      DBParameterGroupName: "{settings}",
      ...momentOf("RestoreTime", at),
      ...COMMON,
    },
  }),
};

/** As new as the log allows, unless an older moment is asked for. */
function momentOf(field: string, at: string | undefined): JsonObject {
  return at === undefined ? { UseLatestRestorableTime: true } : { [field]: at };
}

/** Engines that have a history of their own, from which a moment of the last weeks is brought back. */
export function canRestore({ engine }: RecoverableStore): boolean {
  return engine !== "s3";
}

/**
 * Brings a database back as it was at the last moment that its log knows, beside the one that is there: a new name, the
 * same key, settings, subnets and firewall. Services are not led to it by anything here: a person decides about that, by
 * what was seen. The source must still be there.
 *
 * @throws RangeError for a store of another engine, and for a name that is the store's own
 */
export function restore(scope: RegionScope, { store, as, at }: StoreRestore): readonly [Runbook] {
  const { region, account } = scope;
  const source = store.nameIn(region);
  const target = as ?? `${source}-restored`;
  if (!canRestore(store)) throw new RangeError(`${store.engine} has no history of its own`);
  if (target === source) throw new RangeError(`${target} is there: a restore never writes over a store`);
  if (store.engine === "dynamodb")
    return restoreTable(scope, { store, target, ...(at === undefined ? {} : { at }) });
  const kind = store.engine === "aurora-postgresql" ? CLUSTER : INSTANCE;
  return [
    {
      name: "restore",
      version: 3,
      title: `Restore ${store.id} in ${region} as ${target}`,
      when: `data of ${store.id} were spoilt or deleted, and its writer in ${region} is there`,
      runsIn: region,
      lost: undefined,
      ...restoreInputs(store, { target, account, from: { log: at } }),
      stages: [
        {
          id: "restore",
          lanes: [
            [seeSource(kind, store, source), make(kind, source, target, at), judge(store, source, target)],
          ],
        },
      ],
      leansOn: [],
    },
  ];
}

/** How much would be lost: nothing newer than what the log can bring back comes back. */
function seeSource(
  { list, identifier, describe, subnets, settings }: Kind,
  store: RecoverableStore,
  source: string,
): Step {
  const first = `${list}[0]`;
  return lookingStep({
    id: `see-source-${store.id}`,
    title: `See until when ${source} can be brought back`,
    look: {
      ask: { api: { service: "rds", action: describe, input: { [identifier]: source } } },
      facts: {
        latest: { at: `${first}.LatestRestorableTime` },
        days: { at: `${first}.BackupRetentionPeriod` },
        subnets,
        settings,
        key: { each: list, take: "KmsKeyId" },
        group: { each: `${first}.VpcSecurityGroups`, take: "VpcSecurityGroupId" },
      },
      keep: { key: "key", group: "group", subnets: "subnets", settings: "settings" },
    },
    until: {
      all: [
        { fact: "days", above: 0 },
        { fact: "key", absent: false },
      ],
    },
    says: `it can be brought back as it was at {latest}; what was written after that is lost. Backups go back {days} days; key {key}, settings {settings}`,
    timing: "rds/look",
  });
}

function make(kind: Kind, source: string, target: string, at: string | undefined): Step {
  const look: Look = {
    ask: {
      api: {
        service: "rds",
        action: kind.describe,
        // A filter that finds nothing is an answer, where a name that is not there is an error.
        input: { Filters: [{ Name: kind.filter, Values: [target] }] },
      },
    },
    facts: {
      found: { each: kind.list, take: kind.identifier },
      status: { each: kind.list, take: kind.status },
      key: { each: kind.list, take: "KmsKeyId" },
      encrypted: { each: kind.list, where: { field: "StorageEncrypted", is: true }, take: kind.identifier },
      kept: { each: kind.list, where: { field: "DeletionProtection", is: true }, take: kind.identifier },
    },
  };
  const whole: Condition = {
    all: [
      { fact: "status", has: "available" },
      { fact: "encrypted", has: target },
      { fact: "key", has: "{key}" },
      { fact: "kept", has: target },
    ],
  };
  return {
    id: "restore",
    title: `Make ${target} from the log of ${source}`,
    plane: "control",
    guard: {
      look,
      rules: [
        {
          when: { fact: "found", absent: false },
          leads: "stop",
          says: `${target} is there already, {status}: delete it, or restore under another name`,
        },
      ],
    },
    action: { kind: "call", call: kind.call(source, target, at) },
    confirmation: {
      look,
      until: whole,
      says: `${target} is {status}, encrypted by {key}; it must be available, by the key of ${source}, and protected from deletion`,
      everySeconds: 30,
    },
    undo: `delete ${target}, after taking its deletion protection away; ${source} was not touched`,
    budgetSeconds: 3 * 3600,
    // A second one is refused: the name is taken.
    retry: "safe",
    timing: "rds/restore",
  };
}

/** Nothing outside a database can tell that its rows are right: the names of what to ask it are. */
function judge(store: RecoverableStore, source: string, target: string): Step {
  return judgingStep(store, target, {
    asks: `Look into ${target} before anything is led to it (an Aurora cluster takes an instance first: aws rds create-db-instance). Do the newest rows of its tables go up to the time that was seen, do its counts agree with those of ${source}, and is what was spoilt whole there? A no ends this run with both as they are; a yes says that people may lead services to it.`,
    undo: `nothing to undo: ${source} is still what services use`,
  });
}
