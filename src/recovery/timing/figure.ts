import type { ResourceValues } from "../../graph/index.ts";

/**
 * Where a duration comes from, best first.
 *
 * - `read`: a published text says so.
 * - `observed`: read off Terraform logs that others published; `url` is the search that finds them.
 * - `measured`: taken with the real provider on the emulated AWS. It shows the provider's own calls and waits.
 *   AWS adds its share, which is small for what exists as soon as it is written.
 * - `recalled`: general knowledge, to be confirmed before anything is promised on it.
 */
export type Origin =
  | { readonly kind: "read" | "observed"; readonly url: string; readonly note: string }
  | { readonly kind: "measured" | "recalled"; readonly note: string };

export type OriginKind = Origin["kind"];

/** From best to worst. */
export const ORIGINS = ["read", "observed", "measured", "recalled"] as const satisfies readonly OriginKind[];

/** How long it takes until a resource of a type stands, from Terraform's "Creating..." to "Creation complete". */
export interface TimingFigure {
  /** Unique: the type, or the type and the case: `aws_db_instance/copy`. */
  readonly id: string;
  readonly type: string;
  /** The case it is for; absent for the rest of the type. The first that holds counts. */
  readonly when?: { readonly text: string; readonly holds: (values: ResourceValues) => boolean };
  /** Seconds, taken as the median. */
  readonly typical: number;
  /** Seconds, taken as the 95th percentile. */
  readonly pessimistic: number;
  /** Seconds that it never takes less than: a wait that is fixed in the provider. @default 0 */
  readonly floor?: number;
  /** Of the weaker of the two figures. */
  readonly origin: Origin;
}

/** Month in which the figures were collected, and the versions that `measured` ones were measured with. */
export const COLLECTED = "2026-11";
const MEASURED_WITH = "Terraform 1.11.4, provider 5.100, emulated AWS";

export function read(url: string, note: string): Origin {
  return { kind: "read", url, note };
}

/** `text` is what to search public source for; `seconds` is what the logs found so said; `more`: what else is known. */
export function observed(text: string, seconds: readonly number[], more = ""): Origin {
  const url = `https://github.com/search?type=code&q=${encodeURIComponent(`"${text}: Creation complete after"`)}`;
  const sorted = seconds.toSorted((a, b) => a - b);
  const logs = `${seconds.length} published logs: ${sorted.join(", ")} s`;
  return { kind: "observed", url, note: more === "" ? logs : `${logs}; ${more}` };
}

export function measured(note = "exists as soon as it is written"): Origin {
  return { kind: "measured", note: `${note} (${MEASURED_WITH})` };
}

export function recalled(note = "general knowledge"): Origin {
  return { kind: "recalled", note };
}

/** Types whose time is that of a call or two, by typical and pessimistic seconds. */
export function quick(
  typical: number,
  pessimistic: number,
  types: readonly string[],
): readonly TimingFigure[] {
  return types.map((type) => ({ id: type, type, typical, pessimistic, origin: measured() }));
}
