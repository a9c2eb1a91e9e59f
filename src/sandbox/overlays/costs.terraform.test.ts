import { S3Bucket } from "@cdktn/provider-aws/lib/s3-bucket/index.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  AnomalyDetection,
  BillExport,
  BillStore,
  Budgets,
  CostAllocationTags,
  CostCategories,
} from "../../constructs/index.ts";
import {
  ACCOUNT,
  ConstructRehearsal,
  type Part,
  skippedBecause,
  toolsMissing,
} from "./testing/rehearseConstructs.ts";

const EAST = "us-east-1";
const naming = { platform: "shop", environment: "organization", account: ACCOUNT };
const tags = { service: "platform", owner: "platform-team", costCentre: "shop-1001" };
const audience = {
  emails: ["finance@shop.example", "on-call@shop.example"],
  topicArn: `arn:aws:sns:${EAST}:${ACCOUNT}:costs`,
};

const bill: Part = {
  id: "us-east-1/bill",
  region: EAST,
  build(scope) {
    // What the provider of a stack puts on everything, so that AWS has met these two as well.
    new S3Bucket(scope, "carrier", {
      bucket: "shop-carries-the-default-tags",
      tags: { platform: "shop", environment: "organization" },
    });
    new BillStore(scope, "bill", {
      naming,
      region: EAST,
      protect: false,
      tags: { ...tags, dataClass: "internal" },
    });
    return undefined;
  },
};

const costs: Part = {
  id: "costs",
  region: EAST,
  build(scope) {
    new Budgets(scope, "budgets", {
      naming,
      budgets: [
        { id: "total", monthlyUsd: 90_000, scope: { kind: "all" } },
        {
          id: "environment-production",
          monthlyUsd: 42_000.5,
          scope: { kind: "account", account: "111111111111" },
        },
        { id: "owner-payments", monthlyUsd: 9000, scope: { kind: "tag", key: "owner", value: "payments" } },
      ],
      thresholds: [50, 80, 100],
      audience,
      tags,
    });
    new AnomalyDetection(scope, "anomalies", {
      naming,
      services: true,
      costCentres: Array.from({ length: 11 }, (_, index) => `shop-${1001 + index}`),
      leastUsd: 100,
      leastPercent: 20,
      audience,
      tags,
    });
    new CostCategories(scope, "categories", {
      naming,
      environments: [{ name: "production", account: "111111111111" }],
      tags,
    });
    new BillExport(scope, "export", { naming, region: EAST, tags });
    return undefined;
  },
};

const activation: Part = {
  id: "tags",
  region: EAST,
  build(scope) {
    new CostAllocationTags(scope, "tags");
    return undefined;
  },
};

const ALL = [bill, costs, activation];

describe.skipIf(toolsMissing)(`the plumbing of costs, applied by Terraform${skippedBecause}`, () => {
  let rehearsal: ConstructRehearsal;
  beforeAll(async () => {
    rehearsal = await ConstructRehearsal.start();
  });
  afterAll(() => rehearsal?.stop());

  const budgets = async (action: string, body: object) => {
    const reply = await rehearsal.request({
      service: "budgets",
      region: EAST,
      method: "POST",
      path: "/",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSBudgetServiceGateway.${action}`,
      },
      body: JSON.stringify(body),
    });
    return JSON.parse(reply.body) as Record<string, unknown>;
  };

  it("applies and plans nothing more", async () => {
    for (const part of ALL) await rehearsal.apply(part);
    for (const part of ALL) expect(await rehearsal.changes(part), part.id).toEqual([]);
  }, 600_000);

  it("left budgets that tell of 50, 80 and 100 per cent, spent and forecast", async () => {
    const found = await budgets("DescribeNotificationsForBudget", {
      AccountId: ACCOUNT,
      BudgetName: "shop-organization-budget-total",
    });
    const told = (found.Notifications as { NotificationType: string; Threshold: number }[]).map(
      ({ NotificationType, Threshold }) => `${NotificationType} ${Threshold}`,
    );
    expect(told.sort()).toEqual([
      "ACTUAL 100",
      "ACTUAL 50",
      "ACTUAL 80",
      "FORECASTED 100",
      "FORECASTED 50",
      "FORECASTED 80",
    ]);
  });

  it("is taken away again", async () => {
    for (const part of [activation, costs, bill]) await rehearsal.destroy(part);
    expect((await budgets("DescribeBudgets", { AccountId: ACCOUNT })).Budgets).toEqual([]);
  }, 300_000);
});
