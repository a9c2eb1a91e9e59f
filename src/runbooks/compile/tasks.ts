import type { JsonObject } from "../../lib/index.ts";
import type { ApiCall, ClusterPlace, Look, ServiceName } from "../runbook.ts";
import { retriers, TRIES_AGAIN, tryAgain } from "./backoff.ts";
import { resourceAction, spelledInput } from "./spelling.ts";
import type { Names } from "./states.ts";

/**
 * A service as Step Functions names it in a resource, and before the names of its errors.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html, read November 2026.
 */
const SERVICES: Readonly<Record<ServiceName | "ssm", { readonly id: string; readonly errors: string }>> = {
  rds: { id: "rds", errors: "Rds" },
  dynamodb: { id: "dynamodb", errors: "DynamoDb" },
  s3: { id: "s3", errors: "S3" },
  elasticache: { id: "elasticache", errors: "ElastiCache" },
  "arc-zonal-shift": { id: "arczonalshift", errors: "ArcZonalShift" },
  backup: { id: "backup", errors: "Backup" },
  ec2: { id: "ec2", errors: "Ec2" },
  elasticloadbalancing: { id: "elasticloadbalancingv2", errors: "ElasticLoadBalancingV2" },
  cloudwatch: { id: "cloudwatch", errors: "CloudWatch" },
  route53: { id: "route53", errors: "Route53" },
  events: { id: "eventbridge", errors: "EventBridge" },
  ssm: { id: "ssm", errors: "Ssm" },
  // Never called by its integration: see `clusterTask`.
  "route53-recovery-cluster": { id: "route53recoverycluster", errors: "Route53RecoveryCluster" },
};

/**
 * Refusals after which what was wanted may be so already: another lane or a run before has done it. EC2 gives none of its
 * errors a name that Step Functions knows, so there the one for all of them is read back, after few tries; at home they
 * have their own. Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html; that a second static
 * route is refused by this name: https://github.com/ministryofjustice/modernisation-platform/pull/4810.
 */
const SO_ALREADY: Partial<Record<ServiceName | "ssm", readonly string[]>> = {
  ec2: ["Ec2.Ec2Exception", "RouteAlreadyExists", "InvalidRoute.NotFound"],
};

/**
 * Calls for which Step Functions has an integration of its own that says more than the SDK's. PutEvents answers 200 for an
 * event that it did not take, which this one makes a failed task; it takes the detail as JSON and not as a text.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html, read November 2026.
 */
const OWN_INTEGRATIONS: Readonly<Record<string, string>> = {
  "events:PutEvents": "arn:aws:states:::events:putEvents",
};

/**
 * A call of an API. An error of the service that has no name of its own, which is how Step Functions reports some
 * throttling, is tried again where that does no harm.
 */
export function apiTask(call: ApiCall, tries: "look" | "safe" | "once"): JsonObject & { doubtful: string[] } {
  if (call.cluster !== undefined) return clusterTask(call, call.cluster, tries);
  const { id, errors } = SERVICES[call.service];
  const soAlready = SO_ALREADY[call.service] ?? [];
  const turnedAway = [`${errors}.ThrottlingException`, `${errors}.TooManyRequestsException`];
  return {
    Type: "Task",
    Resource:
      OWN_INTEGRATIONS[`${call.service}:${call.action}`] ??
      `arn:aws:states:::aws-sdk:${id}:${resourceAction(call.action)}`,
    Parameters: spelledInput(call.input),
    Retry: retriers(tries, {
      turnedAway,
      unnamed: [
        `${errors}.${errors}Exception`,
        ...(call.service === "events" ? ["EventBridge.FailedEntry"] : []),
      ],
      ...(soAlready.length === 0 ? {} : { most: TRIES_AGAIN.readBack }),
    }),
    /** Errors after which nobody knows whether the call took effect. */
    doubtful: ["States.Timeout", `${errors}.SdkClientException`, "Trireme.InDoubt", ...soAlready],
  };
}

