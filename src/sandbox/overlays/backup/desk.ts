import type { AwsCall, AwsReply } from "../../call.ts";
import type { RefusedCall, World } from "../../overlay.ts";
import { errorReply, jsonBody, jsonReply } from "../../wire/index.ts";
import type { BackupState } from "./state.ts";

/** One call with what is needed to answer it. */
export interface Desk {
  readonly call: AwsCall;
  readonly world: World;
  readonly state: BackupState;
  /** Parts of the path, decoded: `["backup-vaults", "main", "access-policy"]`. */
  readonly path: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
  /** Account and region. */
  readonly place: { readonly account: string; readonly region: string };
}

export function deskOf(call: AwsCall, world: World, state: BackupState): Desk {
  const path = (call.target.split("?")[0] ?? "").split("/").filter((part) => part !== "");
  return {
    call,
    world,
    state,
    path: path.map(decodeURIComponent),
    body: jsonBody(call),
    place: { account: call.account, region: call.signedRegion },
  };
}

/** Key of something in this account and region. */
export function keyOf({ place }: Desk, ...names: readonly string[]): string {
  return [place.account, place.region, ...names].join(" ");
}

export function vaultArnOf({ place }: Desk, name: string): string {
  return `arn:aws:backup:${place.region}:${place.account}:backup-vault:${name}`;
}

export function answer({ call }: Desk, value: object): AwsReply {
  return jsonReply(call, value);
}

export function done({ call }: Desk): AwsReply {
  return { ...jsonReply(call, {}), body: "" };
}

export function refuse({ call }: Desk, code: string, message: string): AwsReply {
  return errorReply(call, { status: 400, code, message } satisfies RefusedCall);
}

export function notFound(desk: Desk, what: string): AwsReply {
  return refuse(desk, "ResourceNotFoundException", `${what} was not found`);
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** Seconds, as answers in JSON give times. */
export function seconds(ms: number): number {
  return ms / 1000;
}

/** What the emulator keeps of a vault of any region; undefined when there is none. */
export async function describeVault(
  world: World,
  place: { readonly account: string; readonly region: string },
  name: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const reply = await world.ask({
    ...place,
    service: "backup",
    method: "GET",
    target: `/backup-vaults/${encodeURIComponent(name)}`,
  });
  return reply.status === 200 ? jsonBody({ body: Buffer.from(reply.body) }) : undefined;
}
