import { perSandbox } from "../perSandbox.ts";
import type { GlobalGroup } from "./globalGroup.ts";

export interface SubnetGroup {
  readonly name: string;
  description: string;
  vpcId: string;
  subnets: readonly { readonly id: string; readonly zone: string }[];
}

export interface ParameterGroup {
  readonly name: string;
  readonly family: string;
  readonly description: string;
  /** What somebody set, by name; the engine's own defaults are not kept. */
  readonly values: Map<string, string>;
}

export interface User {
  readonly id: string;
  readonly name: string;
  readonly engine: string;
  accessString: string;
  /** `iam`, `password` or `no-password`, as AWS answers it. */
  authentication: string;
  passwords: number;
}

export interface UserGroup {
  readonly id: string;
  readonly engine: string;
  readonly userIds: Set<string>;
}

export interface LogDelivery {
  readonly logType: string;
  readonly format: string;
  readonly destinationType: string;
  readonly destination: string;
}

/** What a replication group and a Memcached cluster have in common: what can be set by name. */
export interface CacheSettings {
  nodeType: string;
  readonly engine: string;
  engineVersion: string;
  parameterGroup: string;
  readonly subnetGroup: string;
  securityGroupIds: readonly string[];
  maintenanceWindow: string;
  autoMinorVersionUpgrade: boolean;
  transitEncryption: boolean;
  readonly port: number;
  readonly createdAt: number;
}

export interface Node {
  readonly id: string;
  readonly zone: string;
}

/** A Redis replication group without shards. */
export interface ReplicationGroup extends CacheSettings {
  readonly id: string;
  description: string;
  automaticFailover: boolean;
  multiAz: boolean;
  atRestEncryption: boolean;
  transitEncryptionMode: string | undefined;
  readonly kmsKeyId: string | undefined;
  readonly userGroupIds: Set<string>;
  snapshotRetention: number;
  snapshotWindow: string;
  logs: readonly LogDelivery[];
  nodes: readonly Node[];
  /** Id of the node that takes the writes; a replica takes over when it fails. */
  primaryNode: string;
  /** A replica on its way to be the primary, and when it is. */
  takeover: { readonly to: string; readonly endsAt: number } | undefined;
}

export interface MemcachedCluster extends CacheSettings {
  readonly id: string;
  nodes: readonly Node[];
}

/** ElastiCache of one account in one region. Names do not tell upper from lower case. */
export interface RegionalCaches {
  readonly subnetGroups: Map<string, SubnetGroup>;
  readonly parameterGroups: Map<string, ParameterGroup>;
  readonly users: Map<string, User>;
  readonly userGroups: Map<string, UserGroup>;
  readonly groups: Map<string, ReplicationGroup>;
  readonly clusters: Map<string, MemcachedCluster>;
  /** Tags by ARN. */
  readonly tags: Map<string, Map<string, string>>;
}

/** The user that AWS puts into every region of an account: may do everything, without a password. */
const DEFAULT_USER: User = {
  id: "default",
  name: "default",
  engine: "redis",
  accessString: "on ~* +@all",
  authentication: "no-password",
  passwords: 0,
};

/** ElastiCache of a sandbox. */
export class Caches {
  readonly #regions = new Map<string, RegionalCaches>();
  /** Global groups belong to no region: they outlive each of them. */
  readonly globals: GlobalGroup[] = [];

  in(account: string, region: string): RegionalCaches {
    const key = `${account}/${region}`;
    const known = this.#regions.get(key);
    if (known !== undefined) return known;
    const made: RegionalCaches = {
      subnetGroups: new Map(),
      parameterGroups: new Map(),
      users: new Map([[DEFAULT_USER.id, { ...DEFAULT_USER }]]),
      userGroups: new Map(),
      groups: new Map(),
      clusters: new Map(),
      tags: new Map(),
    };
    this.#regions.set(key, made);
    return made;
  }
}

/** ElastiCache of the sandbox that the clock belongs to: overlay, refusals and readers see the same. */
export const cachesOf = perSandbox(() => new Caches());
