import type { World } from "../overlay.ts";
import type { OpenFence } from "./dataPlane.ts";
import type { Fence } from "./model.ts";

/** What becomes of an old writer when another region takes over, in the words of its engine. */
export interface LeftHow {
  /** It is up, and was told. */
  readonly told: string;
  /** Nothing in its region runs. */
  readonly silent: string;
  /** It runs where nobody reaches it. */
  readonly open: string;
  /** Its region could be reached again. */
  readonly back: string;
}

/** A failover from one region to another. */
interface Failover {
  readonly from: string;
  readonly to: string;
  readonly startedAt: number;
}

/** Old writers of a store of which one region writes, and what keeps each from going on. */
export class LeftWriters {
  readonly #how: LeftHow;
  readonly #fences: OpenFence[] = [];

  constructor(how: LeftHow) {
    this.#how = how;
  }

  get fences(): readonly Fence[] {
    return this.#fences;
  }

  /** A failover has just begun: from here on its old writer must not go on. `alone`: writes that it took while cut off. */
  leave({ from, to, startedAt }: Failover, world: World, alone: number): void {
    const lost = world.isLost(from);
    const { silent, open, told } = this.#how;
    this.#fences.push({
      oldWriter: from,
      newWriter: to,
      cutAt: lost ? (world.regionChangedAt(from) ?? startedAt) : startedAt,
      at: lost ? undefined : startedAt,
      how: lost ? (world.isGone(from) ? silent : open) : told,
      acknowledgedAfterCut: alone,
    });
  }

  /** The fence of a region that goes on writing: cut off, and running. */
  openIn(region: string, world: World): OpenFence | undefined {
    if (!world.isLost(region) || world.isGone(region)) return undefined;
    return this.#fences.findLast(({ at, oldWriter }) => at === undefined && oldWriter === region);
  }

  /** The fence of the last failover to a region. */
  lastTo(region: string): Fence | undefined {
    return this.#fences.findLast(({ newWriter }) => newWriter === region);
  }

  /** Closes the fences of regions that can be reached again. */
  observe(world: World, closed: (fence: Fence) => void = () => undefined): void {
    for (const fence of this.#fences) {
      if (fence.at !== undefined || world.isLost(fence.oldWriter)) continue;
      fence.at = Math.max(fence.cutAt, world.regionChangedAt(fence.oldWriter) ?? fence.cutAt);
      fence.how = this.#how.back;
      closed(fence);
    }
  }
}
