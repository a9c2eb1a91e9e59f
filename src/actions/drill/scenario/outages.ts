import type { Sandbox } from "../../../sandbox/index.ts";
import { callSummary, type Span } from "../../rehearse/summaries.ts";
import type { DrillRecord } from "../record.ts";

/** The times in which regions were away, as spans of the call log: what the runbooks asked of them then. */
export class Outages {
  readonly #sandbox: Sandbox;
  readonly #open = new Map<string, number>();
  readonly #closed: (Span & { readonly region: string })[] = [];
  #first: number | undefined;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  /** Was any region away? */
  get any(): boolean {
    return this.#open.size + this.#closed.length > 0;
  }

  /** To be called right before the region is taken. */
  async begin(region: string): Promise<void> {
    const { calls } = await this.#sandbox.status();
    this.#first ??= calls;
    this.#open.set(region, calls);
  }

  /** To be called right before it is given back; does nothing for one that is there. */
  async end(region: string): Promise<void> {
    const after = this.#open.get(region);
    if (after === undefined) return;
    this.#open.delete(region);
    this.#closed.push({ region, after, upTo: (await this.#sandbox.status()).calls });
  }

  /** Calls of the runbooks from the first loss of a region on, and those that needed a region while it was away. */
  async calls(): Promise<NonNullable<DrillRecord["calls"]>> {
    const upTo = (await this.#sandbox.status()).calls;
    const all = await callSummary(this.#sandbox, "none", { after: this.#first ?? 0, upTo });
    let toLostRegion = 0;
    let toFallenControlPlanes = 0;
    for (const { region, ...span } of this.#closed) {
      const summary = await callSummary(this.#sandbox, region, span);
      toLostRegion += summary.toLostRegion;
      toFallenControlPlanes += summary.toFallenControlPlanes;
    }
    return { byFailover: all.byFailover, toLostRegion, toFallenControlPlanes };
  }
}
