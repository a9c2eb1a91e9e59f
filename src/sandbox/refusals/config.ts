import type { AwsCall } from "../call.ts";
import type { Refusal, RefusedCall, World } from "../overlay.ts";
import { bucketPolicyAnywhere } from "../overlays/s3/index.ts";
import { jsonBody, parseXml, textAt, walk } from "../wire/index.ts";
import { administers } from "./organizationRole.ts";
import { allowsService } from "./policies.ts";

const GUIDE = "https://docs.aws.amazon.com/config/latest/developerguide";
const SERVICE = "config.amazonaws.com";

/** API reference of PutConformancePack, read 2026-11. */
const TEMPLATE_BYTES_AT_MOST = 51_200;
const TEMPLATE_TYPES: ReadonlySet<string> = new Set([
  "AWS::Config::ConfigRule",
  "AWS::Config::RemediationConfiguration",
]);

function bucketOf(call: AwsCall): string {
  const channel = jsonBody(call).DeliveryChannel as { readonly s3BucketName?: string } | undefined;
  return channel?.s3BucketName ?? "";
}

function insufficient(bucket: string): RefusedCall {
  const message = `Insufficient delivery policy to s3 bucket: ${bucket}, unable to write to bucket`;
  return { status: 400, code: "InsufficientDeliveryPolicyException", message };
}

const policyMissing: Refusal = {
  id: "config-delivery-policy-missing",
  service: "config",
  actions: ["PutDeliveryChannel"],
  rule: "The bucket's policy lets AWS Config look at the bucket and put objects into it, when Config works under its service-linked role.",
  source: `${GUIDE}/s3-bucket-policy.html`,
  async check(call, world) {
    const bucket = bucketOf(call);
    const policy = bucketPolicyAnywhere(world, bucket);
    const allowed = ["s3:GetBucketAcl", "s3:PutObject"].every((action) =>
      allowsService(policy, SERVICE, action),
    );
    return allowed ? undefined : insufficient(bucket);
  },
};

const lockedBucket: Refusal = {
  id: "config-delivery-to-locked-bucket",
  service: "config",
  actions: ["PutDeliveryChannel"],
  rule: "AWS Config delivers to no bucket that locks what is put into it by default.",
  source: `${GUIDE}/manage-delivery-channel.html`,
  async check(call, world) {
    const bucket = bucketOf(call);
    return (await isLocked(call, world, bucket)) ? insufficient(bucket) : undefined;
  },
};

async function isLocked(call: AwsCall, world: World, bucket: string): Promise<boolean> {
  const reply = await world.ask({
    account: call.account,
    region: call.signedRegion,
    service: "s3",
    method: "GET",
    target: `/${bucket}?object-lock`,
  });
  if (reply.status !== 200) return false;
  return [...walk(parseXml(reply.body))].some(
    (node) => node.name === "DefaultRetention" && textAt(node, "Mode") !== undefined,
  );
}

const template: Refusal = {
  id: "config-conformance-template",
  service: "config",
  actions: ["PutConformancePack"],
  rule: "The template of a conformance pack has 51,200 bytes at most and holds rules and remediations only.",
  source: "https://docs.aws.amazon.com/config/latest/APIReference/API_PutConformancePack.html",
  async check(call) {
    const body = String(jsonBody(call).TemplateBody ?? "");
    const refuse = (message: string): RefusedCall => ({
      status: 400,
      code: "ConformancePackTemplateValidationException",
      message,
    });
    const bytes = Buffer.byteLength(body);
    if (bytes > TEMPLATE_BYTES_AT_MOST) {
      return refuse(`Template has ${bytes} bytes, more than ${TEMPLATE_BYTES_AT_MOST}`);
    }
    const other = typesIn(body).find((type) => !TEMPLATE_TYPES.has(type));
    return other === undefined ? undefined : refuse(`Resource type ${other} is not supported`);
  },
};

/** Of templates in JSON and in YAML alike. */
function typesIn(template: string): string[] {
  return [...template.matchAll(/"?Type"?\s*:\s*["']?(AWS::\w+::\w+)/g)].flatMap(([, type]) => type ?? []);
}

const notAdministrator: Refusal = {
  id: "config-aggregator-of-organization-elsewhere",
  service: "config",
  actions: ["PutConfigurationAggregator"],
  rule: "What Config recorded in all accounts is put together in the management account, or in the one that it named.",
  source: "https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigurationAggregator.html",
  async check(call, world) {
    if (jsonBody(call).OrganizationAggregationSource === undefined) return undefined;
    return (await administers(call, world, SERVICE))
      ? undefined
      : {
          status: 400,
          code: "OrganizationAccessDeniedException",
          message: `Account ${call.account} is neither the management account nor a delegated administrator of AWS Config`,
        };
  },
};

export const configRefusals: readonly Refusal[] = [policyMissing, lockedBucket, template, notAdministrator];
