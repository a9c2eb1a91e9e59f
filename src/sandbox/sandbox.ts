import type { Caller, CallRecord } from "./call.ts";
import type { ClientsOptions, ClientsReport } from "./clients/model.ts";
import type { FaultRule, RegionFault } from "./faults.ts";
import type { LostPart } from "./parts.ts";

export interface DnsQuestion {
  /** Fully qualified, without the final dot. */
  readonly name: string;
  readonly type: "A" | "CNAME";
  /** AWS region nearest to the client who asks. */
  readonly clientRegion: string;
}

/** What the zone would answer now, and why. Modelled from the records and health checks in the emulated Route 53. */
export interface DnsAnswer {
  readonly question: DnsQuestion;
  /** Names or addresses at the end of the alias chain; empty when nothing answers. */
  readonly answers: readonly string[];
  /** Set identifier of the record that was chosen at the first level, if it has one. */
  readonly chosen: string | undefined;
  /** Records passed over, each with the reason. */
  readonly passedOver: readonly { readonly record: string; readonly reason: string }[];
  readonly ttlSeconds: number;
  /** Ids of the zones whose addresses the load balancer's name is answered without, because of a zonal shift. Absent: none. */
  readonly withoutZones?: readonly string[];
  /**
   * Where the answer is a CloudFront distribution that serves the name: what its edge near the client
   * would be answered for the origin of its default behaviour. With no answers when it would serve nothing.
   */
  readonly origin?: DnsAnswer;
}

export interface SandboxStatus {
  readonly endpoint: string;
  readonly pid: number;
  readonly startedAt: string;
  /** Sandbox clock, ISO 8601. Ahead of real time by what it was advanced. */
  readonly now: string;
  readonly emulator: {
    readonly kind: "moto" | "endpoint";
    readonly endpoint: string;
    readonly alive: boolean;
  };
  /** Regions that are gone, partitioned or without their control plane. */
  readonly lostRegions: readonly string[];
  /** Parts of regions that are up. */
  readonly lostParts: readonly LostPart[];
  readonly calls: number;
  readonly overlays: readonly {
    readonly name: string;
    readonly service: string;
    readonly grade: string;
    readonly models: string;
  }[];
  readonly refusals: readonly {
    readonly id: string;
    readonly service: string;
    readonly rule: string;
    readonly source: string;
  }[];
  /** The gateway's own time a call, milliseconds. */
  readonly ownMs: { readonly p50: number; readonly p95: number };
}

export interface CallFilter {
  /** Only calls with a larger id. */
  readonly after?: number;
  readonly region?: string;
  readonly service?: string;
  readonly caller?: Caller;
  /** The last n of those that fit. */
  readonly last?: number;
}

/** An AWS to rehearse on, spoken to over loopback whether it runs in this process or in another. */
export interface Sandbox {
  readonly endpoint: string;
  status(): Promise<SandboxStatus>;
  calls(filter?: CallFilter): Promise<readonly CallRecord[]>;
  /** By default the fault "region gone": every call whose home is the region is refused at the connection. */
  loseRegion(region: string, fault?: RegionFault): Promise<void>;
  restoreRegion(region: string): Promise<void>;
  /** Takes a part of a region that stays up: a zone, a database instance, a service. */
  losePart(part: LostPart): Promise<void>;
  /** False when it was not lost. */
  restorePart(part: LostPart): Promise<boolean>;
  /** Strikes calls by region, service or action. One of the same id takes its place. */
  setFault(rule: FaultRule): Promise<void>;
  /** False when there is none of that id. */
  clearFault(id: string): Promise<boolean>;
  /** All faults in force, those of regions among them. */
  faults(): Promise<readonly FaultRule[]>;
  /** Moves the sandbox clock forward: health checks and replication lag follow it. */
  advanceClock(seconds: number): Promise<void>;
  resolveName(question: DnsQuestion): Promise<DnsAnswer>;
  /** Lets simulated customers begin; those before them end. */
  startClients(options: ClientsOptions): Promise<void>;
  /** What the customers have seen until now; undefined while there are none. */
  clients(): Promise<ClientsReport | undefined>;
  stopClients(): Promise<void>;
}
