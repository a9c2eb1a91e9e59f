import type { AwsCall, AwsReply } from "../call.ts";
import type { World } from "../overlay.ts";
import { errorReply, jsonBody, jsonReply } from "../wire/index.ts";

/** One call of a service that speaks REST with JSON, and what is needed to answer it. */
export interface SettingsDesk {
  readonly call: AwsCall;
  readonly world: World;
  /** Parts of the path, decoded. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  /** Account and region, as one key. */
  readonly place: string;
}

export function settingsDesk(call: AwsCall, world: World): SettingsDesk {
  const [path = "", query = ""] = call.target.split("?");
  return {
    call,
    world,
    path: path
      .split("/")
      .filter((part) => part !== "")
      .map(decodeURIComponent),
    query: new URLSearchParams(query),
    body: jsonBody(call),
    place: `${call.account} ${call.signedRegion}`,
  };
}

/** The place of another account in the call's region. */
export function placeOfAccount({ call }: SettingsDesk, account: string): string {
  return `${account} ${call.signedRegion}`;
}

export function answer({ call }: SettingsDesk, value: object): AwsReply {
  return jsonReply(call, value);
}

export function refuse({ call }: SettingsDesk, code: string, message: string, status = 400): AwsReply {
  return errorReply(call, { status, code, message });
}

export function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function recordIn(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

export function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Tags by ARN, as `/tags/{arn}` reads and writes them. */
export class TagBook {
  readonly #tags = new Map<string, Record<string, string>>();

  set(arn: string, tags: unknown): void {
    this.#tags.set(arn, { ...(recordIn(tags) as Record<string, string>) });
  }

  of(arn: string): Readonly<Record<string, string>> {
    return this.#tags.get(arn) ?? {};
  }

  /** Answers the three calls about tags, undefined for any other. */
  answer(desk: SettingsDesk): AwsReply | undefined {
    const arn = desk.path.slice(1).join("/");
    switch (desk.call.action) {
      case "ListTagsForResource":
        return answer(desk, { tags: this.of(arn) });
      case "TagResource":
        this.#tags.set(arn, { ...this.of(arn), ...(recordIn(desk.body.tags) as Record<string, string>) });
        return answer(desk, {});
      case "UntagResource": {
        const gone = desk.query.getAll("tagKeys");
        const kept = Object.entries(this.of(arn)).filter(([key]) => !gone.includes(key));
        this.#tags.set(arn, Object.fromEntries(kept));
        return answer(desk, {});
      }
      default:
        return undefined;
    }
  }
}
