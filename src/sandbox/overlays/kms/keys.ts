/** A replica of a multi-Region key in one region. */
export interface Replica {
  readonly createdAt: number;
  /** When it goes, milliseconds on the sandbox clock; undefined while it is not scheduled for deletion. */
  deletionAt: number | undefined;
}

/** A multi-Region key: one id, one primary, replicas that are keys of their own in their regions. */
export interface MultiRegionKey {
  readonly account: string;
  readonly id: string;
  primaryRegion: string;
  readonly primaryCreatedAt: number;
  readonly replicas: Map<string, Replica>;
  /** The primary was scheduled for deletion, which waits until the last replica is gone. */
  primaryDeletionRequested: boolean;
}

/** The multi-Region keys of a sandbox, by account and key id. */
export class MultiRegionKeys {
  readonly #keys = new Map<string, MultiRegionKey>();

  add(account: string, id: string, region: string, now: number): MultiRegionKey {
    const key: MultiRegionKey = {
      account,
      id,
      primaryRegion: region,
      primaryCreatedAt: now,
      replicas: new Map(),
      primaryDeletionRequested: false,
    };
    this.#keys.set(`${account}/${id}`, key);
    return key;
  }

  /** The key as it stands at `now`: replicas whose waiting period is over are gone. */
  find(account: string, id: string, now: number): MultiRegionKey | undefined {
    const key = this.#keys.get(`${account}/${id}`);
    if (key === undefined) return undefined;
    for (const [region, replica] of key.replicas) {
      if (replica.deletionAt !== undefined && replica.deletionAt <= now) key.replicas.delete(region);
    }
    return key;
  }
}

/** Is the key in the region, as primary or as replica? */
export function standsIn(key: MultiRegionKey, region: string): boolean {
  return key.primaryRegion === region || key.replicas.has(region);
}

export function keyArn(account: string, region: string, id: string): string {
  return `arn:${partitionOf(region)}:kms:${region}:${account}:key/${id}`;
}

export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** `MultiRegionConfiguration` as DescribeKey shows it in `region`: the same in every region but for the type. */
export function configuration(key: MultiRegionKey, region: string): Record<string, unknown> {
  const named = (at: string) => ({ Arn: keyArn(key.account, at, key.id), Region: at });
  return {
    MultiRegionKeyType: region === key.primaryRegion ? "PRIMARY" : "REPLICA",
    PrimaryKey: named(key.primaryRegion),
    ReplicaKeys: [...key.replicas.keys()].sort().map(named),
  };
}
