import type { RandomSource } from "../../lib/index.ts";
import type { World } from "../overlay.ts";
import { zonesLeftBy } from "../overlays/zonalshift/index.ts";
import type { DataPlane } from "./dataPlane.ts";
import type { Ledger } from "./ledger.ts";
import type { ClientService, RegionEntry, ServiceReport, Unserved } from "./model.ts";
import { ClientResolver, type Resolve } from "./names.ts";

/** A store under clients: who takes its writes, and which of them stand where. */
export interface WrittenStore {
  readonly plane: DataPlane;
  readonly ledger: Ledger;
}

/** One client of one service: it resolves the service's name, and each of its requests writes to each of its stores. */
export class Customer {
  readonly #service: ClientService;
  readonly #near: string;
  readonly #stores: readonly WrittenStore[];
  readonly #random: RandomSource;
  readonly #everyMs: number;
  readonly #resolver: ClientResolver;
  readonly #unserved: { readonly from: number; to?: number; readonly why: Set<string> }[] = [];
  readonly #entries: Readonly<Record<string, RegionEntry>>;
  #requests = 0;
  #served = 0;
  /** When it makes its next request. */
  due: number;

  constructor(
    service: ClientService,
    near: string,
    stores: readonly WrittenStore[],
    {
      random,
      everyMs,
      now,
      entries,
    }: {
      readonly random: RandomSource;
      readonly everyMs: number;
      readonly now: number;
      readonly entries: Readonly<Record<string, RegionEntry>>;
    },
  ) {
    this.#service = service;
    this.#near = near;
    this.#stores = stores;
    this.#random = random;
    this.#everyMs = everyMs;
    this.#entries = entries;
    this.#resolver = new ClientResolver(near);
    this.due = now + this.#pause();
  }

  /** One request. It is served when every store took its write. */
  act(world: World, resolve: Resolve): void {
    const now = world.clock.now();
    const refusals = this.#request(world, resolve, now);
    this.#requests += 1;
    const open = this.#unserved.at(-1);
    if (refusals.length === 0) {
      this.#served += 1;
      if (open !== undefined && open.to === undefined) open.to = now;
    } else if (open === undefined || open.to !== undefined) {
      this.#unserved.push({ from: now, why: new Set(refusals) });
    } else for (const refusal of refusals) open.why.add(refusal);
    this.due = now + this.#pause();
  }

  report(): ServiceReport {
    return {
      service: this.#service.name,
      near: this.#near,
      requests: this.#requests,
      served: this.#served,
      unserved: this.#unserved.map(({ from, to, why }): Unserved => {
        return { from, ...(to === undefined ? {} : { to }), why: [...why] };
      }),
    };
  }

  #request(world: World, resolve: Resolve, now: number): readonly string[] {
    const { host } = this.#service;
    const led = host === undefined ? { region: this.#near } : this.#resolver.lead(host, now, resolve);
    if ("refused" in led) return [led.refused];
    // A partitioned region is reached over the internet as before.
    if (world.isGone(led.region))
      return [`${host ?? this.#service.name} leads to ${led.region}, which does not answer`];
    const missed = world.parts.entryIsLost(led.region);
    if (missed !== undefined) return [`nobody enters ${led.region} without its ${missed}`];
    const zone = this.#zoneIn(world, led.region);
    if (zone !== undefined && world.parts.zoneIsLost(zone)) return [`${zone} does not answer`];
    return this.#stores.flatMap(({ plane, ledger }) => {
      const written = plane.write(world, led.region);
      if ("refused" in written) return [written.refused];
      if (written.astrayFrom === undefined) ledger.acknowledge(written.region, now);
      else ledger.acknowledgeAstray(written.region, now, written.astrayFrom);
      return [];
    });
  }

  /** One of the zones that the region's load balancer is reached in now; undefined for a region entered as a whole. */
  #zoneIn(world: World, region: string): string | undefined {
    const entry = this.#entries[region];
    if (entry === undefined) return undefined;
    const left = entry.balancer === undefined ? [] : zonesLeftBy(world, entry.balancer);
    const zones = Object.entries(entry.zones).flatMap(([name, id]) => (left.includes(id) ? [] : [name]));
    return zones[Math.floor((this.#random.bits() / 2 ** 32) * zones.length)];
  }

  /** From half the mean to one and a half times it, whole milliseconds. */
  #pause(): number {
    const share = this.#random.bits() / 2 ** 32;
    return Math.max(1, Math.round(this.#everyMs * (0.5 + share)));
  }
}
