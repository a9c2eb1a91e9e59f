import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { TriremeError } from "../lib/index.ts";
import { AccountBook } from "./accounts.ts";
import { answer, byService } from "./answer.ts";
import type { AwsCall, Outcome } from "./call.ts";
import { CallLog } from "./callLog.ts";
import { Clients, type ClientsOptions, type ClientsReport, type Resolve } from "./clients/index.ts";
import { CONTROL_PREFIX, control } from "./control.ts";
import { faultReply } from "./faultReply.ts";
import { type FaultRule, Faults, type RegionFault } from "./faults.ts";
import { readRequest, writeReply } from "./http.ts";
import { identify } from "./identify.ts";
import type { Overlay, Refusal, World } from "./overlay.ts";
import type { LostPart } from "./parts.ts";
import type { DnsAnswer, DnsQuestion, Sandbox, SandboxStatus } from "./sandbox.ts";
import type { SandboxClock } from "./sandboxClock.ts";
import { Upstream } from "./upstream.ts";
import { CallWorld, type Timer } from "./world.ts";

/** Reads the records; the answers then follow the clock. */
export type NamesNow = (world: World) => Promise<Resolve>;
export type ResolveName = (world: World, question: DnsQuestion) => Promise<DnsAnswer>;

export interface GatewayOptions {
  /** Plain http endpoint of the emulator. */
  readonly emulator: string;
  /** What stands there. @default "endpoint" */
  readonly emulatorKind?: SandboxStatus["emulator"]["kind"];
  readonly overlays: readonly Overlay[];
  readonly refusals: readonly Refusal[];
  readonly clock: SandboxClock;
  /** Says what DNS would answer; without it the question is refused. */
  readonly resolveName?: ResolveName;
  /** The same for simulated customers; without it there can be none. */
  readonly namesNow?: NamesNow;
  /** Port on 127.0.0.1. @default a free one */
  readonly port?: number;
  /** File for the call log, JSON lines. @default memory only */
  readonly logFile?: string;
  /** Milliseconds for durations. @default performance.now */
  readonly timer?: Timer;
}

/** The gateway of this process, steered directly. */
export interface Gateway extends Sandbox {
  close(): Promise<void>;
}

/** Idle connections of clients stay open longer than any pause between two of their calls. */
const KEEP_ALIVE_MS = 120_000;

