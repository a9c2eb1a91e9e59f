import type { Plane } from "../../runbooks/index.ts";
import type { RecoveryTiming } from "../timing/blocks/block.ts";
import type { Loss } from "./loss.ts";

/** One thing that must happen until all is served again. Begins when everything in `after` has ended. */
export interface RecoveryStep {
  /** Unique in its plan, stable: `promote-orders-us`. */
  readonly id: string;
  readonly title: string;
  /** `people`: no API is called until somebody has decided. */
  readonly plane: Plane | "people";
  /** Region that is called; `everywhere` for a data plane that is in every region. */
  readonly region: string;
  /** How long it takes. */
  readonly timing: RecoveryTiming;
  readonly after: readonly string[];
  /** Stores that it brings back. */
  readonly restores: readonly string[];
}

/**
 * What a loss does. `untouched`: nobody notices. `degraded`: served throughout, and something is missing.
 * `recovers`: down until some steps are done. `lost`: nothing brings it back until what is lost is back.
 */
export type Verdict = "untouched" | "degraded" | "recovers" | "lost";

export const VERDICTS = ["untouched", "degraded", "recovers", "lost"] as const satisfies readonly Verdict[];

/** How much of a store's latest data is gone. */
export type DataLoss =
  | { readonly store: string; readonly kind: "lag"; readonly timing: RecoveryTiming }
  | {
      readonly store: string;
      readonly kind: "backup";
      /** A moment between two backups, then the copy's way. */
      readonly everySeconds: number;
      readonly timing: RecoveryTiming;
    };

export interface Effect {
  readonly name: string;
  readonly verdict: Verdict;
  /** Steps after which it is served again, by id. Those before them are waited for too. */
  readonly needs: readonly string[];
  /** What is missing, or why there is no way back, in words. */
  readonly notes: readonly string[];
  readonly dataLoss: readonly DataLoss[];
}

/** What a loss does to everything, and what brings it back. */
export interface LossPlan {
  readonly loss: Loss;
  /** Each after all that it waits for. */
  readonly steps: readonly RecoveryStep[];
  readonly stores: readonly Effect[];
  readonly services: readonly Effect[];
  readonly journeys: readonly Effect[];
}

/** All effects at once: the worst verdict, and everything that any of them needs. */
export function together(name: string, effects: readonly Effect[]): Effect {
  const worst = Math.max(0, ...effects.map(({ verdict }) => VERDICTS.indexOf(verdict)));
  const losses = new Map(
    effects.flatMap(({ dataLoss }) => dataLoss.map((each) => [each.store, each] as const)),
  );
  return {
    name,
    verdict: VERDICTS[worst] ?? "lost",
    needs: [...new Set(effects.flatMap(({ needs }) => needs))],
    notes: [...new Set(effects.flatMap(({ notes }) => notes))],
    dataLoss: [...losses.values()],
  };
}

export const UNTOUCHED = { verdict: "untouched", needs: [], notes: [], dataLoss: [] } as const;
