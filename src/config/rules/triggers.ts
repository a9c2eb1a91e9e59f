import type { Draft } from "../draft.ts";
import type { FunctionSettings, QueueSettings } from "../schema.ts";
import type { Complaint, Rule } from "./rule.ts";

/** Of queues whose messages start functions. */

interface Taken {
  /** Place of the trigger: `functions[0].queues[1]`. */
  readonly where: string;
  readonly trigger: FunctionSettings["queues"][number];
  readonly by: FunctionSettings;
  readonly byWhere: string;
  readonly queue: QueueSettings;
  readonly queueWhere: string;
}

/** Every queue that a function takes from, with both. */
function taken(draft: Draft): readonly Taken[] {
  return draft.functions.flatMap(({ where: byWhere, value: by }) =>
    by.queues.flatMap((trigger, index) => {
      const found = draft.queues.find(({ value }) => value.name === trigger.queue);
      if (found === undefined) return [];
      const where = `${byWhere}.queues[${index}]`;
      return [{ where, trigger, by, byWhere, queue: found.value, queueWhere: found.where }];
    }),
  );
}

function eachTaken(code: string, judge: (each: Taken) => Complaint | undefined): Rule {
  return { code, check: (draft) => taken(draft).flatMap((each) => judge(each) ?? []) };
}

/**
 * Lambda tries again while a function is throttled, and meanwhile nobody else may take the message. Below the timeout
 * itself Lambda refuses the queue.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html, read November 2026.
 */
const TIMES_THE_TIMEOUT = 6;

const hiddenLongEnough = eachTaken(
  "config/queue-seen-again-too-soon",
  ({ trigger, by, queue, queueWhere }) => {
    const least = by.timeout * TIMES_THE_TIMEOUT + (trigger.window ?? 0);
    if (queue.visibilityTimeout >= least) return undefined;
    return {
      where: `${queueWhere}.visibilityTimeout`,
      given: `${queue.visibilityTimeout / 1000} seconds, and ${by.name} may run for ${by.timeout / 1000}`,
      wanted: `${least / 1000} seconds or more: six times the function's timeout${trigger.window === undefined ? "" : " and the window"}, or messages are done twice`,
      fix: `Set ${queueWhere}.visibilityTimeout to "${least / 1000}s", or shorten the timeout of ${by.name}.`,
    };
  },
);

/** A message that Lambda took and could not run counts as received. Source: as above, "maxReceiveCount". */
const LEAST_RECEIVES = 5;

const triedOftenEnough = eachTaken("config/queue-gives-up-too-soon", ({ by, queue, queueWhere }) =>
  queue.maxReceives >= LEAST_RECEIVES
    ? undefined
    : {
        where: `${queueWhere}.maxReceives`,
        given: `${queue.maxReceives}, and ${by.name} takes from it`,
        wanted: `${LEAST_RECEIVES} or more: messages that are taken while the function is throttled count as well`,
        fix: `Remove ${queueWhere}.maxReceives.`,
      },
);

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html, read November 2026. */
const UNGATHERED = 10;

const batchFits = eachTaken("config/queue-batch", ({ where, trigger, queue }) => {
  const { batch, window } = trigger;
  if (queue.fifo && window !== undefined) {
    return {
      where: `${where}.window`,
      given: `a window, with ${queue.name}, a FIFO queue`,
      wanted: "nothing: Lambda gathers no messages of a FIFO queue",
      fix: `Remove ${where}.window.`,
    };
  }
  if (batch <= UNGATHERED || (!queue.fifo && window !== undefined)) return undefined;
  return {
    where: `${where}.batch`,
    given: String(batch),
    wanted: queue.fifo
      ? `at most ${UNGATHERED}: ${queue.name} is a FIFO queue`
      : `at most ${UNGATHERED}, or a window of a second or more in which messages are gathered`,
    fix: queue.fifo ? `Remove ${where}.batch.` : `Add ${where}.window, or remove ${where}.batch.`,
  };
});

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html, read November 2026. */
const withinConcurrency = eachTaken("config/queue-over-concurrency", ({ where, trigger, by, byWhere }) =>
  trigger.atOnce === undefined || by.concurrency === undefined || trigger.atOnce <= by.concurrency
    ? undefined
    : {
        where: `${where}.atOnce`,
        given: `${trigger.atOnce}, of ${by.concurrency} runs that ${by.name} may have in all`,
        wanted: `at most ${by.concurrency}: what Lambda takes beyond that is throttled and becomes a dead letter`,
        fix: `Lower ${where}.atOnce, or raise ${byWhere}.concurrency.`,
      },
);

export const TRIGGER_RULES: readonly Rule[] = [
  hiddenLongEnough,
  triedOftenEnough,
  batchFits,
  withinConcurrency,
];
