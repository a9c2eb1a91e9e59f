import { KeptTags } from "../keptTags.ts";
import { perSandbox } from "../perSandbox.ts";

/** As the API writes it. */
export type Body = Readonly<Record<string, unknown>>;

/** Anomaly monitors, their subscriptions and tags of the bill, of one sandbox. Keys begin with the account. */
export class CostExplorerState {
  readonly monitors = new Map<string, Body>();
  readonly subscriptions = new Map<string, Body>();
  readonly allocationTags = new Map<string, string>();
  readonly tags = new KeptTags();
}

export const costExplorerStateOf = perSandbox(() => new CostExplorerState());
