import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/index.ts";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { CostAllocationTags } from "./allocationTags.ts";
import { AnomalyDetection } from "./anomalyDetection.ts";
import { BillExport } from "./billExport.ts";
import { BillStore } from "./billStore.ts";
import { type Budget, Budgets, type CostAudience } from "./budgets.ts";
import { CostCategories } from "./costCategories.ts";
import { FOCUS_COLUMNS } from "./focusColumns.ts";

const EAST = "us-east-1";
const TOPIC = `arn:aws:sns:${EAST}:111111111111:costs`;
const EMAILS = ["finance@shop.example"];
const list = (value: unknown) => value as JsonObject[];

const budget = (scope: Budget["scope"], audience: CostAudience = { emails: EMAILS }) =>
  synthesised((stack) => {
    new Budgets(stack, "budgets", {
      naming: NAMING,
      budgets: [{ id: "monthly", monthlyUsd: 1200.5, scope }],
      thresholds: [50, 80, 100],
      audience,
      tags: TAGS,
    });
  }).only("aws_budgets_budget");

describe("a budget", () => {
  it("tells of every threshold twice: of what is spent, and of what is forecast", () => {
    const told = list(budget({ kind: "all" }).notification).map(
      ({ notification_type, threshold }) => `${notification_type} ${threshold}`,
    );
    expect(told).toEqual([
      "ACTUAL 50",
      "FORECASTED 50",
      "ACTUAL 80",
      "FORECASTED 80",
      "ACTUAL 100",
      "FORECASTED 100",
    ]);
  });

  it("counts US dollars a month, without the credits that hide spending", () => {
    expect(budget({ kind: "all" })).toMatchObject({
      name: "shop-production-budget-monthly",
      limit_amount: "1200.5",
      limit_unit: "USD",
      time_unit: "MONTHLY",
      cost_types: { include_credit: false, include_refund: false },
    });
  });

  it("counts an account, or what carries a tag", () => {
    expect(budget({ kind: "account", account: "222222222222" }).cost_filter).toEqual([
      { name: "LinkedAccount", values: ["222222222222"] },
    ]);
    expect(budget({ kind: "tag", key: "owner", value: "payments-team" }).cost_filter).toEqual([
      { name: "TagKeyValue", values: ["user:owner$payments-team"] },
    ]);
  });

  it("names no addresses when only a topic is told", () => {
    const [first] = list(budget({ kind: "all" }, { emails: [], topicArn: TOPIC }).notification);
    expect(first).toMatchObject({ subscriber_sns_topic_arns: [TOPIC] });
    expect(first).not.toHaveProperty("subscriber_email_addresses");
  });
});

const anomalies = (
  costCentres: readonly string[],
  services = true,
  audience: CostAudience = { emails: EMAILS },
) =>
  synthesised((stack) => {
    new AnomalyDetection(stack, "anomalies", {
      naming: NAMING,
      services,
      costCentres,
      leastUsd: 100,
      leastPercent: 20,
      audience,
      tags: TAGS,
    });
  });

describe("the detection of anomalies", () => {
  it("watches ten cost centres by a monitor, which is all that one takes", () => {
    const centres = Array.from({ length: 11 }, (_, index) => `c${index}`);
    const monitors = Object.values(anomalies(centres).all("aws_ce_anomaly_monitor"));
    const custom = monitors.filter(({ monitor_type }) => monitor_type === "CUSTOM");
    const values = custom.map(
      ({ monitor_specification }) => JSON.parse(String(monitor_specification)).Tags.Values,
    );
    expect(values).toEqual([centres.slice(0, 10), centres.slice(10)]);
    expect(monitors).toHaveLength(3);
  });

  it("tells people once a day and a topic at once, from both bounds on", () => {
    const built = anomalies([], true, { emails: EMAILS, topicArn: TOPIC });
    const subscriptions = Object.values(built.all("aws_ce_anomaly_subscription"));
    expect(subscriptions.map(({ frequency }) => frequency).sort()).toEqual(["DAILY", "IMMEDIATE"]);
    for (const { threshold_expression } of subscriptions) {
      const { and } = threshold_expression as { and: { dimension: JsonObject }[] };
      expect(and.map(({ dimension }) => dimension.values)).toEqual([["100"], ["20"]]);
    }
  });

  it("makes nothing when there is nothing to watch", () => {
    expect(anomalies([], false).types).toEqual([]);
  });
});

