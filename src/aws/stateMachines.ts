import type { Clock } from "../lib/index.ts";
import { jsonRefusal } from "./jsonRefusal.ts";
import type { PlainAnswer, PlainCalls } from "./plainCalls.ts";

/** Where an execution is. Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
export type ExecutionStatus =
  | "RUNNING"
  | "SUCCEEDED"
  | "FAILED"
  | "TIMED_OUT"
  | "ABORTED"
  | "PENDING_REDRIVE";

/** Statuses of an execution that is not over. */
export const UNDER_WAY: readonly ExecutionStatus[] = ["RUNNING", "PENDING_REDRIVE"];

export interface Execution {
  readonly executionArn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  /** Seconds since the epoch. */
  readonly startDate: number;
  readonly stopDate?: number;
  /** JSON that it was started with. */
  readonly input?: string;
  readonly error?: string;
  readonly cause?: string;
}

/**
 * One event of an execution, with the details that a recovery is followed by.
 * Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html, read November 2026.
 */
export interface HistoryEvent {
  /** Sequential, from 1. */
  readonly id: number;
  readonly type: string;
  /** Seconds since the epoch. */
  readonly timestamp: number;
  /** The event before it in its lane; 0 for none. */
  readonly previousEventId?: number;
  readonly stateEnteredEventDetails?: { readonly name: string };
  readonly stateExitedEventDetails?: { readonly name: string; readonly output?: string };
  readonly taskScheduledEventDetails?: { readonly resource: string; readonly parameters: string };
  readonly executionFailedEventDetails?: { readonly error?: string; readonly cause?: string };
}

/** What Step Functions answered when it did not do what it was asked for. */
export class StatesError extends Error {
  /** `ExecutionAlreadyExists`, `AccessDeniedException`; `no answer` where nobody answered. */
  readonly code: string;
  /** Whether the same call may succeed in a moment. */
  readonly passing: boolean;

  constructor(code: string, message: string, passing: boolean) {
    super(message);
    this.name = "StatesError";
    this.code = code;
    this.passing = passing;
  }
}

/** Attempts at a call that was turned away or got no answer, and the first pause between two; each is twice the last. */
const ATTEMPTS = 5;
const PAUSE_MS = 500;

/**
 * Step Functions of one region, as far as a recovery is begun, followed and answered. Every call may be made again: reads
 * change nothing, a start with the same name and input is the same start, and a token is answered once.
 * Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html (idempotence),
 * read November 2026.
 */
export class StateMachines {
  readonly #calls: Pick<PlainCalls, "send">;
  readonly #clock: Clock;
  readonly #signal: AbortSignal | undefined;

  constructor(calls: Pick<PlainCalls, "send">, clock: Clock, signal?: AbortSignal) {
    this.#calls = calls;
    this.#clock = clock;
    this.#signal = signal;
  }

  /**
   * Its definition, as it is deployed.
   * @throws StatesError `StateMachineDoesNotExist`
   */
  async definitionOf(stateMachineArn: string): Promise<string> {
    const { definition } = await this.#ask("DescribeStateMachine", { stateMachineArn });
    return String(definition);
  }

  /** @throws StatesError `ExecutionAlreadyExists` when another input began one of that name, or it has ended */
  async start(stateMachineArn: string, name: string, input: string): Promise<string> {
    const { executionArn } = await this.#ask("StartExecution", { stateMachineArn, name, input });
    return String(executionArn);
  }

  /** Newest first; AWS may not know of the last seconds yet. */
  async running(stateMachineArn: string): Promise<readonly Pick<Execution, "executionArn" | "name">[]> {
    const { executions } = await this.#ask("ListExecutions", { stateMachineArn, statusFilter: "RUNNING" });
    return executions as Execution[];
  }

  async describe(executionArn: string): Promise<Execution> {
    return (await this.#ask("DescribeExecution", { executionArn })) as unknown as Execution;
  }

  /** A page of an execution's events, oldest first; `next` is absent on the last that there is so far. */
  async history(
    executionArn: string,
    from: string | undefined,
  ): Promise<{ readonly events: readonly HistoryEvent[]; readonly next: string | undefined }> {
    const { events, nextToken } = await this.#ask("GetExecutionHistory", {
      executionArn,
      maxResults: 1000,
      includeExecutionData: true,
      ...(from === undefined ? {} : { nextToken: from }),
    });
    const next = typeof nextToken === "string" && nextToken !== "" ? nextToken : undefined;
    return { events: events as HistoryEvent[], next };
  }

  /** @throws StatesError `TaskTimedOut`, `TaskDoesNotExist` or `InvalidToken` when nobody waits for it any more */
  async answer(taskToken: string, output: object): Promise<void> {
    await this.#ask("SendTaskSuccess", { taskToken, output: JSON.stringify(output) });
  }

  async #ask(action: string, input: object): Promise<Readonly<Record<string, unknown>>> {
    for (let attempt = 1, pause = PAUSE_MS; ; attempt++, pause *= 2) {
      try {
        return await this.#askOnce(action, input);
      } catch (error) {
        if (!(error instanceof StatesError && error.passing) || attempt === ATTEMPTS) throw error;
        await this.#clock.sleep(pause, this.#signal);
      }
    }
  }

  async #askOnce(action: string, input: object): Promise<Readonly<Record<string, unknown>>> {
    let answer: PlainAnswer;
    try {
      answer = await this.#calls.send({
        service: "states",
        method: "POST",
        target: `AWSStepFunctions.${action}`,
        contentType: "application/x-amz-json-1.0",
        body: JSON.stringify(input),
      });
    } catch (error) {
      throw new StatesError(
        "no answer",
        `${action} got no answer: ${error instanceof Error ? error.message : String(error)}`,
        // Without credentials nothing is sent, however often.
        !(error instanceof Error && /Credentials|TokenProvider/.test(error.name)),
      );
    }
    if (answer.status < 300) return JSON.parse(answer.body) as Record<string, unknown>;
    throw refusal(action, answer);
  }
}

function refusal(action: string, { status, body }: PlainAnswer): StatesError {
  // A gateway's own page is shown as it is.
  const { type: code = String(status), message: said = body.slice(0, 300) } = jsonRefusal(body) ?? {};
  const passing = status >= 500 || status === 429 || /Throttl|TooManyRequests/.test(code);
  return new StatesError(code, `${action} was answered ${code}: ${said}`, passing);
}
