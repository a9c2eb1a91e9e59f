import type { AwsCall } from "../call.ts";
import type { Refusal, RefusedCall, World } from "../overlay.ts";
import { nameForEmulator } from "../overlays/kms/index.ts";
import { bucketPolicyAnywhere } from "../overlays/s3/index.ts";
import { askJson, jsonBody } from "../wire/index.ts";
import { letsIn, organizationOf } from "./organizationRole.ts";
import { allowsService } from "./policies.ts";

const REFERENCE = "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html";
const GUIDE = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide";
const SERVICE = "cloudtrail.amazonaws.com";
const WRITES = ["CreateTrail", "UpdateTrail"];

function refused(code: string, message: string): RefusedCall {
  return { status: 400, code, message };
}

const bucketWithoutPolicy: Refusal = {
  id: "cloudtrail-bucket-policy-missing",
  service: "cloudtrail",
  actions: WRITES,
  rule: "The policy of a trail's bucket lets CloudTrail look at the bucket and put objects into it.",
  source: `${GUIDE}/create-s3-bucket-policy-for-cloudtrail.html`,
  async check(call, world) {
    const bucket = jsonBody(call).S3BucketName;
    if (typeof bucket !== "string") return undefined;
    const policy = bucketPolicyAnywhere(world, bucket);
    const allowed = ["s3:GetBucketAcl", "s3:PutObject"].every((action) =>
      allowsService(policy, SERVICE, action),
    );
    return allowed
      ? undefined
      : refused(
          "InsufficientS3BucketPolicyException",
          `Incorrect S3 bucket policy is detected for bucket: ${bucket}`,
        );
  },
};

const keyUnusable: Refusal = {
  id: "cloudtrail-key-not-usable",
  service: "cloudtrail",
  actions: WRITES,
  rule: "The key of a trail exists, and its policy lets CloudTrail generate data keys.",
  source: `${GUIDE}/create-kms-key-policy-for-cloudtrail.html`,
  async check(call, world) {
    const named = jsonBody(call).KmsKeyId;
    if (typeof named !== "string" || named === "") return undefined;
    const policy = await keyPolicy(call, world, named);
    if (policy === undefined) return refused("KmsKeyNotFoundException", `KMS key ${named} does not exist`);
    return allowsService(policy, SERVICE, "kms:GenerateDataKey")
      ? undefined
      : refused(
          "InsufficientEncryptionPolicyException",
          `Insufficient permissions to access S3 bucket or KMS key ${named}`,
        );
  },
};

/** Of a key in the account and region that its ARN names, or in the call's own. */
async function keyPolicy(call: AwsCall, world: World, named: string): Promise<string | undefined> {
  const [, , , region, account] = named.startsWith("arn:") ? named.split(":") : [];
  const place = { account: account ?? call.account, region: region ?? call.signedRegion };
  const KeyId = nameForEmulator(world, place, named);
  if (KeyId === undefined) return undefined;
  const answer = await askJson(world, place, "kms", "GetKeyPolicy", { KeyId, PolicyName: "default" });
  return answer === undefined ? undefined : String(answer.Policy);
}

const otherAccount: Refusal = {
  id: "cloudtrail-organization-trail-elsewhere",
  service: "cloudtrail",
  actions: WRITES,
  rule: "An organisation trail is made by the management account of an organisation.",
  source: REFERENCE,
  async check(call, world) {
    if (jsonBody(call).IsOrganizationTrail !== true) return undefined;
    const organization = await organizationOf(call, world);
    if (organization === undefined) {
      return refused(
        "OrganizationsNotInUseException",
        `Account ${call.account} is a member of no organization`,
      );
    }
    return organization.management === call.account
      ? undefined
      : refused(
          "NotOrganizationMasterAccountException",
          `Account ${call.account} is not the management account of its organization`,
        );
  },
};

const notLetIn: Refusal = {
  id: "cloudtrail-organization-not-let-in",
  service: "cloudtrail",
  actions: WRITES,
  rule: "An organisation trail is made once the organisation has let CloudTrail work in its accounts.",
  source: REFERENCE,
  async check(call, world) {
    const organization = await ofOrganization(call, world);
    return organization === undefined || (await letsIn(world, organization.management, SERVICE))
      ? undefined
      : refused(
          "CloudTrailAccessNotEnabledException",
          "Trusted access has not been enabled between AWS CloudTrail and AWS Organizations",
        );
  },
};

const folderShut: Refusal = {
  id: "cloudtrail-organization-folder-shut",
  service: "cloudtrail",
  actions: WRITES,
  rule: "The policy of the bucket lets CloudTrail write into the folder of the organisation, which bears its id.",
  source: `${GUIDE}/create-s3-bucket-policy-for-cloudtrail.html`,
  async check(call, world) {
    const organization = await ofOrganization(call, world);
    const bucket = jsonBody(call).S3BucketName;
    if (organization === undefined || typeof bucket !== "string") return undefined;
    const inside = `arn:aws:s3:::${bucket}/AWSLogs/${organization.id}/any`;
    return allowsService(bucketPolicyAnywhere(world, bucket), SERVICE, "s3:PutObject", inside)
      ? undefined
      : refused(
          "InsufficientS3BucketPolicyException",
          `Incorrect S3 bucket policy is detected for bucket: ${bucket}`,
        );
  },
};

/** The organization of which a call would record every account; undefined when it asks for no such trail. */
async function ofOrganization(call: AwsCall, world: World) {
  return jsonBody(call).IsOrganizationTrail === true ? await organizationOf(call, world) : undefined;
}

const mixedSelectors: Refusal = {
  id: "cloudtrail-selectors-of-two-kinds",
  service: "cloudtrail",
  actions: ["PutEventSelectors"],
  rule: "A trail has event selectors or advanced event selectors, not both.",
  source: "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html",
  async check(call) {
    const { EventSelectors, AdvancedEventSelectors } = jsonBody(call);
    return EventSelectors === undefined || AdvancedEventSelectors === undefined
      ? undefined
      : refused(
          "InvalidEventSelectorsException",
          "You can use either event selectors or advanced event selectors, but not both",
        );
  },
};

export const cloudTrailRefusals: readonly Refusal[] = [
  bucketWithoutPolicy,
  keyUnusable,
  otherAccount,
  notLetIn,
  folderShut,
  mixedSelectors,
];
