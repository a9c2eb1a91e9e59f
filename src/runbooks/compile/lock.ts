import { UNDER_WAY } from "../../aws/index.ts";
import type { JsonObject } from "../../lib/index.ts";
import type { Exclusion, Runbook } from "../runbook.ts";
import { TRIES_AGAIN, tryAgain } from "./backoff.ts";
import type { Machine, Names } from "./states.ts";
import { answerOf, askTask } from "./tasks.ts";

/** On what conditions an item of a region's lock is written. Whoever runs from home writes the same. */
export const LOCK = {
  /**
   * Who may write it: nobody is there, it is the same run again, or a run from home whose time is over. What a machine
   * holds has no time: it holds as long as its execution runs.
   */
  free: "attribute_not_exists(Id) OR Holder = :me OR Lease < :now",
  /** Who may write over a holder that does not run any more: whoever finds it as it was read. */
  unchanged: "Holder = :was",
  own: "Holder = :me",
} as const;

/** Whoever says nothing else: a failover, a return, a move. */
const RECOVERIES: Exclusion = { key: "recovery", of: "recovery" };

export function exclusionOf({ excludes = RECOVERIES }: Pick<Runbook, "excludes">): Exclusion {
  return excludes;
}

/** A machine's item of the lock: known beforehand, or where its input chooses from several, from what it was told. */
export type LockItem = Exclusion | "told";

/** What a machine that was told has where its item is looked for. */
const TOLD_LOCK = "$.told.lock";

const [TAKE, WHO, HELD, RUNS, AGAIN, GONE, OVER, TAKE_OVER] = [
  "Lock: take",
  "Lock: who holds it",
  "Lock: held by what",
  "Lock: does it run",
  "Lock: no such execution",
  "Lock: does it run after all",
  "Lock: is it over",
  "Lock: take over",
];
const [MINE, SAME, BUSY, BUSY_SAYS, QUIET] = [
  "Lock: this machine",
  "Lock: is it this machine",
  "Lock: HELD",
  "Lock: held by another",
  "Lock: under way already",
];
const [BROKEN, ASK, ANSWER, UNAVAILABLE] = [
  "Lock: nobody can tell, words",
  "Lock: nobody can tell",
  "Lock: nobody can tell, answer",
  "Lock: UNAVAILABLE",
];
const [RELEASE, HOW, FAILED] = ["Lock: release", "Lock: how it ended", "Lock: FAILED"];

/** By either of the names that Step Functions has for it: of its own integration, and of the SDK. */
const REFUSED = ["DynamoDb.ConditionalCheckFailedException", "DynamoDB.ConditionalCheckFailedException"];

/** Seconds until an execution of which nobody knows is asked for again: it may have begun a moment ago. */
const UNKNOWN_SECONDS = 15;

/**
 * Adds what a machine does before its first step: it writes itself into its item of the region's lock, on condition
 * that nobody else is in it, or that whoever is does not run any more. DynamoDB decides between two who come at once; an
 * execution that was stopped holds nothing, since Step Functions says that it does not run. Returns the first state.
 *
 * Where nobody can tell, because DynamoDB or Step Functions does not answer, a person is asked by the topic of critical
 * alerts whether to go on without: a lock must not be what stops a failover. Who finds it held ends at once and says by
 * whom; where nobody began the execution, or nobody watches it, and it is the same machine that runs, it ends well, since
 * what it was for is under way.
 * Sources: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html;
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html, which is consistent only after
 * a moment (both recalled).
 */
export function lockStates(machine: Machine, names: Names, lock: LockItem, first: string): string {
  const { lockTable } = names;
  if (lockTable === undefined) return first;
  const states = {
    ...taking(lockTable, lock, first),
    ...judging(lockTable, lock),
    ...refusing(lock),
    ...asking(names, lock, first),
    ...releasing(lockTable, lock),
  };
  for (const [name, state] of Object.entries(states)) machine.add(name, state);
  return TAKE;
}