describe("cost categories", () => {
  it("give an account to its environment before they look at tags, and leave the rest visible", () => {
    const built = synthesised((stack) => {
      new CostCategories(stack, "categories", {
        naming: NAMING,
        environments: [{ name: "production", account: "111111111111" }],
        tags: TAGS,
      });
    });
    const categories = Object.values(built.all("aws_ce_cost_category"));
    expect(categories.map(({ name }) => name).sort()).toEqual([
      "shop-environment",
      "shop-service",
      "shop-team",
    ]);
    for (const { default_value } of categories) expect(default_value).toBe("unallocated");
    const environment = categories.find(({ name }) => name === "shop-environment");
    expect(list(environment?.rule).map(({ type }) => type)).toEqual(["REGULAR", "INHERITED_VALUE"]);
  });

  it("have the tags that every resource carries to go by", () => {
    const built = synthesised((stack) => {
      new CostAllocationTags(stack, "tags");
    });
    const keys = Object.values(built.all("aws_ce_cost_allocation_tag")).map(({ tag_key }) => tag_key);
    expect(keys).toEqual(["platform", "environment", "service", "owner", "cost-centre", "data-class"]);
  });
});

describe("the bill", () => {
  const storeOf = (protect: boolean) =>
    synthesised((stack) => {
      new BillStore(stack, "bill", { naming: NAMING, region: EAST, protect, tags: TAGS });
    });
  const store = storeOf(true);
  const bill = synthesised((stack) => {
    new BillExport(stack, "export", { naming: NAMING, region: EAST, tags: TAGS });
  });
  const definition = list(bill.only("aws_bcmdataexports_export").export)[0] as JsonObject;
  const [destination] = list(list(definition.destination_configurations)[0]?.s3_destination);

  it("is delivered where the table looks for it", () => {
    const parameters = store.only("aws_glue_catalog_table").parameters as Record<string, string>;
    const bucket = store.only("aws_s3_bucket").bucket;
    expect(destination).toMatchObject({ s3_bucket: bucket, s3_region: EAST });
    expect(parameters["storage.location.template"]).toBe(
      `s3://${bucket}/${destination?.s3_prefix}/${definition.name}/data/BILLING_PERIOD=$\${billing_period}/`,
    );
  });

  it("is asked for column by column, and the table has just those", () => {
    const query = String(list(definition.data_query)[0]?.query_statement);
    const [, asked = "", table] = /^SELECT (.+) FROM (\w+)$/.exec(query) ?? [];
    expect(table).toBe("FOCUS_1_2_AWS");
    const { columns } = store.only("aws_glue_catalog_table").storage_descriptor as { columns: JsonObject[] };
    expect(columns.map(({ name }) => name)).toEqual(asked.split(", ").map((name) => name.toLowerCase()));
    expect(new Set(FOCUS_COLUMNS.map(({ name }) => name.toLowerCase())).size).toBe(60);
  });

  it("is written by the services of billing, for exports of this account only, and by nobody over plain HTTP", () => {
    const { Statement } = policyIn(store.only("aws_s3_bucket_policy").policy);
    const allowed = Statement.filter(({ Effect }) => Effect === "Allow");
    expect(allowed.map(({ Action }) => Action)).toEqual(["s3:PutObject", "s3:GetBucketPolicy"]);
    for (const { Condition } of allowed) {
      expect(Condition).toMatchObject({ StringEquals: { "aws:SourceAccount": "111111111111" } });
      expect(JSON.stringify(Condition)).toContain("arn:aws:bcm-data-exports:us-east-1:111111111111:export/*");
    }
    expect(Statement.at(-1)).toMatchObject({ Effect: "Deny" });
  });

  it.each([true, false])(
    "is kept by a destroy, with what was asked of it, where protected (%s)",
    (protect) => {
      expect(storeOf(protect).only("aws_s3_bucket").force_destroy).toBe(!protect);
      expect(storeOf(protect).only("aws_athena_workgroup").force_destroy).toBe(!protect);
    },
  );

  it("cannot be asked a question that reads more than 10 GiB, whatever the client sets", () => {
    expect(store.only("aws_athena_workgroup").configuration).toMatchObject({
      enforce_workgroup_configuration: true,
      bytes_scanned_cutoff_per_query: 10 * 1024 ** 3,
      result_configuration: { encryption_configuration: { encryption_option: "SSE_S3" } },
    });
  });
});
