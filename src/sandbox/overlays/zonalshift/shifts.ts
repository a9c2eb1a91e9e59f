import type { Clock } from "../../../lib/index.ts";
import { perSandbox } from "../perSandbox.ts";
import type { Managed } from "./managed.ts";

/** A shift that somebody began. */
export interface Shift {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly resource: Managed;
  /** Id of a zone: `use1-az1`. */
  readonly awayFrom: string;
  /** Milliseconds on the sandbox clock. */
  readonly startedAt: number;
  expiresAt: number;
  comment: string;
  cancelledAt: number | undefined;
}

export type ShiftStatus = "ACTIVE" | "EXPIRED" | "CANCELED";

/** Shifts of the sandbox that the clock belongs to, the oldest first. */
export const shiftsOf = perSandbox((): Shift[] => []);

/** As it is now: a shift ends by itself. */
export function statusOf(shift: Shift, now: number): ShiftStatus {
  if (shift.cancelledAt !== undefined && shift.cancelledAt <= now) return "CANCELED";
  return shift.expiresAt <= now ? "EXPIRED" : "ACTIVE";
}

/** Zones whose addresses a load balancer's name does not answer with now, by ids. */
export function zonesLeftBy(world: { readonly clock: Clock }, dnsName: string): readonly string[] {
  const now = world.clock.now();
  return shiftsOf(world)
    .filter((shift) => shift.startedAt <= now && statusOf(shift, now) === "ACTIVE")
    .filter(({ resource }) => resource.dnsName?.toLowerCase() === dnsName.toLowerCase())
    .map(({ awayFrom }) => awayFrom);
}