/**
 * Step Functions calls a service at its region's endpoint and at no other, and a cluster of routing controls answers at its
 * own alone. So a function of the region asks, and gives back the answer as it came; it is named by its ARN, which hands
 * over what it answers with nothing around it.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html and
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html, recalled.
 */
function clusterTask(
  { action, input }: ApiCall,
  { functionArn, without }: ClusterPlace,
  tries: "look" | "safe" | "once",
): JsonObject & { doubtful: string[] } {
  const turnedAway = ["ThrottlingException", "Lambda.TooManyRequestsException"];
  const broken = [
    "NoEndpointAnswered",
    "Lambda.ServiceException",
    "Lambda.SdkClientException",
    "Lambda.Unknown",
  ];
  return {
    Type: "Task",
    Resource: functionArn,
    Parameters: {
      Action: action,
      Input: spelledInput(input),
      ...(without === undefined ? {} : { Without: without }),
    },
    Retry: retriers(tries, { turnedAway, unnamed: broken }),
    doubtful: ["States.Timeout", ...broken, "Trireme.InDoubt"],
  };
}

/** Without a body, of which Step Functions takes 256 KiB at most: a shop's front page may be longer. */
export const HTTP_METHOD = "HEAD";

export function urlOf(ask: Exclude<Look["ask"], { api: ApiCall }>): string {
  return "http" in ask ? ask.http.url : `https://${ask.names.host}/`;
}

/**
 * What a client of the shop would get, over the public internet. Step Functions asks for one URL from its own region;
 * at home names are resolved for clients near every region instead.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html, read November 2026.
 */
export function checkTask(ask: Exclude<Look["ask"], { api: ApiCall }>, { connectionArn }: Names): JsonObject {
  return {
    Type: "Task",
    Resource: "arn:aws:states:::http:invoke",
    Parameters: {
      ApiEndpoint: urlOf(ask),
      Method: HTTP_METHOD,
      Authentication:
        connectionArn === undefined
          ? { "ConnectionArn.$": "$.connectionArn" }
          : { ConnectionArn: connectionArn },
    },
    Retry: [tryAgain(2)],
  };
}

export function switchTask({ switchParameter }: Names): JsonObject {
  return {
    Type: "Task",
    Resource: "arn:aws:states:::aws-sdk:ssm:getParameter",
    Parameters: { Name: switchParameter },
    TimeoutSeconds: 60,
    Retry: [tryAgain(TRIES_AGAIN.runbook)],
    ResultSelector: { "value.$": "$.Parameter.Value" },
    ResultPath: "$.switch",
  };
}

/** A day: whoever is asked may be asleep, and the rest of the recovery does not hang on it. */
const ANSWER_SECONDS = 86_400;

/** What an answer is given with; quoted for a shell, braces and quotes being no part of an intrinsic function. */
export function answerOf({ topicArn }: Names): JsonObject {
  return { region: topicArn("critical").split(":")[3] ?? "", yes: `'{"answer":"yes"}'` };
}

/** The text in `$.asks.text`, with what an answer has to bring along. The answer is `{ "answer": "yes" }` or anything else. */
export function askTask({ topicArn }: Names): JsonObject {
  return {
    Type: "Task",
    Resource: "arn:aws:states:::sns:publish.waitForTaskToken",
    Parameters: {
      TopicArn: topicArn("critical"),
      Subject: "A recovery waits for your answer",
      "Message.$":
        "States.Format('{} Answer yes or no with aws stepfunctions send-task-success --region {} --task-output {} --task-token {}', $.asks.text, $.asks.region, $.asks.yes, $$.Task.Token)",
    },
    TimeoutSeconds: ANSWER_SECONDS,
    ResultPath: "$.answer",
  };
}

export function notifyTask({ topicArn }: Names, severity: "critical" | "warning"): JsonObject {
  return {
    Type: "Task",
    Resource: "arn:aws:states:::sns:publish",
    Parameters: { TopicArn: topicArn(severity), "Message.$": "$.asks.text" },
    TimeoutSeconds: 60,
    Retry: [tryAgain(TRIES_AGAIN.runbook)],
    ResultPath: null,
  };
}
