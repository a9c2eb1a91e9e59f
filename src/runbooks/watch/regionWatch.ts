import type { JsonObject } from "../../lib/index.ts";
import { HTTP_METHOD, type Names, TRIES_AGAIN, tryAgain } from "../compile/index.ts";

/**
 * Looks in a row without an answer until a region counts as gone, and looks of one execution at most: who sees a region
 * for so long as gone whom Route 53 sees as there is cut off from it.
 */
export const WATCH = {
  everySeconds: 60,
  looks: 5,
  pauseSeconds: 15,
  lookSeconds: 10,
  looksAtMost: 16,
} as const;

/** What the watch over a region is called, and its schedule: `watch-us-east-1`. */
export function watchName(region: string): string {
  return `watch-${region}`;
}

/** A region that another one watches, and leaves when it is gone. */
export interface RegionWatch {
  readonly region: string;
  /** Region that watches and takes over: the only one that is called. */
  readonly runsIn: string;
  /** Address that always means the watched region, and what its health check asks for there. */
  readonly origin: string;
  /** Address that means the watched region, or its stand-in once Route 53 calls it unhealthy. */
  readonly entry: string;
  /** Alarm in `runsIn` that sounds while a failover keeps the names away from the watched region. */
  readonly alarm: string;
  /** The machine that leaves it, in `runsIn`. */
  readonly machine: { readonly name: string; readonly arn: string };
}

/**
 * Looks at a region once, and when it does not answer until it does or nobody gets an answer from it; then starts the
 * machine that leaves it. In Amazon States Language; its input is `{ "looks": { "count": 0 } }`.
 *
 * What one place sees is not enough to leave a region: the way there may be what is broken. So a second name is asked,
 * that of the failover pair: Route 53's checkers, who ask from all over the world, lead it to the stand-in once the
 * region is gone for them too. While it answers nobody either, the two regions are only apart, nothing is started, and
 * the execution ends as failed, which an alarm tells. Both names are data planes, and everything else is in the region
 * that takes over. An answer that refuses (4xx) is one: whoever gives it is there.
 *
 * Nothing starts unless the switch says `on`, a region that was left already is not left again, and neither is one that
 * is being left. The input of what it starts names no person, so that every later call of it asks the switch again.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html (errors: `States.Http.StatusCode.`
 * and the code); recalled that a connection of EventBridge which fails is reported as `Events.ConnectionResource.`.
 */
