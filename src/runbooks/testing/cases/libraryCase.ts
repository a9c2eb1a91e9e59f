import type { FakeAws } from "../../../aws/testing/fakeAws.ts";
import type { Runbook } from "../../runbook.ts";

/** A runbook of the library in a world in which its steps have something to do. */
export interface LibraryCase {
  /** Which runbook, and of what. */
  readonly name: string;
  readonly runbooks: readonly [Runbook, ...Runbook[]];
  /** Makes the world; what it answers is looked at afterwards. */
  readonly world: (aws: FakeAws) => () => unknown;
  readonly wanted: unknown;
  /** Calls that change something, each once. Sorted. */
  readonly acts: readonly string[];
  /** Those of them that may be made again when nobody knows whether they took effect, and cannot be read back. @default none */
  readonly repeatable?: readonly string[];
}
