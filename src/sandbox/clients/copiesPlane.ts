import type { World } from "../overlay.ts";
import { hasArrived } from "../overlays/arrival.ts";
import { REPLICATION_LAG_MS } from "../overlays/dynamodb/index.ts";
import { objectLagMs } from "../overlays/s3/index.ts";
import { type DataPlane, reaches, Writers, type Written } from "./dataPlane.ts";
import type { Ledger } from "./ledger.ts";
import type { ClientStore, Fence } from "./model.ts";

/**
 * Global tables and buckets that replicate: every copy takes writes, and none is promoted. Each write is an item of its
 * own, so that what both sides of a partition take fits together when it ends.
 */
export class CopiesPlane implements DataPlane {
  readonly #account: string;
  readonly #store: ClientStore;
  readonly #writers = new Writers();

  constructor(account: string, store: ClientStore) {
    this.#account = account;
    this.#store = store;
  }

  get writers() {
    return this.#writers.spans;
  }

  /** None: nobody has to stop. */
  get fences(): readonly Fence[] {
    return [];
  }

  observe(world: World, ledger: Ledger): void {
    this.#writers.note("every copy", world.clock.now());
    ledger.carry((from, to, at) => {
      const lag = this.#lagFrom(world, from);
      return lag !== undefined && hasArrived({ from, to, due: at + lag }, world);
    });
  }

  write(world: World, from: string): Written {
    const regions = Object.keys(this.#store.members);
    const near = regions.includes(from) ? [from, ...regions.filter((region) => region !== from)] : regions;
    const { engine } = this.#store;
    // An application goes to the copy of its own region, which answers or does not.
    const missed = regions.includes(from) ? world.parts.engineIsLost(from, engine) : undefined;
    if (missed !== undefined) return { refused: `${missed} of ${from} does not answer` };
    const region = near.find(
      (each) => reaches(world, from, each) && world.parts.engineIsLost(each, engine) === undefined,
    );
    return region === undefined
      ? { refused: `no copy of ${this.#store.id} is in reach of ${from}` }
      : { region };
  }

  readFrom(world: World): readonly string[] {
    return Object.keys(this.#store.members).filter((region) => !world.isLost(region));
  }

  lagMs(world: World): number {
    const lags = Object.keys(this.#store.members).flatMap((region) => this.#lagFrom(world, region) ?? []);
    return Math.max(0, ...lags);
  }

  /** Undefined where nothing carries what that copy takes to the others. */
  #lagFrom(world: World, region: string): number | undefined {
    if (this.#store.engine === "dynamodb") return REPLICATION_LAG_MS;
    const bucket = this.#store.members[region];
    return bucket === undefined ? undefined : objectLagMs(world, this.#account, bucket);
  }
}
