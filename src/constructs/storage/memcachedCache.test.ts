import { describe, expect, it } from "vitest";
import { NAMING, synthesised, TAGS } from "../testing/synthesised.ts";
import { MemcachedCache, type MemcachedCacheProps } from "./memcachedCache.ts";

const cacheOf = (replace: Partial<MemcachedCacheProps> = {}) =>
  synthesised((scope) => {
    new MemcachedCache(scope, "pages", {
      naming: NAMING,
      region: "us-east-1",
      store: "pages",
      engineVersion: "1.6.22",
      nodeType: "cache.m7g.large",
      nodes: 2,
      subnetIds: ["subnet-1", "subnet-2"],
      securityGroupIds: ["sg-1"],
      tags: TAGS,
      ...replace,
    });
  });
const clusterOf = (replace: Partial<MemcachedCacheProps> = {}) =>
  cacheOf(replace).only("aws_elasticache_cluster");

describe("a Memcached page cache", () => {
  it("takes encrypted connections only", () => {
    expect(clusterOf()).toMatchObject({ engine: "memcached", transit_encryption_enabled: true });
  });

  it.each([
    [1, "single-az"],
    [2, "cross-az"],
  ])("with %i nodes lies %s", (nodes, mode) => {
    expect(clusterOf({ nodes })).toMatchObject({ num_cache_nodes: nodes, az_mode: mode });
  });

  it("has a parameter group of its own, which can be changed later", () => {
    const group = cacheOf({ parameters: { max_item_size: "2097152" } }).only(
      "aws_elasticache_parameter_group",
    );
    expect(group).toMatchObject({
      family: "memcached1.6",
      parameter: [{ name: "max_item_size", value: "2097152" }],
    });
  });

  it("fails on a name of more than 50 characters", () => {
    expect(() => clusterOf({ store: "p".repeat(40) })).toThrow(
      expect.objectContaining({ code: "cache-name-refused" }),
    );
  });
});
