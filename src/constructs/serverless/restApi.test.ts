import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/index.ts";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { ApiLogging, ApiLoggingRole } from "./apiLogging.ts";
import { RestApi, type RestApiProps } from "./restApi.ts";

const ROUTE = {
  method: "POST",
  path: "/orders/{order}",
  function: "orders",
  timeoutSeconds: 20,
  query: ["dry"],
} as const;
const LAMBDA = "arn:aws:lambda:us-east-1:111111111111:function:shop-production";

const apiOf = (replace: Partial<RestApiProps> = {}) =>
  synthesised((scope) => {
    new RestApi(scope, "partners", {
      naming: NAMING,
      region: "us-east-1",
      name: "partners",
      host: "partners.shop.example.com",
      certificateArn: "arn:certificate",
      authoriser: "gate",
      routes: [ROUTE],
      throttle: { perSecond: 100, burst: 200 },
      plans: [],
      functions: { gate: "shop-production-gate", orders: "shop-production-orders" },
      webAclArn: "arn:acl",
      keyArn: "arn:key",
      after: [],
      protect: true,
      tags: TAGS,
      ...replace,
    });
  });

type Document = Record<string, Record<string, Record<string, JsonObject>>>;
const documentOf = (replace: Partial<RestApiProps> = {}) =>
  JSON.parse(String(apiOf(replace).only("aws_api_gateway_rest_api").body)) as Document;
const operationOf = (replace: Partial<RestApiProps> = {}, method = "post") =>
  documentOf(replace).paths?.["/orders/{order}"]?.[method] as JsonObject;
const integrationOf = (replace: Partial<RestApiProps> = {}) =>
  operationOf(replace)["x-amazon-apigateway-integration"] as JsonObject;

/** A template with what API Gateway would put in: every reference becomes a word, every loop none. */
const filled = (template: string) =>
  template
    .replaceAll(/#foreach.*?#end#end/g, "")
    .replaceAll(/\$util\.escapeJavaScript\((?:[^()]|\([^()]*\))*\)\.replaceAll\([^)]*\)/g, "word")
    .replaceAll(/\$input\.json\('\$'\)/g, "{}")
    .replaceAll(/\$[A-Za-z.]+/g, "word");

