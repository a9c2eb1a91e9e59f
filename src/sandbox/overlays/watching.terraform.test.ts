import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ContributorRules,
  DataKey,
  GlobalTable,
  MetricStream,
  MetricStreamRoles,
  ObservabilityLink,
  ObservabilitySink,
  refusedConnections,
  refusedRequests,
} from "../../constructs/index.ts";
import {
  ACCOUNT,
  ConstructRehearsal,
  type Part,
  skippedBecause,
  toolsMissing,
} from "./testing/rehearseConstructs.ts";

const REGION = "us-east-1";
const naming = { platform: "shop", environment: "production", account: ACCOUNT };
const tags = { service: "platform", owner: "platform-team", costCentre: "shop-1001" };

const SHARES = ["metrics", "logs", "traces"] as const;

/** The account that looks at the others. */
const monitoring: Part = {
  id: "monitoring",
  region: REGION,
  account: "666666666666",
  build(scope) {
    const { arn } = new ObservabilitySink(scope, "observability", {
      naming: { ...naming, environment: "organization", account: "666666666666" },
      accounts: [ACCOUNT],
      shares: SHARES,
      tags,
    });
    return { sink: arn };
  },
};

let sinkArn = "";
const region: Part = {
  id: REGION,
  region: REGION,
  build(scope) {
    const key = new DataKey(scope, "key", { naming, region: REGION, purpose: "us", tags });
    new ContributorRules(scope, "contributors", {
      naming,
      counts: [refusedConnections("/flow-logs"), refusedRequests("aws-waf-logs-edge")],
      tags,
    });
    new GlobalTable(scope, "catalogue", {
      naming,
      store: "catalogue",
      partitionKey: "id",
      keyArn: key.arn,
      protect: false,
      hotKeys: true,
      tags,
    });
    new MetricStreamRoles(scope, "metric-roles", { naming, regions: [REGION], keyPurposes: ["us"], tags });
    new MetricStream(scope, "metrics", {
      naming,
      region: REGION,
      keyArn: key.arn,
      namespaces: ["AWS/RDS", "AWS/ApplicationELB"],
      keepDays: 400,
      protect: false,
      tags,
    });
    new ObservabilityLink(scope, "observability", { sinkArn, shares: SHARES, tags });
    return undefined;
  },
};

describe.skipIf(toolsMissing)(`what is seen beyond alarms, applied by Terraform${skippedBecause}`, () => {
  let rehearsal: ConstructRehearsal;
  beforeAll(async () => {
    rehearsal = await ConstructRehearsal.start();
  });
  afterAll(() => rehearsal?.stop());

  const insights = async () => {
    const { body } = await rehearsal.query(
      { service: "monitoring", region: REGION, version: "2010-08-01" },
      "DescribeInsightRules",
      {},
    );
    return body.match(/refused-(?:connections|requests)-[0-9a-f]{6}/g) ?? [];
  };

  it("applies and plans nothing more", async () => {
    const { outputs } = await rehearsal.apply(monitoring);
    sinkArn = String(outputs.sink);
    expect(await rehearsal.changes(monitoring)).toEqual([]);
    await rehearsal.apply(region);
    expect(await rehearsal.changes(region)).toEqual([]);
    expect(new Set(await insights()).size).toBe(2);
  }, 300_000);

  it("is destroyed without a rest", async () => {
    await rehearsal.destroy(region);
    await rehearsal.destroy(monitoring);
    expect(await insights()).toEqual([]);
  }, 120_000);
});
