import { UNDER_WAY } from "../../aws/index.ts";
import type { JsonObject } from "../../lib/index.ts";
import { TRIES_AGAIN, tryAgain } from "./backoff.ts";
import type { Machine, Names } from "./states.ts";
import { answerOf, askTask } from "./tasks.ts";

/** The one item of a region's lock, and its fields. Whoever runs from home writes the same. */
export const LOCK = {
  key: "recovery",
  /**
   * Who may write it: nobody is there, it is the same run again, or a run from home whose time is over. What a machine
   * holds has no time: it holds as long as its execution runs.
   */
  free: "attribute_not_exists(Id) OR Holder = :me OR Lease < :now",
  /** Who may write over a holder that does not run any more: whoever finds it as it was read. */
  unchanged: "Holder = :was",
  own: "Holder = :me",
} as const;

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
 * Adds what a machine does before its first step: it writes itself into the one item of the region's lock, on condition
 * that nobody else is in it, or that whoever is does not run any more. DynamoDB decides between two who come at once; an
 * execution that was stopped holds nothing, since Step Functions says that it does not run. Returns the first state.
 *
 * Where nobody can tell, because DynamoDB or Step Functions does not answer, a person is asked by the topic of critical
 * alerts whether to go on without: a lock must not be what stops a failover. Who finds it held ends at once and says by
 * whom; where nobody began the execution, or nobody watches it, and it is the same machine that runs, it ends well, since what it was for is
 * under way.
 * Sources: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html;
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html, which is consistent only after
 * a moment (both recalled).
 */
export function lockStates(machine: Machine, names: Names, lockTable: string, first: string): string {
  const states = {
    ...taking(lockTable, first),
    ...judging(lockTable),
    ...refusing(),
    ...asking(names, first),
  };
  for (const [name, state] of Object.entries(states)) machine.add(name, state);
  return TAKE;
}

function taking(table: string, first: string): Record<string, JsonObject> {
  const put = (condition: string, values: JsonObject): JsonObject => ({
    ...call("dynamodb:putItem", {
      TableName: table,
      Item: {
        Id: { S: LOCK.key },
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

function judging(table: string): Record<string, JsonObject> {
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
        Key: { Id: { S: LOCK.key } },
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

function refusing(): Record<string, JsonObject> {
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
        "says.$": `States.Format('one recovery at a time in a region, and {} is it since {}: {}. Nothing was called. Follow that one, or stop it and begin again', ${item}.Machine.S, ${item}.Since.S, ${item}.Holder.S)`,
      },
      ResultPath: "$.last",
      Next: BUSY,
    },
    [BUSY]: { Type: "Fail", ErrorPath: "$.last.step", CausePath: "$.last.says" },
  };
}

function asking(names: Names, first: string): Record<string, JsonObject> {
  return {
    [BROKEN]: {
      Type: "Pass",
      Parameters: {
        text: "Nobody can tell whether another recovery runs in this region: its lock does not answer. Look at the executions of its recovery machines. Go on without the lock?",
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
 * Where a machine goes once it has come to an end, good or bad: it lets go of the lock, unless somebody else has it. What
 * cannot be let go of is found not to run, so an error here changes nothing.
 */
export function releaseStates(machine: Machine, table: string, done: string): void {
  const states: Record<string, JsonObject> = {
    [RELEASE]: {
      ...call("dynamodb:deleteItem", {
        TableName: table,
        Key: { Id: { S: LOCK.key } },
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
      Default: done,
    },
    [FAILED]: { Type: "Fail", ErrorPath: "$.failed.error", CausePath: "$.failed.cause" },
  };
  for (const [name, state] of Object.entries(states)) machine.add(name, state);
}

/** Where a machine goes after its last step. */
export function afterLast({ lockTable }: Names, done: string): string {
  return lockTable === undefined ? done : RELEASE;
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

/** The same for what is known beforehand. */
export function failingWith({ lockTable }: Names, error: string, cause: string): JsonObject {
  if (lockTable === undefined) return { Type: "Fail", Error: error, Cause: cause };
  return { Type: "Pass", Result: { error, cause }, ResultPath: "$.failed", Next: RELEASE };
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
