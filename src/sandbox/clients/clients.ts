import { seededStreams } from "../../lib/index.ts";
import type { World } from "../overlay.ts";
import { AuroraPlane } from "./auroraPlane.ts";
import { CopiesPlane } from "./copiesPlane.ts";
import { Customer, type WrittenStore } from "./customer.ts";
import type { DataPlane } from "./dataPlane.ts";
import { DatastorePlane } from "./datastorePlane.ts";
import { InstancePlane } from "./instancePlane.ts";
import { Ledger } from "./ledger.ts";
import type { ClientStore, ClientsOptions, ClientsReport, StoreReport } from "./model.ts";
import type { Resolve } from "./names.ts";

/** Looks at the world as it was at a moment that nobody has looked past yet. */
export type AsOf = <Result>(moment: number, look: () => Result) => Result;

export interface ClientsSurroundings {
  readonly world: World;
  readonly asOf: AsOf;
  /** Reads the records anew. */
  readonly names: () => Promise<Resolve>;
}

/**
 * Of a longer time in which nobody looked, only so much at its beginning and at its end is filled with requests,
 * milliseconds: a clock that is moved by hours must not cost minutes.
 */
const FILLED_MS = 300_000;

/**
 * Simulated customers of the platform in a sandbox. They act on the sandbox's clock: whenever somebody looks or changes
 * something, every request that was due until then is made first, each in the world as it was at its moment.
 */
export class Clients {
  readonly #surroundings: ClientsSurroundings;
  readonly #stores: ReadonlyMap<ClientStore, WrittenStore>;
  readonly #customers: readonly Customer[];
  readonly #startedAt: number;
  #resolve: Resolve;

  private constructor(options: ClientsOptions, surroundings: ClientsSurroundings, resolve: Resolve) {
    this.#surroundings = surroundings;
    this.#resolve = resolve;
    const now = surroundings.world.clock.now();
    this.#startedAt = now;
    this.#stores = new Map(
      options.stores.map((store) => [
        store,
        { plane: planeOf(options.account, store), ledger: new Ledger(Object.keys(store.members)) },
      ]),
    );
    const streams = seededStreams(options.seed);
    this.#customers = options.services.flatMap((service) =>
      options.clientRegions.map(
        (near) =>
          new Customer(service, near, this.#usedBy(service.stores, near), {
            random: streams(`${service.name} near ${near}`),
            everyMs: options.everySeconds * 1000,
            now,
            entries: options.entries ?? {},
          }),
      ),
    );
    this.#observe();
  }

  static async start(options: ClientsOptions, surroundings: ClientsSurroundings): Promise<Clients> {
    return new Clients(options, surroundings, await surroundings.names());
  }

  /** Makes every request that is due by now, and by when that is done: looking takes time as well. */
  catchUp(): void {
    const { world, asOf } = this.#surroundings;
    const begun = this.#next()?.due ?? 0;
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      const now = world.clock.now();
      if (next.due > now) break;
      if (next.due > begun + FILLED_MS && next.due < now - FILLED_MS) {
        for (const customer of this.#customers) customer.due = Math.max(customer.due, now - FILLED_MS);
        continue;
      }
      const customer = next;
      asOf(customer.due, () => {
        this.#observe();
        customer.act(world, this.#resolve);
      });
    }
    this.#observe();
  }

  /** To be called when records may have changed. */
  async readNames(): Promise<void> {
    this.#resolve = await this.#surroundings.names();
  }

  report(): ClientsReport {
    this.catchUp();
    const now = this.#surroundings.world.clock.now();
    return {
      startedAt: this.#startedAt,
      now,
      services: this.#customers.map((customer) => customer.report()),
      stores: [...this.#stores].map(([store, written]) => this.#storeReport(store, written, now)),
    };
  }

  /** Stores of a service that a customer near that region has data in: those of another home are not theirs. */
  #usedBy(names: readonly string[], near: string): readonly WrittenStore[] {
    return [...this.#stores].flatMap(([store, written]) =>
      names.includes(store.id) && near in store.members ? [written] : [],
    );
  }

  #observe(): void {
    for (const { plane, ledger } of this.#stores.values()) plane.observe(this.#surroundings.world, ledger);
  }

  #next(): Customer | undefined {
    let next: Customer | undefined;
    for (const customer of this.#customers)
      if (next === undefined || customer.due < next.due) next = customer;
    return next;
  }

  #storeReport(store: ClientStore, { plane, ledger }: WrittenStore, now: number): StoreReport {
    const { world } = this.#surroundings;
    const readers = plane.readFrom(world);
    const cutAt = (region: string) => (world.isLost(region) ? (world.regionChangedAt(region) ?? now) : now);
    return {
      store: store.id,
      engine: store.engine,
      acknowledged: ledger.acknowledged,
      found: ledger.found(readers),
      lost: ledger.lost,
      diverged: ledger.diverged,
      late: ledger.missing(readers, cutAt),
      lagSeconds: plane.lagMs(world) / 1000,
      writers: plane.writers,
      fences: plane.fences,
    };
  }
}

function planeOf(account: string, store: ClientStore): DataPlane {
  switch (store.engine) {
    case "aurora-postgresql":
      return new AuroraPlane(account, store);
    case "rds-postgresql":
      return new InstancePlane(account, store);
    case "redis":
      return new DatastorePlane(account, store);
    case "dynamodb":
    case "s3":
      return new CopiesPlane(account, store);
  }
}
