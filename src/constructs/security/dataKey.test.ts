import { describe, expect, it } from "vitest";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { DataKey, type DataKeyProps } from "./dataKey.ts";

const keyOf = (replace: Partial<DataKeyProps> = {}) =>
  synthesised((scope) => {
    new DataKey(scope, "key", { naming: NAMING, region: "us-west-2", purpose: "us", tags: TAGS, ...replace });
  });
const statements = (props: Partial<DataKeyProps>) =>
  policyIn(keyOf(props).only("aws_kms_key").policy).Statement;
/** What the policy says beyond what every key's says. */
const added = (props: Partial<DataKeyProps>) => statements(props).slice(statements({}).length);
const joined = { primaryArn: "arn:aws:kms:us-east-1:111111111111:key/mrk-1" };

describe("a data key", () => {
  it("is born as a multi-region key that rotates", () => {
    const stack = keyOf();
    expect(stack.only("aws_kms_key")).toMatchObject({ multi_region: true, enable_key_rotation: true });
    expect(stack.types).not.toContain("aws_kms_replica_key");
  });

  it("joins the primary elsewhere, which alone decides on rotation", () => {
    const stack = keyOf(joined);
    expect(stack.only("aws_kms_replica_key")).toMatchObject({ primary_key_arn: joined.primaryArn });
    expect(stack.only("aws_kms_replica_key")).not.toHaveProperty("enable_key_rotation");
    expect(stack.types).not.toContain("aws_kms_key");
  });

  it.each([
    ["born", {}, "aws_kms_key"],
    ["joined", joined, "aws_kms_replica_key"],
  ])(
    "lets only this account and the logs of this account in this region use a key that is %s",
    (_, props, type) => {
      // when
      const { Statement } = policyIn(keyOf(props).only(type).policy);

      // then nobody else is named, and the log service is held to this account's log groups
      const logs = Statement.at(-1);
      expect(new Set(Statement.slice(0, -1).map(({ Principal }) => JSON.stringify(Principal)))).toEqual(
        new Set([JSON.stringify({ AWS: "arn:aws:iam::111111111111:root" })]),
      );
      expect(logs?.Principal).toEqual({ Service: "logs.us-west-2.amazonaws.com" });
      expect(logs?.Condition).toEqual({
        ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-west-2:111111111111:*" },
      });
      expect(JSON.stringify(Statement)).not.toContain('"kms:*"');
    },
  );

  it("waits as long as AWS allows before a deletion, unless told otherwise", () => {
    expect(keyOf().only("aws_kms_key").deletion_window_in_days).toBe(30);
    expect(keyOf({ deletionWindowDays: 7 }).only("aws_kms_key").deletion_window_in_days).toBe(7);
  });

  it("has an alias for people, named after its purpose", () => {
    expect(keyOf().only("aws_kms_alias").name).toBe("alias/shop-production-us");
  });

  it("lets services seal what they publish on behalf of this account only where it is asked to", () => {
    expect(added({ publishers: ["cloudwatch.amazonaws.com"] })[0]).toMatchObject({
      Principal: { Service: ["cloudwatch.amazonaws.com"] },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } },
    });
  });

  it("lets EC2 Auto Scaling encrypt nodes' volumes only where it is asked to", () => {
    const policy = (props: Partial<DataKeyProps>) => String(keyOf(props).only("aws_kms_key").policy);
    expect(policy({ encryptsNodeVolumes: true })).toContain("AWSServiceRoleForAutoScaling");
    expect(policy({})).not.toContain("AWSServiceRoleForAutoScaling");
  });

  it("lets the distributions of this account decrypt only where it is asked to", () => {
    expect(added({ servesCloudFront: true })[0]).toEqual({
      Sid: "DecryptByCloudFront",
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: {
        ArnLike: { "aws:SourceArn": "arn:aws:cloudfront::111111111111:distribution/*" },
      },
    });
  });

  it("lets the named trails seal their files, and no other trail", () => {
    const trail = "arn:aws:cloudtrail:us-west-2:111111111111:trail/shop-production-data-trail";
    expect(JSON.stringify(statements({}))).not.toContain("cloudtrail");
    expect(statements({ trailArns: [trail] }).at(-1)).toMatchObject({
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: ["kms:GenerateDataKey*", "kms:DescribeKey"],
      Condition: { StringEquals: { "aws:SourceArn": trail } },
    });
  });

  it("seals for EventBridge's rules the named topics, and no other topic", () => {
    const topics = ["arn:aws:sns:us-west-2:111111111111:shop-production-alerts-critical"];
    expect(added({ eventTopics: [] })).toEqual([]);
    expect(added({ eventTopics: topics })).toEqual([
      {
        Sid: "RulesOfEventBridge",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: "*",
        Condition: { StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": topics } },
      },
    ]);
  });

  it("is read by Macie's own role of this account only, and only where it is asked to", () => {
    expect(added({ readByMacie: false })).toEqual([]);
    expect(added({ readByMacie: true })).toEqual([
      {
        Sid: "MacieReadsStores",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: {
          StringEquals: {
            "aws:PrincipalArn":
              "arn:aws:iam::111111111111:role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie",
            "kms:CallerAccount": "111111111111",
          },
        },
      },
    ]);
  });

  it("seals this account's event buses and what they put into queues, only where it is asked to", () => {
    expect(added({ sealsEventBuses: false })).toEqual([]);
    expect(added({ sealsEventBuses: true })).toEqual([
      {
        Sid: "EventBusesOfThisAccount",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
        Resource: "*",
        // Without the context of a bus: queues have another.
        Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } },
      },
    ]);
  });

  it("is read by CloudWatch's delivery of logs only where state machines write them", () => {
    const sids = (deliversLogs?: boolean) =>
      policyIn(
        synthesised((scope) => {
          new DataKey(scope, "key", {
            naming: NAMING,
            region: "us-east-1",
            purpose: "us",
            ...(deliversLogs === undefined ? {} : { deliversLogs }),
            tags: TAGS,
          });
        }).only("aws_kms_key").policy,
      ).Statement.map(({ Sid }) => Sid);
    expect(sids()).not.toContain("DeliveryOfLogs");
    expect(sids(true)).toContain("DeliveryOfLogs");
  });
});