/**
 * Starts the gateway on 127.0.0.1. Throws `port-in-use` when the port that was asked for is taken.
 * For each call: identify it, strike it with a fault, refuse it, answer it from an overlay, or pass it
 * on; and record how it ended.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const running = new RunningGateway(options);
  await running.listen(options.port ?? 0, options.logFile);
  return running;
}

class RunningGateway implements Gateway {
  readonly #options: GatewayOptions;
  readonly #timer: Timer;
  readonly #upstream: Upstream;
  readonly #server: Server;
  readonly #log = new CallLog();
  readonly #accounts = new AccountBook();
  readonly #faults: Faults;
  readonly #answerers: ReturnType<typeof byService>;
  readonly #startedAt: number;
  #clients: Clients | undefined;
  #arrivals = 0;
  #endpoint = "";

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#timer = options.timer ?? (() => performance.now());
    this.#upstream = new Upstream(options.emulator);
    this.#faults = new Faults(options.clock);
    this.#answerers = byService(options.overlays, options.refusals);
    this.#startedAt = options.clock.now();
    this.#server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (incoming, outgoing) => {
      this.#handle(incoming, outgoing).catch((error: Error) => outgoing.destroy(error));
    });
  }

  get endpoint(): string {
    return this.#endpoint;
  }

  async listen(port: number, logFile: string | undefined): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, port)));
      this.#server.listen(port, "127.0.0.1", resolve);
    });
    this.#endpoint = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    if (logFile !== undefined) await this.#log.writeTo(logFile);
  }

  async status(): Promise<SandboxStatus> {
    const { clock, overlays, refusals } = this.#options;
    return {
      endpoint: this.#endpoint,
      pid: process.pid,
      startedAt: new Date(this.#startedAt).toISOString(),
      now: new Date(clock.now()).toISOString(),
      emulator: {
        kind: this.#options.emulatorKind ?? "endpoint",
        endpoint: this.#upstream.endpoint,
        alive: await this.#upstream.alive(),
      },
      lostRegions: this.#faults.regions().map(({ region }) => region),
      lostParts: this.#faults.parts.list(),
      calls: this.#log.count,
      overlays: overlays.map(({ name, service, grade, models }) => ({ name, service, grade, models })),
      refusals: refusals.map(({ id, service, rule, source }) => ({ id, service, rule, source })),
      ownMs: this.#log.ownMs(),
    };
  }

  async calls(filter: Parameters<Sandbox["calls"]>[0] = {}): ReturnType<Sandbox["calls"]> {
    return this.#log.calls(filter);
  }

  async loseRegion(region: string, fault?: RegionFault): Promise<void> {
    this.#clients?.catchUp();
    this.#faults.loseRegion(region, fault);
  }

  async restoreRegion(region: string): Promise<void> {
    this.#clients?.catchUp();
    this.#faults.restoreRegion(region);
  }

  async losePart(part: LostPart): Promise<void> {
    this.#clients?.catchUp();
    this.#faults.losePart(part);
  }

  async restorePart(part: LostPart): Promise<boolean> {
    this.#clients?.catchUp();
    return this.#faults.restorePart(part);
  }

  async setFault(rule: FaultRule): Promise<void> {
    this.#faults.set(rule);
  }

  async clearFault(id: string): Promise<boolean> {
    return this.#faults.clear(id);
  }

  async faults(): Promise<readonly FaultRule[]> {
    return this.#faults.list();
  }

  async advanceClock(seconds: number): Promise<void> {
    this.#options.clock.advance(seconds);
  }

  async resolveName(question: DnsQuestion): Promise<DnsAnswer> {
    if (this.#options.resolveName === undefined) throw dnsNotModelled();
    return this.#options.resolveName(this.#world(), question);
  }

  async startClients(options: ClientsOptions): Promise<void> {
    const { clock, namesNow } = this.#options;
    if (namesNow === undefined) throw dnsNotModelled();
    const world = this.#world();
    this.#clients = await Clients.start(options, {
      world,
      asOf: (moment, look) => clock.asOf(moment, look),
      names: () => namesNow(world),
    });
  }

  async clients(): Promise<ClientsReport | undefined> {
    return this.#clients?.report();
  }

  async stopClients(): Promise<void> {
    this.#clients = undefined;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
    this.#upstream.close();
    await this.#log.close();
  }

  async #handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const arrivedAt = this.#timer();
    const request = await readRequest(incoming, outgoing);
    if (request === undefined) return;
    if (request.target.startsWith(CONTROL_PREFIX)) {
      writeReply(outgoing, request.method, await control(request, this));
      return;
    }
    const bodyMs = this.#timer() - arrivedAt;
    this.#arrivals += 1;
    const call = identify(request, this.#accounts, this.#arrivals, this.#options.clock.now());
    // What customers did until now was done in the world as it was before this call.
    this.#clients?.catchUp();
    const delayMs = this.#faults.delayMs(call);
    // Nothing of it is our own time.
    if (delayMs > 0) await sleep(delayMs, undefined, { ref: false });
    const fault = this.#faults.strike(call);
    if (fault !== undefined) {
      const reply = faultReply(call, fault.effect);
      this.#record(call, "faulted", reply?.status ?? 0, arrivedAt, bodyMs + delayMs);
      if (reply !== undefined) writeReply(outgoing, call.method, reply);
      else if (fault.effect.kind === "hang") hang(incoming, fault.effect.seconds);
      else incoming.socket.resetAndDestroy();
      return;
    }
    const world = this.#world();
    const { outcome, reply } = await answer(call, world, this.#answerers);
    this.#accounts.learn(call, reply);
    if (changesNames(call)) await this.#clients?.readNames();
    writeReply(outgoing, call.method, reply);
    this.#record(call, outcome, reply.status, arrivedAt, bodyMs + delayMs + world.waitedMs);
  }

  #world(): CallWorld {
    return new CallWorld(this.#options.clock, this.#faults, this.#upstream, this.#timer);
  }

  /** `othersMs`: what the client took to send its body and the emulator to answer. */
  #record(call: AwsCall, outcome: Outcome, status: number, arrivedAt: number, othersMs: number): void {
    const totalMs = this.#timer() - arrivedAt;
    this.#log.append({
      time: new Date(call.at).toISOString(),
      account: call.account,
      service: call.service,
      action: call.action,
      signedRegion: call.signedRegion,
      homeRegion: call.homeRegion,
      global: call.global,
      caller: call.caller,
      outcome,
      status,
      ownMs: rounded(Math.max(0, totalMs - othersMs)),
      totalMs: rounded(totalMs),
    });
  }
}

function dnsNotModelled(): TriremeError {
  return new TriremeError("This sandbox does not model DNS", {
    code: "dns-not-modelled",
    fault: "environment",
  });
}

/** Leaves the client without an answer: until it gives up, the time is over or the gateway closes. */
function hang(incoming: IncomingMessage, seconds: number): void {
  const timer = setTimeout(() => incoming.socket.resetAndDestroy(), seconds * 1000);
  timer.unref();
  incoming.socket.once("close", () => clearTimeout(timer));
}

/** Records and distributions are what names lead through. */
function changesNames({ service, action }: AwsCall): boolean {
  return (service === "route53" || service === "cloudfront") && !/^(Get|List|Test)/.test(action);
}

/** To the microsecond: more digits would only lengthen the log. */
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

function listenError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== "EADDRINUSE") return error;
  return new TriremeError(`Port ${port} on 127.0.0.1 is in use`, {
    code: "port-in-use",
    fault: "environment",
    fix: "Name another port, or none to take a free one.",
    cause: error,
  });
}
