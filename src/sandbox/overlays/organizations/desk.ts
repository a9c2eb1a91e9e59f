import type { AwsCall, AwsReply } from "../../call.ts";
import type { RefusedCall, World } from "../../overlay.ts";
import { errorReply, jsonBody } from "../../wire/index.ts";
import type { OrganizationRecord, OrganizationsState } from "./state.ts";

/** One call with what is needed to answer it. */
export interface Desk {
  readonly call: AwsCall;
  readonly world: World;
  readonly state: OrganizationsState;
  readonly record: OrganizationRecord;
  readonly body: Readonly<Record<string, unknown>>;
}

export function deskOf(call: AwsCall, world: World, state: OrganizationsState): Desk {
  return { call, world, state, record: state.of(call.account), body: jsonBody(call) };
}

export function refuse({ call }: Desk, code: string, message: string): AwsReply {
  return errorReply(call, { status: 400, code, message } satisfies RefusedCall);
}

/** Passes a call on in the emulator's ids, and its answer back in ours. */
export async function translated({ call, world, record }: Desk): Promise<AwsReply> {
  const ids = [...record.ids];
  const replaced = (text: string, from: 0 | 1, to: 0 | 1) =>
    ids.reduce((whole, pair) => whole.replaceAll(pair[from], pair[to]), text);
  const reply = await world.forward({ ...call, body: Buffer.from(replaced(call.body.toString(), 0, 1)) });
  return { ...reply, body: replaced(reply.body.toString(), 1, 0) };
}
