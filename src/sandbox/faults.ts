import { neededRegion, type Plane, planeOf } from "../aws/index.ts";
import type { Clock } from "../lib/index.ts";
import type { AwsCall, Caller } from "./call.ts";
import { type LostPart, Parts, partId } from "./parts.ts";
import { insideRegion } from "./userAgent.ts";

/**
 * What can happen to a whole region. `gone`: nothing in it answers. `control-plane-gone`: nothing can be made or
 * changed, what runs goes on. `partitioned`: cut off from the other regions; clients inside it and those that reach
 * it over the internet go on, so both sides are written to.
 */
export const REGION_FAULTS = ["gone", "control-plane-gone", "partitioned"] as const;
export type RegionFault = (typeof REGION_FAULTS)[number];

/** Which calls a fault strikes. A field left out fits every call. */
export interface FaultMatch {
  /** Calls that this region answers, and those that need it beside the region that answers them. */
  readonly region?: string;
  readonly service?: string;
  readonly action?: string;
  readonly plane?: Plane;
  /** Only calls by somebody who is not in this region. */
  readonly fromOutside?: string;
  /** All calls but those of this caller: who only looks at what becomes of others must not be struck. */
  readonly sparing?: Caller;
}

/**
 * What a stricken call meets. `reset`: the connection is torn down before any answer. `hang`: no answer, until the
 * client gives up or so many seconds are over and the connection is torn down. `throttle`: the service's own word for
 * too many requests. `error`: an error of the service's side, or the one that is given. `delay`: its answer, so much later in
 * real time.
 */
export type FaultEffect =
  | { readonly kind: "reset" }
  | { readonly kind: "hang"; readonly seconds: number }
  | { readonly kind: "delay"; readonly seconds: number }
  | { readonly kind: "throttle" }
  | { readonly kind: "error"; readonly status: number; readonly code: string };

export interface FaultRule {
  readonly id: string;
  readonly match: FaultMatch;
  readonly effect: FaultEffect;
  /** Calls that are still to be struck; without it, all. */
  readonly times?: number;
}

const EFFECT: Readonly<Record<RegionFault, (region: string) => FaultMatch>> = {
  gone: (region) => ({ region }),
  "control-plane-gone": (region) => ({ region, plane: "control" }),
  partitioned: (region) => ({ region, fromOutside: region }),
};

/**
 * The faults that are in force. A fault is data: what it strikes and what is met. "Region gone" is the
 * rule that resets every call that the region answers, global services included with their home, and
 * every call that cannot do without it.
 */
export class Faults {
  readonly #clock: Clock;
  readonly parts: Parts;
  readonly #rules = new Map<string, FaultRule>();
  readonly #regions = new Map<string, RegionFault>();
  readonly #changedAt = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.parts = new Parts(clock);
  }

  set(rule: FaultRule): void {
    this.#rules.set(rule.id, rule);
  }

  /** False when there is none of that id. */
  clear(id: string): boolean {
    return this.#rules.delete(id);
  }

  list(): readonly FaultRule[] {
    return [...this.#rules.values()];
  }

  /** Losing a region twice in the same way leaves the time of the first loss; another way takes its place. */
  loseRegion(region: string, fault: RegionFault = "gone"): void {
    const before = this.#regions.get(region);
    if (before === fault) return;
    const wasCutOff = this.isCutOff(region);
    this.#regions.set(region, fault);
    this.set({ id: regionId(region), match: EFFECT[fault](region), effect: { kind: "reset" } });
    if (wasCutOff !== this.isCutOff(region)) this.#changedAt.set(region, this.#clock.now());
  }

  restoreRegion(region: string): void {
    const wasCutOff = this.isCutOff(region);
    this.#regions.delete(region);
    this.clear(regionId(region));
    if (wasCutOff) this.#changedAt.set(region, this.#clock.now());
  }

  /** What has an API of its own answers it with an error meanwhile. */
  losePart(part: LostPart): void {
    this.parts.lose(part);
    if (part.kind !== "service" || part.api === undefined) return;
    const match = { region: part.region, service: part.api };
    this.set({ id: partId(part), match, effect: { kind: "error", status: 503, code: "ServiceUnavailable" } });
  }

  /** False when it was not lost. */
  restorePart(part: LostPart): boolean {
    this.clear(partId(part));
    return this.parts.restore(part);
  }

  /** Does nothing in the region run? */
  isGone(region: string): boolean {
    return this.#regions.get(region) === "gone";
  }

  /** Is the region out of the others' reach, and they out of its: gone or partitioned? */
  isCutOff(region: string): boolean {
    const fault = this.#regions.get(region);
    return fault === "gone" || fault === "partitioned";
  }

  regionChangedAt(region: string): number | undefined {
    return this.#changedAt.get(region);
  }

  /** Regions with a fault, in the order in which they got it. */
  regions(): readonly { readonly region: string; readonly fault: RegionFault }[] {
    return [...this.#regions].map(([region, fault]) => ({ region, fault }));
  }

  /** By how much the answer to the call comes later. It may be struck beside that. */
  delayMs(call: AwsCall): number {
    let seconds = 0;
    for (const rule of this.#rules.values()) {
      if (rule.effect.kind !== "delay" || !fits(rule.match, call)) continue;
      seconds += rule.effect.seconds;
      if (rule.times !== undefined) this.#count(rule, rule.times);
    }
    return seconds * 1000;
  }

  /** The first rule that strikes the call. */
  strike(call: AwsCall): FaultRule | undefined {
    for (const rule of this.#rules.values()) {
      if (rule.effect.kind === "delay" || !fits(rule.match, call)) continue;
      if (rule.times !== undefined) this.#count(rule, rule.times);
      return rule;
    }
    return undefined;
  }

  #count(rule: FaultRule, times: number): void {
    if (times <= 1) this.#rules.delete(rule.id);
    else this.#rules.set(rule.id, { ...rule, times: times - 1 });
  }
}

function regionId(region: string): string {
  return `region:${region}`;
}

function fits(match: FaultMatch, call: AwsCall): boolean {
  return (
    (match.region === undefined || match.region === call.homeRegion || match.region === neededRegion(call)) &&
    (match.service === undefined || match.service === call.service) &&
    (match.action === undefined || match.action === call.action) &&
    (match.plane === undefined || match.plane === planeOf(call)) &&
    (match.fromOutside === undefined || match.fromOutside !== insideRegion(call.headers)) &&
    (match.sparing === undefined || match.sparing !== call.caller)
  );
}
