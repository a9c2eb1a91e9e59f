import { describe, expect, it } from "vitest";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { FargateProfiles } from "./fargateProfiles.ts";
import { FargateRole } from "./fargateRole.ts";

const REGIONS = ["us-east-1", "eu-west-1"];

describe("services on Fargate", () => {
  const role = synthesised((scope) => {
    new FargateRole(scope, "fargate", {
      naming: NAMING,
      regions: REGIONS,
      services: ["reports", "previews"],
      tags: TAGS,
    });
  });
  const profiles = synthesised((scope) => {
    new FargateProfiles(scope, "fargate", {
      naming: NAMING,
      clusterName: "shop-production-cluster",
      namespace: "services",
      subnetIds: ["subnet-a", "subnet-b"],
      services: ["reports", "previews"].map((name) => ({ name, tags: { ...TAGS, service: name } })),
    });
  });

  it("are run under a role that EKS takes on for profiles of these clusters, and for nothing else", () => {
    const [trust, ...more] = policyIn(role.only("aws_iam_role").assume_role_policy).Statement;

    expect(more).toEqual([]);
    expect(trust).toEqual({
      Effect: "Allow",
      Principal: { Service: "eks-fargate-pods.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: {
        ArnLike: {
          "aws:SourceArn": REGIONS.map(
            (region) => `arn:aws:eks:${region}:111111111111:fargateprofile/shop-production-cluster/*`,
          ),
        },
      },
    });
  });

  it("log to their own groups, which that role neither makes nor empties", () => {
    const [logs, ...more] = policyIn(role.only("aws_iam_role_policy").policy).Statement as unknown as {
      readonly Action: readonly string[];
      readonly Resource: readonly string[];
    }[];

    expect(more).toEqual([]);
    expect(logs?.Action).toEqual(["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]);
    expect(logs?.Resource).toHaveLength(4);
    for (const arn of logs?.Resource ?? [])
      expect(arn).toMatch(/log-group:\/trireme\/shop\/production\/services\/(reports|previews):\*$/);
  });

  it("have a profile each, in the private subnets, that takes the pods of that service alone", () => {
    const made = Object.values(profiles.all("aws_eks_fargate_profile"));

    expect(made.map(({ fargate_profile_name }) => fargate_profile_name).sort()).toEqual([
      "shop-production-previews",
      "shop-production-reports",
    ]);
    expect(
      made.find(({ fargate_profile_name }) => fargate_profile_name === "shop-production-reports"),
    ).toMatchObject({
      cluster_name: "shop-production-cluster",
      pod_execution_role_arn: "arn:aws:iam::111111111111:role/shop-production-fargate-pods",
      subnet_ids: ["subnet-a", "subnet-b"],
      selector: [{ namespace: "services", labels: { "app.kubernetes.io/name": "reports" } }],
      tags: { service: "reports" },
    });
  });
});
