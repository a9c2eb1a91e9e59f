import type { Host } from "../../host/index.ts";
import { InputError, TriremeError } from "../../lib/index.ts";
import type { SavedPlan } from "../../terraform/index.ts";
import type { Overview } from "../plan/overview.ts";
import { type StatefulChange, statefulChanges, statefulName } from "../plan/stateful.ts";
import { countsText } from "../plan/text.ts";
import { excessOf } from "./excess.ts";

export interface ApprovalOptions {
  readonly host: Host;
  /** Approves the plan as shown without asking. Never what loses data, and never what was not shown. */
  readonly yes: boolean;
  /** Changes that may lose data: `STACK:ADDRESS`, or the address alone. */
  readonly allowStatefulDestroy: readonly string[];
  /** What must be typed. */
  readonly expected: string;
}

/**
 * One approval of a whole overview, and the guard that no final plan does more than it. Two rules stand
 * above it: what loses data is approved by itself, one by one; and what was not shown is asked again, or
 * with `yes` is an error.
 */
export class Approval {
  readonly #options: ApprovalOptions;
  readonly #shown: ReadonlyMap<string, SavedPlan>;
  readonly #allowed = new Set<string>();
  #asking: Promise<unknown> = Promise.resolve();

  constructor(overview: Overview, options: ApprovalOptions) {
    this.#options = options;
    this.#shown = overview.saved;
  }

  /**
   * Asks for the whole.
   * @throws InputError when nobody is there to answer and `yes` was not said
   * @throws TriremeError `stateful-destroy-not-allowed`
   */
  async ask({ plan }: Overview): Promise<boolean> {
    const { host, yes, expected } = this.#options;
    if (!yes && !host.attended) throw nobodyThere();
    if (!this.#mayAsk()) this.#refuseStateful(plan.stateful);
    if (!yes) {
      const text = `Apply this to ${plan.platform} ${plan.environment} on ${plan.target}: ${countsText(plan)}?`;
      if (!(await host.confirm({ code: "deploy-approval", text, expected }))) return false;
    }
    return this.#allStatefulAllowed(plan.stateful);
  }

  /**
   * For `applyStacks`: whether a final plan may be applied. One question at a time.
   * @throws TriremeError `plan-exceeds-approval`, `stateful-destroy-not-allowed`
   */
  readonly check = (final: SavedPlan): Promise<boolean> => {
    const mine = this.#asking.then(() => this.#check(final));
    this.#asking = mine.catch(() => undefined);
    return mine;
  };

  async #check(final: SavedPlan): Promise<boolean> {
    const excess = excessOf(this.#shown.get(final.stack), final);
    if (excess.length === 0) return true;
    const lines = excess.map(({ action, address }) => `${action} ${address}`);
    if (!this.#mayAsk()) {
      throw new TriremeError(
        `${final.stack}: its final plan does more than was approved: ${lines.join(", ")}`,
        {
          code: "plan-exceeds-approval",
          fault: "environment",
          fix: "Run deploy again: it shows what is left to do as it is now.",
        },
      );
    }
    const text = `${final.stack}: now that what is before it has been applied, its plan does more than was shown:\n  ${lines.join("\n  ")}\nApply this as well?`;
    const { expected } = this.#options;
    if (!(await this.#options.host.confirm({ code: "deploy-excess", text, expected }))) return false;
    return this.#allStatefulAllowed(statefulChanges(final.stack, excess));
  }

  #mayAsk(): boolean {
    return !this.#options.yes && this.#options.host.attended;
  }

  /** Asks for each that no option allows, until one is declined. */
  async #allStatefulAllowed(changes: readonly StatefulChange[]): Promise<boolean> {
    if (!this.#mayAsk()) this.#refuseStateful(changes);
    for (const change of changes) {
      if (this.#isAllowed(change)) continue;
      const text = `${change.action} ${statefulName(change)} loses ${change.loses}. Allow it?`;
      const question = { code: "stateful-destroy", text, expected: change.address };
      if (!(await this.#options.host.confirm(question))) return false;
      this.#allowed.add(statefulName(change));
    }
    return true;
  }

  #refuseStateful(changes: readonly StatefulChange[]): void {
    const refused = changes.filter((change) => !this.#isAllowed(change));
    if (refused.length === 0) return;
    const flags = refused.map((change) => `--allow-stateful-destroy ${statefulName(change)}`);
    throw new TriremeError(
      `Data would be lost: ${refused.map((change) => `${change.action} ${statefulName(change)} (${change.loses})`).join(", ")}`,
      {
        code: "stateful-destroy-not-allowed",
        fault: "input",
        fix: `--yes does not allow that. Allow each by itself: ${flags.join(" ")}`,
      },
    );
  }

  #isAllowed(change: StatefulChange): boolean {
    const name = statefulName(change);
    const { allowStatefulDestroy } = this.#options;
    return (
      this.#allowed.has(name) ||
      allowStatefulDestroy.includes(name) ||
      allowStatefulDestroy.includes(change.address)
    );
  }
}

function nobodyThere(): InputError {
  return new InputError("deploy", [
    {
      code: "option/approval-missing",
      where: "--yes",
      given: "nothing, and nobody is there to answer",
      wanted: "an approval",
      fix: "Look at the plan first (trireme plan --out DIR), then deploy it with --plan DIR --yes.",
    },
  ]);
}
