import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/index.ts";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { ClusterDeployer, type ClusterDeployerProps } from "./clusterDeployer.ts";
import { DeployerRole } from "./deployerRole.ts";

const REGIONS = ["us-east-1", "eu-west-1"];
const deployerOf = (replace: Partial<ClusterDeployerProps> = {}) => {
  let access: ClusterDeployer["access"] | undefined;
  const made = synthesised((scope) => {
    access = new ClusterDeployer(scope, "deployer", {
      naming: NAMING,
      region: "us-east-1",
      vpcId: "vpc-1",
      subnetIds: ["subnet-1"],
      keyArn: "arn:aws:kms:us-east-1:111111111111:key/mrk-1",
      artifactsBucket: "artifacts",
      protect: true,
      tags: TAGS,
      ...replace,
    }).access;
  });
  return { made, access };
};
const project = () => deployerOf().made.only("aws_codebuild_project");
const commands = () => {
  const spec = JSON.parse(String((project().source as JsonObject).buildspec)) as {
    phases: { build: { commands: readonly string[] } };
  };
  return spec.phases.build.commands;
};

describe("the way into a cluster", () => {
  it("takes its tree from the region's own bucket and has no privileges on its machine", () => {
    expect(project()).toMatchObject({
      source: { type: "S3", location: "artifacts/platform/argocd.zip" },
      environment: { privileged_mode: false, type: "ARM_CONTAINER" },
      vpc_config: { vpc_id: "vpc-1", subnets: ["subnet-1"] },
      concurrent_build_limit: 1,
    });
  });

  it("asks nobody outside of the region: no download, and images of the region's registry", () => {
    expect(commands().join("\n")).not.toMatch(/https?:|curl|wget|git |helm|docker/);
    const { environment_variable: variables } = project().environment as {
      environment_variable: JsonObject[];
    };
    expect(variables).toContainEqual({
      name: "REGISTRY",
      value: "111111111111.dkr.ecr.us-east-1.amazonaws.com/shop-production/",
    });
  });

  it("is written in a shell's own words", () => {
    for (const command of commands()) execFileSync("bash", ["-n", "-c", command]);
  });

  it("reaches HTTPS and nothing else, and nobody reaches it", () => {
    const { made } = deployerOf();
    expect(made.only("aws_vpc_security_group_egress_rule")).toMatchObject({ from_port: 443, to_port: 443 });
    expect(made.types).not.toContain("aws_vpc_security_group_ingress_rule");
  });

  it("is administrator of the cluster by an access entry of its role", () => {
    expect(deployerOf().access).toEqual({
      name: "deployer",
      principalArn: "arn:aws:iam::111111111111:role/shop-production-cluster-deployer",
      policy: "AmazonEKSClusterAdminPolicy",
    });
  });

  it("keeps its log for a year, or as long as it is told, and for longer than itself if protected", () => {
    const log = (replace: Partial<ClusterDeployerProps> = {}) =>
      deployerOf(replace).made.only("aws_cloudwatch_log_group");
    expect(log()).toMatchObject({ retention_in_days: 365, skip_destroy: true });
    expect(log({ logDays: 30, protect: false })).toMatchObject({
      retention_in_days: 30,
      skip_destroy: false,
    });
  });
});

describe("its role", () => {
  const role = () =>
    synthesised((scope) => {
      new DeployerRole(scope, "deployer", {
        naming: NAMING,
        regions: REGIONS,
        keyPurposes: ["us"],
        artifacts: "artifacts",
        tags: TAGS,
      });
    });

  it("is taken on for these projects only", () => {
    expect(policyIn(role().only("aws_iam_role").assume_role_policy).Statement[0]).toMatchObject({
      Condition: {
        ArnEquals: {
          "aws:SourceArn": REGIONS.map(
            (region) => `arn:aws:codebuild:${region}:111111111111:project/shop-production-cluster-deployer`,
          ),
        },
      },
    });
  });

  it("reads the tree and nothing else of the bucket, and changes nothing but its own log and interface", () => {
    const statements = policyIn(role().only("aws_iam_role_policy").policy).Statement;
    expect(statements.find(({ Sid }) => Sid === "Tree")?.Resource).toEqual(
      REGIONS.map(
        (region) => `arn:aws:s3:::shop-production-artifacts-${region}-111111111111/platform/argocd.zip`,
      ),
    );
    expect(statements.filter(({ Resource }) => Resource === "*").map(({ Sid }) => Sid)).toEqual([
      "Interface",
    ]);
    expect(statements.flatMap(({ Action }) => Action as string).join()).not.toContain("*");
  });
});
