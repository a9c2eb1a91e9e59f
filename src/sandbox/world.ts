import type { Clock } from "../lib/index.ts";
import { ACCOUNT_HEADER, DEFAULT_ACCOUNT } from "./accounts.ts";
import type { AwsCall, AwsReply } from "./call.ts";
import type { Faults } from "./faults.ts";
import type { World } from "./overlay.ts";
import type { PartsSeen } from "./parts.ts";
import { signingNameOf } from "./services.ts";
import type { Upstream } from "./upstream.ts";
import { CALLER_TAGS } from "./userAgent.ts";

/** Milliseconds of a monotonic clock, for durations only. */
export type Timer = () => number;

const ATTEMPTS = 4;

/**
 * The emulator walks through all roles, log groups and the like, and crashes when another is made meanwhile (a
 * dictionary that changes while it is read), before it has done anything: while it looks something up, and in IAM
 * before it writes as well. A large stack meets that now and then; the same call a moment later passes.
 */
function crashedInPassing(call: AwsCall, reply: AwsReply): boolean {
  if (reply.status !== 500) return false;
  if (call.service !== "iam" && !/^(Describe|Get|Head|List)/.test(call.action)) return false;
  return !/not (been|yet) implemented|NotImplementedError/i.test(reply.body.toString());
}

/** The world as one call sees it: it also measures how long the emulator was waited for. */
export class CallWorld implements World {
  readonly clock: Clock;
  readonly #faults: Faults;
  readonly #upstream: Upstream;
  readonly #timer: Timer;
  #forwards = 0;
  #underWay = 0;
  #waitingSince = 0;
  #waitedMs = 0;

  constructor(clock: Clock, faults: Faults, upstream: Upstream, timer: Timer) {
    this.clock = clock;
    this.#faults = faults;
    this.#upstream = upstream;
    this.#timer = timer;
  }

  /** Milliseconds for which at least one request to the emulator was under way. */
  get waitedMs(): number {
    return this.#waitedMs;
  }

  /** Was this very call passed on? */
  get forwarded(): boolean {
    return this.#forwards > 0;
  }

  get parts(): PartsSeen {
    return this.#faults.parts;
  }

  isLost(region: string): boolean {
    return this.#faults.isCutOff(region);
  }

  isGone(region: string): boolean {
    return this.#faults.isGone(region);
  }

  regionChangedAt(region: string): number | undefined {
    return this.#faults.regionChangedAt(region);
  }

  async forward(call: AwsCall): Promise<AwsReply> {
    let reply = await this.#forwardOnce(call);
    for (let attempt = 2; attempt <= ATTEMPTS && crashedInPassing(call, reply); attempt += 1) {
      reply = await this.#forwardOnce(call);
    }
    return reply;
  }

  #forwardOnce(call: AwsCall): Promise<AwsReply> {
    this.#forwards += 1;
    // The default account is left to the emulator, which may know a key that we have not seen being made.
    const headers =
      call.account === DEFAULT_ACCOUNT ? call.headers : { ...call.headers, [ACCOUNT_HEADER]: call.account };
    return this.#send({ method: call.method, target: call.target, headers, body: call.body });
  }

  ask(request: Parameters<World["ask"]>[0]): Promise<AwsReply> {
    const day = new Date(this.clock.now()).toISOString().slice(0, 10).replaceAll("-", "");
    const scope = `${request.account}/${day}/${request.region}/${signingNameOf(request.service)}/aws4_request`;
    const asked = Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
    const headers: Record<string, string> = {
      host: new URL(this.#upstream.endpoint).host,
      "user-agent": CALLER_TAGS.sandbox,
      [ACCOUNT_HEADER]: request.account,
      // Emulators read the scope and leave the signature unchecked.
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=unchecked`,
      ...Object.fromEntries(asked),
    };
    const body = Buffer.from(request.body ?? "", "utf8");
    return this.#send({ method: request.method, target: request.target, headers, body });
  }

  async #send(request: Parameters<Upstream["send"]>[0]): Promise<AwsReply> {
    if (this.#underWay === 0) this.#waitingSince = this.#timer();
    this.#underWay += 1;
    try {
      return await this.#upstream.send(request);
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#waitedMs += this.#timer() - this.#waitingSince;
    }
  }
}
