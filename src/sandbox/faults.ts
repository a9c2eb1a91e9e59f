import type { Clock } from "../lib/index.ts";
import type { AwsCall } from "./call.ts";
import { neededRegion } from "./homes.ts";

/** Which calls a fault strikes. A field left out fits every call. */
export interface FaultMatch {
  /** Calls that this region answers, and those that need it beside the region that answers them. */
  readonly region?: string;
  readonly service?: string;
  readonly action?: string;
}

/** What a stricken call meets. `reset`: the connection is torn down before any answer. */
export type FaultEffect = { readonly kind: "reset" };

export interface FaultRule {
  readonly id: string;
  readonly match: FaultMatch;
  readonly effect: FaultEffect;
}

/**
 * The faults that are in force. A fault is data: what it strikes and what is met. "Region gone" is the
 * rule that resets every call that the region answers, global services included with their home, and
 * every call that cannot do without it.
 */
export class Faults {
  readonly #clock: Clock;
  readonly #rules = new Map<string, FaultRule>();
  readonly #changedAt = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  set(rule: FaultRule): void {
    this.#rules.set(rule.id, rule);
  }

  clear(id: string): void {
    this.#rules.delete(id);
  }

  /** Losing a region twice leaves the time of the first loss. */
  loseRegion(region: string): void {
    if (this.isLost(region)) return;
    this.set({ id: goneId(region), match: { region }, effect: { kind: "reset" } });
    this.#changedAt.set(region, this.#clock.now());
  }

  restoreRegion(region: string): void {
    if (!this.isLost(region)) return;
    this.clear(goneId(region));
    this.#changedAt.set(region, this.#clock.now());
  }

  isLost(region: string): boolean {
    return this.#rules.has(goneId(region));
  }

  regionChangedAt(region: string): number | undefined {
    return this.#changedAt.get(region);
  }

  /** In the order in which they were lost. */
  lostRegions(): readonly string[] {
    return [...this.#changedAt.keys()].filter((region) => this.isLost(region));
  }

  /** The first rule that strikes the call. */
  strike(call: AwsCall): FaultRule | undefined {
    for (const rule of this.#rules.values()) if (fits(rule.match, call)) return rule;
    return undefined;
  }
}

function goneId(region: string): string {
  return `region-gone:${region}`;
}

function fits(match: FaultMatch, call: AwsCall): boolean {
  return (
    (match.region === undefined || match.region === call.homeRegion || match.region === neededRegion(call)) &&
    (match.service === undefined || match.service === call.service) &&
    (match.action === undefined || match.action === call.action)
  );
}
