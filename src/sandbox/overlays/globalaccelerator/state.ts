import { perSandbox } from "../perSandbox.ts";

export type Settings = Readonly<Record<string, unknown>>;

export interface Accelerators {
  /** Accelerators, listeners and endpoint groups by their ARN. */
  readonly kept: Map<string, Settings>;
  readonly tags: Map<string, Map<string, string>>;
  made: number;
}

export const acceleratorsOf = perSandbox((): Accelerators => ({ kept: new Map(), tags: new Map(), made: 0 }));
