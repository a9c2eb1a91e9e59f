import type { RecoverySubject, StoreEngine, SubjectRegion, SubjectStore } from "../subject/subject.ts";
import type { RecoveryTiming } from "../timing/blocks/block.ts";
import { COMPUTE, DATA, TRAFFIC } from "../timing/blocks/index.ts";
import type { RecoveryStep } from "./plan.ts";

/** Where Route 53's control plane is. */
const GLOBAL_CONTROL_REGION = "us-east-1";

/** Collects the steps of one plan. A step that is asked for again is the same step. */
export class Steps {
  readonly #subject: RecoverySubject;
  readonly #steps = new Map<string, RecoveryStep>();
  #lastPromotion: string | undefined;

  constructor(subject: RecoverySubject) {
    this.#subject = subject;
  }

  list(): readonly RecoveryStep[] {
    return [...this.#steps.values()];
  }

  /** People notice what no check sees, and tell the region's way in to answer as unhealthy. */
  closed(region: string): string {
    const noticed = this.noticed(region);
    return this.#add(`close-${region}`, `Tell ${region} to answer as unhealthy`, TRAFFIC.REGION_CLOSED, {
      plane: "control",
      region,
      after: [noticed],
    });
  }

  noticed(region: string): string {
    return this.#add(`notice-${region}`, `See that ${region} must be left`, TRAFFIC.PEOPLE_NOTICE, {
      plane: "people",
      region: "everywhere",
    });
  }

  /** Health checks have seen that a region does not answer. */
  detected(region: string, after: readonly string[]): string {
    const { intervalSeconds, failureThreshold } = this.#subject.names;
    return this.#add(
      `detect-${region}`,
      `Health checks see that ${region} is gone`,
      TRAFFIC.healthCheckDetection(intervalSeconds, failureThreshold),
      { plane: "data", region: "everywhere", after },
    );
  }

  /** Customers of a region arrive at another. */
  moved(region: string, after: readonly string[]): string {
    const { movedBy, ttlSeconds } = this.#subject.names;
    if (movedBy === "accelerator") {
      return this.#add(`move-${region}`, `Connections leave ${region}`, TRAFFIC.ACCELERATOR_SHIFT, {
        plane: "data",
        region: "everywhere",
        after,
      });
    }
    const changed = movedBy === "health" ? this.detected(region, after) : this.#edited(region, after);
    return this.#add(
      `move-${region}`,
      `Names that led to ${region} are asked for again`,
      TRAFFIC.namesExpire(ttlSeconds),
      { plane: "data", region: "everywhere", after: [changed] },
    );
  }

  /** No health check moves the names: somebody edits them, once the control plane that takes edits is there. */
  #edited(region: string, after: readonly string[]): string {
    const decision = this.decided(region, after);
    const edit = (waits: string) =>
      this.#add(`edit-${region}`, `Lead the names elsewhere, by hand`, TRAFFIC.RECORD_CHANGE, {
        plane: "control",
        region: GLOBAL_CONTROL_REGION,
        after: [...new Set([decision, waits])],
      });
    if (region !== GLOBAL_CONTROL_REGION) return edit(decision);
    return edit(
      this.#add("route53-is-back", "Route 53 takes changes again", TRAFFIC.ROUTE53_CONTROL_PLANE, {
        plane: "control",
        region: GLOBAL_CONTROL_REGION,
      }),
    );
  }

  /** Somebody starts the runbook, after what tells them. */
  decided(region: string, after: readonly string[]): string {
    return this.#add(`decide-${region}`, `Start the failover of ${region}`, TRAFFIC.PEOPLE_DECIDE, {
      plane: "people",
      region: "everywhere",
      after,
    });
  }

  /**
   * A machine of the region that takes over starts the runbook: when it has looked often enough, and the names have been
   * led elsewhere, which tells it that the region is gone for others too.
   */
  begunByWatch(region: string, { standIn, watched }: Pick<SubjectRegion, "standIn" | "watched">): string {
    if (watched === undefined) return this.decided(region, [this.detected(region, [])]);
    const at = { plane: "data", region: standIn ?? "everywhere" } as const;
    const seen = this.#add(
      `watch-${region}`,
      `The watch has looked for ${region} often enough`,
      TRAFFIC.watchSees(watched),
      at,
    );
    return this.#add(`decide-${region}`, `The watch starts the failover of ${region}`, TRAFFIC.WATCH_STARTS, {
      ...at,
      after: [seen, this.moved(region, [])],
    });
  }

  /** Compute of `region` carries what comes to it. */
  carries(region: SubjectRegion, arrival: string, decision: () => string): string {
    const { name, compute } = region;
    const at = { plane: "control", region: name } as const;
    const nodes =
      compute === "none"
        ? this.#add(`nodes-${name}`, `Nodes of ${name}`, COMPUTE.GROUP_READY, {
            ...at,
            after: [
              this.#add(`cluster-${name}`, `Make a cluster in ${name}`, COMPUTE.CLUSTER_MADE, {
                ...at,
                after: [decision()],
              }),
            ],
          })
        : this.#add(
            `nodes-${name}`,
            `${name} grows to what it inherits`,
            compute === "full" ? COMPUTE.NODE_READY : COMPUTE.GROUP_READY,
            { ...at, after: [arrival] },
          );
    return this.#add(`pods-${name}`, `Services start on the new nodes of ${name}`, COMPUTE.POD_START, {
      plane: "data",
      region: name,
      after: [nodes],
    });
  }

  /** The region that takes over does not reach the old writer any more; what its promotion waits for. */
  cutOff({ id, routesCut = 0 }: SubjectStore, region: string, decision: string): string {
    if (routesCut === 0) return decision;
    return this.#add(
      `cut-${id}`,
      `Let nothing from ${region} reach the old writer of ${id}`,
      TRAFFIC.waysChanged(routesCut),
      { plane: "control", region, after: [decision] },
    );
  }

  /** A copy in `region` takes writes, and clients have found it. */
  promoted(store: SubjectStore, region: string, decision: string): string {
    const queue = this.#subject.promotions === "one-by-one" ? this.#lastPromotion : undefined;
    const id = `promote-${store.id}`;
    if (!this.#steps.has(id)) {
      this.#add(id, `Make ${region} write ${store.id}`, PROMOTIONS[store.engine], {
        plane: "control",
        region,
        after: [decision, ...(queue === undefined ? [] : [queue])],
        restores: [store.id],
      });
      this.#lastPromotion = id;
    }
    return this.#reconnected(store, region, id);
  }

  /** Another instance inside the region takes over by itself. */
  takenOver(store: SubjectStore, region: string): string {
    const id = this.#add(
      `take-over-${store.id}-${region}`,
      `Another instance of ${store.id} takes over in ${region}`,
      TAKE_OVERS[store.engine],
      { plane: "data", region, restores: [store.id] },
    );
    return this.#reconnected(store, region, id);
  }

  /** A node that nothing takes over from is made anew by ElastiCache. */
  replaced(store: SubjectStore, region: string): string {
    const id = this.#add(
      `replace-${store.id}-${region}`,
      `ElastiCache replaces the node of ${store.id} in ${region}`,
      DATA.CACHE_NODE_REPLACED,
      { plane: "data", region, restores: [store.id] },
    );
    return this.#reconnected(store, region, id);
  }

  restored(store: SubjectStore, region: string, decision: string): string {
    const isDatabase = store.engine === "aurora-postgresql" || store.engine === "rds-postgresql";
    return this.#add(
      `restore-${store.id}`,
      `Restore ${store.id} in ${region} from its copied backup, by hand`,
      isDatabase ? DATA.RDS_RESTORE : DATA.TABLE_RESTORE,
      { plane: "control", region, after: [decision], restores: [store.id] },
    );
  }

  zoneLeft(region: string): string {
    return this.#add(
      `leave-zone-${region}`,
      `The load balancer of ${region} leaves the zone`,
      TRAFFIC.BALANCER_DROPS_ZONE,
      { plane: "data", region },
    );
  }

  #reconnected(store: SubjectStore, region: string, after: string): string {
    return this.#add(
      `reconnect-${store.id}`,
      `Services find the new writer of ${store.id}`,
      COMPUTE.CLIENTS_RECONNECT,
      { plane: "data", region, after: [after] },
    );
  }

  #add(
    id: string,
    title: string,
    timing: RecoveryTiming,
    rest: Pick<RecoveryStep, "plane" | "region"> & Partial<Pick<RecoveryStep, "after" | "restores">>,
  ): string {
    if (!this.#steps.has(id)) {
      this.#steps.set(id, { id, title, timing, after: [], restores: [], ...rest });
    }
    return id;
  }
}

/** Of engines of which one region writes; others are never asked for. */
const PROMOTIONS: Readonly<Record<StoreEngine, RecoveryTiming>> = {
  "aurora-postgresql": DATA.AURORA_GLOBAL_FAILOVER,
  "rds-postgresql": DATA.RDS_PROMOTION,
  redis: DATA.CACHE_GLOBAL_FAILOVER,
  memcached: DATA.CACHE_GLOBAL_FAILOVER,
  dynamodb: DATA.TABLE_RESTORE,
  s3: DATA.TABLE_RESTORE,
};

const TAKE_OVERS: Readonly<Record<StoreEngine, RecoveryTiming>> = {
  "aurora-postgresql": DATA.AURORA_INSTANCE_FAILOVER,
  "rds-postgresql": DATA.RDS_INSTANCE_FAILOVER,
  redis: DATA.CACHE_NODE_FAILOVER,
  memcached: DATA.CACHE_NODE_FAILOVER,
  dynamodb: DATA.TABLE_LAG,
  s3: DATA.TABLE_LAG,
};
