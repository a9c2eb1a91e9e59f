import { regionOfBalancer } from "../overlays/index.ts";
import type { DnsAnswer, DnsQuestion } from "../sandbox.ts";

/** Answers as the records say now; the records were read once, health follows the clock. */
export type Resolve = (question: DnsQuestion) => DnsAnswer;

/** Where a client's requests arrive, or why they arrive nowhere. */
export type Led = { readonly region: string } | { readonly refused: string };

/** A client's resolver: it asks again when an answer's time is over, and not before. */
export class ClientResolver {
  readonly #near: string;
  readonly #answers = new Map<string, { readonly led: Led; readonly until: number }>();

  constructor(near: string) {
    this.#near = near;
  }

  lead(host: string, now: number, resolve: Resolve): Led {
    const known = this.#answers.get(host);
    if (known !== undefined && now < known.until) return known.led;
    const answer = resolve({ name: host, type: "A", clientRegion: this.#near });
    // Behind CloudFront, what counts is the region that its edge near the client is led to.
    const { answers, ttlSeconds } = answer.origin ?? answer;
    const [first] = answers;
    const region = first === undefined ? undefined : regionOfBalancer(first);
    const led: Led =
      region !== undefined
        ? { region }
        : { refused: `${host} ${first === undefined ? "does not answer" : "leads to no load balancer"}` };
    this.#answers.set(host, { led, until: now + ttlSeconds * 1000 });
    return led;
  }
}
