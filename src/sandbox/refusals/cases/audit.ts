import { type Caller, json, rest } from "./caller.ts";
import { makeKey, type RefusalCase } from "./refusalCase.ts";

const EAST = "us-east-1";
const ACCOUNT = "123456789012";

function policy(service: string, actions: readonly string[], Resource: string): string {
  const who = { Effect: "Allow", Principal: { Service: service }, Action: actions, Resource };
  const Condition = { StringEquals: { "aws:SourceAccount": ACCOUNT } };
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ ...who, Condition }] });
}

/** A bucket; with a policy for a service when one is named. */
async function makeBucket(sandbox: Caller, name: string, service?: string, headers = {}): Promise<string> {
  await sandbox.must(rest("s3", EAST, "PUT", `/${name}`, "", headers));
  if (service !== undefined) {
    const text = policy(service, ["s3:GetBucketAcl", "s3:PutObject"], `arn:aws:s3:::${name}/*`);
    await sandbox.must(rest("s3", EAST, "PUT", `/${name}?policy`, text));
  }
  return name;
}

const TRAILS = "cloudtrail.amazonaws.com";
const RECORDER = "config.amazonaws.com";

const trail = (Name: string, body: object) => json("cloudtrail", EAST, "CreateTrail", { Name, ...body });
const deliver = (s3BucketName: string) =>
  json("config", EAST, "PutDeliveryChannel", { DeliveryChannel: { name: "default", s3BucketName } });
const pack = (type: string) =>
  json("config", EAST, "PutConformancePack", {
    ConformancePackName: "baseline",
    TemplateBody: JSON.stringify({ Resources: { One: { Type: type } } }),
  });

async function makeRecorder(sandbox: Caller): Promise<void> {
  const roleARN = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`;
  const ConfigurationRecorder = { name: "default", roleARN };
  await sandbox.must(json("config", EAST, "PutConfigurationRecorder", { ConfigurationRecorder }));
}

/** A key's policy by which the account may do something when a service asks in its name, or always. */
const account = (actions: string, Condition?: object) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: actions,
        Resource: "*",
        ...(Condition === undefined ? {} : { Condition }),
      },
    ],
  });

export const auditCases: readonly RefusalCase[] = [
  {
    refusal: "cloudtrail-bucket-policy-missing",
    code: "InsufficientS3BucketPolicyException",
    emulator: "accepts",
    prepare: async (sandbox) => ({
      refused: trail("closed", { S3BucketName: await makeBucket(sandbox, "trails-closed") }),
      taken: trail("open", { S3BucketName: await makeBucket(sandbox, "trails-open", TRAILS) }),
    }),
  },
  {
    refusal: "cloudtrail-key-not-usable",
    code: "InsufficientEncryptionPolicyException",
    emulator: "accepts",
    async prepare(sandbox) {
      const S3BucketName = await makeBucket(sandbox, "trails-sealed", TRAILS);
      const [own, lent] = [account("kms:*"), policy(TRAILS, ["kms:GenerateDataKey*"], "*")].map(
        (text) => JSON.parse(text) as { Statement: object[] },
      );
      const both = { ...own, Statement: [...(own?.Statement ?? []), ...(lent?.Statement ?? [])] };
      return {
        refused: trail("unsealed", { S3BucketName, KmsKeyId: await makeKey(sandbox, EAST) }),
        taken: trail("sealed", {
          S3BucketName,
          KmsKeyId: await makeKey(sandbox, EAST, { Policy: JSON.stringify(both) }),
        }),
      };
    },
  },
  {
    refusal: "cloudtrail-organization-trail-elsewhere",
    code: "OrganizationsNotInUseException",
    emulator: "accepts",
    async prepare(sandbox) {
      const S3BucketName = await makeBucket(sandbox, "trails-of-all", TRAILS);
      return {
        refused: trail("of-all", { S3BucketName, IsOrganizationTrail: true }),
        taken: trail("of-one", { S3BucketName }),
      };
    },
  },
  {
    refusal: "cloudtrail-selectors-of-two-kinds",
    code: "InvalidEventSelectorsException",
    emulator: "fails",
    async prepare(sandbox) {
      await sandbox.must(
        trail("selecting", { S3BucketName: await makeBucket(sandbox, "trails-two", TRAILS) }),
      );
      const AdvancedEventSelectors = [
        { Name: "all", FieldSelectors: [{ Field: "eventCategory", Equals: ["Management"] }] },
      ];
      const select = (body: object) =>
        json("cloudtrail", EAST, "PutEventSelectors", { TrailName: "selecting", ...body });
      return {
        refused: select({ AdvancedEventSelectors, EventSelectors: [{ ReadWriteType: "All" }] }),
        taken: select({ AdvancedEventSelectors }),
      };
    },
  },
  {
    refusal: "config-delivery-policy-missing",
    code: "InsufficientDeliveryPolicyException",
    emulator: "accepts",
    async prepare(sandbox) {
      await makeRecorder(sandbox);
      return {
        refused: deliver(await makeBucket(sandbox, "history-closed")),
        taken: deliver(await makeBucket(sandbox, "history-open", RECORDER)),
      };
    },
  },
  {
    refusal: "config-delivery-to-locked-bucket",
    code: "InsufficientDeliveryPolicyException",
    emulator: "accepts",
    async prepare(sandbox) {
      await makeRecorder(sandbox);
      const locked = await makeBucket(sandbox, "history-locked", RECORDER, {
        "x-amz-bucket-object-lock-enabled": "true",
      });
      const rule = "<Rule><DefaultRetention><Mode>GOVERNANCE</Mode><Days>1</Days></DefaultRetention></Rule>";
      const lock = `<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled>${rule}</ObjectLockConfiguration>`;
      await sandbox.must(rest("s3", EAST, "PUT", `/${locked}?object-lock`, lock));
      return {
        refused: deliver(locked),
        taken: deliver(await makeBucket(sandbox, "history-unlocked", RECORDER)),
      };
    },
  },
  {
    refusal: "config-conformance-template",
    code: "ConformancePackTemplateValidationException",
    emulator: "fails",
    prepare: async () => ({ refused: pack("AWS::S3::Bucket"), taken: pack("AWS::Config::ConfigRule") }),
  },
  {
    refusal: "kms-policy-locks-out",
    code: "MalformedPolicyDocumentException",
    emulator: "accepts",
    prepare: async () => ({
      refused: json("kms", EAST, "CreateKey", {
        Policy: account("kms:*", { Null: { "kms:ViaService": "false" } }),
      }),
      taken: json("kms", EAST, "CreateKey", { Policy: account("kms:Put*") }),
    }),
  },
];
