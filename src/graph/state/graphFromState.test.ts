import { describe, expect, it } from "vitest";
import { InputError } from "../../lib/index.ts";
import { graphFromState } from "./graphFromState.ts";

function load(state: unknown) {
  return graphFromState(Buffer.from(JSON.stringify(state)), { name: "state.json" });
}

function codes(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ code }) => code);
    throw error;
  }
  return [];
}

const PROVIDER = "registry.terraform.io/hashicorp/aws";
const VPC_ARN = "arn:aws:ec2:us-west-2:111111111111:vpc/vpc-1";
const QUEUE = "https://sqs.example/1";

const SHOWN = {
  format_version: "1.0",
  terraform_version: "1.11.4",
  values: {
    root_module: {
      resources: [
        {
          address: "aws_vpc.main",
          mode: "managed",
          type: "aws_vpc",
          name: "main",
          provider_name: PROVIDER,
          values: { arn: VPC_ARN, tags: { team: "web" } },
          sensitive_values: { tags: {} },
        },
      ],
      child_modules: [
        {
          address: 'module.q["a"]',
          resources: [
            {
              address: 'module.q["a"].aws_sqs_queue.jobs[0]',
              mode: "managed",
              type: "aws_sqs_queue",
              name: "jobs",
              index: 0,
              provider_name: PROVIDER,
              values: { url: QUEUE, policy: "s3cret" },
              sensitive_values: { policy: true },
              depends_on: ["aws_vpc.main"],
            },
          ],
        },
      ],
    },
  },
};

const RAW = {
  version: 4,
  terraform_version: "1.11.4",
  serial: 3,
  lineage: "1e1d",
  outputs: {},
  resources: [
    {
      mode: "managed",
      type: "aws_vpc",
      name: "main",
      provider: `provider["${PROVIDER}"].west`,
      instances: [
        { schema_version: 1, attributes: { arn: VPC_ARN, tags: { team: "web" } }, sensitive_attributes: [] },
      ],
    },
    {
      module: 'module.q["a"]',
      mode: "managed",
      type: "aws_sqs_queue",
      name: "jobs",
      provider: `provider["${PROVIDER}"]`,
      instances: [
        {
          index_key: 0,
          attributes: { url: QUEUE, policy: "s3cret" },
          sensitive_attributes: [[{ type: "get_attr", value: "policy" }]],
          dependencies: ["aws_vpc.main"],
        },
      ],
    },
  ],
};

describe("the graph of a state", () => {
  it("has every resource with its place, and what depends on what", () => {
    const graph = load(SHOWN);
    expect(graph.byAddress("aws_vpc.main")).toMatchObject({
      region: "us-west-2",
      account: "111111111111",
      tags: { team: "web" },
    });
    expect(graph.edges).toEqual([
      {
        from: 'module.q["a"].aws_sqs_queue.jobs[0]',
        to: "aws_vpc.main",
        kind: "depends_on",
        via: "depends_on",
      },
    ]);
    expect(graph.notices).toEqual([]);
  });

  it("is the same from the state file as from terraform show", () => {
    expect(load(RAW).resources).toEqual(load(SHOWN).resources);
    expect(load(RAW).edges).toEqual(load(SHOWN).edges);
  });

  it.each([
    ["shown", SHOWN],
    ["raw", RAW],
  ])("never holds a secret: %s", (_, state) => {
    const text = JSON.stringify(load(state));
    expect(text).not.toContain("s3cret");
    expect(text).toContain('"sensitive":["policy"]');
  });

  it("hides the whole value where a mark leads past what is there", () => {
    const raw = structuredClone(RAW);
    const instance = raw.resources[1]?.instances[0] as { sensitive_attributes: unknown };
    instance.sensitive_attributes = [
      [
        { type: "get_attr", value: "policy" },
        { type: "index", value: { value: 1, type: "number" } },
      ],
    ];
    expect(JSON.stringify(load(raw))).not.toContain("s3cret");
  });

  it("reads an empty state", () => {
    expect(load({ format_version: "1.0" }).resources).toEqual([]);
  });

  it.each([
    ["a plan", { format_version: "1.2", resource_changes: [] }, "graph/not-a-state"],
    ["another version of the file", { ...RAW, version: 3 }, "graph/unknown-format"],
    ["an unknown major", { ...SHOWN, format_version: "9.1" }, "graph/unknown-format"],
    ["something else", { name: "x" }, "graph/not-terraform-json"],
    [
      "instances that are no list",
      { ...RAW, resources: [{ ...RAW.resources[0], instances: 1 }] },
      "graph/wrong-type",
    ],
    ["resources that are no list", { ...RAW, resources: "x" }, "graph/wrong-type"],
    [
      "a module that is none",
      { format_version: "1.0", values: { root_module: { resources: 1 } } },
      "graph/wrong-type",
    ],
  ])("refuses %s", (_, state, code) => {
    expect(codes(() => load(state))).toContain(code);
  });
});
