import type { AwsCall, AwsReply } from "../../call.ts";
import type { RefusedCall, World } from "../../overlay.ts";
import { errorReply, type Form, items } from "../../wire/index.ts";
import type { Caches, RegionalCaches } from "./caches.ts";
import { MISSING } from "./errors.ts";
import { type GlobalGroup, globalGroups, memberIn } from "./globalGroup.ts";

/** What a call on ElastiCache is answered from. */
export interface Desk {
  readonly call: AwsCall;
  readonly form: Form;
  readonly world: World;
  readonly caches: Caches;
  /** The caller's account in the called region. */
  readonly here: RegionalCaches;
}

/** A name as AWS keeps it: in small letters. Empty when it was not given. */
export function nameIn(form: Form, parameter: string): string {
  return (form.get(parameter) ?? "").toLowerCase();
}

/** ARN of one of the caller's objects in the called region. */
export function arnOf({ call }: Pick<Desk, "call">, kind: string, name: string): string {
  return `arn:aws:elasticache:${call.signedRegion}:${call.account}:${kind}:${name}`;
}

/** What a Describe call shows: the named one, or all. */
export function chosen<T>(
  desk: Desk,
  all: ReadonlyMap<string, T>,
  parameter: string,
  kind: keyof typeof MISSING,
): readonly T[] | AwsReply {
  if (!desk.form.has(parameter)) return [...all.values()];
  const one = named(desk, all, parameter, kind);
  return isReply(one) ? one : [one];
}

/** The named one, or the answer that there is none. */
export function named<T>(
  { call, form }: Desk,
  all: ReadonlyMap<string, T>,
  parameter: string,
  kind: keyof typeof MISSING,
): T | AwsReply {
  const name = nameIn(form, parameter);
  return all.get(name) ?? errorReply(call, MISSING[kind](`${parameter} ${name} not found.`));
}

export function isReply(value: unknown): value is AwsReply {
  return typeof value === "object" && value !== null && "status" in value && "body" in value;
}

export function refuse({ call }: Desk, refused: RefusedCall): AwsReply {
  return errorReply(call, refused);
}

/** Keeps the tags that a Create call brings. */
export function keepTags({ form, here }: Desk, arn: string): void {
  here.tags.set(arn, tagsIn(form));
}

export function tagsIn(form: Form): Map<string, string> {
  return new Map(
    [...items(form, "Tags").values()].map((tag) => [tag.get("Key") ?? "", tag.get("Value") ?? ""]),
  );
}

/** The global group that a replication group of the called region is a member of. */
export function globalOf(
  desk: Pick<Desk, "caches" | "call" | "world">,
  groupId: string,
): GlobalGroup | undefined {
  const { caches, call, world } = desk;
  return globalGroups(caches.globals, call.account, world).find(
    (group) => memberIn(group, call.signedRegion, groupId) !== undefined,
  );
}
