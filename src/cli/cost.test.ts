import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { folderWith, SOUND } from "../actions/testing/configurations.ts";
import { typed } from "./testing/typed.ts";

const interval = z.strictObject({ low: z.number(), expected: z.number(), high: z.number() });
const place = { address: z.string(), type: z.string(), region: z.string() };

/** What programs may rely on: nothing of it goes away, and nothing comes that is not written down here. */
const ESTIMATE = z.strictObject({
  currency: z.literal("USD"),
  monthly: interval,
  resources: z.array(
    z.strictObject({
      ...place,
      environment: z.string(),
      service: z.string(),
      owner: z.string(),
      costCentre: z.string(),
      monthly: interval,
      components: z.array(
        z.strictObject({
          name: z.string(),
          unit: z.string(),
          quantity: z.number(),
          quantityRange: z.strictObject({ low: z.number(), high: z.number() }).optional(),
          unitPrice: z.number(),
          monthly: interval,
          assumed: z.boolean(),
          item: z.string(),
          grade: z.enum(["listed", "recalled"]),
          borrowed: z.strictObject({ from: z.string(), basis: z.string(), pairs: z.number() }).optional(),
        }),
      ),
    }),
  ),
  free: z.array(z.strictObject({ ...place, reason: z.string().min(1) })),
  unpriced: z.array(
    z.strictObject({
      ...place,
      component: z.string().optional(),
      code: z.string(),
      reason: z.string().min(1),
    }),
  ),
  priceBook: z.strictObject({
    date: z.string(),
    sources: z.array(
      z.strictObject({
        id: z.string(),
        date: z.string(),
        grade: z.enum(["listed", "recalled"]),
        text: z.string(),
      }),
    ),
  }),
  notices: z.array(z.string()),
});

let folder: string;
let config: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trireme-cli-cost-"));
  config = await folderWith(SOUND);
});
afterAll(async () => {
  for (const each of [folder, config]) await rm(each, { recursive: true, force: true });
});

const cost = (...args: readonly string[]) => typed("cost", ...args);

