import { beforeAll, describe, expect, it } from "vitest";
import type { PlatformInput } from "../../config/input.ts";
import type { SynthesizedStack } from "../synthesize.ts";
import { allStacks, platform, resourcesOf, stackNamed, storefront } from "../testing/platforms.ts";

const HOME = "us-east-1";
const TRAIL = `arn:aws:cloudtrail:${HOME}:444444444444:trail/shop-organization-trail`;

let stacks: readonly SynthesizedStack[];
beforeAll(async () => {
  stacks = allStacks(await storefront());
});

const everything = () =>
  stacks.flatMap((stack) => resourcesOf(stack).map((each) => ({ ...each, stack: stack.id })));
const ofType = (type: string) => everything().filter((each) => each.type === type);
const only = (stack: string, type: string) => {
  const found = resourcesOf(stackNamed(stacks, stack)).filter((each) => each.type === type);
  expect(found, `${type} of ${stack}`).toHaveLength(1);
  return found[0]?.body ?? {};
};
const statements = (policy: unknown) =>
  (JSON.parse(String(policy)) as { Statement: Record<string, unknown>[] }).Statement;

describe("the trail of an organization", () => {
  it("is one, of every account and region, in the management account's home region", () => {
    const trails = ofType("aws_cloudtrail").filter(({ body }) => body.is_organization_trail === true);
    expect(trails.map(({ stack, body }) => [stack, body.is_multi_region_trail])).toEqual([
      [`organization/${HOME}/trail`, true],
    ]);
    expect(ofType("aws_cloudtrail").filter(({ body }) => body.is_multi_region_trail === true)).toHaveLength(
      1,
    );
  });

  it("goes to a locked bucket of the log-archive account, sealed with a key that is there", () => {
    const { s3_bucket_name, kms_key_id } = only(`organization/${HOME}/trail`, "aws_cloudtrail");
    expect(s3_bucket_name).toBe(`shop-organization-audit-logs-${HOME}-555555555555`);
    expect(String(kms_key_id)).toContain("archive_key_arn");
    const lock = only(`organization/${HOME}/archive`, "aws_s3_bucket_object_lock_configuration");
    expect(lock.rule).toEqual({ default_retention: { mode: "GOVERNANCE", days: 365 } });
    const [archive] = (
      stackNamed(stacks, `organization/${HOME}/archive`).configuration.provider as {
        aws: { assume_role: { role_arn: string }[]; allowed_account_ids: string[] }[];
      }
    ).aws;
    expect(archive?.allowed_account_ids).toEqual(["555555555555"]);
  });

  it("alone may write there, into the organization's folder and its account's own", () => {
    const policies = resourcesOf(stackNamed(stacks, `organization/${HOME}/archive`)).filter(
      ({ address }) => address === "aws_s3_bucket_policy.audit-logs_policy",
    );
    const allowed = statements(policies[0]?.body.policy).filter(({ Effect }) => Effect === "Allow");
    const written = allowed.find(({ Action }) => Action === "s3:PutObject");
    expect(written?.Resource).toEqual([
      expect.stringMatching(/\/AWSLogs\/444444444444\/\*$/),
      expect.stringMatching(/\/AWSLogs\/o-\*\/\*$/),
    ]);
    for (const { Principal, Condition } of allowed) {
      expect(Principal).toEqual({ Service: "cloudtrail.amazonaws.com" });
      expect(Condition).toMatchObject({ StringEquals: { "aws:SourceArn": [TRAIL] } });
    }
    const key = only(`organization/${HOME}/archive`, "aws_kms_key");
    expect(statements(key.policy).find(({ Sid }) => Sid === "TrailsSeal")?.Condition).toMatchObject({
      StringEquals: { "aws:SourceArn": TRAIL },
    });
    // Who deploys administers the key, and reads nothing that it seals.
    const reads = statements(key.policy).find(({ Sid }) => Sid === "AdministratorsReadNoObjects");
    expect(JSON.stringify(reads)).toContain("arn:aws:iam::555555555555:role/OrganizationAccountAccessRole");
  });

  it("writes to its log group by a role that may write the organization's streams as well", () => {
    const role = everything().find(
      ({ stack, address }) =>
        stack === "organization/accounts" && address === "aws_iam_role_policy.audit_trail-logs-policy",
    );
    const [write] = statements(role?.body.policy);
    expect(write?.Resource).toEqual([
      expect.stringMatching(/:log-stream:\*_CloudTrail_us-east-1\*$/),
      expect.stringMatching(/:log-stream:o-\*_\*$/),
    ]);
  });

  it("wakes somebody when root, the organization, a key or the role for emergencies is taken, wherever that is", () => {
    const alarms = resourcesOf(stackNamed(stacks, `organization/${HOME}/trail`)).filter(
      ({ type }) => type === "aws_cloudwatch_metric_alarm",
    );
    const critical = `arn:aws:sns:${HOME}:444444444444:shop-organization-alerts-critical`;
    for (const name of ["root-used", "organization-changed", "emergency-role-used", "key-opened"]) {
      const alarm = alarms.find(({ body }) => body.alarm_name === `shop-organization-audit-${name}`);
      expect(alarm?.body.alarm_actions, name).toEqual([critical]);
    }
    const topics = ofType("aws_sns_topic_subscription").filter(
      ({ stack }) => stack === `organization/${HOME}/trail`,
    );
    expect(topics.map(({ body }) => body.endpoint)).toEqual(["on-call@shop.example.com"]);
  });
});

