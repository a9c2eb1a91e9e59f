// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how Terraform writes expressions
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadPlatform } from "../../config/index.ts";
import { ManualClock } from "../../lib/index.ts";
import { synthesize } from "../../stacks/index.ts";
import { valueAt } from "../values.ts";
import { graphFromStacks, type StackConfiguration } from "./graphFromStacks.ts";

const NETWORK: StackConfiguration = {
  id: "prod/us-east-1/network",
  inputs: [],
  configuration: {
    provider: {
      aws: [
        {
          region: "us-east-1",
          allowed_account_ids: ["111111111111"],
          default_tags: [{ tags: { environment: "prod" } }],
        },
      ],
    },
    resource: {
      aws_vpc: { main: { cidr_block: "10.0.0.0/16", tags: { Name: "main" } } },
      aws_subnet: { a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "${aws_vpc.main.cidr_block}" } },
    },
    output: { subnet_ids: { value: ["${aws_subnet.a.id}"] }, cidr: { value: "${aws_vpc.main.cidr_block}" } },
  },
};

const DATA: StackConfiguration = {
  id: "prod/us-east-1/data",
  inputs: [
    { variable: "subnets", stack: NETWORK.id, output: "subnet_ids" },
    { variable: "cidr", stack: NETWORK.id, output: "cidr" },
  ],
  configuration: {
    provider: { aws: [{ region: "us-east-1" }] },
    variable: { subnets: { type: "list(string)" }, cidr: { type: "string" } },
    resource: {
      aws_db_subnet_group: { data: { subnet_ids: "${var.subnets}", description: "for ${var.cidr}" } },
      aws_db_instance: {
        orders: { password: "hunter2", depends_on: ["aws_db_subnet_group.data"], lifecycle: { x: 1 } },
      },
    },
  },
};

