import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../lib/index.ts";
import type { ResourceGraph } from "../resourceGraph.ts";
import { change, type PlanParts, planBytes, RICH_PLAN } from "../testing/plans.ts";
import { valueAt } from "../values.ts";
import { graphFromPlan } from "./graphFromPlan.ts";

function load(parts: PlanParts, limits = {}): ResourceGraph {
  return graphFromPlan(planBytes(parts), { name: "plan.json", limits });
}

function refusal(work: () => unknown): InputError {
  try {
    work();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

function edges(graph: ResourceGraph, from: string): readonly string[] {
  return graph.referencesOf(from).map(({ to, via, kind }) => `${via} -> ${to} (${kind})`);
}

describe("the graph of a plan", () => {
  const graph = load(RICH_PLAN);

  it("holds every resource of the changes, in the order of their addresses", () => {
    expect(graph.resources.map(({ id }) => id)).toEqual([
      "aws_db_instance.orders",
      "aws_instance.old",
      "aws_lb.replaced",
      "aws_vpc.main",
      "data.aws_ami.base",
      'module.net["a"].aws_route_table.each[0]',
      'module.net["a"].aws_route_table.each[1]',
      'module.net["a"].aws_subnet.each[0]',
      'module.net["a"].aws_subnet.each[1]',
      'module.net["b"].aws_subnet.each[0]',
    ]);
    expect(graph.byAddress('module.net["a"].aws_subnet.each[1]')).toMatchObject({
      module: 'module.net["a"]',
      key: 1,
      type: "aws_subnet",
    });
  });

  it("keeps known, unknown, sensitive and absent values apart", () => {
    const { values } = graph.byAddress("aws_db_instance.orders") ?? {};
    if (values === undefined) throw new Error("no database");
    expect(valueAt(values, "engine")).toEqual({ kind: "known", value: "postgres" });
    expect(valueAt(values, "id")).toEqual({ kind: "unknown", reason: "computed" });
    expect(valueAt(values, "settings[0].id")).toEqual({ kind: "unknown", reason: "computed" });
    expect(valueAt(values, "settings[0].token")).toEqual({ kind: "sensitive" });
    expect(valueAt(values, "settings")).toMatchObject({ kind: "partial", value: [{ name: "a" }] });
    expect(valueAt(values, "multi_az")).toEqual({ kind: "absent" });
  });

  it("never holds a secret, marked by the plan or known by its name", () => {
    expect(JSON.stringify(graph)).not.toMatch(/hunter[23]/);
    expect(graph.byAddress("aws_db_instance.orders")?.values.sensitive).toEqual([
      "password",
      "settings[0].token",
    ]);
  });

  it("takes region and account from the provider, and from the resource where no provider tells", () => {
    expect(graph.byAddress("aws_vpc.main")).toMatchObject({ region: "eu-west-1" });
    expect(graph.byAddress("aws_vpc.main")).not.toHaveProperty("account");
    expect(graph.byAddress("aws_db_instance.orders")).toMatchObject({
      region: "us-east-1",
      account: "333333333333",
    });
    expect(graph.byAddress("aws_instance.old")).toMatchObject({ account: "222222222222" });
  });

  it("says what the plan does, and gives what is destroyed with its last values", () => {
    expect(graph.byAddress("aws_instance.old")).toMatchObject({
      change: { actions: ["delete"], previousAddress: "aws_instance.older" },
      values: { known: { arn: "arn:aws:ec2:us-east-1:222222222222:instance/i-1" } },
    });
    expect(graph.byAddress("aws_lb.replaced")?.change).toEqual({
      actions: ["delete", "create"],
      replacedBy: ["name", "subnets[0]"],
    });
  });

  it("follows references through outputs, inputs and depends_on, to the instances meant", () => {
    expect(edges(graph, "aws_db_instance.orders")).toEqual([
      "vpc[0].id -> aws_vpc.main (reference)",
      'depends_on -> module.net["a"].aws_route_table.each[0] (depends_on)',
      'depends_on -> module.net["a"].aws_route_table.each[1] (depends_on)',
      'depends_on -> module.net["a"].aws_subnet.each[0] (depends_on)',
      'subnet -> module.net["a"].aws_subnet.each[0] (reference)',
      'depends_on -> module.net["a"].aws_subnet.each[1] (depends_on)',
      'subnet -> module.net["a"].aws_subnet.each[1] (reference)',
      'depends_on -> module.net["b"].aws_subnet.each[0] (depends_on)',
      'subnet -> module.net["b"].aws_subnet.each[0] (reference)',
    ]);
    expect(edges(graph, 'module.net["b"].aws_subnet.each[0]')).toEqual([
      "vpc_id -> aws_vpc.main (reference)",
    ]);
    expect(edges(graph, "aws_lb.replaced")).toEqual(["image -> data.aws_ami.base (reference)"]);
  });

  it("joins instances of one key where the reference reads count or each", () => {
    expect(edges(graph, 'module.net["a"].aws_route_table.each[1]')).toEqual([
      'subnet_id -> module.net["a"].aws_subnet.each[1] (reference)',
    ]);
    expect(graph.dependentsOf('module.net["a"].aws_subnet.each[1]').map(({ from }) => from)).toContain(
      'module.net["a"].aws_route_table.each[1]',
    );
  });

  it("counts references through locals, which a plan does not hold, instead of losing them in silence", () => {
    expect(graph.notices).toEqual([
      expect.objectContaining({ code: "locals-not-in-plan", count: 1, places: ["aws_db_instance.orders"] }),
    ]);
  });

  it("keeps a deposed object beside the one that stands", () => {
    const deposed = load({
      resource_changes: [change("aws_lb.a"), change("aws_lb.a", { actions: ["delete"] }, { deposed: "1f" })],
    });
    expect(deposed.resources.map(({ id }) => id)).toEqual(["aws_lb.a", "aws_lb.a (deposed 1f)"]);
  });

  it("reads planned values where there are no changes", () => {
    const { change: _, ...resource } = change("aws_vpc.a");
    const graph = load({ planned_values: { root_module: { child_modules: [{ resources: [resource] }] } } });
    expect(graph.resources.map(({ id }) => id)).toEqual(["aws_vpc.a"]);
  });

  it("is the same whatever the order of the changes", () => {
    const changes = RICH_PLAN.resource_changes as unknown[];
    const again = load({ ...RICH_PLAN, resource_changes: changes.toReversed() });
    expect(JSON.stringify(again)).toBe(JSON.stringify(graph));
  });

  it("keeps a number that a double cannot hold as its digits, and says so", () => {
    const text = JSON.stringify({
      format_version: "1.2",
      resource_changes: [change("aws_x.a", { after: { id: 1, far: 2, ratio: 0.5 } })],
    })
      .replace('"id":1', '"id":12345678901234567890')
      .replace('"far":2', '"far":1e999');
    const graph = graphFromPlan(Buffer.from(text), { name: "plan.json" });
    expect(graph.resources[0]?.values.known).toEqual({
      id: "12345678901234567890",
      far: "1e999",
      ratio: 0.5,
    });
    expect(graph.notices).toMatchObject([{ code: "number-kept-as-text", count: 2 }]);
  });

  it("says so when resources wait for each other in a circle", () => {
    const reads = (address: string, other: string) => ({
      address,
      expressions: { x: { references: [other] } },
    });
    const graph = load({
      resource_changes: ["aws_x.a", "aws_x.b", "aws_x.c"].map((address) => change(address)),
      configuration: {
        root_module: {
          resources: [reads("aws_x.a", "aws_x.b"), reads("aws_x.b", "aws_x.a"), reads("aws_x.c", "aws_x.a")],
        },
      },
    });
    expect(graph.notices).toMatchObject([{ code: "cycle", places: ["aws_x.a, aws_x.b"] }]);
  });

  it("takes hostile member names for what they are, and pollutes no prototype", () => {
    const text = JSON.stringify({
      format_version: "1.2",
      resource_changes: [change("aws_x.a", { after: { constructor: "c", proto: { polluted: true } } })],
    }).replaceAll('"proto"', '"__proto__"');
    const graph = graphFromPlan(Buffer.from(text), { name: "plan.json" });
    expect(graph.resources[0]?.values.known).toEqual({ constructor: "c" });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(graph.resources[0]?.values.known)).toBe(Object.prototype);
  });
});

describe("bad plans", () => {
  it.each<[string, PlanParts, string]>([
    ["an unknown major of the format", { ...RICH_PLAN, format_version: "2.0" }, "graph/unknown-format"],
    ["a format that is no text", { ...RICH_PLAN, format_version: 1 }, "graph/not-terraform-json"],
    ["a state", { values: { root_module: {} } }, "graph/not-a-plan"],
    [
      "an address twice",
      { resource_changes: [change("aws_x.a"), change("aws_x.a")] },
      "graph/duplicate-address",
    ],
    ["changes that are no list", { resource_changes: { a: 1 } }, "graph/wrong-type"],
    [
      "an action that does not exist",
      { resource_changes: [change("aws_x.a", { actions: ["melt"] })] },
      "graph/wrong-type",
    ],
    [
      "an address that is none",
      { resource_changes: [change("aws_x.a", {}, { address: "%%" })] },
      "graph/wrong-type",
    ],
    [
      "resources that are no list",
      { ...RICH_PLAN, configuration: { root_module: { resources: 7 } } },
      "graph/wrong-type",
    ],
  ])("refuses %s", (_, parts, code) => {
    const { problems } = refusal(() => load(parts));
    expect(problems.map((problem) => problem.code)).toContain(code);
    for (const { where, given, wanted, fix } of problems) {
      for (const text of [where, given, wanted, fix]) expect(text).toMatch(/\S/);
    }
  });

  it("refuses all wrong types at once, and shows no value", () => {
    const { problems } = refusal(() =>
      load({ resource_changes: [5, change("aws_x.a", {}, { mode: "s3cret", type: 7 }), { address: [] }] }),
    );
    expect(problems.length).toBeGreaterThan(4);
    expect(JSON.stringify(problems)).not.toContain("s3cret");
  });

  it.each([
    ["values", { values: 20 }],
    ["depth", { depth: 4 }],
    ["resources", { resources: 3 }],
    ["edges", { edges: 2 }],
  ])("refuses what is over the limit of %s, and names it", (limit, limits) => {
    const { problems } = refusal(() => load(RICH_PLAN, limits));
    expect(problems.at(-1)).toMatchObject({ code: `graph/limit-${limit}` });
    expect(problems.at(-1)?.wanted).toContain(`limit "${limit}"`);
  });

  it("fails with nothing but InputError, whatever is changed in a plan", () => {
    const paths: (readonly (string | number)[])[] = [];
    const visit = (value: unknown, path: readonly (string | number)[]) => {
      paths.push(path);
      if (value === null || typeof value !== "object") return;
      for (const [key, inside] of Object.entries(value)) visit(inside, [...path, key]);
    };
    const plan = { format_version: "1.2", ...RICH_PLAN };
    visit(plan, []);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...paths.slice(1)), hostileJson), { minLength: 1, maxLength: 4 }),
        (mutations) => {
          const mutated = structuredClone(plan) as Record<string, unknown>;
          for (const [path, value] of mutations) put(mutated, path, structuredClone(value));
          try {
            graphFromPlan(Buffer.from(JSON.stringify(mutated)), { name: "plan.json" });
          } catch (error) {
            if (!(error instanceof InputError)) throw error;
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("fails with nothing but InputError wherever the text ends or is damaged", () => {
    const text = planBytes(RICH_PLAN);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.option(fc.nat(255)), (at, byte) => {
        const damaged = Buffer.from(byte === null ? text.subarray(0, at) : text);
        if (byte !== null) damaged[at] = byte;
        try {
          graphFromPlan(damaged, { name: "plan.json" });
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
        }
      }),
      { numRuns: 1000 },
    );
  });
});

const hostileJson = fc.oneof(
  fc.constantFrom(
    null,
    "",
    "__proto__",
    "constructor",
    "module.",
    'module.a["',
    "aws_x.a[0].b.c",
    -1,
    1e308,
    [],
    {},
  ),
  fc.constantFrom({ constructor: { references: ["var.vpc"] } }, [[[]]], { references: ["module.net"] }),
  fc.jsonValue({ maxDepth: 3 }),
);

function put(root: Record<string, unknown>, path: readonly (string | number)[], value: unknown): void {
  let at: Record<string | number, unknown> | undefined = root;
  for (const step of path.slice(0, -1)) {
    const next: unknown = at?.[step];
    at = next !== null && typeof next === "object" ? (next as Record<string | number, unknown>) : undefined;
  }
  const last = path.at(-1);
  if (at !== undefined && last !== undefined) at[last] = value;
}
