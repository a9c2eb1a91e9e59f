/** A store as the platform named it: what is written to, and where its copies are. */
export interface ClientStore {
  readonly id: string;
  readonly engine: "aurora-postgresql" | "rds-postgresql" | "dynamodb" | "redis" | "s3";
  /** Aurora: the global cluster. DynamoDB: the table. Redis: the store. */
  readonly name: string;
  /** Region to the name of the store's own object there: cluster, instance, table, replication group, bucket. */
  readonly members: Readonly<Record<string, string>>;
  /**
   * Region to the ranges of the subnets in which its member is; which of them is not told. Absent for what is in no network.
   * @default none: nothing keeps traffic from it
   */
  readonly ranges?: Readonly<Record<string, readonly string[]>>;
}

/** A service as customers use it: they resolve its name, and each of their requests writes to each of its stores. */
export interface ClientService {
  readonly name: string;
  /**
   * Fully qualified; of a service without a name of its own, the one by which customers reach it. Absent: its customers
   * arrive at the region that they are near, whatever happens.
   */
  readonly host?: string;
  /** Ids of stores. */
  readonly stores: readonly string[];
}

/** How requests get into a region: by one of the zones that its load balancer answers in. */
export interface RegionEntry {
  /** The name that AWS gave its load balancer, by which zonal shifts are found; absent for none. */
  readonly balancer?: string;
  /** Ids of its zones, by their names: `us-east-1a` to `use1-az1`. */
  readonly zones: Readonly<Record<string, string>>;
}

export interface ClientsOptions {
  readonly account: string;
  /** Equal seeds act at equal moments of the sandbox's clock. */
  readonly seed: string;
  /** Regions near which there are customers: one client of each service near each. */
  readonly clientRegions: readonly string[];
  readonly services: readonly ClientService[];
  readonly stores: readonly ClientStore[];
  /** Mean seconds between two requests of a client. */
  readonly everySeconds: number;
  /** By region. Without it a region is entered as a whole. */
  readonly entries?: Readonly<Record<string, RegionEntry>>;
}

/** Acknowledged writes of one fate. */
export interface Tally {
  readonly writes: number;
  /** How far back the oldest of them reaches from the moment after which nothing more was carried over. */
  readonly seconds: number;
}

/** What kept an old writer from going on, or that nothing did. Times are milliseconds on the sandbox's clock. */
export interface Fence {
  readonly oldWriter: string;
  readonly newWriter: string;
  /** When the others lost it, or when it was told to stop. */
  readonly cutAt: number;
  /** When it could take no more writes; undefined while it can, or could if its region were there. */
  readonly at: number | undefined;
  readonly how: string;
  /** Writes that it acknowledged after `cutAt`. */
  readonly acknowledgedAfterCut: number;
}

/** Who wrote, from when to when, milliseconds on the sandbox's clock. `to` is absent while it goes on. */
export interface WriterSpan {
  readonly region: string;
  readonly from: number;
  readonly to?: number;
}

export interface StoreReport {
  readonly store: string;
  readonly engine: ClientStore["engine"];
  readonly acknowledged: number;
  /** Of those, how many stand where clients would read them now. */
  readonly found: number;
  /** Stood on the old writer alone when another took over: gone, but for what a snapshot of its volume still has. */
  readonly lost: Tally;
  /** Acknowledged by an old writer after the others had lost it: on its side only. */
  readonly diverged: Tally;
  /** Stand in a region that is cut off, and reach the others when it is back. */
  readonly late: Tally;
  /** Seconds that a write takes to the other copies, as the sandbox models it. */
  readonly lagSeconds: number;
  readonly writers: readonly WriterSpan[];
  readonly fences: readonly Fence[];
}

/** A time in which a client was not served, milliseconds on the sandbox's clock. */
export interface Unserved {
  readonly from: number;
  /** First request that was served again; absent while none is. */
  readonly to?: number;
  /** What its requests met, each said once. */
  readonly why: readonly string[];
}

export interface ServiceReport {
  readonly service: string;
  /** Region near which the client is. */
  readonly near: string;
  readonly requests: number;
  readonly served: number;
  readonly unserved: readonly Unserved[];
}

/** What the clients of a sandbox saw until now. Modelled: no byte of it was stored. */
export interface ClientsReport {
  readonly startedAt: number;
  readonly now: number;
  readonly services: readonly ServiceReport[];
  readonly stores: readonly StoreReport[];
}
