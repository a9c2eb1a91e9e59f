import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Platform } from "../../config/index.ts";
import { type JsonObject, ManualClock } from "../../lib/index.ts";
import type { SynthesizedStack } from "../../stacks/index.ts";
import type { ResourceChange } from "../../terraform/index.ts";
import { environmentOf, openProject } from "../project.ts";
import { folderWith, SMALL } from "../testing/configurations.ts";
import { costChange, type StackChanges } from "./costChange.ts";

const ID = "development/us-east-1/data";
let folder: string;
let platform: Platform;
beforeAll(async () => {
  folder = await folderWith(SMALL);
  const project = await openProject(folder, new ManualClock(Date.UTC(2026, 10, 1)));
  platform = project.platform;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A stack with these resources as configured, `type.name` to arguments, and these as its state holds them. */
function stackWith(
  configured: Readonly<Record<string, JsonObject>>,
  held: Readonly<Record<string, JsonObject>> | undefined,
  changes: readonly (readonly [address: string, action: ResourceChange["action"]])[],
): StackChanges {
  const resource: Record<string, Record<string, JsonObject>> = {};
  for (const [address, values] of Object.entries(configured)) {
    const [type = "", name = ""] = address.split(".");
    resource[type] = { ...resource[type], [name]: values };
  }
  const stack = {
    id: ID,
    scope: { kind: "region", region: "us-east-1" },
    inputs: [],
    configuration: { provider: { aws: [{ region: "us-east-1" }] }, resource },
  } as unknown as SynthesizedStack;
  const resources = Object.entries(held ?? {}).map(([address, attributes]) => {
    const [type, name] = address.split(".");
    const provider = 'provider["registry.terraform.io/hashicorp/aws"]';
    return { mode: "managed", type, name, provider, instances: [{ schema_version: 0, attributes }] };
  });
  const state = JSON.stringify({
    version: 4,
    terraform_version: "1.11.0",
    serial: 1,
    lineage: "x",
    resources,
  });
  return {
    stack,
    changes: changes.map(([address, action]) => ({ address, action, type: address.split(".")[0] ?? "" })),
    state: held === undefined ? undefined : new TextEncoder().encode(state),
  };
}
const changed = (...planned: StackChanges[]) =>
  costChange(platform, environmentOf({ file: "x", platform, findings: [] }, "development"), planned);

const small = {
  instance_class: "db.m6g.large",
  engine: "postgres",
  allocated_storage: 20,
  storage_type: "gp3",
};
const large = { ...small, instance_class: "db.m6g.xlarge" };

describe("what a plan's changes cost", () => {
  it("counts what comes, by the configuration, where there is no state", () => {
    const made = changed(
      stackWith({ "aws_db_instance.a": small }, undefined, [["aws_db_instance.a", "create"]]),
    );
    expect(made.before).toEqual({ low: 0, expected: 0, high: 0 });
    expect(made.delta.expected).toBeGreaterThan(50);
    expect(made.resources).toMatchObject([
      { address: `${ID}:aws_db_instance.a`, type: "aws_db_instance", action: "create" },
    ]);
    expect(made.unpriced).toEqual([]);
  });

  it("takes away what goes, by the state, with low below high", () => {
    const gone = changed(stackWith({}, { "aws_db_instance.a": small }, [["aws_db_instance.a", "delete"]]));
    expect(gone.delta.expected).toBeLessThan(-50);
    expect(gone.delta.low).toBeLessThanOrEqual(gone.delta.expected);
    expect(gone.delta.expected).toBeLessThanOrEqual(gone.delta.high);
  });

  it("of what is changed or replaced takes the difference, and nothing for what stays as it is beside it", () => {
    const of = (action: ResourceChange["action"]) =>
      changed(
        stackWith({ "aws_db_instance.a": large, "aws_nat_gateway.b": {} }, { "aws_db_instance.a": small }, [
          ["aws_db_instance.a", action],
        ]),
      );
    expect(of("update").delta.expected).toBeGreaterThan(50);
    expect(of("replace").delta).toEqual(of("update").delta);
    expect(of("update").resources).toHaveLength(1);
    const same = changed(
      stackWith({ "aws_db_instance.a": small }, { "aws_db_instance.a": small }, [
        ["aws_db_instance.a", "update"],
      ]),
    );
    expect(same).toMatchObject({ delta: { low: 0, expected: 0, high: 0 }, resources: [], unpriced: [] });
  });

  it("names what has no price and what no state tells of, in place of calling it free", () => {
    const blind = changed(
      stackWith({ "aws_quantum_ledger.q": {}, "aws_kms_key.k": {} }, undefined, [
        ["aws_quantum_ledger.q", "create"],
        ["aws_kms_key.k", "update"],
        ["aws_iam_role.r", "read"],
      ]),
    );
    expect(blind.unpriced).toEqual([`${ID}:aws_quantum_ledger.q`, `${ID}:aws_kms_key.k`]);
  });
});

describe("what a state holds", () => {
  it("costs what the configuration does that made it: empty texts and lists and noughts are nobody's wish", () => {
    const alarm = { metric: { metric_name: "Errors", namespace: "AWS/Lambda", period: 60, stat: "Sum" } };
    const pairs: Readonly<Record<string, readonly [configured: JsonObject, held: JsonObject]>> = {
      "aws_elasticache_cluster.c": [
        { engine: "memcached", node_type: "cache.t4g.small", num_cache_nodes: 2 },
        { engine: "memcached", node_type: "cache.t4g.small", num_cache_nodes: 2, replication_group_id: "" },
      ],
      "aws_acm_certificate.c": [
        { domain_name: "a.example", validation_method: "DNS" },
        { domain_name: "a.example", validation_method: "DNS", certificate_authority_arn: "" },
      ],
      "aws_cloudwatch_metric_alarm.a": [
        { metric_query: [{ id: "m", ...alarm }] },
        { period: 0, metric_query: [{ id: "m", metric: [alarm.metric] }] },
      ],
      "aws_s3_bucket_replication_configuration.r": [
        { rule: [{ destination: { bucket: "b" } }] },
        { rule: [{ destination: [{ bucket: "b", replication_time: [] }] }] },
      ],
    };
    const side = (which: 0 | 1) =>
      Object.fromEntries(Object.entries(pairs).map(([address, both]) => [address, both[which]]));
    const found = changed(
      stackWith(
        side(0),
        side(1),
        Object.keys(pairs).map((address) => [address, "update"] as const),
      ),
    );
    expect(found).toMatchObject({ resources: [], unpriced: [] });
    expect(found.before.expected).toBeGreaterThan(20);
  });
});
