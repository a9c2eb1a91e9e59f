import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/index.ts";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import {
  DATABASE_MONITORING_ROLE,
  FLOW_LOG_ROLE,
  REPLICATION_ROLE,
  ServiceRoles,
  serviceRoleArn,
} from "./serviceRoles.ts";

const BUCKETS = ["arn:aws:s3:::shop-media-us-east-1", "arn:aws:s3:::shop-media-eu-west-1"];

const rolesOf = (replicatedBucketArns = BUCKETS) =>
  synthesised((scope) => {
    new ServiceRoles(scope, "roles", {
      naming: NAMING,
      regions: ["us-east-1", "eu-west-1"],
      replicatedBucketArns,
      keyPurposes: ["us", "eu"],
      tags: TAGS,
    });
  });

function statements(name: string): readonly JsonObject[] {
  const policy = Object.values(rolesOf().all("aws_iam_role_policy")).find((each) => each.name === name);
  return policyIn(policy?.policy).Statement;
}

describe("the roles of AWS services", () => {
  it("can be taken on only by the service, and on behalf of this account where AWS documents the condition", () => {
    const roles = Object.values(rolesOf().all("aws_iam_role"));
    const trusts = roles.flatMap((role) => policyIn(role.assume_role_policy).Statement);

    expect(trusts.map(({ Principal }) => Principal)).toEqual([
      { Service: "vpc-flow-logs.amazonaws.com" },
      { Service: "s3.amazonaws.com" },
    ]);
    expect(trusts.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { "aws:SourceAccount": NAMING.account } },
      undefined,
    ]);
  });

  it("have the names by which regional stacks speak of them", () => {
    const names = Object.values(rolesOf().all("aws_iam_role")).map(({ name }) => name);
    for (const role of [FLOW_LOG_ROLE, REPLICATION_ROLE] as const) {
      expect(names.map((name) => `arn:aws:iam::111111111111:role/${name}`)).toContain(
        serviceRoleArn(NAMING, role),
      );
    }
  });

  it("write to the flow log groups of the environment's regions and to no other log group", () => {
    const [write] = statements(FLOW_LOG_ROLE);
    expect(write?.Resource).toEqual(
      ["us-east-1", "eu-west-1"].flatMap((region) => {
        const group = `arn:aws:logs:${region}:111111111111:log-group:/trireme/shop/production/flow-logs`;
        return [group, `${group}:*`];
      }),
    );
  });

  it("cannot make a log group, which would come back unencrypted after a deletion", () => {
    expect(JSON.stringify(statements(FLOW_LOG_ROLE))).not.toContain("CreateLogGroup");
  });

  it("replicate between the given buckets only", () => {
    const named = statements(REPLICATION_ROLE)
      .filter(({ Action }) => JSON.stringify(Action).includes("s3:"))
      .flatMap(({ Resource }) => Resource);
    expect(named).toEqual([...BUCKETS, ...BUCKETS.map((arn) => `${arn}/*`)]);
  });

  it("use keys of this account by the platform's aliases only, and only through S3", () => {
    const [keys, ...others] = statements(REPLICATION_ROLE).filter(({ Action }) =>
      JSON.stringify(Action).includes("kms:"),
    );
    expect(others).toEqual([]);
    expect(keys).toMatchObject({
      Action: ["kms:Decrypt", "kms:Encrypt"],
      Resource: ["us-east-1", "eu-west-1"].map((region) => `arn:aws:kms:${region}:111111111111:key/*`),
      Condition: {
        "ForAnyValue:StringEquals": {
          "kms:ResourceAliases": ["alias/shop-production-us", "alias/shop-production-eu"],
        },
        StringLike: { "kms:ViaService": "s3.*.amazonaws.com" },
      },
    });
  });

  it("include no replication role when nothing is replicated", () => {
    expect(rolesOf([]).only("aws_iam_role").name).toBe("shop-production-flow-logs");
  });

  it("let RDS write its monitoring to its own log group of the environment's regions, when asked", () => {
    const watched = synthesised((scope) => {
      new ServiceRoles(scope, "roles", {
        naming: NAMING,
        regions: ["us-east-1"],
        replicatedBucketArns: [],
        keyPurposes: [],
        databaseMonitoring: true,
        tags: TAGS,
      });
    });
    const named = (type: string, name: string) =>
      Object.values(watched.all(type)).find((each) => each.name === name);
    const role = named("aws_iam_role", "shop-production-database-monitoring");
    expect(policyIn(role?.assume_role_policy).Statement[0]).toMatchObject({
      Principal: { Service: "monitoring.rds.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": NAMING.account } },
    });
    const group = "arn:aws:logs:us-east-1:111111111111:log-group:RDSOSMetrics";
    const policy = policyIn(named("aws_iam_role_policy", DATABASE_MONITORING_ROLE)?.policy);
    expect(policy.Statement.flatMap(({ Resource }) => Resource)).toEqual([group, `${group}:log-stream:*`]);
    const unasked = Object.values(rolesOf().all("aws_iam_role")).map(({ name }) => name);
    expect(unasked).not.toContain("shop-production-database-monitoring");
  });
});
