import { describe, expect, it } from "vitest";
import { graphFromStacks } from "../../graph/index.ts";
import type { JsonObject } from "../../lib/index.ts";
import { graphFacts } from "./graphFacts.ts";

const stack = (id: string, region: string, resource: JsonObject) => ({
  id,
  inputs: [],
  configuration: { provider: { aws: [{ region }] }, resource },
});
const facts = (...stacks: readonly ReturnType<typeof stack>[]) =>
  graphFacts(graphFromStacks(stacks, { name: "production" }));
/** A variable that was given no value. */
const UNKNOWN = ["$", "{var.least}"].join("");
const check = { type: "HTTPS", fqdn: "a.example.com", request_interval: 10, failure_threshold: 3 };
const record = (region: string, more: JsonObject = {}) => ({
  name: "www",
  type: "A",
  zone_id: "Z1",
  set_identifier: region,
  latency_routing_policy: [{ region }],
  ...more,
});

describe("what a graph says of a recovery", () => {
  it("reads when a region counts as gone and when names are asked for again; the slowest counts", () => {
    const { names } = facts(
      stack("traffic", "us-east-1", {
        aws_route53_health_check: { east: check, west: { ...check, request_interval: 30 } },
        aws_route53_record: { east: record("us-east-1"), west: record("us-west-2", { ttl: 300 }) },
      }),
    );
    expect(names).toEqual({ movedBy: "health", intervalSeconds: 30, failureThreshold: 3, ttlSeconds: 300 });
  });

  it("reads no interval from checks of alarms and of other checks, which ask nobody", () => {
    const { names } = facts(
      stack("traffic", "us-east-1", {
        aws_route53_health_check: {
          east: check,
          keptAway: { type: "CLOUDWATCH_METRIC", cloudwatch_alarm_name: "kept-away" },
          both: { type: "CALCULATED", child_healthchecks: ["a", "b"], child_health_threshold: 2 },
        },
        aws_route53_record: { east: record("us-east-1"), west: record("us-west-2") },
      }),
    );
    expect(names).toMatchObject({ movedBy: "health", intervalSeconds: 10, failureThreshold: 3 });
  });

  it("takes an alias to be kept for a minute, and records without health for ones that nothing moves", () => {
    const records = { east: record("us-east-1"), west: record("us-west-2") };
    expect(facts(stack("traffic", "us-east-1", { aws_route53_record: records })).names).toMatchObject({
      movedBy: "nothing",
      ttlSeconds: 60,
    });
  });

  it("counts the nodes for services and not those of add-ons", () => {
    const group = (pool: string, min: number, max: number) => ({
      cluster_name: "one",
      labels: { "node-pool": pool },
      scaling_config: [{ min_size: min, max_size: max }],
    });
    const { regions } = facts(
      stack("compute", "eu-west-1", {
        aws_eks_node_group: { system: group("system", 2, 4), application: group("application", 3, 30) },
      }),
    );
    expect(regions.get("eu-west-1")).toEqual({
      nodes: { least: 3, most: 30 },
      leansOn: ["ec2-launch"],
      ownKey: false,
    });
  });

  it("has no nodes where their number is not known, rather than none", () => {
    const { regions } = facts(
      stack("compute", "eu-west-1", {
        aws_eks_node_group: {
          one: { cluster_name: "one", scaling_config: [{ min_size: UNKNOWN, max_size: 3 }] },
        },
      }),
    );
    expect(regions.get("eu-west-1")?.nodes).toBeUndefined();
  });

  it("tells load balancers apart, and global services from the region that signs for them", () => {
    const { regions } = facts(
      stack("compute", "us-west-2", {
        aws_lb: { way: { load_balancer_type: "network" } },
        aws_iam_role: { one: { name: "one", assume_role_policy: "{}" } },
        aws_kms_replica_key: { one: { primary_key_arn: "arn" } },
      }),
      stack("global", "us-east-1", { aws_iam_role: { two: { name: "two", assume_role_policy: "{}" } } }),
    );
    expect(regions.get("us-west-2")).toEqual({ leansOn: ["network-balancers", "kms"], ownKey: true });
    expect(regions.has("us-east-1")).toBe(false);
  });

  it("says what the graph is short of", () => {
    const { unseen } = facts({
      id: "one",
      inputs: [],
      configuration: { resource: { aws_sqs_queue: { one: { name: "one" } } } },
    } as unknown as ReturnType<typeof stack>);
    expect(unseen.join()).toContain("1 resources whose region the graph does not tell");
  });
});
