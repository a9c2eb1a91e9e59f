import type { AwsCall, AwsReply } from "./call.ts";

/** The account that moto, and LocalStack's community of keys, give to a key they do not know. */
export const DEFAULT_ACCOUNT = "123456789012";

/** Tells the emulator which account a call is for. Moto reads it before it looks at the key. */
export const ACCOUNT_HEADER = "x-moto-account-id";

const TEMPORARY_KEY = /<AccessKeyId>([^<]+)<\/AccessKeyId>/;
const ASSUMED_ACCOUNT = /<AssumedRoleUser>[\s\S]*?<Arn>arn:[^:]*:sts::(\d{12}):/;

/**
 * Which account an access key belongs to. A key of twelve digits is that account. Temporary keys are
 * learnt from the answers to AssumeRole that pass through the gateway, since the emulator keeps the
 * same map to itself.
 */
export class AccountBook {
  readonly #byKey = new Map<string, string>();

  accountOf(accessKey: string | undefined): string {
    if (accessKey === undefined) return DEFAULT_ACCOUNT;
    if (/^\d{12}$/.test(accessKey)) return accessKey;
    return this.#byKey.get(accessKey) ?? DEFAULT_ACCOUNT;
  }

  /** Looks at an answer of STS and remembers the key that it hands out. */
  learn(call: AwsCall, reply: AwsReply): void {
    if (call.service !== "sts" || !call.action.startsWith("AssumeRole") || reply.status !== 200) return;
    const text = reply.body.toString();
    const key = TEMPORARY_KEY.exec(text)?.[1];
    const account = ASSUMED_ACCOUNT.exec(text)?.[1];
    if (key !== undefined && account !== undefined) this.#byKey.set(key, account);
  }
}
