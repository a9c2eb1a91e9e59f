import { ManualClock } from "../../../lib/index.ts";
import type { AwsCall, AwsReply } from "../../call.ts";
import type { World } from "../../overlay.ts";
import { Parts } from "../../parts.ts";

/** What stands in for the emulator: the region, the action and the body it is sent. */
export type Emulated = (request: {
  readonly region: string;
  readonly action: string;
  readonly body: string;
}) => AwsReply;

/** A world for overlays under test: a clock that stands still, regions that are lost by hand. */
export class FakeWorld implements World {
  readonly clock = new ManualClock(Date.UTC(2026, 0, 1));
  readonly parts = new Parts(this.clock);
  /** Every request that reached the emulator, `region action`. */
  readonly reached: string[] = [];
  readonly #emulated: Emulated;
  readonly #lost = new Set<string>();
  readonly #partitioned = new Set<string>();
  readonly #changedAt = new Map<string, number>();

  constructor(emulated: Emulated) {
    this.#emulated = emulated;
  }

  lose(region: string): void {
    this.#lost.add(region);
    this.#changedAt.set(region, this.clock.now());
  }

  /** Out of the others' reach, and running. */
  partition(region: string): void {
    this.lose(region);
    this.#partitioned.add(region);
  }

  restore(region: string): void {
    this.#lost.delete(region);
    this.#partitioned.delete(region);
    this.#changedAt.set(region, this.clock.now());
  }

  isLost(region: string): boolean {
    return this.#lost.has(region);
  }

  isGone(region: string): boolean {
    return this.#lost.has(region) && !this.#partitioned.has(region);
  }

  regionChangedAt(region: string): number | undefined {
    return this.#changedAt.get(region);
  }

  async forward(call: AwsCall): Promise<AwsReply> {
    return this.#reach(call.signedRegion, call.action, call.body.toString());
  }

  async ask(request: Parameters<World["ask"]>[0]): Promise<AwsReply> {
    const body = request.body ?? "";
    const target = request.headers?.["x-amz-target"];
    const action = target?.split(".")[1] ?? new URLSearchParams(body).get("Action") ?? "";
    return this.#reach(request.region, action, body);
  }

  #reach(region: string, action: string, body: string): AwsReply {
    this.reached.push(`${region} ${action}`);
    return this.#emulated({ region, action, body });
  }
}

let calls = 0;

function callOf(service: string, region: string, action: string, body: string): AwsCall {
  calls += 1;
  return {
    id: calls,
    at: 0,
    account: "123456789012",
    service,
    signedRegion: region,
    homeRegion: region,
    global: false,
    action,
    caller: "other",
    method: "POST",
    target: "/",
    headers: {},
    body: Buffer.from(body),
  };
}

export function queryCall(
  service: string,
  region: string,
  action: string,
  parameters: Readonly<Record<string, string>> = {},
): AwsCall {
  return callOf(service, region, action, new URLSearchParams({ Action: action, ...parameters }).toString());
}

export function jsonCall(service: string, region: string, action: string, body: unknown): AwsCall {
  return callOf(service, region, action, JSON.stringify(body));
}
