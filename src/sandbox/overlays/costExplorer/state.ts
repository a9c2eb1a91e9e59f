import type { Clock } from "../../../lib/index.ts";
import type { World } from "../../overlay.ts";
import { KeptTags } from "../keptTags.ts";

/** As the API writes it. */
export type Body = Readonly<Record<string, unknown>>;

/** Anomaly monitors, their subscriptions and tags of the bill, of one sandbox. Keys begin with the account. */
export class CostExplorerState {
  readonly monitors = new Map<string, Body>();
  readonly subscriptions = new Map<string, Body>();
  readonly allocationTags = new Map<string, string>();
  readonly tags = new KeptTags();
}

const sandboxes = new WeakMap<Clock, CostExplorerState>();

export function costExplorerStateOf(world: World): CostExplorerState {
  const known = sandboxes.get(world.clock);
  if (known !== undefined) return known;
  const made = new CostExplorerState();
  sandboxes.set(world.clock, made);
  return made;
}
