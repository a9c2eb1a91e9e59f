import type { Progress } from "../../host/index.ts";
import { isGoodEnd, type StepRecord } from "../../runbooks/index.ts";

/** A step that has ended, as whoever follows a run is told, wherever it ran. */
export function stepEnded({ id, title, outcome, detail, startedAt, endedAt }: StepRecord): Progress {
  return {
    key: id,
    state: isGoodEnd(outcome) ? "done" : "failed",
    text: `${title}: ${outcome}, ${detail}`,
    seconds: (endedAt - startedAt) / 1000,
  };
}
