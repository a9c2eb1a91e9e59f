import type { Clock, Grade } from "../lib/index.ts";
import type { AwsCall, AwsReply } from "./call.ts";
import type { PartsSeen } from "./parts.ts";

/** What an overlay and a refusal may look at and do. */
export interface World {
  readonly clock: Clock;
  /** Is the region out of the others' reach, gone or partitioned? Nothing is replicated then. */
  isLost(region: string): boolean;
  /** Does nothing in the region run? In a partition it goes on, for those who are inside or come by the internet. */
  isGone(region: string): boolean;
  /** When the region was last lost or given back in the sense of `isLost`, milliseconds on `clock`; undefined if never. */
  regionChangedAt(region: string): number | undefined;
  /** What of a region is lost while the region is up. */
  readonly parts: PartsSeen;
  /** Passes a call to the emulator behind the gateway, unrecorded. */
  forward(call: AwsCall): Promise<AwsReply>;
  /**
   * A call of the sandbox's own, straight to the emulator, unrecorded and untouched by faults:
   * to look at the emulated world, or to carry a replica's write.
   */
  ask(request: {
    readonly account: string;
    readonly service: string;
    readonly region: string;
    readonly method: string;
    readonly target: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  }): Promise<AwsReply>;
}

/** What the emulator lacks or gets wrong in one service, answered by us. */
export interface Overlay {
  readonly name: string;
  /** Service as in `AwsCall.service`. */
  readonly service: string;
  readonly grade: Grade;
  /** One sentence: what it answers, and what it leaves out. */
  readonly models: string;
  /** The answer, or undefined to leave the call to the next overlay and at last to the emulator. */
  handle(call: AwsCall, world: World): Promise<AwsReply | undefined>;
}

/** Something that AWS documents it rejects and the emulator lets through. */
export interface Refusal {
  /** Stable: `rds-managed-password-in-global-cluster`. */
  readonly id: string;
  readonly service: string;
  readonly actions: readonly string[];
  /** What AWS says of it, in our words. */
  readonly rule: string;
  /** Where AWS says it: an address of its documentation. */
  readonly source: string;
  /** The error that AWS answers, or undefined when the call is fine. */
  check(call: AwsCall, world: World): Promise<RefusedCall | undefined>;
}

export interface RefusedCall {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}
