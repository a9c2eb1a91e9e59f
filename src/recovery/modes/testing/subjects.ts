import type { RecoverySubject, SubjectRegion, SubjectStore } from "../../subject/subject.ts";

/** For tests: two regions of one home that both serve, a database with a copy, a table, a cache of each region's own. */
export const EAST = region("us-east-1", { standIn: "us-west-2" });
export const WEST = region("us-west-2", { standIn: "us-east-1" });

export const ORDERS: SubjectStore = {
  id: "orders-us",
  store: "orders",
  engine: "aurora-postgresql",
  home: "US",
  writes: "one",
  regions: ["us-east-1", "us-west-2"],
  standby: true,
  disposable: false,
};
export const CART: SubjectStore = {
  ...ORDERS,
  id: "cart-us",
  store: "cart",
  engine: "dynamodb",
  writes: "every",
};
export const SESSIONS: SubjectStore = {
  id: "sessions",
  store: "sessions",
  engine: "redis",
  writes: "own",
  regions: ["us-east-1", "us-west-2"],
  standby: true,
  disposable: true,
};

export function region(name: string, replace: Partial<SubjectRegion> = {}): SubjectRegion {
  return {
    name,
    home: "US",
    role: "active",
    compute: "full",
    zones: 3,
    ownKey: true,
    leansOn: ["dynamodb", "rds", "balancers", "kms", "ec2-launch"],
    ...replace,
  };
}

export function subject(replace: Partial<RecoverySubject> = {}): RecoverySubject {
  return {
    name: "production",
    production: true,
    regions: [EAST, WEST],
    stores: [ORDERS, CART, SESSIONS],
    services: [
      { name: "storefront", stores: ["sessions"], calls: ["checkout"], critical: true },
      { name: "checkout", stores: ["orders", "cart"], calls: [], critical: true },
      { name: "static", stores: [], calls: [], critical: false },
    ],
    journeys: [
      {
        name: "buy",
        services: ["storefront", "checkout"],
        objectives: {
          rtoSeconds: 900,
          rpoSeconds: 300,
          availabilityPercent: 99.9,
          latencyMs: 200,
          spikeFactor: 10,
        },
      },
    ],
    names: { movedBy: "health", intervalSeconds: 10, failureThreshold: 3, ttlSeconds: 60 },
    promotions: "one-by-one",
    unseen: [],
    ...replace,
  };
}
