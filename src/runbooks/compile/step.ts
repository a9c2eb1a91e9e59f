import type { JsonObject } from "../../lib/index.ts";
import type { ApiCall, Condition, Look, Step } from "../runbook.ts";
import { EVERY_SECONDS, looksWithin, MOST_DOUBTS } from "./bounds.ts";
import { choiceRule, isAlways, memberships, resultSelector, textEntry } from "./facts.ts";
import { keepStates } from "./kept.ts";
import {
  ended,
  endedBySwitch,
  type Machine,
  mayAct,
  type Surroundings,
  type TaskMeaning,
  unanswered,
} from "./states.ts";
import { answerOf, apiTask, askTask, checkTask, notifyTask, switchTask } from "./tasks.ts";

/** Adds the states of a step; returns the name of the first. */
export function compileStep(machine: Machine, step: Step, place: Surroundings): string {
  return new StepStates(machine, step, place).compile();
}

class StepStates {
  readonly #machine: Machine;
  readonly #step: Step;
  readonly #place: Surroundings;

  constructor(machine: Machine, step: Step, place: Surroundings) {
    this.#machine = machine;
    this.#step = step;
    this.#place = place;
  }

  compile(): string {
    const { guard, action } = this.#step;
    const begin = this.#name("begin");
    const go = action === undefined ? this.#name("count") : this.#actionStates();
    this.#count();
    this.#machine.add(begin, {
      Type: "Pass",
      Parameters: { step: this.#step.id, looks: 0, doubts: 0 },
      ResultPath: "$.count",
      Next:
        guard.look === undefined && guard.rules.length === 0 && guard.otherwise === undefined
          ? go
          : this.#name("look"),
    });
    this.#machine.begins.set(begin, this.#step.id);
    if (guard.look !== undefined || guard.rules.length > 0 || guard.otherwise !== undefined) {
      this.#guardStates("", { part: "guard", firstWait: 0 }, (leads, says) =>
        leads === "proceed" ? go : this.#answerOf(leads, says, go),
      );
    }
    this.#failed();
    return begin;
  }

  /** Where a rule of the guard leads, other than on. */
  #answerOf(leads: "satisfied" | "stop" | "ask", says: string, go: string): string {
    const { look } = this.#step.guard;
    if (leads === "ask") return this.#ask(says, look, go);
    return this.#end(leads === "satisfied" ? "satisfied" : "stopped", says, look);
  }

  /** Looks, then decides. `entry` distinguishes the second look of a doubt. */
  #guardStates(
    entry: string,
    of: { readonly part: "guard" | "doubt"; readonly firstWait: number },
    lead: (leads: "proceed" | "satisfied" | "stop" | "ask", says: string) => string,
  ): string {
    const { look, rules, otherwise } = this.#step.guard;
    const first = this.#name(`${entry}look`);
    const choose = this.#name(`${entry}guard`);
    const conditions = rules.map(({ when }) => when);
    if (look === undefined) this.#machine.add(first, { Type: "Pass", Next: choose });
    else this.#look(first, look, conditions, of, choose);
    const fallback = lead(otherwise?.leads ?? "proceed", otherwise?.says ?? "");
    if (rules.length === 0) this.#machine.add(choose, { Type: "Pass", Next: fallback });
    else {
      this.#machine.add(choose, {
        Type: "Choice",
        Choices: rules.map(({ when, leads, says }) => ({
          ...choiceRule(look, when),
          Next: lead(leads, says),
        })),
        Default: fallback,
      });
    }
    return first;
  }

  #look(
    name: string,
    look: Look,
    conditions: readonly Condition[],
    { part, firstWait }: { readonly part: "guard" | "confirmation" | "doubt"; readonly firstWait: number },
    next: string,
    everyWait = 0,
  ): void {
    const seen = `${name}, seen`;
    const { surroundings } = this.#place;
    const task = "api" in look.ask ? apiTask(look.ask.api, "look") : checkTask(look.ask, surroundings);
    this.#machine.addTask(
      name,
      {
        ...task,
        TimeoutSeconds: 60 + Math.max(firstWait, everyWait),
        ResultSelector: resultSelector(look),
        ResultPath: "$.look",
        Catch: [
          // Raised at home only, where clocks can jump; on AWS the number of looks bounds the time.
          {
            ErrorEquals: ["Trireme.BudgetSpent"],
            ResultPath: "$.error",
            Next: this.#end("timed-out", this.#spent(), undefined),
          },
          ...("api" in look.ask ? [] : unanswered(this.#machine, name, seen)),
          { ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: this.#name("error") },
        ],
        // In doubt the world may have moved on: what the call was made by stays what it was.
        Next: part === "doubt" ? seen : keepStates(this.#machine, name, look, seen),
      },
      {
        step: this.#step.id,
        part,
        ask: look.ask,
        firstWait,
        everyWait,
        budgetSeconds: this.#step.budgetSeconds,
      },
    );
    const known = memberships(look, conditions);
    this.#machine.add(seen, {
      Type: "Pass",
      Parameters: { step: this.#step.id, ...known },
      ResultPath: "$.seen",
      Next: next,
    });
  }

  #actionStates(): string {
    const { action } = this.#step;
    const after = this.#name("count");
    switch (action?.kind) {
      case undefined:
        return after;
      case "question":
        return this.#ask(action.asks, this.#step.guard.look, after);
      case "notify":
        return this.#notify(action.severity, action.message, after);
      case "wait":
        return after;
      case "call":
        return this.#act(action.call, after);
    }
  }

  /** Asks the switch, then acts. */
  #act(call: ApiCall, after: string): string {
    const [stop, may, act] = [this.#name("switch"), this.#name("may act"), this.#name("act")];
    this.#machine.addTask(
      stop,
      { ...switchTask(this.#place.surroundings), Catch: this.#caught(), Next: may },
      this.#meaning("switch"),
    );
    this.#machine.add(may, {
      Type: "Choice",
      Choices: mayAct(act),
      Default: endedBySwitch(this.#machine, this.#place, this.#step.id),
    });
    const task = apiTask(call, this.#step.retry === "safe" ? "safe" : "once");
    this.#machine.addTask(
      act,
      {
        ...task,
        TimeoutSeconds: 60,
        ResultPath: null,
        Catch: [
          ...(this.#step.confirmation === undefined && this.#step.retry === "ask"
            ? []
            : [{ ErrorEquals: task.doubtful, ResultPath: "$.error", Next: this.#doubtStates(act) }]),
          ...this.#caught(),
        ],
        Next: after,
      },
      { ...this.#meaning("action"), ask: { api: call } },
    );
    return stop;
  }

  /**
   * Of a call nobody knows whether it took effect: reads back; acts again only where it shows that it has not. What cannot be
   * read back and does no harm twice is done again.
   */
  #doubtStates(act: string): string {
    const { confirmation, retry, guard } = this.#step;
    const every = confirmation?.everySeconds ?? EVERY_SECONDS;
    const [doubt, choose, pause] = [
      this.#name("doubt"),
      this.#name("doubt, settled?"),
      this.#name("doubt, pause"),
    ];
    this.#machine.add(doubt, {
      Type: "Pass",
      Parameters: {
        step: this.#step.id,
        "looks.$": "$.count.looks",
        "doubts.$": "States.MathAdd($.count.doubts, 1)",
      },
      ResultPath: "$.count",
      Next: this.#name("doubts"),
    });
    this.#machine.add(this.#name("doubts"), {
      Type: "Choice",
      Choices: [
        {
          Variable: "$.count.doubts",
          NumericGreaterThan: MOST_DOUBTS,
          Next: this.#end(
            "failed",
            `the call got no answer, or was refused, again and again${confirmation === undefined ? "" : ", and reading back does not show its effect"}`,
            undefined,
          ),
        },
      ],
      Default: pause,
    });
    if (confirmation === undefined) {
      this.#machine.add(pause, { Type: "Wait", Seconds: every, Next: act });
      return doubt;
    }
    this.#machine.add(pause, { Type: "Wait", Seconds: every, Next: this.#name("doubt, read back") });
    this.#look(
      this.#name("doubt, read back"),
      confirmation.look,
      [confirmation.until],
      { part: "doubt", firstWait: every },
      choose,
      every,
    );
    const again =
      retry === "safe"
        ? act
        : this.#ask(
            `nobody knows whether the call of ${this.#step.id} took effect, and reading back does not show it. Make it again?`,
            undefined,
            act,
          );
    const wait = this.#name("count");
    const second =
      guard.look === undefined
        ? again
        : this.#guardStates("doubt, ", { part: "doubt", firstWait: 0 }, (leads) =>
            leads === "proceed" || leads === "ask" ? again : wait,
          );
    this.#machine.add(choose, {
      Type: "Choice",
      Choices: [
        {
          ...choiceRule(confirmation.look, confirmation.until),
          Next: this.#end("confirmed", confirmation.says, confirmation.look),
        },
      ],
      Default: second,
    });
    return doubt;
  }

  /** The loop that reads back. Without a confirmation the step is over. */
  #count(): void {
    const { confirmation, budgetSeconds, action } = this.#step;
    const count = this.#name("count");
    if (confirmation === undefined) {
      if (action?.kind === "wait") throw new RangeError(`${this.#step.id} waits and reads nothing back`);
      const says = action === undefined ? "looked at" : action.kind === "notify" ? "told" : "answered yes";
      this.#machine.add(count, { Type: "Pass", Next: this.#end("confirmed", says, undefined) });
      return;
    }
    const every = confirmation.everySeconds ?? EVERY_SECONDS;
    const pauseFirst = action?.kind === "wait" ? action.seconds : 0;
    const read = this.#name("read back");
    const [pause, counted, choose] = [this.#name("pause"), this.#name("counted"), this.#name("confirmed?")];
    this.#machine.add(
      count,
      pauseFirst === 0 ? { Type: "Pass", Next: read } : { Type: "Wait", Seconds: pauseFirst, Next: read },
    );
    const waits = { part: "confirmation", firstWait: pauseFirst } as const;
    this.#look(read, confirmation.look, [confirmation.until], waits, counted, every);
    this.#machine.add(counted, {
      Type: "Pass",
      Parameters: {
        step: this.#step.id,
        "looks.$": "States.MathAdd($.count.looks, 1)",
        "doubts.$": "$.count.doubts",
      },
      ResultPath: "$.count",
      Next: choose,
    });
    const confirmed = this.#end("confirmed", confirmation.says, confirmation.look);
    if (isAlways(confirmation.until)) this.#machine.add(choose, { Type: "Pass", Next: confirmed });
    else {
      this.#machine.add(choose, {
        Type: "Choice",
        Choices: [
          { ...choiceRule(confirmation.look, confirmation.until), Next: confirmed },
          {
            Variable: "$.count.looks",
            NumericGreaterThanEquals: looksWithin(budgetSeconds, every),
            Next: this.#end("timed-out", `${this.#spent()}: ${confirmation.says}`, confirmation.look),
          },
        ],
        Default: pause,
      });
      this.#machine.add(pause, { Type: "Wait", Seconds: every, Next: read });
    }
  }

  /** What a Task state of this step stands for, that waits for nothing first. */
  #meaning(part: TaskMeaning["part"]): TaskMeaning {
    const { id, budgetSeconds } = this.#step;
    return { step: id, part, firstWait: 0, everyWait: 0, budgetSeconds };
  }

  #spent(): string {
    return `after ${this.#step.budgetSeconds} s`;
  }

  /** A question to a person; `yes` leads on, everything else ends the run. */
  #ask(text: string, look: Look | undefined, yes: string): string {
    const name = this.#numbered("ask");
    const [words, choose] = [`${name}, words`, `${name}, answer`];
    this.#machine.add(words, {
      Type: "Pass",
      Parameters: { ...textEntry("text", text, look), ...answerOf(this.#place.surroundings) },
      ResultPath: "$.asks",
      Next: name,
    });
    this.#machine.addTask(
      name,
      { ...askTask(this.#place.surroundings), Catch: this.#caught(), Next: choose },
      this.#meaning("question"),
    );
    this.#machine.add(choose, {
      Type: "Choice",
      Choices: [{ Variable: "$.answer.answer", StringEquals: "yes", Next: yes }],
      Default: this.#end("declined", "a person declined", undefined),
    });
    return words;
  }

  #notify(severity: "critical" | "warning", message: string, after: string): string {
    const name = this.#name("tell");
    const words = `${name}, words`;
    this.#machine.add(words, {
      Type: "Pass",
      Parameters: textEntry("text", message, this.#step.guard.look),
      ResultPath: "$.asks",
      Next: name,
    });
    this.#machine.addTask(
      name,
      { ...notifyTask(this.#place.surroundings, severity), Catch: this.#caught(), Next: after },
      this.#meaning("notification"),
    );
    return words;
  }

  #caught(): JsonObject[] {
    return [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: this.#name("error") }];
  }

  #failed(): void {
    ended(this.#machine, this.#place, this.#name("error"), this.#step.id, "failed", {
      "says.$": "$.error.Cause",
    });
  }

  /** A state in which the step has come to its end; one for each text. */
  #end(outcome: Parameters<typeof ended>[4], says: string, look: Look | undefined): string {
    const name = this.#numbered(outcome);
    ended(this.#machine, this.#place, name, this.#step.id, outcome, textEntry("says", says, look));
    return name;
  }

  #name(part: string): string {
    return `${this.#step.id}: ${part}`;
  }

  /** Names in a row, since several rules may come to the same kind of end. */
  #numbered(part: string): string {
    for (let number = 1; ; number++) {
      const name = this.#name(number === 1 ? part : `${part} ${number}`);
      if (!this.#machine.has(name)) return name;
    }
  }
}
