import { TriremeError } from "../lib/index.ts";
import type { AwsCall, AwsReply, Outcome } from "./call.ts";
import { errorReply } from "./errorReply.ts";
import { notEmulated } from "./notEmulated.ts";
import type { Overlay, Refusal } from "./overlay.ts";
import type { CallWorld } from "./world.ts";

export interface Answer {
  readonly outcome: Outcome;
  readonly reply: AwsReply;
}

/** Refusals and overlays, found by service. */
export interface Answerers {
  readonly refusals: ReadonlyMap<string, readonly Refusal[]>;
  readonly overlays: ReadonlyMap<string, readonly Overlay[]>;
}

export function byService(overlays: readonly Overlay[], refusals: readonly Refusal[]): Answerers {
  return {
    overlays: Map.groupBy(overlays, (overlay) => overlay.service),
    refusals: Map.groupBy(refusals, (refusal) => refusal.service),
  };
}

/**
 * Answers a call that no fault strikes: the first refusal that refuses, else the first overlay that
 * answers, else the emulator. Never throws: what goes wrong on our side is answered with a 4xx, which
 * clients show at once, where a 5xx would be tried again for minutes.
 */
export async function answer(call: AwsCall, world: CallWorld, answerers: Answerers): Promise<Answer> {
  try {
    return (
      (await refuse(call, world, answerers.refusals.get(call.service) ?? [])) ??
      (await overlay(call, world, answerers.overlays.get(call.service) ?? [])) ??
      (await forward(call, world))
    );
  } catch (error) {
    if (error instanceof TriremeError && error.code === "emulator-gone") {
      const message = `${error.message}. ${error.fix}`;
      return {
        outcome: "emulator-gone",
        reply: errorReply(call, { status: 400, code: "EmulatorGone", message }),
      };
    }
    const message = `The sandbox itself failed on ${call.service} ${call.action}: ${describe(error)}`;
    return { outcome: "failed", reply: errorReply(call, { status: 400, code: "SandboxFailed", message }) };
  }
}

async function refuse(
  call: AwsCall,
  world: CallWorld,
  refusals: readonly Refusal[],
): Promise<Answer | undefined> {
  for (const refusal of refusals) {
    if (!refusal.actions.includes(call.action)) continue;
    const refused = await refusal.check(call, world);
    if (refused !== undefined) return { outcome: "refused", reply: errorReply(call, refused) };
  }
  return undefined;
}

async function overlay(
  call: AwsCall,
  world: CallWorld,
  overlays: readonly Overlay[],
): Promise<Answer | undefined> {
  for (const candidate of overlays) {
    const reply = await candidate.handle(call, world);
    if (reply !== undefined) return { outcome: world.forwarded ? "amended" : "overlay", reply };
  }
  return undefined;
}

async function forward(call: AwsCall, world: CallWorld): Promise<Answer> {
  const reply = await world.forward(call);
  const missing = notEmulated(call, reply);
  if (missing === undefined) return { outcome: "forwarded", reply };
  return { outcome: "not-emulated", reply: errorReply(call, missing) };
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
