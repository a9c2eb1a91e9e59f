import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/index.ts";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import {
  CLUSTER_ROLE,
  clusterRoleArn,
  NODE_ROLE,
  PLATFORM_ADMIN_ROLE,
  PLATFORM_VIEWER_ROLE,
  podRoleArn,
} from "./clusterNames.ts";
import { ClusterRoles } from "./clusterRoles.ts";

const REGIONS = ["us-east-1", "eu-west-1"];
const CLUSTERS = REGIONS.map(
  (region) => `arn:aws:eks:${region}:111111111111:cluster/shop-production-cluster`,
);
const READ = { Effect: "Allow", Action: "dynamodb:GetItem", Resource: "arn:aws:dynamodb:::table/orders" };

const stack = synthesised((scope) => {
  new ClusterRoles(scope, "roles", {
    naming: NAMING,
    regions: REGIONS,
    keyPurposes: ["us", "eu"],
    services: [
      { service: "orders", namespace: "shop", serviceAccount: "orders", statements: [READ] },
      { service: "web", namespace: "shop", serviceAccount: "web", statements: [] },
    ],
    tags: TAGS,
  });
});

function roleNamed(thing: string): JsonObject {
  const name = `shop-production-${thing}`;
  const role = Object.values(stack.all("aws_iam_role")).find((each) => each.name === name);
  if (role === undefined) throw new Error(`no role ${name}`);
  return role;
}
const trust = (thing: string) => policyIn(roleNamed(thing).assume_role_policy).Statement[0];
const statements = (name: string) =>
  policyIn(Object.values(stack.all("aws_iam_role_policy")).find((each) => each.name === name)?.policy)
    .Statement;

describe("the roles of the clusters", () => {
  it("have the names by which regional stacks speak of them", () => {
    const arns = Object.values(stack.all("aws_iam_role")).map(
      ({ name }) => `arn:aws:iam::111111111111:role/${String(name)}`,
    );
    for (const role of [CLUSTER_ROLE, NODE_ROLE, PLATFORM_ADMIN_ROLE, PLATFORM_VIEWER_ROLE] as const) {
      expect(arns).toContain(clusterRoleArn(NAMING, role));
    }
    expect(arns).toContain(podRoleArn(NAMING, "orders"));
  });

  it("let EKS act for this platform's clusters and for nobody else's", () => {
    expect(trust(CLUSTER_ROLE)).toMatchObject({
      Principal: { Service: "eks.amazonaws.com" },
      Condition: {
        StringEquals: { "aws:SourceAccount": "111111111111" },
        ArnLike: { "aws:SourceArn": CLUSTERS },
      },
    });
  });

  it("give nodes no permission of the network plugin's and no way to sign in", () => {
    const attached = Object.values(stack.all("aws_iam_role_policy_attachment"))
      .filter(({ role }) => JSON.stringify(role).includes("roles_nodes"))
      .map(({ policy_arn }) => String(policy_arn).split("/").at(-1));
    expect(attached.sort()).toEqual(["AmazonEC2ContainerRegistryPullOnly", "AmazonEKSWorkerNodePolicy"]);
  });

  it.each([PLATFORM_ADMIN_ROLE, PLATFORM_VIEWER_ROLE])(
    "ask people who become %s for a second factor",
    (role) => {
      expect(trust(role)).toMatchObject({
        Principal: { AWS: ["arn:aws:iam::111111111111:root"] },
        Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
      });
    },
  );
});

describe("the role of a service's pods", () => {
  it("is for one service account of these clusters only", () => {
    expect(trust("pod-orders")).toMatchObject({
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: {
        StringEquals: {
          "aws:RequestTag/eks-cluster-arn": CLUSTERS,
          "aws:RequestTag/kubernetes-namespace": "shop",
          "aws:RequestTag/kubernetes-service-account": "orders",
        },
      },
    });
  });

  it("allows what it was given and nothing else", () => {
    expect(statements("pod-orders")).toEqual([READ]);
    const names = Object.values(stack.all("aws_iam_role_policy")).map(({ name }) => name);
    expect(names).not.toContain("pod-web");
  });
});

describe("the roles of the platform's own pods", () => {
  it("use the platform's keys only, and lend them to AWS resources only", () => {
    const [grants, use] = statements("pod-ebs-csi");
    const aliases = {
      "ForAnyValue:StringEquals": {
        "kms:ResourceAliases": ["alias/shop-production-us", "alias/shop-production-eu"],
      },
    };
    expect(use?.Condition).toEqual(aliases);
    expect(grants?.Condition).toEqual({ ...aliases, Bool: { "kms:GrantIsForAWSResource": "true" } });
  });

  it("register pods with this platform's target groups and make no load balancer", () => {
    const all = statements("pod-load-balancer-controller");
    expect(JSON.stringify(all)).not.toMatch(/Create|Delete|SecurityGroupIngress/);
    expect(all[1]).toMatchObject({
      Action: ["elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"],
      Resource: REGIONS.map(
        (region) => `arn:aws:elasticloadbalancing:${region}:111111111111:targetgroup/shop-production-*/*`,
      ),
    });
  });
});
