import type { AwsCall, AwsReply } from "../../call.ts";
import type { World } from "../../overlay.ts";
import { errorReply, jsonReply } from "../../wire/index.ts";
import { textIn } from "../settingsDesk.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** A sort of thing that Resolver makes: what its ids and ARNs begin with, and what an answer calls it. */
export interface Sort {
  readonly prefix: string;
  readonly path: string;
  readonly field: string;
  readonly status: string;
}

export interface Kept {
  readonly place: string;
  readonly sort: Sort;
  readonly fields: Fields;
}

/** One call, and what is needed to answer it. */
export interface Desk {
  readonly call: AwsCall;
  readonly body: Fields;
  readonly things: Things;
  readonly now: number;
}

/** What Resolver has made in all accounts and regions of one sandbox. */
export class Things {
  readonly #byId = new Map<string, Kept>();
  /** Tags by ARN. */
  readonly tags = new Map<string, Map<string, string>>();
  #made = 0;

  make({ call, body, now }: Desk, sort: Sort, given: Fields): Fields {
    this.#made += 1;
    const id = `${sort.prefix}-${this.#made.toString(16).padStart(17, "0")}`;
    const arn = `arn:aws:route53resolver:${call.signedRegion}:${call.account}:${sort.path}/${id}`;
    const time = new Date(now).toISOString();
    const owner = { OwnerId: call.account, ShareStatus: "NOT_SHARED" };
    const life = { CreatorRequestId: body.CreatorRequestId, CreationTime: time, ModificationTime: time };
    const fields = { Id: id, Arn: arn, Status: sort.status, ...owner, ...life, ...given };
    this.#byId.set(id, { place: placeOf(call), sort, fields });
    this.tag(arn, body.Tags);
    return fields;
  }

  find(call: AwsCall, sort: Sort, id: unknown): Fields | undefined {
    const kept = this.#byId.get(textIn(id));
    return kept?.sort === sort && kept.place === placeOf(call) ? kept.fields : undefined;
  }

  all(call: AwsCall, sort: Sort): readonly Fields[] {
    return [...this.#byId.values()]
      .filter((kept) => kept.sort === sort && kept.place === placeOf(call))
      .map(({ fields }) => fields);
  }

  change(fields: Fields, changes: Fields): Fields {
    const id = textIn(fields.Id);
    const kept = this.#byId.get(id);
    if (kept === undefined) return fields;
    const changed = { ...kept.fields, ...changes };
    this.#byId.set(id, { ...kept, fields: changed });
    return changed;
  }

  remove(fields: Fields): void {
    this.#byId.delete(textIn(fields.Id));
    this.tags.delete(textIn(fields.Arn));
  }

  tag(arn: string, tags: unknown): void {
    const known = this.tags.get(arn) ?? new Map<string, string>();
    for (const { Key, Value } of Array.isArray(tags) ? (tags as { Key: string; Value: string }[]) : []) {
      known.set(Key, Value);
    }
    this.tags.set(arn, known);
  }
}

export function placeOf({ account, signedRegion }: AwsCall): string {
  return `${account} ${signedRegion}`;
}

export function deskOf(call: AwsCall, world: World, body: Fields, things: Things): Desk {
  return { call, body, things, now: world.clock.now() };
}

export function told({ call }: Desk, sort: Sort, fields: Fields): AwsReply {
  return jsonReply(call, { [sort.field]: fields });
}

export function missing({ call }: Desk, what: string, id: unknown): AwsReply {
  return refused(call, "ResourceNotFoundException", `${what} ${textIn(id)} does not exist.`);
}

export function refused(call: AwsCall, code: string, message: string): AwsReply {
  return errorReply(call, { status: 400, code, message });
}
