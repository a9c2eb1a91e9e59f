import type { World } from "../overlay.ts";
import { isDropped } from "../overlays/ec2/index.ts";
import type { Ledger } from "./ledger.ts";
import type { ClientStore, Fence, WriterSpan } from "./model.ts";

/**
 * What became of a write: the region whose copy took it, or why none did. `astrayFrom`: an old writer took it, which has
 * been on its own since then.
 */
export type Written =
  | { readonly region: string; readonly astrayFrom?: number }
  | { readonly refused: string };

/** Who takes a store's writes, as the store's overlay says, and what its copies have of them. */
export interface DataPlane {
  readonly writers: readonly WriterSpan[];
  readonly fences: readonly Fence[];
  /** Brings writers, fences and copies up to the present moment. */
  observe(world: World, ledger: Ledger): void;
  /** A write through the endpoint that the platform gives, by an application in `from`. */
  write(world: World, from: string): Written;
  /** Regions that clients would read from now. */
  readFrom(world: World): readonly string[];
  lagMs(world: World): number;
}

/** Where a store's members are in their networks. */
export interface Located {
  readonly account: string;
  readonly ranges: ClientStore["ranges"] | undefined;
}

/**
 * Can an application in one region reach a copy in another? Within a region that is partitioned it can. Whoever has cut
 * itself off from the subnets of a region's databases cannot, once that is so of all of them.
 */
export function reaches(world: World, from: string, to: string, located?: Located): boolean {
  if (from === to) return !world.isGone(to);
  return !world.isLost(from) && !world.isLost(to) && !isCutOff(world, from, to, located);
}

function isCutOff(world: World, from: string, to: string, located: Located | undefined): boolean {
  const ranges = located?.ranges?.[to] ?? [];
  if (located === undefined || ranges.length === 0) return false;
  return ranges.every((range) => isDropped(world, { account: located.account, region: from }, range));
}

/** The spans of a store's writer, kept as it moves. */
export class Writers {
  readonly #spans: { readonly region: string; readonly from: number; to?: number }[] = [];

  get spans(): readonly WriterSpan[] {
    return this.#spans;
  }

  /** Nothing is noted while the writer stays. */
  note(region: string | undefined, at: number): void {
    const last = this.#spans.at(-1);
    if (last?.region === region && last?.to === undefined) return;
    if (last !== undefined && last.to === undefined) last.to = at;
    if (region !== undefined) this.#spans.push({ region, from: at });
  }
}

/** A fence that may still have to hold. */
export type OpenFence = { -readonly [Key in keyof Fence]: Fence[Key] };

/** Writes that a region took while it was cut off from the others. */
export class TakenAlone {
  readonly #counts = new Map<string, number>();

  /** A region that can be reached again is not alone any more. */
  observe(world: World): void {
    for (const region of this.#counts.keys()) if (!world.isLost(region)) this.#counts.delete(region);
  }

  note(world: World, region: string): void {
    if (world.isLost(region)) this.#counts.set(region, this.by(region) + 1);
  }

  by(region: string): number {
    return this.#counts.get(region) ?? 0;
  }
}
