import { describe, expect, it } from "vitest";
import { type Resource, ResourceGraph } from "../graph/index.ts";
import type { JsonObject } from "../lib/index.ts";
import { dollars } from "./estimate/document.ts";
import { estimate } from "./estimate/estimate.ts";
import { shippedBook } from "./prices/shipped.ts";
import { known } from "./resources/amount.ts";

interface Worked {
  /** Page of AWS that works it out. The figures are recalled from it, and dated as the page was then. */
  readonly page: string;
  readonly says: string;
  readonly type: string;
  readonly values?: JsonObject;
  readonly usage?: Readonly<Record<string, number>>;
  /** Components that the example speaks of. @default all */
  readonly of?: readonly string[];
  readonly usd: number;
}

const PRICING = "https://aws.amazon.com";

/** Of us-east-1. Where an example takes a free tier off, it is taken off its quantity here. */
const WORKED: readonly Worked[] = [
  {
    page: `${PRICING}/lambda/pricing/`,
    says: "3 million requests of 120 ms at 1,536 MB, less the free tier: 140,000 GB-s, 2.33 USD",
    type: "aws_lambda_function",
    values: { memory_size: 1536 },
    usage: { monthly_requests: 777_777.777778, request_duration_ms: 120 },
    of: ["Duration"],
    usd: 2.33,
  },
  {
    page: `${PRICING}/lambda/pricing/`,
    says: "2 million requests beyond the free tier: 0.40 USD",
    type: "aws_lambda_function",
    usage: { monthly_requests: 2_000_000, request_duration_ms: 0 },
    of: ["Requests"],
    usd: 0.4,
  },
  {
    page: `${PRICING}/waf/pricing/`,
    says: "one web ACL, 19 rules, 10 million requests: 30.00 USD",
    type: "aws_wafv2_web_acl",
    values: {
      scope: "REGIONAL",
      rule: Array.from({ length: 19 }, (_, index) => ({ name: `rule-${index}` })),
    },
    usage: { monthly_requests: 10_000_000 },
    usd: 30,
  },
  {
    page: `${PRICING}/step-functions/pricing/`,
    says: "396,000 state transitions beyond the free tier: 9.90 USD",
    type: "aws_sfn_state_machine",
    usage: { monthly_transitions: 396_000 },
    usd: 9.9,
  },
  {
    page: `${PRICING}/cloudwatch/pricing/`,
    says: "detailed monitoring of ten instances, 7 metrics each: 21.00 USD; of one 2.10",
    type: "aws_instance",
    values: { instance_type: "t3.micro", monitoring: true },
    of: ["Detailed monitoring"],
    usd: 2.1,
  },
  {
    page: `${PRICING}/cloudwatch/pricing/`,
    says: "43,200 GB of logs ingested: 21,600 USD",
    type: "aws_cloudwatch_log_group",
    values: { name: "/app/log" },
    usage: { monthly_data_ingested_gb: 43_200 },
    of: ["Data ingested"],
    usd: 21_600,
  },
  {
    page: `${PRICING}/config/pricing/`,
    says: "300,000 evaluations of conformance packs: 100 + 160 = 260 USD",
    type: "aws_config_conformance_pack",
    usage: { monthly_evaluations: 300_000 },
    usd: 260,
  },
  {
    page: `${PRICING}/config/pricing/`,
    says: "10,000 configuration items: 30 USD",
    type: "aws_config_configuration_recorder",
    usage: { config_items: 10_000 },
    usd: 30,
  },
  {
    page: `${PRICING}/eventbridge/pricing/`,
    says: "20 million invocations of the scheduler, 14 million of them free: 6.00 USD",
    type: "aws_scheduler_schedule",
    usage: { monthly_invocations: 20_000_000 },
    usd: 6,
  },
  {
    page: `${PRICING}/dynamodb/pricing/on-demand/`,
    says: "3,550,000 write request units: 2.22 USD since November 2024 (4.44 before)",
    type: "aws_dynamodb_table",
    values: { billing_mode: "PAY_PER_REQUEST" },
    usage: { monthly_write_request_units: 3_550_000 },
    of: ["Write request units"],
    usd: 2.22,
  },
  {
    page: `${PRICING}/kms/pricing/`,
    says: "one key, 10,000 objects encrypted and read two million times, less 20,000 free requests: 1.00 + 5.97 = 6.97 USD",
    type: "aws_kms_key",
    usage: { monthly_requests: 1_990_000 },
    usd: 6.97,
  },
  {
    page: `${PRICING}/api-gateway/pricing/`,
    says: "5 million calls of a REST API: 17.50 USD, without the data that leave AWS",
    type: "aws_api_gateway_rest_api",
    usage: { monthly_requests: 5_000_000 },
    usd: 17.5,
  },
  {
    page: `${PRICING}/guardduty/pricing/`,
    says: "2,000 GB of flow and DNS logs: 500 + 750 = 1,250 USD",
    type: "aws_guardduty_detector",
    values: { enable: true },
    usage: { monthly_flow_and_dns_gb: 2000 },
    of: ["Flow and DNS logs"],
    usd: 1250,
  },
  {
    page: `${PRICING}/eks/pricing/`,
    says: "a cluster in standard support, 730 hours: 73 USD",
    type: "aws_eks_cluster",
    values: { version: "1.35" },
    usd: 73,
  },
  {
    page: `${PRICING}/elasticloadbalancing/pricing/`,
    says: "1.08 GB an hour: 0.03114 USD an hour, which is 22.42 in the page's 720 hours and 22.73 in 730",
    type: "aws_lb",
    usage: { new_connections: 1, active_connections: 120, processed_bytes_gb: 1.08, rule_evaluations: 0 },
    usd: 22.73,
  },
];

describe("worked examples of AWS's pricing pages", () => {
  it.each(WORKED.map((worked) => [`${worked.page}: ${worked.says}`, worked] as const))("%s", (_, worked) => {
    const resource: Resource = {
      id: "one",
      address: "one",
      mode: "managed",
      type: worked.type,
      name: "one",
      module: "",
      provider: "registry.terraform.io/hashicorp/aws",
      region: "us-east-1",
      instances: "one",
      values: { known: worked.values ?? {}, unknown: {}, sensitive: [] },
      tags: {},
    };
    const graph = new ResourceGraph({
      source: { kind: "plan", name: "example" },
      resources: [resource],
      edges: [],
      notices: [],
    });
    const { resources, unpriced } = estimate(graph, {
      book: shippedBook(),
      usage: [(__, key) => (worked.usage?.[key] === undefined ? undefined : known(worked.usage[key]))],
    });
    const components = (resources[0]?.components ?? []).filter(
      ({ name }) => worked.of?.includes(name) ?? true,
    );
    expect(unpriced).toEqual([]);
    expect(components.length).toBeGreaterThan(0);
    const total = components.reduce((sum, { monthly }) => sum + dollars(monthly).expected, 0);
    expect(Math.round(total * 100) / 100).toBe(worked.usd);
  });
});
