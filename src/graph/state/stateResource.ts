import type { DescribedResource } from "../plan/changes.ts";

/** A resource of a state and the addresses of what it needs. */
export interface StateResource extends DescribedResource {
  readonly dependencies: readonly string[];
  readonly where: string;
}
