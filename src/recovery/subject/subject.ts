/**
 * What a recovery is computed from: a platform as far as losses and ways back are concerned. Made from a platform
 * and the graph of its stacks, or from any graph, which knows less. What could not be seen stands in `unseen`, and
 * nothing that was not seen counts as surviving.
 */
export interface RecoverySubject {
  /** Environment, or where the graph came from. */
  readonly name: string;
  /** Customers depend on it: only then does what it lacks become a finding. */
  readonly production: boolean;
  readonly regions: readonly SubjectRegion[];
  readonly stores: readonly SubjectStore[];
  readonly services: readonly SubjectService[];
  readonly journeys: readonly SubjectJourney[];
  readonly names: NamesFacts;
  /** Whether the runbook promotes stores one after another, in their order, or all at once. */
  readonly promotions: "one-by-one" | "at-once";
  /** What a model cannot know or was not told, in words. */
  readonly unseen: readonly string[];
}

export interface SubjectRegion {
  readonly name: string;
  /** Residency that it belongs to; regions of one home may hold each other's data. */
  readonly home: string;
  readonly role: "active" | "recovery";
  readonly compute: "full" | "pilot-light" | "none";
  readonly zones: number;
  /** Region that takes its customers when it is lost. */
  readonly standIn?: string;
  /** A machine in the region that takes over begins the failover when this one answers nobody. @default a person does */
  readonly watched?: {
    /** Between two beginnings of a look. */
    readonly everySeconds: number;
    /** Looks in a row without an answer, how long each waits for one, and the pause between two. */
    readonly looks: number;
    readonly lookSeconds: number;
    readonly pauseSeconds: number;
  };
  /** A key that decrypts the home's data without any other region. */
  readonly ownKey: boolean;
  /** Nodes for services, at least and at most. Absent: not seen. */
  readonly nodes?: { readonly least: number; readonly most: number };
  /** Ids of AWS services that are used in the region: see `dependencies.ts`. */
  readonly leansOn: readonly string[];
}

export type StoreEngine = "aurora-postgresql" | "rds-postgresql" | "dynamodb" | "redis" | "memcached" | "s3";

export interface SubjectStore {
  /** `orders-us`. Unique. */
  readonly id: string;
  /** The name by which services know it; its partitions share one. */
  readonly store: string;
  readonly engine: StoreEngine;
  /** Home whose customers it serves; absent: everybody's. */
  readonly home?: string;
  /**
   * `one`: a single region writes, the first unless a failover has moved it. `every`: each copy takes writes.
   * `own`: each region has its own, and nothing travels.
   */
  readonly writes: "one" | "every" | "own";
  /** Where it was born, then its copies. */
  readonly regions: readonly string[];
  /** Whether another instance in another zone takes over inside a region. */
  readonly standby: boolean;
  /** May be empty at any moment. */
  readonly disposable: boolean;
  /** Routes by which the region that takes over cuts itself off from the old writer before it promotes. @default 0 */
  readonly routesCut?: number;
  /** Backups, and the region that they are copied to. */
  readonly backup?: { readonly everySeconds: number; readonly copiedTo?: string };
}

export interface SubjectService {
  readonly name: string;
  /** Names of stores: `SubjectStore.store`. */
  readonly stores: readonly string[];
  /** Services without which it cannot answer. */
  readonly calls: readonly string[];
  readonly critical: boolean;
}

export interface SubjectJourney {
  readonly name: string;
  /** All services along it, those that they call included. */
  readonly services: readonly string[];
  readonly objectives: RecoveryObjectives;
}

export interface RecoveryObjectives {
  readonly rtoSeconds: number;
  readonly rpoSeconds: number;
  readonly availabilityPercent: number;
  readonly latencyMs: number;
  /** Times the usual demand. */
  readonly spikeFactor: number;
}

/** How customers find a region that serves. */
export interface NamesFacts {
  /** `health`: the data plane moves them. `accelerator`: with no name looked up. `nothing`: no health check moves anything. */
  readonly movedBy: "health" | "accelerator" | "nothing";
  readonly intervalSeconds: number;
  readonly failureThreshold: number;
  readonly ttlSeconds: number;
}

/** Stores that a service uses, itself and through what it calls. */
export function storesUnder(subject: RecoverySubject, services: readonly string[]): readonly SubjectStore[] {
  const byName = new Map(subject.services.map((service) => [service.name, service]));
  const reached = new Set(services);
  // A set that grows while it is walked.
  for (const name of reached) for (const called of byName.get(name)?.calls ?? []) reached.add(called);
  const names = new Set([...reached].flatMap((name) => byName.get(name)?.stores ?? []));
  return subject.stores.filter(({ store }) => names.has(store));
}
