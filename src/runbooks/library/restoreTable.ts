import type { Look, Runbook, Step } from "../runbook.ts";
import { judgingStep, lookingStep } from "./plainSteps.ts";
import { restoreInputs } from "./restoreInputs.ts";
import type { RecoverableStore, RegionScope } from "./scope.ts";

/** Which table is brought back as it was, and under which name. */
export interface TableRestore {
  readonly store: RecoverableStore;
  /** Never its own. */
  readonly target: string;
  /** ISO 8601. @default the last moment that DynamoDB knows, some minutes ago */
  readonly at?: string;
}

/**
 * Brings a table back as it was at a moment of the last weeks, beside the one that is there. The new table keeps keys,
 * indexes, capacity and encryption; the rest is on a list for people.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableToPointInTime.html
 */
export function restoreTable(scope: RegionScope, { store, target, at }: TableRestore): readonly [Runbook] {
  const { region, account } = scope;
  const source = store.nameIn(region);
  return [
    {
      name: "restore",
      version: 2,
      title: `Restore ${store.id} in ${region} as ${target}`,
      when: `items of ${store.id} were spoilt or deleted in the last weeks`,
      runsIn: region,
      lost: undefined,
      ...restoreInputs(store, { target, account, from: { log: at } }),
      stages: [
        {
          id: "restore",
          lanes: [
            [
              seeHistory(store, source),
              make(source, target, at),
              serves(store, target),
              judge(store, target),
            ],
          ],
        },
      ],
      leansOn: [],
    },
  ];
}

function seeHistory(store: RecoverableStore, source: string): Step {
  const history = "ContinuousBackupsDescription.PointInTimeRecoveryDescription";
  return lookingStep({
    id: `see-source-${store.id}`,
    title: `See between which moments ${source} can be brought back`,
    look: {
      ask: {
        api: { service: "dynamodb", action: "DescribeContinuousBackups", input: { TableName: source } },
      },
      facts: {
        status: { at: `${history}.PointInTimeRecoveryStatus` },
        earliest: { at: `${history}.EarliestRestorableDateTime` },
        latest: { at: `${history}.LatestRestorableDateTime` },
      },
    },
    until: { fact: "status", is: "ENABLED" },
    says: "it can be brought back as it was between {earliest} and {latest}; what was written after that is lost",
    timing: "dynamodb/check",
  });
}

/**
 * Names of tables from the target's own on: one that is not there is no error then. AWS lists by name, and so begins with
 * what follows the target without its last letter.
 */
function lookForTable(target: string): Look {
  return {
    ask: {
      api: {
        service: "dynamodb",
        action: "ListTables",
        input: { ExclusiveStartTableName: target.slice(0, -1), Limit: 100 },
      },
    },
    facts: { found: { each: "TableNames" } },
  };
}

function make(source: string, target: string, at: string | undefined): Step {
  const look = lookForTable(target);
  return {
    id: "restore",
    title: `Make ${target} from the history of ${source}`,
    plane: "control",
    guard: {
      look,
      rules: [
        {
          when: { fact: "found", has: target },
          leads: "stop",
          says: `${target} is there already: delete it, or restore under another name`,
        },
      ],
    },
    action: {
      kind: "call",
      call: {
        service: "dynamodb",
        action: "RestoreTableToPointInTime",
        input: {
          SourceTableName: source,
          TargetTableName: target,
          ...(at === undefined ? { UseLatestRestorableTime: true } : { RestoreDateTime: at }),
        },
      },
    },
    confirmation: { look, until: { fact: "found", has: target }, says: `${target} is being made` },
    undo: `delete ${target}; ${source} was not touched`,
    budgetSeconds: 300,
    // A second one is refused: the name is taken.
    retry: "safe",
    timing: "dynamodb/check",
  };
}

function serves(store: RecoverableStore, target: string): Step {
  return lookingStep({
    id: `see-restored-${store.id}`,
    title: `Wait until ${target} serves`,
    look: {
      ask: { api: { service: "dynamodb", action: "DescribeTable", input: { TableName: target } } },
      facts: { status: { at: "Table.TableStatus" } },
    },
    until: { fact: "status", is: "ACTIVE" },
    says: "table {status}",
    everySeconds: 30,
    budgetSeconds: 12 * 3600,
    timing: "dynamodb/restore",
  });
}

function judge(store: RecoverableStore, target: string): Step {
  return judgingStep(store, target, {
    asks: `Look into ${target} before anything is led to it. Are the newest items there, up to the time that was asked for, and is what was spoilt whole? A restored table has neither point-in-time recovery nor deletion protection, streams, expiry of items, tags or copies in other regions: see to them. A no ends this run with both as they are; a yes says that people may lead services to it.`,
    undo: "nothing to undo: the first table is still what services use",
  });
}
