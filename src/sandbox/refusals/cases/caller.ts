import { parseXml, textAt, walk } from "../../wire/index.ts";

/** A call as it goes over the wire, unsigned but for the credential scope. */
export interface WireCall {
  readonly service: string;
  readonly region: string;
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Account that calls. @default the emulator's own */
  readonly account?: string;
}

export interface WireAnswer {
  readonly status: number;
  readonly text: string;
  readonly etag: string | undefined;
}

const QUERY_VERSIONS: Readonly<Record<string, string>> = {
  rds: "2014-10-31",
  ec2: "2016-11-15",
  elasticloadbalancing: "2015-12-01",
  elasticache: "2015-02-02",
  iam: "2010-05-08",
  monitoring: "2010-08-01",
};

const JSON_TARGETS: Readonly<Record<string, readonly [prefix: string, version: string]>> = {
  ecr: ["AmazonEC2ContainerRegistry_V20150921", "1.1"],
  events: ["AWSEvents", "1.1"],
  kms: ["TrentService", "1.1"],
  sqs: ["AmazonSQS", "1.0"],
  states: ["AWSStepFunctions", "1.0"],
  ssm: ["AmazonSSM", "1.1"],
  secretsmanager: ["secretsmanager", "1.1"],
  dynamodb: ["DynamoDB_20120810", "1.0"],
  cloudtrail: ["com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101", "1.1"],
  config: ["StarlingDoveService", "1.1"],
  organizations: ["AWSOrganizationsV20161128", "1.1"],
  acm: ["CertificateManager", "1.1"],
  logs: ["Logs_20140328", "1.1"],
  wafv2: ["AWSWAF_20190729", "1.1"],
  route53resolver: ["Route53Resolver", "1.1"],
  sso: ["SWBExternalService", "1.1"],
  budgets: ["AWSBudgetServiceGateway", "1.1"],
  ce: ["AWSInsightsIndexService", "1.1"],
  "bcm-data-exports": ["AWSBillingAndCostManagementDataExports", "1.1"],
};

export function query(
  service: string,
  region: string,
  action: string,
  parameters: Readonly<Record<string, string>>,
): WireCall {
  return {
    service,
    region,
    method: "POST",
    target: "/",
    headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
    body: new URLSearchParams({
      Action: action,
      Version: QUERY_VERSIONS[service] ?? "",
      ...parameters,
    }).toString(),
  };
}

export function json(service: string, region: string, action: string, body: unknown): WireCall {
  const [prefix, version] = JSON_TARGETS[service] ?? ["", "1.1"];
  return {
    service,
    region,
    method: "POST",
    target: "/",
    headers: { "content-type": `application/x-amz-json-${version}`, "x-amz-target": `${prefix}.${action}` },
    body: JSON.stringify(body),
  };
}

export function rest(
  service: string,
  region: string,
  method: string,
  target: string,
  body = "",
  headers: Readonly<Record<string, string>> = {},
): WireCall {
  return { service, region, method, target, headers, body };
}

/** Sends calls to one endpoint. */
export class Caller {
  readonly #endpoint: string;

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  async send(call: WireCall): Promise<WireAnswer> {
    const scope = `${call.account ?? "AKIAEXAMPLE"}/20260101/${call.region}/${call.service}/aws4_request`;
    const response = await fetch(`${this.#endpoint}${call.target}`, {
      method: call.method,
      headers: {
        ...call.headers,
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=unchecked`,
      },
      ...(call.method === "GET" ? {} : { body: call.body }),
    });
    const etag = response.headers.get("etag") ?? undefined;
    return { status: response.status, text: await response.text(), etag };
  }

  /** Sends a call that must succeed: what a case needs beforehand. */
  async must(call: WireCall): Promise<WireAnswer> {
    const answer = await this.send(call);
    if (answer.status >= 300) throw new Error(`${call.service} ${call.body || call.target}: ${answer.text}`);
    return answer;
  }

  /** Text of the first element of that name in the answer to a call that must succeed. */
  async field(call: WireCall, name: string): Promise<string> {
    const answer = await this.must(call);
    for (const node of walk(parseXml(answer.text))) {
      const text = textAt(node, name);
      if (text !== undefined) return text;
    }
    throw new Error(`no ${name} in ${answer.text}`);
  }

  /** The answer to a JSON call that must succeed. */
  async object(call: WireCall): Promise<Record<string, unknown>> {
    return JSON.parse((await this.must(call)).text) as Record<string, unknown>;
  }
}
