import { type Caller, json, rest, type WireCall } from "./caller.ts";
import type { RefusalCase } from "./refusalCase.ts";

const EAST = "us-east-1";
const ACCOUNT = "123456789012";

const emails = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    SubscriptionType: "EMAIL",
    Address: `finance-${index}@shop.example`,
  }));
const notified = (Threshold = 80, Subscribers: readonly object[] = emails(1)) => ({
  Notification: { NotificationType: "ACTUAL", ComparisonOperator: "GREATER_THAN", Threshold },
  Subscribers,
});
const budget = (BudgetName: string, replace: object = {}, notifications: readonly object[] = []) =>
  json("budgets", EAST, "CreateBudget", {
    AccountId: ACCOUNT,
    Budget: {
      BudgetName,
      BudgetType: "COST",
      TimeUnit: "MONTHLY",
      BudgetLimit: { Amount: "100", Unit: "USD" },
      ...replace,
    },
    NotificationsWithSubscribers: notifications,
  });

function simple(refusal: string, code: string, refused: WireCall, taken: WireCall): RefusalCase {
  const emulator =
    refused.service === "budgets" || refused.body.includes("CostCategory") ? "accepts" : "fails";
  return { refusal, code, emulator, prepare: async () => ({ refused, taken }) };
}

const monitor = (MonitorName: string, AnomalyMonitor: object) =>
  json("ce", EAST, "CreateAnomalyMonitor", { AnomalyMonitor: { MonitorName, ...AnomalyMonitor } });
const ofTags = (count: number) => ({
  MonitorType: "CUSTOM",
  MonitorSpecification: {
    Tags: { Key: "owner", Values: Array.from({ length: count }, (_, index) => `team-${index}`) },
  },
});
const category = (Name: string, Key: string, Value = "production"): WireCall =>
  json("ce", EAST, "CreateCostCategoryDefinition", {
    Name,
    RuleVersion: "CostCategoryExpression.v1",
    Rules: [{ Value, Rule: { Dimensions: { Key, Values: ["111111111111"] } } }],
  });
const activate = (TagKey: string) =>
  json("ce", EAST, "UpdateCostAllocationTagsStatus", {
    CostAllocationTagsStatus: [{ TagKey, Status: "Active" }],
  });

async function carryTag(sandbox: Caller, Key: string): Promise<void> {
  await sandbox.must(
    json("ce", EAST, "CreateAnomalyMonitor", {
      AnomalyMonitor: { MonitorName: Key, ...ofTags(1) },
      ResourceTags: [{ Key, Value: "shop" }],
    }),
  );
}

const exported = (bucket: string, replace: object = {}) =>
  json("bcm-data-exports", EAST, "CreateExport", {
    Export: {
      Name: "focus",
      DataQuery: { QueryStatement: "SELECT BilledCost, Tags FROM FOCUS_1_2_AWS" },
      DestinationConfigurations: {
        S3Destination: {
          S3Bucket: bucket,
          S3Prefix: "exports",
          S3Region: EAST,
          S3OutputConfigurations: {
            OutputType: "CUSTOM",
            Format: "PARQUET",
            Compression: "PARQUET",
            Overwrite: "OVERWRITE_REPORT",
          },
        },
      },
      RefreshCadence: { Frequency: "SYNCHRONOUS" },
      ...replace,
    },
  });

/** A bucket that Data Exports may deliver to. */
async function billBucket(sandbox: Caller, name: string): Promise<string> {
  await sandbox.must(rest("s3", EAST, "PUT", `/${name}`));
  const policy = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: ["bcm-data-exports.amazonaws.com"] },
        Action: "s3:PutObject",
        Resource: `arn:aws:s3:::${name}/*`,
        Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } },
      },
    ],
  };
  await sandbox.must(rest("s3", EAST, "PUT", `/${name}?policy`, JSON.stringify(policy)));
  return name;
}