export function watchMachine(watch: RegionWatch, names: Names): JsonObject {
  const { region, machine } = watch;
  const fails = (error: string, cause: string): JsonObject => ({ Type: "Fail", Error: error, Cause: cause });
  return {
    Comment: `Starts ${machine.name} when ${region} answers nobody any more`,
    TimeoutSeconds: 900,
    StartAt: "ask the region",
    States: {
      "ask the region": ask(watch.origin, names, { answered: "it answers", failed: "why no answer" }),
      "why no answer": refusals("it answers", "count"),
      "it answers": { Type: "Succeed" },
      count: {
        Type: "Pass",
        Parameters: { "count.$": "States.MathAdd($.looks.count, 1)" },
        ResultPath: "$.looks",
        Next: "often enough",
      },
      "often enough": {
        Type: "Choice",
        Choices: [
          { Variable: "$.looks.count", NumericGreaterThanEquals: WATCH.looksAtMost, Next: "apart" },
          { Variable: "$.looks.count", NumericGreaterThanEquals: WATCH.looks, Next: "ask for its stand-in" },
        ],
        Default: "wait",
      },
      "cannot ask": fails(
        "Trireme.CannotAsk",
        `The connection by which ${region} is asked does not work, so nobody watches it from here. Nothing was started.`,
      ),
      wait: { Type: "Wait", Seconds: WATCH.pauseSeconds, Next: "ask the region" },
      "ask for its stand-in": ask(watch.entry, names, { answered: "was it left", failed: "why no stand-in" }),
      "why no stand-in": refusals("was it left", "wait"),
      apart: fails(
        "Trireme.Apart",
        `${region} does not answer here, and Route 53 still leads its customers to it or nobody answers in its place: it may be there for everybody else. Nothing was started.`,
      ),
      "was it left": {
        ...call("cloudwatch:describeAlarms", { AlarmNames: [watch.alarm], AlarmTypes: ["MetricAlarm"] }),
        ResultSelector: { "alarms.$": "$.MetricAlarms" },
        ResultPath: "$.left",
        Next: "left already",
      },
      "left already": {
        Type: "Choice",
        Choices: [
          {
            And: [
              { Variable: "$.left.alarms[0].StateValue", IsPresent: true },
              { Variable: "$.left.alarms[0].StateValue", StringEquals: "ALARM" },
            ],
            Next: "nothing to do",
          },
        ],
        Default: "is it being left",
      },
      "is it being left": {
        ...call("sfn:listExecutions", {
          StateMachineArn: machine.arn,
          StatusFilter: "RUNNING",
          MaxResults: 1,
        }),
        ResultSelector: { "runs.$": "$.Executions" },
        ResultPath: "$.leaving",
        Next: "being left",
      },
      "being left": {
        Type: "Choice",
        Choices: [{ Variable: "$.leaving.runs[0].ExecutionArn", IsPresent: true, Next: "nothing to do" }],
        Default: "ask the switch",
      },
      "nothing to do": { Type: "Succeed" },
      "ask the switch": {
        ...call("ssm:getParameter", { Name: names.switchParameter }),
        ResultSelector: { "value.$": "$.Parameter.Value" },
        ResultPath: "$.switch",
        Next: "may it start",
      },
      "may it start": {
        Type: "Choice",
        Choices: [{ Variable: "$.switch.value", StringEquals: "on", Next: "start" }],
        Default: "a person decides",
      },
      "a person decides": fails(
        "Trireme.SwitchedOff",
        `${region} answers nobody, and its stand-in answers in its place. The switch ${names.switchParameter} does not say on, so a person has to start ${machine.name}.`,
      ),
      start: {
        ...call("sfn:startExecution", {
          StateMachineArn: machine.arn,
          // The same name again is the same execution: a call that is repeated starts nothing else.
          "Name.$": "States.Format('watch-{}', $$.Execution.Name)",
          Input: '{"startedBy":"watch"}',
        }),
        ResultSelector: { "execution.$": "$.ExecutionArn" },
        ResultPath: "$.started",
        Next: "tell",
      },
      tell: {
        ...call("sns:publish", {
          TopicArn: names.topicArn("critical"),
          Subject: `${region} is being left`,
          "Message.$": `States.Format('${region} answers nobody any more, and the failover has begun without a person: {}. To hold it back before its next call, set the switch ${names.switchParameter} in ${watch.runsIn} to off.', $.started.execution)`,
        }),
        ResultPath: null,
        Next: "started",
      },
      started: { Type: "Succeed" },
    },
  };
}

function call(action: string, Parameters: JsonObject): JsonObject {
  return {
    Type: "Task",
    Resource: action === "sns:publish" ? `arn:aws:states:::${action}` : `arn:aws:states:::aws-sdk:${action}`,
    Parameters,
    TimeoutSeconds: 60,
    Retry: [tryAgain(TRIES_AGAIN.watch)],
  };
}

/** Not tried again by itself: each look counts. */
function ask(
  url: string,
  { connectionArn }: Names,
  next: { readonly answered: string; readonly failed: string },
): JsonObject {
  if (connectionArn === undefined) throw new RangeError("a watch asks by a connection");
  return {
    Type: "Task",
    Resource: "arn:aws:states:::http:invoke",
    Parameters: {
      ApiEndpoint: url,
      Method: HTTP_METHOD,
      Authentication: { ConnectionArn: connectionArn },
    },
    TimeoutSeconds: WATCH.lookSeconds,
    Catch: [
      { ErrorEquals: ["States.TaskFailed", "States.Timeout"], ResultPath: "$.error", Next: next.failed },
    ],
    ResultPath: null,
    Next: next.answered,
  };
}

/** What came instead of an answer: who refuses is there, and who cannot ask has seen nothing. */
function refusals(answered: string, silent: string): JsonObject {
  const error = (pattern: string) => ({ Variable: "$.error.Error", StringMatches: pattern });
  return {
    Type: "Choice",
    Choices: [
      { ...error("States.Http.StatusCode.4*"), Next: answered },
      { ...error("Events.*"), Next: "cannot ask" },
    ],
    Default: silent,
  };
}