describe("an API", () => {
  it("is reached at the platform's name only, over TLS 1.2 at least", () => {
    const made = apiOf();
    expect(made.only("aws_api_gateway_rest_api")).toMatchObject({
      disable_execute_api_endpoint: true,
      fail_on_warnings: true,
      endpoint_configuration: { types: ["REGIONAL"] },
    });
    expect(made.only("aws_api_gateway_domain_name")).toMatchObject({
      domain_name: "partners.shop.example.com",
      security_policy: "TLS_1_2",
      regional_certificate_arn: "arn:certificate",
    });
  });

  it("is throttled, traced, behind the firewall, and logs neither bodies nor keys", () => {
    const made = apiOf();
    expect(made.only("aws_api_gateway_method_settings")).toMatchObject({
      method_path: "*/*",
      settings: { throttling_rate_limit: 100, throttling_burst_limit: 200, data_trace_enabled: false },
    });
    expect(made.only("aws_wafv2_web_acl_association").web_acl_arn).toBe("arn:acl");
    const stage = made.only("aws_api_gateway_stage");
    expect(stage.xray_tracing_enabled).toBe(true);
    expect(String((stage.access_log_settings as JsonObject).format)).not.toMatch(
      /apiKey\b|body|authorization/i,
    );
  });

  it("is deployed anew when its document changes, and only then", () => {
    const digest = (replace: Partial<RestApiProps> = {}) =>
      apiOf(replace).only("aws_api_gateway_deployment").triggers;
    expect(digest()).toEqual(digest({ throttle: { perSecond: 1, burst: 1 } }));
    expect(digest()).not.toEqual(digest({ routes: [{ ...ROUTE, path: "/orders" }] }));
  });

  it("turns away what lacks a parameter or a body of the right form, before any code runs", () => {
    const body = { type: "object", required: ["reference"] };
    const operation = operationOf({ routes: [{ ...ROUTE, body }] });
    expect(operation.parameters).toMatchObject([
      { name: "order", in: "path", required: true },
      { name: "dry", in: "query", required: true },
    ]);
    expect(operation.requestBody).toMatchObject({
      required: true,
      content: { "application/json": { schema: { $ref: "#/components/schemas/PostOrdersOrder" } } },
    });
    const document = documentOf({ routes: [{ ...ROUTE, body }] });
    expect(document.components?.schemas).toEqual({ PostOrdersOrder: body });
    expect(document["x-amazon-apigateway-request-validator"]).toBe("all");
    expect(operationOf()).not.toHaveProperty("requestBody");
  });

  it("hands the function JSON of what was sent, and answers with JSON whatever comes back", () => {
    const { requestTemplates, responses } = integrationOf();
    const templates = [
      ...Object.values(requestTemplates as JsonObject),
      ...Object.values(responses as Record<string, { responseTemplates: JsonObject }>).flatMap((response) =>
        Object.values(response.responseTemplates),
      ),
    ];
    for (const template of templates)
      expect(() => JSON.parse(filled(String(template))), String(template)).not.toThrow();
    expect(JSON.parse(filled(String(templates[0])))).toMatchObject({
      method: "word",
      caller: "word",
      body: {},
    });
  });

  it("tells a refusal of the function from its failure, of which it says nothing", () => {
    const responses = integrationOf().responses as Record<
      string,
      { statusCode: string; responseTemplates: object }
    >;
    const statusOf = (message: string) =>
      Object.entries(responses)
        .filter(([pattern]) => pattern !== "default" && new RegExp(`^(?:${pattern})$`).test(message))
        .map(([, { statusCode }]) => statusCode);
    expect(statusOf("[404] no such order")).toEqual(["404"]);
    expect(statusOf("[422] too many\nlines")).toEqual(["422"]);
    expect(statusOf("2026-11-25 Task timed out after 20.00 seconds")).toEqual(["502"]);
    expect(JSON.stringify(responses["[^\\[](.|\\n)*"]?.responseTemplates)).not.toContain("errorMessage");
  });

  it("waits as long as the function may take", () => {
    expect(integrationOf()).toMatchObject({
      timeoutInMillis: 20_000,
      passthroughBehavior: "never",
      uri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${LAMBDA}-orders:live/invocations`,
    });
  });

  it("asks a function, or IAM, who may come in, and lets nobody in without", () => {
    expect(documentOf().components?.securitySchemes?.authoriser).toMatchObject({
      "x-amazon-apigateway-authtype": "custom",
      "x-amazon-apigateway-authorizer": { identitySource: "method.request.header.Authorization" },
    });
    const iam = { authoriser: "iam" };
    expect(documentOf(iam).components?.securitySchemes?.authoriser).toMatchObject({
      "x-amazon-apigateway-authtype": "awsSigv4",
    });
    for (const replace of [{}, iam]) expect(operationOf(replace).security).toEqual([{ authoriser: [] }]);
    expect(Object.keys(apiOf(iam).all("aws_lambda_permission"))).toHaveLength(1);
    expect(Object.keys(apiOf().all("aws_lambda_permission"))).toHaveLength(2);
  });

  it("asks for a key where there are plans, each with its share", () => {
    const plans = [
      { name: "partner", throttle: { perSecond: 10, burst: 20 }, perDay: 50_000 },
      { name: "tester", throttle: { perSecond: 1, burst: 2 } },
    ];
    expect(operationOf({ plans }).security).toEqual([{ authoriser: [], key: [] }]);
    const made = Object.values(apiOf({ plans }).all("aws_api_gateway_usage_plan"));
    expect(made).toMatchObject([
      { throttle_settings: { rate_limit: 10 }, quota_settings: { limit: 50_000, period: "DAY" } },
      { throttle_settings: { rate_limit: 1 } },
    ]);
    expect(made[1]).not.toHaveProperty("quota_settings");
  });

  it("keeps its log for a year or as long as it is told, and for longer than itself if protected", () => {
    expect(apiOf().only("aws_cloudwatch_log_group")).toMatchObject({
      retention_in_days: 365,
      skip_destroy: true,
    });
    expect(apiOf({ logDays: 30, protect: false }).only("aws_cloudwatch_log_group")).toMatchObject({
      retention_in_days: 30,
      skip_destroy: false,
    });
  });

  it("refuses to be built over a function that is not there", () => {
    expect(() => apiOf({ functions: {} })).toThrow("partners calls orders, which is not there");
  });
});

describe("API Gateway's log", () => {
  it("is written with a role of the environment, made in advance", () => {
    const made = synthesised((scope) => {
      new ApiLoggingRole(scope, "role", { naming: NAMING, tags: TAGS });
      new ApiLogging(scope, "account", { naming: NAMING });
    });
    expect(policyIn(made.only("aws_iam_role").assume_role_policy).Statement[0]).toMatchObject({
      Principal: { Service: "apigateway.amazonaws.com" },
    });
    expect(made.only("aws_api_gateway_account").cloudwatch_role_arn).toBe(
      "arn:aws:iam::111111111111:role/shop-production-api-logs",
    );
  });
});