export const costCases: readonly RefusalCase[] = [
  simple(
    "budgets-amount-not-a-number",
    "InvalidParameterException",
    budget("negative", { BudgetLimit: { Amount: "-5", Unit: "USD" } }),
    budget("positive", { BudgetLimit: { Amount: "0.5", Unit: "USD" } }),
  ),
  simple("budgets-name", "InvalidParameterException", budget("team:payments"), budget("team-payments")),
  simple(
    "budgets-too-many-subscribers",
    "CreationLimitExceededException",
    budget("eleven", {}, [notified(80, emails(11))]),
    budget("ten", {}, [notified(80, emails(10))]),
  ),
  {
    refusal: "budgets-too-many-notifications",
    code: "CreationLimitExceededException",
    emulator: "fails",
    async prepare(sandbox) {
      const thresholds = (count: number) => Array.from({ length: count }, (_, index) => notified(10 + index));
      await sandbox.must(budget("full", {}, thresholds(10)));
      await sandbox.must(budget("nearly-full", {}, thresholds(9)));
      const add = (BudgetName: string) =>
        json("budgets", EAST, "CreateNotification", { AccountId: ACCOUNT, BudgetName, ...notified(99) });
      return { refused: add("full"), taken: add("nearly-full") };
    },
  },
  simple(
    "budgets-threshold-out-of-range",
    "InvalidParameterException",
    budget("beyond", {}, [notified(1_000_001)]),
    budget("within", {}, [notified(1_000_000)]),
  ),
  {
    refusal: "ce-second-monitor-of-services",
    code: "ValidationException",
    emulator: "fails",
    async prepare(sandbox) {
      const services = { MonitorType: "DIMENSIONAL", MonitorDimension: "SERVICE" };
      await sandbox.must(monitor("first", services));
      return { refused: monitor("second", services), taken: monitor("second", ofTags(1)) };
    },
  },
  simple(
    "ce-monitor-of-too-many-tag-values",
    "ValidationException",
    monitor("eleven", ofTags(11)),
    monitor("ten", ofTags(10)),
  ),
  {
    refusal: "ce-subscription-frequency",
    code: "ValidationException",
    emulator: "fails",
    async prepare(sandbox) {
      const { MonitorArn } = await sandbox.object(monitor("watched", ofTags(1)));
      const told = (Frequency: string) =>
        json("ce", EAST, "CreateAnomalySubscription", {
          AnomalySubscription: {
            SubscriptionName: Frequency,
            Frequency,
            MonitorArnList: [MonitorArn],
            Subscribers: [{ Type: "EMAIL", Address: "finance@shop.example" }],
          },
        });
      return { refused: told("IMMEDIATE"), taken: told("DAILY") };
    },
  },
  simple(
    "ce-cost-category-text",
    "ValidationException",
    category("colons", "LINKED_ACCOUNT", "team:payments"),
    category("hyphens", "LINKED_ACCOUNT", "team-payments"),
  ),
  simple(
    "ce-cost-category-dimension",
    "ValidationException",
    category("by-service", "SERVICE"),
    category("by-service-code", "SERVICE_CODE"),
  ),
  {
    refusal: "ce-allocation-tag-unseen",
    code: "ValidationException",
    emulator: "fails",
    async prepare(sandbox) {
      await carryTag(sandbox, "owner-of-a-monitor");
      return { refused: activate("never-carried"), taken: activate("owner-of-a-monitor") };
    },
  },
  {
    refusal: "bcm-export-unknown-column",
    code: "ValidationException",
    emulator: "fails",
    async prepare(sandbox) {
      const bucket = await billBucket(sandbox, "bill-columns");
      const asking = (QueryStatement: string) => exported(bucket, { DataQuery: { QueryStatement } });
      return {
        refused: asking("SELECT BilledCost, UsageType FROM FOCUS_1_2_AWS"),
        taken: asking("SELECT BilledCost, SkuMeter FROM FOCUS_1_2_AWS"),
      };
    },
  },
  {
    refusal: "bcm-export-name",
    code: "ValidationException",
    emulator: "fails",
    async prepare(sandbox) {
      const bucket = await billBucket(sandbox, "bill-names");
      return {
        refused: exported(bucket, { Name: "focus 1.2" }),
        taken: exported(bucket, { Name: "focus-1-2" }),
      };
    },
  },
  {
    refusal: "bcm-export-bucket-not-writable",
    code: "ValidationException",
    emulator: "fails",
    async prepare(sandbox) {
      const bucket = await billBucket(sandbox, "bill-open");
      await sandbox.must(rest("s3", EAST, "PUT", "/bill-closed"));
      return { refused: exported("bill-closed"), taken: exported(bucket) };
    },
  },
];