function idOf(lock: LockItem): JsonObject {
  return lock === "told" ? { "S.$": `${TOLD_LOCK}.key` } : { S: lock.key };
}

/** As an argument of a text that is put together. */
function ofWhat(lock: LockItem): string {
  return lock === "told" ? `${TOLD_LOCK}.of` : `'${lock.of}'`;
}

function taking(table: string, lock: LockItem, first: string): Record<string, JsonObject> {
  const put = (condition: string, values: JsonObject): JsonObject => ({
    ...call("dynamodb:putItem", {
      TableName: table,
      Item: {
        Id: idOf(lock),
        Holder: { "S.$": "$$.Execution.Id" },
        Machine: { "S.$": "$$.StateMachine.Name" },
        Since: { "S.$": "$$.State.EnteredTime" },
      },
      ConditionExpression: condition,
      ExpressionAttributeValues: values,
    }),
    ResultPath: null,
    Catch: [{ ErrorEquals: REFUSED, ResultPath: "$.error", Next: WHO }, ...unavailable()],
    Next: first,
  });
  return {
    [TAKE]: put(LOCK.free, {
      ":me": { "S.$": "$$.Execution.Id" },
      ":now": { "S.$": "$$.State.EnteredTime" },
    }),
    [TAKE_OVER]: put(LOCK.unchanged, { ":was": { "S.$": "$.lock.Item.Holder.S" } }),
  };
}

function judging(table: string, lock: LockItem): Record<string, JsonObject> {
  const holder = "$.lock.Item.Holder.S";
  const there = (Variable: string) => ({ Variable, IsPresent: true });
  const runs = (missing: string): JsonObject => ({
    ...call("sfn:describeExecution", { "ExecutionArn.$": holder }, [UNKNOWN]),
    ResultSelector: { "status.$": "$.Status" },
    ResultPath: "$.lock.run",
    Catch: [{ ErrorEquals: [UNKNOWN], ResultPath: "$.error", Next: missing }, ...unavailable()],
    Next: OVER,
  });
  return {
    [WHO]: {
      ...call("dynamodb:getItem", {
        TableName: table,
        Key: { Id: idOf(lock) },
        ConsistentRead: true,
      }),
      ResultPath: "$.lock",
      Catch: unavailable(),
      Next: HELD,
    },
    [HELD]: {
      Type: "Choice",
      Choices: [
        // It was let go of in between.
        { Not: there(holder), Next: TAKE },
        // A run from home, whose time is not over.
        { ...there("$.lock.Item.Lease.S"), Next: BUSY_SAYS },
      ],
      Default: RUNS,
    },
    [RUNS]: runs(AGAIN),
    [AGAIN]: { Type: "Wait", Seconds: UNKNOWN_SECONDS, Next: GONE },
    [GONE]: runs(TAKE_OVER),
    [OVER]: {
      Type: "Choice",
      Choices: UNDER_WAY.map((status) => ({
        Variable: "$.lock.run.status",
        StringEquals: status,
        Next: MINE,
      })),
      Default: TAKE_OVER,
    },
  };
}

const UNKNOWN = "Sfn.ExecutionDoesNotExistException";