describe("what the security team's account sees of all accounts", () => {
  const regions = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"];

  it("is who outside of the organization reaches something, in each of its regions", () => {
    const analyzers = ofType("aws_accessanalyzer_analyzer");
    expect(analyzers.map(({ stack, body }) => [stack, body.type])).toEqual(
      regions.map((region) => [`organization/${region}/security`, "ORGANIZATION"]),
    );
  });

  it("is access that nobody used, once and only when asked for", () => {
    const input: Partial<PlatformInput> = {
      audit: { unusedAccessDays: 90 },
      organization: {
        management: { account: "444444444444", email: "management@shop.example.com" },
        logArchive: { account: "555555555555", email: "logs@shop.example.com" },
        security: { account: "666666666666", email: "security@shop.example.com" },
      },
      environments: [
        { name: "production", account: "111111111111", email: "production@shop.example.com", slot: 0 },
      ],
    };
    const unused = allStacks(platform(input)).flatMap((stack) =>
      resourcesOf(stack).flatMap(({ body }) =>
        body.type === "ORGANIZATION_UNUSED_ACCESS" || body.type === "ACCOUNT_UNUSED_ACCESS"
          ? [[stack.id, body.type]]
          : [],
      ),
    );
    expect(unused).toEqual([[`organization/${HOME}/security`, "ORGANIZATION_UNUSED_ACCESS"]]);
  });

  it("is what Config recorded anywhere, in the home region, by a role that only reads the organization", () => {
    const [aggregate, ...others] = ofType("aws_config_configuration_aggregator");
    expect(others).toEqual([]);
    expect(aggregate).toMatchObject({
      stack: `organization/${HOME}/security`,
      body: {
        organization_aggregation_source: {
          all_regions: true,
          role_arn: "arn:aws:iam::666666666666:role/shop-organization-configuration-aggregate",
        },
      },
    });
    const roles = everything().filter(
      ({ address }) => address === "aws_iam_role.audit_configuration-aggregate",
    );
    expect(roles.map(({ stack }) => stack)).toEqual(["organization/security/foundation"]);
  });
});

describe("accounts without environments", () => {
  it("keep every bucket from the public, as the others do", () => {
    expect(
      ofType("aws_s3_account_public_access_block")
        .map(({ stack }) => stack)
        .filter((stack) => stack.startsWith("organization/")),
    ).toEqual(
      ["management", "log-archive", "security", "shared-services", "sandbox"].map(
        (name) => `organization/${name}/foundation`,
      ),
    );
  });

  it("encrypt volumes that nobody thought of, wherever a stack of theirs is", () => {
    const stacksOf = ofType("aws_ebs_encryption_by_default").map(({ stack }) => stack);
    for (const region of ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"]) {
      expect(stacksOf).toContain(`organization/${region}/delegation`);
      expect(stacksOf).toContain(`organization/${region}/security`);
    }
    expect(stacksOf).toContain(`organization/${HOME}/archive`);
  });
});
