import type { Answer, Asked, FakeAws } from "../../../../aws/testing/fakeAws.ts";

type Status = "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";

interface Kept {
  readonly name: string;
  readonly machineArn: string;
  readonly input: string;
  /** Until its events say that it has ended. */
  readonly status: Status;
  readonly events: readonly object[];
}

/** Events of an execution, shaped as Step Functions and moto's interpreter give them. */
export class Story {
  readonly events: Record<string, unknown>[] = [];

  constructor() {
    this.#add("ExecutionStarted", { executionStartedEventDetails: { input: "{}" } });
  }

  step(id: string, outcome: string, says: string): this {
    return this.begun(id).ended(id, outcome, says);
  }

  begun(id: string): this {
    return this.#add("PassStateEntered", { stateEnteredEventDetails: { name: `${id}: begin`, input: "{}" } });
  }

  ended(id: string, outcome: string, says: string): this {
    const output = JSON.stringify({ by: "anna", last: { step: id, outcome, says } });
    return this.#add("PassStateExited", { stateExitedEventDetails: { name: `${id}: ${outcome}`, output } });
  }

  asks(state: string, text: string, token: string): this {
    this.#add("TaskStateEntered", { stateEnteredEventDetails: { name: state, input: "{}" } });
    const command = `aws stepfunctions send-task-success --region us-west-2 --task-output '{"answer":"yes"}' --task-token ${token}`;
    const parameters = JSON.stringify({ TopicArn: "t", Message: `${text} Answer yes or no with ${command}` });
    return this.#add("TaskScheduled", {
      taskScheduledEventDetails: { resourceType: "sns", resource: "publish.waitForTaskToken", parameters },
    });
  }

  answered(state: string): this {
    return this.#add("TaskStateExited", { stateExitedEventDetails: { name: state, output: "{}" } });
  }

  succeeded(): this {
    return this.#add("ExecutionSucceeded", { executionSucceededEventDetails: { output: "{}" } });
  }

  failed(error: string, cause: string): this {
    return this.#add("ExecutionFailed", { executionFailedEventDetails: { error, cause } });
  }

  aborted(): this {
    return this.#add("ExecutionAborted", { executionAbortedEventDetails: {} });
  }

  #add(type: string, details: object): this {
    const id = this.events.length + 1;
    this.events.push({ id, type, previousEventId: id - 1, timestamp: 1_782_000_000 + id, ...details });
    return this;
  }
}

/** Step Functions and the switch, in pages of three events, one page more at each look. */
export class FakeStates {
  readonly executions = new Map<string, Kept>();
  /** By machine: what happens once it is begun. */
  readonly stories = new Map<string, Story>();
  /** ARN to definition. */
  readonly definitions = new Map<string, string>();
  readonly answers: { readonly token: string; readonly output: string }[] = [];
  switchValue: string | undefined = "manual";
  /** Actions that are turned away, as often as it says. */
  readonly refused = new Map<string, { times: number; readonly type: string; readonly status: number }>();
  /** Called when a history is looked at. */
  onLook: (() => void) | undefined;
  /** What somebody else begins between a look and a start. */
  meanwhile: (() => void) | undefined;

  constructor(aws: FakeAws) {
    aws.others.push((asked) => this.#theirs(asked));
  }

  execution(machineArn: string, name: string, kept: Partial<Kept> = {}): Kept {
    const made: Kept = { name, machineArn, input: '{"by":"bob"}', status: "RUNNING", events: [], ...kept };
    this.executions.set(arnOf(machineArn, name), made);
    return made;
  }

  #theirs({ service, target = "", body }: Asked) {
    if (service === "ssm") return { action: target, answer: () => this.#switch() };
    if (service !== "states") return undefined;
    return { action: target, answer: () => this.#states(target, JSON.parse(body)) };
  }

  #switch(): Answer {
    if (this.switchValue === undefined) return refusal("ParameterNotFound");
    return answer({ Parameter: { Value: this.switchValue } });
  }

  #states(action: string, input: Readonly<Record<string, string>>): Answer {
    const refused = this.refused.get(action);
    if (refused !== undefined && refused.times-- > 0) return refusal(refused.type, refused.status);
    const { stateMachineArn = "", executionArn = "", name = "", nextToken } = input;
    switch (action) {
      case "DescribeStateMachine": {
        const definition = this.definitions.get(stateMachineArn);
        return definition === undefined ? refusal("StateMachineDoesNotExist") : answer({ definition });
      }
      case "ListExecutions":
        return answer({
          executions: [...this.executions].flatMap(([arn, { machineArn, status, events, name: of }]) =>
            machineArn === stateMachineArn && statusOf(status, events) === "RUNNING"
              ? [{ executionArn: arn, name: of }]
              : [],
          ),
        });
      case "StartExecution":
        this.meanwhile?.();
        return this.#start(stateMachineArn, name, String(input.input));
      case "SendTaskSuccess":
        this.answers.push({ token: String(input.taskToken), output: String(input.output) });
        return answer({});
      default:
        return this.#read(action, executionArn, nextToken);
    }
  }

  #start(machineArn: string, name: string, input: string): Answer {
    if (!this.definitions.has(machineArn)) return refusal("StateMachineDoesNotExist");
    const arn = arnOf(machineArn, name);
    const there = this.executions.get(arn);
    if (there !== undefined && !(statusOf(there.status, there.events) === "RUNNING" && there.input === input))
      return refusal("ExecutionAlreadyExists");
    if (there === undefined)
      this.execution(machineArn, name, { input, events: this.stories.get(machineArn)?.events ?? [] });
    return answer({ executionArn: arn, startDate: 1_782_000_000 });
  }

  #read(action: string, arn: string, nextToken: string | undefined): Answer {
    const kept = this.executions.get(arn);
    if (kept === undefined) return refusal("ExecutionDoesNotExist");
    if (action === "DescribeExecution")
      return answer({
        executionArn: arn,
        name: kept.name,
        status: statusOf(kept.status, kept.events),
        input: kept.input,
        startDate: 1_782_000_000,
      });
    if (action !== "GetExecutionHistory") throw new Error(`the fake does not know ${action}`);
    this.onLook?.();
    const from = Number(nextToken ?? 0);
    const events = kept.events.slice(from, from + 3);
    const more = from + 3 < kept.events.length;
    return answer({ events, ...(more ? { nextToken: String(from + 3) } : {}) });
  }
}

function statusOf(status: Status, events: readonly object[]): Status {
  const { type = "" } = (events.at(-1) ?? {}) as { readonly type?: string };
  const ends = {
    ExecutionSucceeded: "SUCCEEDED",
    ExecutionFailed: "FAILED",
    ExecutionAborted: "ABORTED",
  } as const;
  return type in ends ? ends[type as keyof typeof ends] : status;
}

export function arnOf(machineArn: string, name: string): string {
  return `${machineArn.replace(":stateMachine:", ":execution:")}:${name}`;
}

function answer(document: object): Answer {
  return { status: 200, body: JSON.stringify(document) };
}

function refusal(type: string, status = 400): Answer {
  const body = JSON.stringify({ __type: `com.amazonaws.swf.service.v2.model#${type}`, message: type });
  return { status, body };
}
