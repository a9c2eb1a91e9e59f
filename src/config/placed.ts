import { type Placement, regionsOf } from "./placement.ts";
import type { PlacedStore, Transfer } from "./platform.ts";

type Size = "standard" | "small";

/**
 * The share of a placement that an environment with these regions holds. What the configuration gives no size gets
 * one by the environment's: memory-optimised Graviton classes, or burstable ones where nothing forbids them.
 */
export function placed(placement: Placement, regions: readonly string[], size: Size): PlacedStore {
  const { store, home, replicated } = placement;
  const kept = [placement.birth, ...placement.copies]
    .map(({ value }) => value)
    .filter((region) => regions.includes(region));
  const [birth = placement.birth.value, ...copies] = kept;
  const inside = home === undefined ? [] : regionsOf(home);
  const cache = store.engine === "redis" || store.engine === "memcached";
  const base = {
    id: placement.id,
    store: store.name,
    data: store.data,
    partition: placement.partition,
    birth,
    copies,
    replicated,
    key: store.key ?? (store.data === "cardholder" ? ("own" as const) : ("home" as const)),
    backup: store.backup ?? !cache,
    ...(replicated
      ? transferOf(
          placement,
          kept.filter((region) => !inside.includes(region)),
        )
      : {}),
  };
  const spans = replicated && copies.length > 0;
  const burstable = size === "small" && !spans;
  const instances = size === "small" ? 1 : 2;
  switch (store.engine) {
    case "aurora-postgresql": {
      const { engine, engineVersion, backupRetentionDays } = store;
      const proxy = store.proxy ? { proxy: true as const } : {};
      if (store.instanceClass === "serverless") {
        const instancesPerRegion = store.instancesPerRegion ?? instances;
        const capacity = capacityOf(store.capacity, size, spans);
        const instanceClass = "db.serverless";
        return {
          ...base,
          engine,
          engineVersion,
          instanceClass,
          capacity,
          instancesPerRegion,
          backupRetentionDays,
          ...proxy,
        };
      }
      const instanceClass = store.instanceClass ?? (burstable ? "db.t4g.medium" : "db.r6g.large");
      const instancesPerRegion = store.instancesPerRegion ?? instances;
      return {
        ...base,
        engine,
        engineVersion,
        instanceClass,
        instancesPerRegion,
        backupRetentionDays,
        ...proxy,
      };
    }
    case "rds-postgresql": {
      const { engine, engineVersion, storageGib, backupRetentionDays } = store;
      const instanceClass = store.instanceClass ?? (size === "small" ? "db.t4g.medium" : "db.m6g.large");
      return {
        ...base,
        engine,
        engineVersion,
        instanceClass,
        storageGib,
        backupRetentionDays,
        ...(store.proxy ? { proxy: true as const } : {}),
      };
    }
    case "redis": {
      const nodeType = store.nodeType ?? (burstable ? "cache.t4g.small" : "cache.r7g.large");
      const nodesPerRegion = store.nodesPerRegion ?? (spans ? 2 : instances);
      return { ...base, engine: store.engine, engineVersion: store.engineVersion, nodeType, nodesPerRegion };
    }
    case "memcached": {
      const nodeType = store.nodeType ?? (burstable ? "cache.t4g.small" : "cache.r7g.large");
      return { ...base, engine: store.engine, nodeType, nodesPerRegion: store.nodesPerRegion ?? instances };
    }
    case "dynamodb": {
      const { engine, partitionKey, sortKey } = store;
      return { ...base, engine, partitionKey, ...(sortKey === undefined ? {} : { sortKey }) };
    }
    case "s3": {
      const { engine, noncurrentDays, infrequentAfterDays } = store;
      return {
        ...base,
        engine,
        noncurrentDays,
        ...(infrequentAfterDays === undefined ? {} : { infrequentAfterDays }),
      };
    }
  }
}

/** A member of a global database must take over at once, so it does not shrink as far. */
function capacityOf(
  given: { readonly min?: number | undefined; readonly max?: number | undefined } | undefined,
  size: Size,
  spans: boolean,
) {
  const least = spans ? 8 : size === "small" ? 0.5 : 1;
  const max = given?.max ?? Math.max(size === "small" ? 8 : 64, given?.min ?? 0);
  return { min: given?.min ?? Math.min(least, max), max };
}

function transferOf({ transfer }: Placement, outside: readonly string[]): { transfer?: Transfer } {
  if (transfer === undefined || outside.length === 0) return {};
  const { basis, owner, expires, to } = transfer.value;
  return {
    transfer: { basis, owner, expires, to: outside.filter((region) => to?.includes(region) ?? true) },
  };
}
