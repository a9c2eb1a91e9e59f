import { ApiGatewayBasePathMapping } from "@cdktn/provider-aws/lib/api-gateway-base-path-mapping/index.js";
import { ApiGatewayDeployment } from "@cdktn/provider-aws/lib/api-gateway-deployment/index.js";
import { ApiGatewayDomainName } from "@cdktn/provider-aws/lib/api-gateway-domain-name/index.js";
import { ApiGatewayMethodSettings } from "@cdktn/provider-aws/lib/api-gateway-method-settings/index.js";
import { ApiGatewayRestApi } from "@cdktn/provider-aws/lib/api-gateway-rest-api/index.js";
import { ApiGatewayStage } from "@cdktn/provider-aws/lib/api-gateway-stage/index.js";
import { ApiGatewayUsagePlan } from "@cdktn/provider-aws/lib/api-gateway-usage-plan/index.js";
import { CloudwatchLogGroup } from "@cdktn/provider-aws/lib/cloudwatch-log-group/index.js";
import { LambdaPermission } from "@cdktn/provider-aws/lib/lambda-permission/index.js";
import { Wafv2WebAclAssociation } from "@cdktn/provider-aws/lib/wafv2-web-acl-association/index.js";
import type { ITerraformDependable } from "cdktn";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { type ApiRoute, apiDocument, digestOf } from "./apiDocument.ts";
import { LIVE } from "./names.ts";

/** How many calls are let in: a second over longer times, and at once. */
export interface ApiThrottle {
  /** Calls a second, over longer times. */
  readonly perSecond: number;
  /** Calls at once. */
  readonly burst: number;
}

export interface RestApiProps {
  readonly naming: Naming;
  /** Region that the API is in, with its functions. */
  readonly region: string;
  /** Name in the configuration, `partners`. */
  readonly name: string;
  /** Name at which it is reached, fully qualified. The same in every region. */
  readonly host: string;
  /** Issued certificate of this region that covers the host. */
  readonly certificateArn: string;
  /** `iam`, or the name of the function that says who may come in. */
  readonly authoriser: string;
  readonly routes: readonly ApiRoute[];
  /** For all callers together. */
  readonly throttle: ApiThrottle;
  /** Usage plans. Empty: calls need no key. */
  readonly plans: readonly {
    /** Name in the configuration, `partner`. Ends the plan's name in AWS, after the API's. */
    readonly name: string;
    /** For each key of the plan. */
    readonly throttle: ApiThrottle;
    /** Calls a day (UTC) for each key of the plan. @default no limit */
    readonly perDay?: number;
  }[];
  /** Names in AWS of the functions that it calls, by their names in the configuration. */
  readonly functions: Readonly<Record<string, string>>;
  /** The region's web ACL, which must let the host in. */
  readonly webAclArn: string;
  /** Encrypts the access log. A key of this region. */
  readonly keyArn: string;
  /** What must be there before a stage that logs: the account's role, `ApiLogging`. */
  readonly after: readonly ITerraformDependable[];
  /**
   * Days that the access log is kept. PCI DSS 4.0.1 10.5.1 asks for twelve months of who asked for what.
   * @default 365
   */
  readonly logDays?: number;
  /** Keeps the log when the stack is destroyed: it is evidence. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/** Who asked for what, and what came of it; neither bodies nor keys. */
const LOG_FORMAT = {
  requestId: "$context.requestId",
  time: "$context.requestTime",
  sourceIp: "$context.identity.sourceIp",
  caller: "$context.authorizer.principalId",
  userArn: "$context.identity.userArn",
  apiKeyId: "$context.identity.apiKeyId",
  method: "$context.httpMethod",
  path: "$context.path",
  route: "$context.resourcePath",
  status: "$context.status",
  responseBytes: "$context.responseLength",
  latencyMs: "$context.responseLatency",
  integrationLatencyMs: "$context.integrationLatency",
  integrationError: "$context.integrationErrorMessage",
  error: "$context.error.message",
  firewall: "$context.waf.error",
  trace: "$context.xrayTraceId",
};

/**
 * A REST API in this region: regional, at the platform's own name only, behind the region's firewall, throttled, traced
 * and logged. REST and not HTTP, because only that checks bodies and transforms them before code runs.
 *
 * Of TLS it takes 1.2 and 1.3: the security policy `TLS_1_2` has 1.2 as the least, and API Gateway speaks 1.3 under it
 * since 2024. Policies for 1.3 alone are newer than provider 5.100.
 * Execution logs are off: API Gateway would write them, bodies and all, to a group that is neither encrypted nor ever
 * deleted.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html,
 * recalled November 2026.
 */
export class RestApi extends Construct {
  /** Where the host's records lead, for `ApiTraffic`. */
  readonly target: { readonly dnsName: string; readonly zoneId: string };

