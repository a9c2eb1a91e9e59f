import { type StateMachines, StatesError } from "../../../aws/index.ts";
import type { Host } from "../../../host/index.ts";
import type { Clock } from "../../../lib/index.ts";
import { stepEnded } from "../stepProgress.ts";
import type { ExecutionHistory, OpenQuestion } from "./history.ts";

export interface Following {
  readonly machines: StateMachines;
  readonly host: Host;
  readonly clock: Clock;
  /** Who answers, for whoever reads the execution afterwards. */
  readonly by: string;
  readonly signal?: AbortSignal;
}

/** Milliseconds between two looks: at once after something new, longer and longer while nothing happens. */
const SOON_MS = 1_000;
const SELDOM_MS = 10_000;
/** Where Step Functions says nothing for as long, somebody should look elsewhere. */
const SILENCE_MS = 600_000;

/**
 * Shows what an execution does until it ends, and hands its questions to whoever is there. Step Functions is asked, and
 * nothing else. To stop following changes nothing: the execution goes on.
 * @returns whether it was seen to its end
 * @throws StatesError when it may not be looked at, or nobody has answered for ten minutes
 */
export async function follow(
  executionArn: string,
  history: ExecutionHistory,
  { machines, host, clock, by, signal }: Following,
): Promise<boolean> {
  const asked = new Set<string>();
  let asking = Promise.resolve();
  let from: string | undefined;
  let heard = clock.now();
  for (let pause = SOON_MS; signal?.aborted !== true; ) {
    const page = await machines.history(executionArn, from).catch((error: unknown) => {
      if (signal?.aborted) return undefined;
      // A place in the history is good for a day; what was taken is not taken twice.
      if (error instanceof StatesError && error.code === "InvalidToken" && from !== undefined)
        from = undefined;
      else if (!(error instanceof StatesError && error.passing) || clock.now() - heard > SILENCE_MS)
        throw error;
      else host.notify({ code: "machine-silent", level: "warn", text: `${error.message}. It goes on.` });
      return { events: [], next: undefined };
    });
    if (page === undefined) break;
    if (page.events.length > 0) heard = clock.now();
    const open = new Set(history.open.keys());
    let fresh = false;
    for (const event of page.events) {
      const { began, ended } = history.take(event);
      fresh ||= began !== undefined || ended !== undefined;
      shown(host, history, began, ended);
    }
    for (const state of open) {
      if (!history.open.has(state) && asked.delete(state)) {
        host.notify({ code: "machine-answered", level: "info", text: `${state}: the answer was taken.` });
      }
    }
    if (page.next !== undefined) {
      from = page.next;
      continue;
    }
    if (history.ending !== undefined) return true;
    for (const [state, question] of history.open) {
      if (asked.has(state)) continue;
      asked.add(state);
      asking = asking
        .then(() => ask(question, history, { machines, host, clock, by }))
        .catch((error: unknown) =>
          host.notify({ code: "machine-not-answered", level: "error", text: `${state}: ${String(error)}` }),
        );
    }
    pause = fresh ? SOON_MS : Math.min(pause * 1.5, SELDOM_MS);
    await clock.sleep(pause, signal).catch(() => undefined);
  }
  return false;
}

function shown(
  host: Host,
  history: ExecutionHistory,
  began: string | undefined,
  ended: ReturnType<ExecutionHistory["take"]>["ended"],
): void {
  if (began !== undefined) {
    host.progress({ key: began, state: "started", text: history.titleOf(began), seconds: 0 });
  }
  if (ended !== undefined) host.progress(stepEnded(ended));
}

/** By the token that the question went out with, which somebody else may have used by then. */
async function ask(
  { state, message, text, token }: OpenQuestion,
  history: ExecutionHistory,
  { machines, host, by }: Following,
): Promise<void> {
  if (!history.open.has(state)) return;
  if (!host.attended || token === "") {
    host.notify({ code: "machine-asks", level: "warn", text: message });
    return;
  }
  const yes = await host.confirm({ code: "runbook-question", text });
  if (!history.open.has(state)) return;
  try {
    await machines.answer(token, { answer: yes ? "yes" : "no", by });
  } catch (error) {
    if (!(error instanceof StatesError)) throw error;
    const text = `${state}: the answer was not taken, somebody may have been quicker: ${error.message}`;
    host.notify({ code: "machine-answer-refused", level: "warn", text });
  }
}
