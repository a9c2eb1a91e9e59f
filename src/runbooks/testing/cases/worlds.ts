import type { FakeAws } from "../../../aws/testing/fakeAws.ts";
import type { RecoverableCache, RecoverableStore } from "../../library/scope.ts";
import { ACCOUNT, FAR, LOST, NEXT, scopeOf, store } from "../bench.ts";
import { FakeCluster, SWITCH } from "../fakeCluster.ts";
import { FakeRegion } from "../fakeRegion.ts";

export const orders = store("aurora-postgresql", [LOST, NEXT], "orders");
export const cards = store("aurora-postgresql", [LOST, NEXT], "cards");
export const billing = store("rds-postgresql", [LOST, NEXT, FAR], "billing");
export const ledger = store("rds-postgresql", [LOST, NEXT], "ledger");
export const [cart, media] = [store("dynamodb", [LOST, NEXT], "cart"), store("s3", [LOST, NEXT], "media")];
export const sessions: RecoverableCache = {
  id: "sessions",
  regions: [LOST, NEXT],
  replicated: true,
  groupIn: (region) => `shop-sessions-${region}`,
};
/** Each region has its own: nothing of it can be promoted. */
export const pages: RecoverableCache = { ...sessions, id: "pages", replicated: false };
export const all = [orders, cards, billing, cart, media];
export const every = (region: string) => new Map(all.map(({ id }) => [id, region]));
export const scope = (stores: readonly RecoverableStore[]) => scopeOf(stores);

export const ZONE = `${LOST}a`;
export const BALANCER = "shop-public";
const BALANCER_ARN = `arn:aws:elasticloadbalancing:${LOST}:111111111111:loadbalancer/app/${BALANCER}/1f`;
const CLUSTER_ARN = `arn:aws:eks:${LOST}:${ACCOUNT}:cluster/shop-cluster`;

const source = (region: string) => `arn:aws:rds:${region}:${ACCOUNT}:db:${billing.nameIn(region)}`;

export function copy(aws: FakeAws): () => unknown {
  const key = `${NEXT}/${billing.nameIn(NEXT)}`;
  aws.instances.set(key, { source: source(LOST), status: "available", promoting: 0 });
  return () => aws.instances.get(key)?.source;
}

export function caches(region: FakeRegion, name: string, role: "PRIMARY" | "SECONDARY") {
  const zones = [`${name}a`, `${name}b`];
  const partner = name === LOST ? NEXT : LOST;
  const group = { primary: 0, zones, role, partner, status: "available", automatic: "enabled" as const };
  region.caches.set(sessions.groupIn(name), group);
  return group;
}

export function zonal(aws: FakeAws, away: string | undefined) {
  const region = new FakeRegion(aws, LOST);
  region.balancers.add(BALANCER);
  region.shiftable.set(BALANCER_ARN, away).set(CLUSTER_ARN, away);
  const zones = new Map([
    ["orders-1", ZONE],
    ["orders-2", `${LOST}b`],
  ]);
  region.clusters.set(orders.nameIn(LOST), { writer: "orders-1", zones });
  region.standbys.set(billing.nameIn(LOST), { zone: ZONE, other: `${LOST}b`, rebooting: 0 });
  caches(region, LOST, "PRIMARY");
  return region;
}

/** Entered by names that follow a routing control. */
export function routed(aws: FakeAws, state: "On" | "Off") {
  const cluster = new FakeCluster(aws);
  cluster.states.set(SWITCH.control, state);
  const away = () => cluster.states.get(SWITCH.control) === "On";
  Object.defineProperty(aws.unhealthy, "has", { value: (each: string) => each === LOST && away() });
  return away;
}
