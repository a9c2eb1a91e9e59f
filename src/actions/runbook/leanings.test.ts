import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Environment, loadPlatform, type Platform } from "../../config/index.ts";
import { graphFromStacks, type Resource, ResourceGraph } from "../../graph/index.ts";
import { ManualClock } from "../../lib/index.ts";
import { synthesize } from "../../stacks/index.ts";
import { leaningFindings } from "./leaningFindings.ts";

const [LOST, NEXT] = ["us-east-1", "us-west-2"];
let platform: Platform;
let production: Environment;
let graph: ResourceGraph;

beforeAll(async () => {
  const clock = new ManualClock(Date.UTC(2026, 5, 15, 12));
  platform = await loadPlatform(join(import.meta.dirname, "../../../examples/storefront"), { clock });
  const found = platform.environments.find(({ name }) => name === "production");
  if (found === undefined) throw new Error("the example lost its production");
  production = found;
  graph = graphFromStacks(synthesize(platform, production), { name: "production" });
}, 240_000);

/** Findings of the machine that leaves the lost region, in a graph in which resources were taken away or changed. */
function without(change: (each: Resource) => readonly Resource[]) {
  const changed = new ResourceGraph({
    source: graph.source,
    resources: graph.resources.flatMap(change),
    edges: graph.edges,
    notices: graph.notices,
  });
  return leaningFindings(platform, production, changed).filter(({ where }) =>
    where.includes(`leave-${LOST} in ${NEXT}`),
  );
}
const drops = (type: string, name: string, region?: string) =>
  without((each) =>
    each.type === type &&
    JSON.stringify(each.values.known).includes(`"${name}"`) &&
    (region === undefined || each.region === region)
      ? []
      : [each],
  );

describe("what the recoveries of the example lean on", () => {
  it("is in the region that each runs in", () => {
    expect(leaningFindings(platform, production, graph)).toEqual([]);
  });

  it.each([
    ["parameter", "aws_ssm_parameter", "/shop/production/recovery", NEXT, "keep-away-us-east-1"],
    ["table", "aws_dynamodb_table", "shop-production-recovery-lock", NEXT, undefined],
    ["topic", "aws_sns_topic", "shop-production-alerts-critical", NEXT, undefined],
    ["key", "aws_kms_alias", "alias/shop-production-us", NEXT, undefined],
    ["key", "aws_kms_alias", "alias/shop-production-cards-us", NEXT, "promote-cards-us"],
    ["capacity", "aws_eks_cluster", "shop-production-cluster", NEXT, undefined],
    ["image", "aws_ecr_repository", "shop-production/checkout", NEXT, undefined],
  ])("is missed as a %s (%s) when only the lost region has it", (kind, type, name, region, step) => {
    const [finding, ...others] = drops(type, name, region);
    expect(finding).toMatchObject({
      code: "recovery/leans-on-what-is-lost",
      severity: "error",
      text: expect.stringMatching(new RegExp(`it needs the ${kind} .* of ${LOST}, which is lost`)),
      fix: expect.stringMatching(/\.$/),
    });
    expect(others).toEqual([]);
    if (step !== undefined) expect(finding?.where).toContain(`step ${step}`);
  });

  it("is missed when it is nowhere at all", () => {
    const [finding] = drops("aws_ssm_parameter", "/shop/production/recovery");
    expect(finding?.text).toContain("nowhere to be found");
  });

  it("is missed as the alarm that keeps names away, by the step that reads it back", () => {
    const [finding] = drops("aws_cloudwatch_metric_alarm", `shop-production-kept-away-${LOST}`);
    expect(finding?.text).toBe(
      `it needs the alarm shop-production-kept-away-${LOST}, which is nowhere to be found`,
    );
    expect(finding?.where).toContain(`step keep-away-${LOST}`);
  });

  it("is missed as a secret without a copy, by the step that moves its database", () => {
    const [finding] = without((each) => {
      if (
        each.type !== "aws_secretsmanager_secret" ||
        each.values.known.name !== "shop-production-orders-us-master"
      )
        return [each];
      const { replica: _, ...known } = each.values.known;
      return [{ ...each, values: { known, unknown: {}, sensitive: [] } }];
    });
    expect(finding).toMatchObject({
      where: expect.stringContaining("step promote-orders-us"),
      text: `it needs the secret shop-production-orders-us-master of ${LOST}, which is lost`,
      fix: expect.stringContaining("Replicate the secret"),
    });
  });

  it("is missed as a role and as a name that would want the control plane in the lost region", () => {
    const [role] = drops("aws_iam_role", `shop-production-leave-${LOST}`);
    expect(role?.text).toBe(`it needs the role shop-production-leave-${LOST} of ${LOST}, which is lost`);
    const [name] = drops("aws_route53_record", "www.shop.example.com");
    expect(name?.text).toContain(`the name www.shop.example.com of ${LOST}`);
    expect(name?.where).toContain("step names-avoid-www.shop.example.com");
  });
});
