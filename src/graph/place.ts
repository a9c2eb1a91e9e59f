import type { JsonObject } from "../lib/index.ts";

/** `us-east-1`, `ap-southeast-3`, `us-gov-west-1`. */
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/;
const ZONE = /^([a-z]{2}(?:-[a-z]+)+-\d{1,2})[a-z]$/;
const ACCOUNT = /^\d{12}$/;

/** What a provider configuration tells of the place it speaks to. */
export interface ProviderPlace {
  readonly region?: string;
  readonly account?: string;
}

/** Region and account of a resource, from its provider and from what is known of itself. */
export function placeOf(known: JsonObject, provider: ProviderPlace): ProviderPlace {
  const [, , , arnRegion, arnAccount] = typeof known.arn === "string" ? known.arn.split(":") : [];
  const zone = typeof known.availability_zone === "string" ? ZONE.exec(known.availability_zone) : null;
  // Provider 6 lets a resource name a region of its own.
  const region = [known.region, provider.region, arnRegion, zone?.[1]].find(isRegion);
  const account = [provider.account, arnAccount].find(isAccount);
  return { ...(region === undefined ? {} : { region }), ...(account === undefined ? {} : { account }) };
}

/** From arguments of a provider block; `assumed` is the role that it takes on. */
export function providerPlace(region: unknown, allowedAccounts: unknown, assumed: unknown): ProviderPlace {
  const only =
    Array.isArray(allowedAccounts) && allowedAccounts.length === 1
      ? (allowedAccounts[0] as unknown)
      : undefined;
  const ofRole = typeof assumed === "string" ? assumed.split(":")[4] : undefined;
  const account = [ofRole, only].find(isAccount);
  return {
    ...(isRegion(region) ? { region } : {}),
    ...(account === undefined ? {} : { account }),
  };
}

export function isRegion(value: unknown): value is string {
  return typeof value === "string" && REGION.test(value);
}

function isAccount(value: unknown): value is string {
  return typeof value === "string" && ACCOUNT.test(value);
}

/** Known tags: those of the resource over the provider's, or as AWS keeps both in `tags_all`. */
export function tagsIn(
  known: JsonObject,
  defaults: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const tags = new Map(Object.entries(defaults));
  for (const source of [known.tags, known.tags_all]) {
    if (source === null || typeof source !== "object" || Array.isArray(source)) continue;
    for (const [name, value] of Object.entries(source)) if (typeof value === "string") tags.set(name, value);
  }
  // Auto Scaling groups carry theirs as blocks.
  for (const block of Array.isArray(known.tag) ? known.tag : []) {
    const { key, value } = (block ?? {}) as JsonObject;
    if (typeof key === "string" && typeof value === "string") tags.set(key, value);
  }
  return Object.fromEntries([...tags].sort(([a], [b]) => (a < b ? -1 : 1)));
}