async function file(name: string, content: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

/** A plan of resources that would be created, in a region. */
function plan(
  name: string,
  resources: readonly (readonly [type: string, after: object])[],
  region = "us-east-1",
) {
  return file(name, {
    format_version: "1.2",
    configuration: {
      provider_config: {
        aws: {
          name: "aws",
          full_name: "registry.terraform.io/hashicorp/aws",
          expressions: { region: { constant_value: region } },
        },
      },
      root_module: {
        resources: resources.map(([type], index) => ({
          address: `${type}.r${index}`,
          mode: "managed",
          type,
          name: `r${index}`,
          provider_config_key: "aws",
          expressions: {},
        })),
      },
    },
    resource_changes: resources.map(([type, after], index) => ({
      address: `${type}.r${index}`,
      mode: "managed",
      type,
      name: `r${index}`,
      provider_name: "registry.terraform.io/hashicorp/aws",
      change: { actions: ["create"], before: null, after, after_unknown: {} },
    })),
  });
}

const INSTANCE = ["aws_instance", { instance_type: "m5.large" }] as const;

describe("trireme cost estimate", () => {
  it("gives programs the document that is promised, and people the same figures", async () => {
    const path = await plan("plan.json", [INSTANCE, ["aws_iam_role", {}], ["aws_nat_gateway", {}]]);
    const { code, out } = await cost("estimate", "--plan", path, "--json");
    expect(code).toBe(0);
    const document = ESTIMATE.parse(JSON.parse(out));
    const components = document.resources.flatMap((resource) => resource.components);
    expect(components.find(({ item }) => item === "ec2/m5.large")).toMatchObject({
      quantity: 730,
      unitPrice: 0.096,
      monthly: { expected: 70.08 },
      assumed: false,
      grade: "listed",
    });
    const sum = components.reduce((total, { monthly }) => total + monthly.expected, 0);
    expect(document.monthly.expected).toBeCloseTo(sum, 5);
    expect(document.free).toMatchObject([{ type: "aws_iam_role" }]);

    const people = await cost("estimate", "--plan", path);
    expect(people).toMatchObject({ code: 0 });
    expect(people.out).toContain(`$${document.monthly.expected.toFixed(2)}`);
    expect(people.out).toContain("2 types priced (2 resources), 1 free (1), 0 unpriced (0).");
  });

  it("gives the same document for a configuration, with data on their way among its resources", async () => {
    const { code, out } = await cost("estimate", config, "--env", "development", "--json");
    expect(code).toBe(0);
    const document = ESTIMATE.parse(JSON.parse(out));
    expect(document.resources.map(({ type }) => type)).toContain("data_transfer");
  });

  it("says why a share is nobody's: what takes no tag in ours, what has none in another's", async () => {
    const bare = await plan("bare.json", [["aws_cloudwatch_dashboard", {}], INSTANCE]);
    const others = await cost("estimate", "--plan", bare, "--by", "owner");
    expect(others.out).toMatch(
      /\(none\) carries no tag owner: aws_instance \$70\.88, aws_cloudwatch_dashboard \$3\.00/,
    );
    const ours = await cost("estimate", config, "--env", "development", "--by", "owner", "--by", "region");
    expect(ours.out.match(/\(none\) is shared: AWS keeps no tags for these types/g)).toHaveLength(1);
    expect(ours.out).toMatch(/bills them untagged: .*aws_config_configuration_recorder \$\d/);
  }, 120_000);

  it("ends with 1 and a reason for what it cannot price, and never counts it as nothing", async () => {
    const path = await plan("odd.json", [
      ["aws_instance", { instance_type: "m99.colossal" }],
      ["aws_something_new", {}],
      INSTANCE,
    ]);
    const { code, out } = await cost("estimate", "--plan", path, "--json");
    expect(code).toBe(1);
    const { unpriced, resources } = ESTIMATE.parse(JSON.parse(out));
    expect(unpriced.map(({ address, code: why }) => [address, why])).toEqual(
      expect.arrayContaining([
        ["aws_instance.r0", "cost/unknown-item"],
        ["aws_something_new.r1", "cost/unknown-type"],
      ]),
    );
    expect(unpriced.find(({ type }) => type === "aws_instance")?.reason).toContain("ec2/m99.colossal");
    expect(
      resources.flatMap(({ components }) => components).every(({ monthly }) => monthly.expected > 0),
    ).toBe(true);
    expect((await cost("estimate", "--plan", path)).out).toMatch(
      /unpriced {2}aws_instance\.r0, Instance.*misspelt/,
    );
  });

  it("ends with 1 for a region of which it has no price", async () => {
    const path = await plan("far.json", [INSTANCE], "af-south-1");
    const { code, out } = await cost("estimate", "--plan", path, "--json");
    expect(code).toBe(1);
    expect(ESTIMATE.parse(JSON.parse(out)).unpriced[0]).toMatchObject({
      region: "af-south-1",
      code: "cost/no-price-in-region",
    });
  });

  it("says which lines of a usage file it does not use, and which addresses are not there", async () => {
    const path = await plan("used.json", [["aws_nat_gateway", {}]]);
    const usage = await file(
      "usage.yml",
      "version: 0.1\nresource_type_default_usage:\n  aws_nat_gateway:\n    monthly_data_processed_gb: 1000\n    monthly_data_procesed_gb: 1\nresource_usage:\n  aws_nat_gateway.gone:\n    monthly_data_processed_gb: 5\n",
    );
    const { code, out } = await cost("estimate", "--plan", path, "--usage", usage, "--json");
    expect(code).toBe(0);
    const { resources, notices } = ESTIMATE.parse(JSON.parse(out));
    expect(resources[0]?.components.find(({ unit }) => unit === "GB")).toMatchObject({
      quantity: 1000,
      assumed: false,
      monthly: { expected: 45 },
    });
    expect(notices.join("\n")).toContain("aws_nat_gateway: monthly_data_procesed_gb");
    expect(notices.join("\n")).toContain("1 addresses of the usage file are not there: aws_nat_gateway.gone");
  });

  it.each([
    [
      "a usage that is absurd",
      "version: 0.1\nresource_usage:\n  aws_lb.a:\n    new_connections: -1\n",
      "new_connections",
    ],
    [
      "a usage past all bounds",
      "version: 0.1\nresource_usage:\n  aws_lb.a:\n    new_connections: 1e30\n",
      "new_connections",
    ],
    ["a usage file of another version", "version: 9\n", "line 1"],
    ["no YAML", "version: 0.1\n  - {", "line"],
  ])("refuses %s, with place, given, wanted and fix", async (_, text, where) => {
    const usage = await file("bad.yml", text);
    const { code, out } = await cost(
      "estimate",
      "--plan",
      await plan("any.json", [INSTANCE]),
      "--usage",
      usage,
      "--json",
    );
    expect(code).toBe(2);
    const [problem] = JSON.parse(out).error.problems;
    expect(problem.where).toContain(where);
    for (const key of ["code", "given", "wanted", "fix"]) expect(problem[key], key).toMatch(/\S/);
  });

  it.each([
    ["what is no JSON", 'resource "aws_vpc" {}'],
    ["JSON that is no plan", "[]"],
    ["an empty file", ""],
  ])("refuses %s as a plan", async (_, text) => {
    const { code, out } = await cost("estimate", "--plan", await file("none.json", text), "--json");
    expect(code).toBe(2);
    expect(JSON.parse(out).error).toMatchObject({ fault: "input" });
    expect(out).not.toContain('"monthly"');
  });

  it("refuses an environment, a region, a file and a dimension that there are not", async () => {
    for (const wrong of [
      ["estimate", config, "--env", "prodution"],
      ["estimate", config, "--region", "mars-1"],
      ["estimate", "--plan", join(folder, "nowhere.json")],
      ["estimate", config, "--by", "colour"],
      ["estimate", config, "--prices", join(folder, "nowhere")],
    ]) {
      const { code, out } = await cost(...wrong, "--json");
      expect(code, wrong.join(" ")).toBe(2);
      expect(JSON.parse(out).error, wrong.join(" ")).toMatchObject({ fault: "input" });
    }
  });
});

describe("trireme cost diff", () => {
  it("says what a plan costs more than another, and ends with 1 above what is allowed", async () => {
    const before = await plan("before.json", [INSTANCE]);
    const after = await plan("after.json", [["aws_instance", { instance_type: "m5.xlarge" }]]);
    const { code, out } = await cost("diff", before, after, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      currency: "USD",
      delta: { expected: 70.08 },
      resources: [{ address: "aws_instance.r0", change: "changed" }],
      tooMuch: false,
    });
    const tight = await cost("diff", before, after, "--most", "50");
    expect(tight.code).toBe(1);
    expect(tight.out).toMatch(/change +\$70\.08 .*MORE THAN ALLOWED/);
    expect((await cost("diff", before, before)).out).toContain("Nothing costs more or less.");
  });

  it("refuses a bound that is no amount, and a side that is not there", async () => {
    const side = await plan("side.json", [INSTANCE]);
    expect((await cost("diff", side, side, "--most", "lots")).code).toBe(2);
    expect((await cost("diff", side, join(folder, "gone.json"))).code).toBe(2);
  });
});

describe("trireme cost objectives", () => {
  it("says what each promise costs, by itself", async () => {
    const { code, out } = await cost("objectives", config);
    expect(code).toBe(0);
    expect(out).toMatch(/^production, US dollars a month: +\$[\d,]+\.\d\d/);
    expect(out).toContain("a zone may fail");
    expect(out).toContain("Each by itself: they do not add up.");
    expect((await cost("objectives", config, "--env", "prodution")).code).toBe(2);
  });
});
