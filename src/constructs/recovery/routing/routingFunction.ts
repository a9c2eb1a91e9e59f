import { createHash } from "node:crypto";
import { CloudwatchLogGroup } from "@cdktn/provider-aws/lib/cloudwatch-log-group/index.js";
import { LambdaFunction } from "@cdktn/provider-aws/lib/lambda-function/index.js";
import { S3Object } from "@cdktn/provider-aws/lib/s3-object/index.js";
import { SsmParameter } from "@cdktn/provider-aws/lib/ssm-parameter/index.js";
import { Construct } from "constructs";
import type { Naming } from "../../naming.ts";
import { idsOf, roleOf, trustIn } from "../../security/role.ts";
import { functionLogName, functionName } from "../../serverless/names.ts";
import { functionLogs, keysThrough, tracing } from "../../serverless/roleStatements.ts";
import { zipOf } from "../../serverless/zip.ts";
import { type OwnerTags, tagsOf } from "../../tags.ts";
import { ROUTING_FUNCTION_CODE } from "./functionCode.ts";
import {
  ROUTING_CONTROLS,
  routingControlsFunctionArn,
  routingControlsParameter,
  routingControlsRoleArn,
} from "./names.ts";

export interface RoutingFunctionProps {
  readonly naming: Naming;
  /** The cluster's endpoints: `RoutingControls.endpoints`. */
  readonly endpoints: string;
  /** Bucket of the region's artifacts. */
  readonly bucket: string;
  /** Encrypts environment and log. A key of this region. */
  readonly keyArn: string;
  /** Keeps the log when the stack is destroyed: it is evidence. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/** Four endpoints that take five seconds each to say nothing, and some to start. */
const TIMEOUT_SECONDS = 30;

/** Days for which is kept what was asked: as long as what recoveries did. */
const EVIDENCE_DAYS = 365;

/**
 * What a region needs to set routing controls with nothing but itself and the cluster: where the cluster's endpoints are,
 * which AWS chooses and tells only in us-west-2, and the function by which state machines ask them. The parameter is for
 * runbooks that are run from elsewhere, and for people. Sealed by nothing, as the switch of recoveries is not.
 */
export class RoutingFunction extends Construct {
  constructor(scope: Construct, id: string, props: RoutingFunctionProps) {
    super(scope, id);
    const { naming, tags } = props;
    const parameter = routingControlsParameter(naming);
    new SsmParameter(this, "endpoints", {
      name: parameter,
      type: "String",
      value: props.endpoints,
      description: "Endpoints of the routing-control cluster: any of them answers",
      tags: tagsOf(parameter, tags),
    });
    const name = functionName(naming, ROUTING_CONTROLS);
    const log = new CloudwatchLogGroup(this, "log", {
      name: functionLogName(naming, ROUTING_CONTROLS),
      retentionInDays: EVIDENCE_DAYS,
      kmsKeyId: props.keyArn,
      skipDestroy: props.protect,
      tags: tagsOf(name, tags),
    });
    const zip = zipOf({ "index.mjs": ROUTING_FUNCTION_CODE });
    const digest = createHash("sha256").update(zip).digest("hex").slice(0, 16);
    const code = new S3Object(this, "code", {
      bucket: props.bucket,
      // By content, so that a changed function is a changed key.
      key: `recovery/${ROUTING_CONTROLS}-${digest}.zip`,
      contentBase64: zip.toString("base64"),
      contentType: "application/zip",
      forceDestroy: !props.protect,
      tags: tagsOf(`${name}-code`, tags),
    });
    new LambdaFunction(this, "function", {
      functionName: name,
      description: "Asks the routing-control cluster on behalf of recoveries",
      role: routingControlsRoleArn(naming),
      runtime: "nodejs22.x",
      handler: "index.handler",
      architectures: ["arm64"],
      memorySize: 256,
      timeout: TIMEOUT_SECONDS,
      s3Bucket: code.bucket,
      s3Key: code.key,
      environment: { variables: { ENDPOINTS: props.endpoints } },
      kmsKeyArn: props.keyArn,
      loggingConfig: { logFormat: "JSON", logGroup: log.name },
      tracingConfig: { mode: "Active" },
      tags: tagsOf(name, tags),
    });
  }
}

export interface RoutingFunctionRoleProps {
  readonly naming: Naming;
  /** Regions that have the function. */
  readonly regions: readonly string[];
  /** Purposes of the data keys there. */
  readonly keyPurposes: readonly string[];
  readonly tags: OwnerTags;
}

/**
 * Role of the function in all regions, for a global stack. It sets and reads routing controls of its account, by
 * whatever ids AWS gives them, and never past a safety rule. Its function knows the endpoints of one cluster.
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_route53-recovery-cluster.html, read
 * November 2026.
 */
export class RoutingFunctionRole extends Construct {
  constructor(scope: Construct, id: string, props: RoutingFunctionRoleProps) {
    super(scope, id);
    const { naming, regions, keyPurposes } = props;
    const place = { naming, regions, keyPurposes };
    const own = regions.map((region) => routingControlsFunctionArn(naming, region));
    // Panels and controls have ids of AWS's.
    const Resource = `arn:aws:route53-recovery-control::${naming.account}:controlpanel/*/routingcontrol/*`;
    roleOf(this, {
      naming,
      thing: ROUTING_CONTROLS,
      policyName: "routing-controls",
      ids: idsOf(ROUTING_CONTROLS),
      description: `Sets and reads routing controls from ${regions.join(", ")}`,
      trust: trustIn("lambda.amazonaws.com", {
        StringEquals: { "aws:SourceAccount": naming.account },
        ArnLike: { "aws:SourceArn": own },
      }),
      statements: [
        {
          Sid: "Reads",
          Effect: "Allow",
          Action: "route53-recovery-cluster:GetRoutingControlState",
          Resource,
        },
        {
          Sid: "Lists",
          Effect: "Allow",
          Action: "route53-recovery-cluster:ListRoutingControls",
          // Takes no resource: see the source above.
          Resource: "*",
        },
        {
          Sid: "Sets",
          Effect: "Allow",
          Action: "route53-recovery-cluster:UpdateRoutingControlStates",
          Resource,
          Condition: { Bool: { "route53-recovery-cluster:AllowSafetyRulesOverrides": "false" } },
        },
        functionLogs(place, ROUTING_CONTROLS),
        tracing(),
        keysThrough("lambda", place, ["kms:Decrypt"]),
      ],
      tags: props.tags,
    });
  }
}