describe("the graph of stacks", () => {
  const graph = graphFromStacks([NETWORK, DATA], { name: "prod" });

  it("names each resource by its stack and address", () => {
    expect(graph.resources.map(({ id }) => id)).toEqual([
      "prod/us-east-1/data:aws_db_instance.orders",
      "prod/us-east-1/data:aws_db_subnet_group.data",
      "prod/us-east-1/network:aws_subnet.a",
      "prod/us-east-1/network:aws_vpc.main",
    ]);
    expect(graph.byType("aws_vpc")).toMatchObject([
      {
        region: "us-east-1",
        account: "111111111111",
        tags: { Name: "main", environment: "prod" },
        provider: "registry.terraform.io/hashicorp/aws",
      },
    ]);
  });

  it("leads through variables and outputs to the resource in the other stack", () => {
    expect(graph.referencesOf("prod/us-east-1/data:aws_db_subnet_group.data")).toEqual([
      {
        from: "prod/us-east-1/data:aws_db_subnet_group.data",
        to: "prod/us-east-1/network:aws_subnet.a",
        kind: "cross-stack",
        via: "subnet_ids[0]",
        attribute: "id",
      },
      {
        from: "prod/us-east-1/data:aws_db_subnet_group.data",
        to: "prod/us-east-1/network:aws_vpc.main",
        kind: "cross-stack",
        via: "description",
        attribute: "cidr_block",
      },
    ]);
    expect(graph.dependentsOf("prod/us-east-1/data:aws_db_subnet_group.data")).toMatchObject([
      { kind: "depends_on" },
    ]);
  });

  it("knows what is written somewhere, and not what AWS computes", () => {
    const values = graph.byType("aws_subnet")[0]?.values ?? { known: {}, unknown: {}, sensitive: [] };
    expect(valueAt(values, "cidr_block")).toEqual({ kind: "known", value: "10.0.0.0/16" });
    expect(valueAt(values, "vpc_id")).toEqual({ kind: "unknown", reason: "reference" });
    expect(valueAt(values, "arn")).toEqual({ kind: "absent" });
    expect(graph.byType("aws_db_subnet_group")[0]?.values.known.description).toBe("for 10.0.0.0/16");
  });

  it("never holds a secret, and none of Terraform's own arguments", () => {
    expect(JSON.stringify(graph)).not.toContain("hunter2");
    expect(graph.byType("aws_db_instance")[0]?.values).toEqual({
      known: {},
      unknown: {},
      sensitive: ["password"],
    });
  });

  it("says so when a stack is missing that another reads", () => {
    const { notices } = graphFromStacks([DATA], { name: "prod" });
    expect(notices.map(({ code }) => code)).toEqual(["stack-missing"]);
  });

  it("refuses two stacks of one name, and blocks of a wrong type", () => {
    expect(() => graphFromStacks([DATA, DATA], { name: "prod" })).toThrow(/problem/);
    const wrong = { ...DATA, configuration: { resource: { aws_vpc: { main: 5 } } } };
    expect(() => graphFromStacks([wrong], { name: "prod" })).toThrow(/problem/);
  });

  it("ends where values lead back to themselves", () => {
    const circle = {
      id: "x",
      inputs: [],
      configuration: {
        locals: { a: "${local.b}", b: "${local.a}" },
        resource: {
          aws_x: { one: { v: "${local.a}", w: "${aws_x.two.w}" }, two: { w: "${aws_x.one.w}" } },
        },
      },
    };
    const graph = graphFromStacks([circle], { name: "x" });
    expect(graph.notices.map(({ code }) => code)).toContain("cycle");
    expect(graph.edges).toHaveLength(2);
  });

  it.each<[string, object]>([
    [
      "steps",
      {
        locals: { a: "${[for x in range(3000) : [for y in range(9000) : x]]}" },
        resource: { aws_x: { a: { v: "${local.a}" } } },
      },
    ],
    ["instances", { resource: { aws_x: { a: { count: 1e9 } } } }],
  ])("refuses what would never end or fit: the limit of %s", (limit, configuration) => {
    try {
      graphFromStacks([{ id: "x", inputs: [], configuration }], { name: "x", limits: { steps: 100_000 } });
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ problems: [{ code: `graph/limit-${limit}` }] });
    }
  });

  it("does not let a chain of names run out of stack, nor doubling fill the memory", () => {
    const chain = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, at) => [`c${at}`, `\${local.c${at + 1}}`]),
    );
    const doubling = Object.fromEntries(
      Array.from({ length: 60 }, (_, at) => [`d${at}`, `\${[local.d${at + 1}, local.d${at + 1}]}`]),
    );
    const configuration = {
      locals: { ...chain, ...doubling, d60: "x" },
      resource: { aws_x: { a: { chain: "${local.c0}", doubling: "${local.d0}" } } },
    };
    const graph = graphFromStacks([{ id: "x", inputs: [], configuration }], { name: "x" });
    const unknown = graph.resources[0]?.values.unknown ?? {};
    expect(unknown.chain).toBe("expression");
    expect(Object.keys(unknown).length).toBeLessThan(100_000);
    expect(graph.notices.map(({ code }) => code)).toContain("not-evaluated");
  });
});

describe("the graph of the example", () => {
  it("holds every resource of every stack, with its region and account, and nothing that is not understood", async () => {
    const file = join(import.meta.dirname, "..", "..", "..", "examples", "storefront", "trireme.config.ts");
    const platform = await loadPlatform(file, { clock: new ManualClock(Date.UTC(2026, 10, 1)) });
    expect(platform.environments.length).toBeGreaterThan(0);
    for (const environment of platform.environments) {
      const stacks = synthesize(platform, environment);
      const emitted = stacks.flatMap(({ id, configuration }) =>
        Object.entries((configuration.resource ?? {}) as Record<string, object>).flatMap(([type, blocks]) =>
          Object.keys(blocks).map((name) => `${id}:${type}.${name}`),
        ),
      );
      const graph = graphFromStacks(stacks, { name: environment.name });
      expect(graph.resources.map(({ id }) => id)).toEqual(emitted.sort());
      for (const { region, account } of graph.resources) {
        expect(region).toMatch(/^(us|eu)-/);
        expect(account).toBe(environment.account);
      }
      const reads = stacks.filter(({ inputs }) => inputs.length > 0).map(({ id }) => id);
      const across = graph.edges.filter(({ kind }) => kind === "cross-stack");
      const readers = new Set(across.map(({ from }) => graph.byAddress(from)?.stack));
      for (const id of reads) expect(readers, id).toContain(id);
      expect(graph.notices.filter(({ code }) => code !== "not-a-resource")).toEqual([]);
    }
  });
});