  constructor(scope: Construct, id: string, props: RestApiProps) {
    super(scope, id);
    const name = nameOf(props.naming, props.name);
    const tags = tagsOf(name, props.tags);
    const body = apiDocument({ ...props, keys: props.plans.length > 0 });
    const api = new ApiGatewayRestApi(this, "api", {
      name,
      body,
      putRestApiMode: "overwrite",
      failOnWarnings: true,
      disableExecuteApiEndpoint: true,
      endpointConfiguration: { types: ["REGIONAL"] },
      tags,
    });
    const deployment = new ApiGatewayDeployment(this, "deployment", {
      restApiId: api.id,
      triggers: { document: digestOf(body) },
      // The stage lets go of the old one only when the new one is there.
      lifecycle: { createBeforeDestroy: true },
    });
    const log = new CloudwatchLogGroup(this, "log", {
      name: `/trireme/${props.naming.platform}/${props.naming.environment}/apis/${props.name}`,
      retentionInDays: props.logDays ?? 365,
      kmsKeyId: props.keyArn,
      skipDestroy: props.protect,
      tags,
    });
    const stage = new ApiGatewayStage(this, "stage", {
      restApiId: api.id,
      deploymentId: deployment.id,
      stageName: LIVE,
      xrayTracingEnabled: true,
      accessLogSettings: { destinationArn: log.arn, format: JSON.stringify(LOG_FORMAT) },
      tags,
      dependsOn: [...props.after],
    });
    new ApiGatewayMethodSettings(this, "settings", {
      restApiId: api.id,
      stageName: stage.stageName,
      methodPath: "*/*",
      settings: {
        throttlingRateLimit: props.throttle.perSecond,
        throttlingBurstLimit: props.throttle.burst,
        metricsEnabled: true,
        loggingLevel: "OFF",
        dataTraceEnabled: false,
      },
    });
    new Wafv2WebAclAssociation(this, "firewall", { webAclArn: props.webAclArn, resourceArn: stage.arn });
    this.#plans(props, api, stage);
    this.#permissions(props, api);
    const domain = new ApiGatewayDomainName(this, "domain", {
      domainName: props.host,
      regionalCertificateArn: props.certificateArn,
      endpointConfiguration: { types: ["REGIONAL"] },
      securityPolicy: "TLS_1_2",
      tags,
    });
    new ApiGatewayBasePathMapping(this, "mapping", {
      apiId: api.id,
      stageName: stage.stageName,
      domainName: domain.domainName,
    });
    this.target = { dnsName: domain.regionalDomainName, zoneId: domain.regionalZoneId };
  }

  #plans(props: RestApiProps, api: ApiGatewayRestApi, stage: ApiGatewayStage): void {
    for (const plan of props.plans) {
      const name = nameOf(props.naming, `${props.name}-${plan.name}`);
      new ApiGatewayUsagePlan(this, `plan-${plan.name}`, {
        name,
        apiStages: [{ apiId: api.id, stage: stage.stageName }],
        throttleSettings: { rateLimit: plan.throttle.perSecond, burstLimit: plan.throttle.burst },
        ...(plan.perDay === undefined ? {} : { quotaSettings: { limit: plan.perDay, period: "DAY" } }),
        tags: tagsOf(name, props.tags),
      });
    }
  }

  /** A function lets this API in, as one of its routes or as its authoriser, and no other. */
  #permissions(props: RestApiProps, api: ApiGatewayRestApi): void {
    for (const name of new Set(props.routes.map((route) => route.function))) {
      this.#permission(props, name, `may-${name}`, `${api.executionArn}/${LIVE}/*`);
    }
    if (props.authoriser !== "iam") {
      this.#permission(props, props.authoriser, "may-authorise", `${api.executionArn}/authorizers/*`);
    }
  }

  #permission(props: RestApiProps, name: string, id: string, sourceArn: string): void {
    const functionName = props.functions[name];
    if (functionName === undefined) throw new RangeError(`${props.name} calls ${name}, which is not there`);
    new LambdaPermission(this, id, {
      statementId: `${props.name}-${id}`,
      action: "lambda:InvokeFunction",
      functionName,
      qualifier: LIVE,
      principal: "apigateway.amazonaws.com",
      sourceArn,
    });
  }
}
