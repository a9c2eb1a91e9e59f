import type { Clock } from "../lib/index.ts";
import type { ClientStore } from "./clients/model.ts";

/** Part of a region that is lost while the region itself is up. */
export type LostPart =
  /** All that is in a zone, by its name: `us-east-1a`. */
  | { readonly kind: "zone"; readonly region: string; readonly zone: string }
  /**
   * A database instance: a member of a cluster, or one of its own. With a zone it is lost as long as it stands there: a
   * Multi-AZ instance keeps its name in the other.
   */
  | {
      readonly kind: "instance";
      readonly region: string;
      readonly identifier: string;
      readonly zone?: string;
    }
  /** A service of AWS: its API, the stores that are kept in it, or the region's way in. */
  | {
      readonly kind: "service";
      readonly region: string;
      readonly service: string;
      /** As AWS calls it in requests; absent for what has no API of its own. */
      readonly api?: string;
      readonly engines: readonly ClientStore["engine"][];
      /** Whether nobody enters the region without it. */
      readonly entry: boolean;
    };

/** Unique text of a part. */
export function partId(part: LostPart): string {
  switch (part.kind) {
    case "zone":
      return `zone:${part.zone}`;
    case "instance":
      return `instance:${part.region}:${part.identifier}`;
    case "service":
      return `service:${part.region}:${part.service}`;
  }
}

/** What overlays and simulated customers ask. */
export interface PartsSeen {
  zoneIsLost(zone: string): boolean;
  /** By itself or with its zone. */
  instanceIsLost(instance: {
    readonly region: string;
    readonly identifier: string;
    readonly zone?: string | undefined;
  }): boolean;
  /** Since when it is lost, milliseconds on the sandbox's clock; undefined while it is not. */
  instanceLostSince(instance: Parameters<PartsSeen["instanceIsLost"]>[0]): number | undefined;
  /** Whether stores of that engine do not answer in the region. */
  engineIsLost(region: string, engine: ClientStore["engine"]): string | undefined;
  /** Without what nobody enters the region now. */
  entryIsLost(region: string): string | undefined;
}

/** Parts of regions that are lost now. */
export class Parts implements PartsSeen {
  readonly #clock: Clock;
  readonly #lost = new Map<string, { readonly part: LostPart; readonly at: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Losing one twice leaves the time of the first loss. */
  lose(part: LostPart): void {
    const id = partId(part);
    if (!this.#lost.has(id)) this.#lost.set(id, { part, at: this.#clock.now() });
  }

  /** False when it was not lost. */
  restore(part: LostPart): boolean {
    return this.#lost.delete(partId(part));
  }

  list(): readonly LostPart[] {
    return [...this.#lost.values()].map(({ part }) => part);
  }

  zoneIsLost(zone: string): boolean {
    return this.#lost.has(`zone:${zone}`);
  }

  instanceIsLost(instance: Parameters<PartsSeen["instanceIsLost"]>[0]): boolean {
    return this.instanceLostSince(instance) !== undefined;
  }

  instanceLostSince({ region, identifier, zone }: Parameters<PartsSeen["instanceIsLost"]>[0]) {
    const ofZone = zone === undefined ? undefined : this.#lost.get(`zone:${zone}`)?.at;
    const own = this.#lost.get(`instance:${region}:${identifier}`);
    const stands =
      own?.part.kind === "instance" &&
      (own.part.zone === undefined || zone === undefined || own.part.zone === zone);
    const moments = [ofZone, stands ? own.at : undefined].filter((at) => at !== undefined);
    return moments.length === 0 ? undefined : Math.min(...moments);
  }

  engineIsLost(region: string, engine: ClientStore["engine"]): string | undefined {
    return this.#service(region, ({ engines }) => engines.includes(engine));
  }

  entryIsLost(region: string): string | undefined {
    return this.#service(region, ({ entry }) => entry);
  }

  #service(
    region: string,
    fits: (part: Extract<LostPart, { kind: "service" }>) => boolean,
  ): string | undefined {
    for (const { part } of this.#lost.values())
      if (part.kind === "service" && part.region === region && fits(part)) return part.service;
    return undefined;
  }
}
