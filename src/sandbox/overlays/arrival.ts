import type { World } from "../overlay.ts";

/** Something on its way from one region to another. */
export interface Transfer {
  readonly from: string;
  readonly to: string;
  /** When it arrives if nothing happens, milliseconds on the sandbox clock. */
  readonly due: number;
}

/**
 * Has it arrived by now? Nothing leaves or enters a region after it was lost; what was due before that
 * has arrived. When the region is back, what was held up goes through. Depends on the clock alone and
 * not on who looked when, so that a clock that jumps gives the same result as one that runs.
 */
export function hasArrived(transfer: Transfer, world: World): boolean {
  if (transfer.due > world.clock.now()) return false;
  return [transfer.from, transfer.to].every(
    (region) =>
      !world.isLost(region) || transfer.due <= (world.regionChangedAt(region) ?? Number.NEGATIVE_INFINITY),
  );
}
