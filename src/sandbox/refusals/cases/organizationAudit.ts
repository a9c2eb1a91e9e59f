import { type Caller, json, rest, type WireCall } from "./caller.ts";
import type { RefusalCase } from "./refusalCase.ts";

const EAST = "us-east-1";
const MANAGEMENT = "123456789012";
/** In no organization. */
const STRANGER = "999999999999";
/** A member that administers for the others. */
const NAMED = "777777777777";
const RECORDER = "config.amazonaws.com";
const ANALYSIS = "access-analyzer.amazonaws.com";
const TRAILS = "cloudtrail.amazonaws.com";

const organizations = (action: string, body: object = {}): WireCall =>
  json("organizations", EAST, action, body);

/** Id of the sandbox's organization, made by whichever case comes first. */
async function organizationId(sandbox: Caller): Promise<string> {
  await sandbox.send(organizations("CreateOrganization", { FeatureSet: "ALL" }));
  const { Organization } = await sandbox.object(organizations("DescribeOrganization"));
  return (Organization as { readonly Id: string }).Id;
}

/** A bucket in which CloudTrail may write to these folders. */
async function makeBucket(sandbox: Caller, name: string, ...folders: readonly string[]): Promise<string> {
  await sandbox.must(rest("s3", EAST, "PUT", `/${name}`));
  const arn = `arn:aws:s3:::${name}`;
  const common = {
    Effect: "Allow",
    Principal: { Service: TRAILS },
    Condition: { StringLike: { "aws:SourceArn": `arn:aws:cloudtrail:${EAST}:${MANAGEMENT}:trail/*` } },
  };
  const Statement = [
    { ...common, Action: "s3:GetBucketAcl", Resource: arn },
    { ...common, Action: "s3:PutObject", Resource: folders.map((folder) => `${arn}/AWSLogs/${folder}/*`) },
  ];
  const policy = JSON.stringify({ Version: "2012-10-17", Statement });
  await sandbox.must(rest("s3", EAST, "PUT", `/${name}?policy`, policy));
  return name;
}

const trail = (Name: string, S3BucketName: string, IsOrganizationTrail: boolean) =>
  json("cloudtrail", EAST, "CreateTrail", { Name, S3BucketName, IsOrganizationTrail });

/** Taken of the account that the management account named, refused of one that is in no organization. */
async function elsewhere(sandbox: Caller, ServicePrincipal: string, call: WireCall) {
  await organizationId(sandbox);
  // Made by whichever case comes first; the emulator alone knows it by another id.
  await sandbox.send(
    organizations("CreateAccount", {
      AccountName: "audit-team",
      Email: "audit-team@example.com",
      Tags: [{ Key: "account", Value: NAMED }],
    }),
  );
  await sandbox.must(organizations("EnableAWSServiceAccess", { ServicePrincipal }));
  await sandbox.send(organizations("RegisterDelegatedAdministrator", { AccountId: NAMED, ServicePrincipal }));
  return { refused: { ...call, account: STRANGER }, taken: { ...call, account: NAMED } };
}

export const organizationAuditCases: readonly RefusalCase[] = [
  {
    refusal: "cloudtrail-organization-not-let-in",
    code: "CloudTrailAccessNotEnabledException",
    emulator: "accepts",
    async prepare(sandbox) {
      const id = await organizationId(sandbox);
      await sandbox.send(organizations("DisableAWSServiceAccess", { ServicePrincipal: TRAILS }));
      const bucket = await makeBucket(sandbox, "trails-not-let-in", MANAGEMENT, id);
      return { refused: trail("let-in", bucket, true), taken: trail("of-itself", bucket, false) };
    },
  },
  {
    refusal: "cloudtrail-organization-folder-shut",
    code: "InsufficientS3BucketPolicyException",
    emulator: "accepts",
    async prepare(sandbox) {
      const id = await organizationId(sandbox);
      await sandbox.must(organizations("EnableAWSServiceAccess", { ServicePrincipal: TRAILS }));
      const shut = await makeBucket(sandbox, "trails-folder-shut", MANAGEMENT);
      const open = await makeBucket(sandbox, "trails-folder-open", MANAGEMENT, id);
      return { refused: trail("folder-shut", shut, true), taken: trail("folder-open", open, true) };
    },
  },
  {
    refusal: "config-aggregator-of-organization-elsewhere",
    code: "OrganizationAccessDeniedException",
    emulator: "accepts",
    async prepare(sandbox) {
      const RoleArn = `arn:aws:iam::${MANAGEMENT}:role/aggregate`;
      return await elsewhere(
        sandbox,
        RECORDER,
        json("config", EAST, "PutConfigurationAggregator", {
          ConfigurationAggregatorName: "everything",
          OrganizationAggregationSource: { RoleArn, AllAwsRegions: true },
        }),
      );
    },
  },
  {
    refusal: "accessanalyzer-of-organization-elsewhere",
    code: "ValidationException",
    emulator: "fails",
    async prepare(sandbox) {
      const body = JSON.stringify({ analyzerName: "everything", type: "ORGANIZATION" });
      const headers = { "content-type": "application/json" };
      return await elsewhere(
        sandbox,
        ANALYSIS,
        rest("access-analyzer", EAST, "PUT", "/analyzer", body, headers),
      );
    },
  },
];