function refusing(lock: LockItem): Record<string, JsonObject> {
  const item = "$.lock.Item";
  return {
    [MINE]: {
      Type: "Pass",
      Parameters: { "name.$": "$$.StateMachine.Name" },
      ResultPath: "$.lock.mine",
      Next: SAME,
    },
    [SAME]: {
      Type: "Choice",
      Choices: [
        {
          And: [
            {
              Or: [
                { Not: { Variable: "$.by", IsPresent: true } },
                // Begun by an event, for something that somebody began.
                { Variable: "$.unattended", IsPresent: true },
              ],
            },
            { Variable: `${item}.Machine.S`, StringEqualsPath: "$.lock.mine.name" },
          ],
          Next: QUIET,
        },
      ],
      Default: BUSY_SAYS,
    },
    [QUIET]: { Type: "Succeed" },
    [BUSY_SAYS]: {
      Type: "Pass",
      Parameters: {
        step: "Trireme.LockHeld",
        outcome: "stopped",
        "says.$": `States.Format('one {} at a time in a region, and {} is it since {}: {}. Nothing was called. Follow that one, or stop it and begin again', ${ofWhat(lock)}, ${item}.Machine.S, ${item}.Since.S, ${item}.Holder.S)`,
      },
      ResultPath: "$.last",
      Next: BUSY,
    },
    [BUSY]: { Type: "Fail", ErrorPath: "$.last.step", CausePath: "$.last.says" },
  };
}

function asking(names: Names, lock: LockItem, first: string): Record<string, JsonObject> {
  return {
    [BROKEN]: {
      Type: "Pass",
      Parameters: {
        "text.$": `States.Format('Nobody can tell whether another {} runs in this region: its lock does not answer. Look at the executions of its recovery machines. Go on without the lock?', ${ofWhat(lock)})`,
        ...answerOf(names),
      },
      ResultPath: "$.asks",
      Next: ASK,
    },
    [ASK]: {
      ...askTask(names),
      Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: UNAVAILABLE }],
      Next: ANSWER,
    },
    [ANSWER]: {
      Type: "Choice",
      Choices: [{ Variable: "$.answer.answer", StringEquals: "yes", Next: first }],
      Default: UNAVAILABLE,
    },
    [UNAVAILABLE]: {
      Type: "Fail",
      Error: "Trireme.LockUnavailable",
      Cause:
        "The lock of this region did not answer, and nobody said to go on without it. Nothing was called.",
    },
  };
}

/**
 * Where a machine goes once it has come to an end, good or bad: it lets go of its item, unless somebody else has it. What
 * cannot be let go of is found not to run, so an error here changes nothing.
 */
function releasing(table: string, lock: LockItem): Record<string, JsonObject> {
  return {
    [RELEASE]: {
      ...call("dynamodb:deleteItem", {
        TableName: table,
        Key: { Id: idOf(lock) },
        ConditionExpression: LOCK.own,
        ExpressionAttributeValues: { ":me": { "S.$": "$$.Execution.Id" } },
      }),
      ResultPath: null,
      Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: HOW }],
      Next: HOW,
    },
    [HOW]: {
      Type: "Choice",
      Choices: [{ Variable: "$.failed.error", IsPresent: true, Next: FAILED }],
      Default: DONE,
    },
    [FAILED]: { Type: "Fail", ErrorPath: "$.failed.error", CausePath: "$.failed.cause" },
  };
}

/** State in which a machine has come to a good end. */
export const DONE = "Done";

/** Where a machine goes after its last step. */
export function afterLast({ lockTable }: Names): string {
  return lockTable === undefined ? DONE : RELEASE;
}

/** A state in which a machine fails: at once, or where it has a lock once that is let go of. */
export function failing(
  { lockTable }: Names,
  failure: { readonly error: string; readonly cause: string },
): JsonObject {
  if (lockTable === undefined) return { Type: "Fail", ErrorPath: failure.error, CausePath: failure.cause };
  return {
    Type: "Pass",
    Parameters: { "error.$": failure.error, "cause.$": failure.cause },
    ResultPath: "$.failed",
    Next: RELEASE,
  };
}

function call(action: string, Parameters: JsonObject, notAgain: readonly string[] = REFUSED): JsonObject {
  return {
    Type: "Task",
    Resource: `arn:aws:states:::aws-sdk:${action}`,
    Parameters,
    TimeoutSeconds: 20,
    Retry: [{ ErrorEquals: [...notAgain], MaxAttempts: 0 }, tryAgain(TRIES_AGAIN.lock)],
  };
}

function unavailable(): JsonObject[] {
  return [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: BROKEN }];
}
