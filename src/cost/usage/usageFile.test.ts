import { describe, expect, it } from "vitest";
import type { Resource } from "../../graph/index.ts";
import { InputError } from "../../lib/index.ts";
import { readUsage } from "./usageFile.ts";

const resource = (address: string): Resource => ({
  id: address,
  address,
  mode: "managed",
  type: address.split(".")[0] ?? "",
  name: "one",
  module: "",
  provider: "registry.terraform.io/hashicorp/aws",
  instances: "one",
  values: { known: {}, unknown: {}, sensitive: [] },
  tags: {},
});

function problemsOf(text: string) {
  try {
    readUsage(text, "usage.yml");
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
}

describe("a usage file", () => {
  const { source, unmet, ignored } = readUsage(
    `version: 0.1
resource_usage:
  aws_nat_gateway.main:
    monthly_data_processed_gb: 250
  aws_lambda_function.work[*]:
    monthly_requests: 7
  aws_s3_bucket.shop:
    standard:
      storage_gb: 10
      monthly_tier_1_requests: 0
    colour: blue
  aws_nat_gateway.gone:
    monthly_data_processed_gb: 1
resource_type_default_usage:
  aws_lambda_function:
    monthly_requests: 3
`,
    "usage.yml",
  );

  it("says what an address, all instances of one, and a type use", () => {
    const of = (address: string, key: string) => source(resource(address), key)?.expected;
    expect(of("aws_nat_gateway.main", "monthly_data_processed_gb")).toBe(250);
    expect(of("aws_nat_gateway.other", "monthly_data_processed_gb")).toBeUndefined();
    expect(of('aws_lambda_function.work["a"]', "monthly_requests")).toBe(7);
    expect(of("aws_lambda_function.other", "monthly_requests")).toBe(3);
    expect(of("aws_s3_bucket.shop", "standard.storage_gb")).toBe(10);
    expect(source(resource("aws_nat_gateway.main"), "monthly_data_processed_gb")?.assumed).toBe(false);
  });

  it("names what it says of nothing", () => {
    expect(unmet()).toContain("aws_nat_gateway.gone");
    expect(ignored).toEqual(["aws_s3_bucket.shop: colour (blue)"]);
    expect(
      readUsage("version: v0.1\nresource_usage:\n  aws_sqs_queue.q:\n    monthly_jokes: 1\n", "u").ignored,
    ).toEqual(["aws_sqs_queue.q: monthly_jokes"]);
  });

  it.each(["-1", "1e30", ".nan", ".inf", "[1, 2]"])("refuses a use of %s, with its line", (value) => {
    const [problem] = problemsOf(
      `version: 0.1\nresource_usage:\n  aws_nat_gateway.a:\n    monthly_data_processed_gb: ${value}\n`,
    );
    expect(problem?.where).toContain("line 4");
    expect(problem?.where).toContain("aws_nat_gateway.a");
  });

  it.each([
    ["version: 0.1\nresource_usage:\n  a: [", /line/],
    ["version: 0.2\n", /line 1/],
    ["", /line 1/],
    ["just text", /line 1/],
    ["version: 0.1\nresource_usage: 7\n", /resource_usage, line 2/],
    ["version: 0.1\nresource_usage:\n  aws_sqs_queue.q: {}\n  aws_sqs_queue.q: {}\n", /line 4/],
  ])("refuses %j and says where", (text, where) => {
    expect(problemsOf(text)[0]?.where).toMatch(where);
  });

  it("takes an empty one for one that says nothing", () => {
    expect(readUsage("version: 0.1\nresource_usage:\n", "u").unmet()).toEqual([]);
  });
});
