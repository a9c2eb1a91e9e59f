import { partitionOf } from "./keys.ts";

export interface Alias {
  readonly name: string;
  readonly keyId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/**
 * Aliases of multi-Region keys, a set for each account and region. The emulator keeps the aliases of a
 * primary and its replicas in one object, so that the same name could not be used in two regions.
 */
export class Aliases {
  readonly #byPlace = new Map<string, Map<string, Alias>>();

  #at(account: string, region: string): Map<string, Alias> {
    const place = `${account}/${region}`;
    const known = this.#byPlace.get(place) ?? new Map<string, Alias>();
    this.#byPlace.set(place, known);
    return known;
  }

  find(account: string, region: string, name: string): Alias | undefined {
    return this.#at(account, region).get(name);
  }

  set(account: string, region: string, name: string, keyId: string, now: number): void {
    const createdAt = this.find(account, region, name)?.createdAt ?? now;
    this.#at(account, region).set(name, { name, keyId, createdAt, updatedAt: now });
  }

  remove(account: string, region: string, name: string): boolean {
    return this.#at(account, region).delete(name);
  }

  /** As ListAliases shows them, by name; those of one key, or all. */
  list(account: string, region: string, keyId?: string): Record<string, unknown>[] {
    return [...this.#at(account, region).values()]
      .filter((alias) => keyId === undefined || alias.keyId === keyId)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((alias) => ({
        AliasArn: `arn:${partitionOf(region)}:kms:${region}:${account}:${alias.name}`,
        AliasName: alias.name,
        TargetKeyId: alias.keyId,
        CreationDate: alias.createdAt / 1000,
        LastUpdatedDate: alias.updatedAt / 1000,
      }));
  }
}

/** `alias/name` of an alias name or ARN; undefined for a key id or key ARN. */
export function aliasName(named: string): string | undefined {
  if (named.startsWith("alias/")) return named;
  return /^arn:[^:]+:kms:[^:]*:[^:]*:(alias\/.+)$/.exec(named)?.[1];
}

/** The raw id of a key id or key ARN. */
export function rawKeyId(named: string): string {
  return /^arn:[^:]+:kms:[^:]*:[^:]*:key\/(.+)$/.exec(named)?.[1] ?? named;
}

/** Region of a key or alias ARN; undefined for anything else. */
export function regionOfArn(named: string): string | undefined {
  return /^arn:[^:]+:kms:([^:]*):/.exec(named)?.[1];
}
