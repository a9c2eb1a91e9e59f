import { type Caller, query, rest, type WireCall } from "./caller.ts";
import { cluster, post } from "./eks.ts";
import { makeSubnets, type RefusalCase } from "./refusalCase.ts";

const EAST = "us-east-1";
const SERVICE = "eks-fargate-pods.amazonaws.com";

/** A role that the profiles of this cluster may be run under, or of another one. */
async function role(sandbox: Caller, name: string, of: string): Promise<string> {
  const body = new URLSearchParams({
    Action: "CreateRole",
    Version: "2010-05-08",
    RoleName: name,
    AssumeRolePolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: SERVICE },
          Action: "sts:AssumeRole",
          Condition: {
            ArnLike: { "aws:SourceArn": `arn:aws:eks:${EAST}:123456789012:fargateprofile/${of}/*` },
          },
        },
      ],
    }),
  });
  const form = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  await sandbox.must(rest("iam", EAST, "POST", "/", body.toString(), form));
  return `arn:aws:iam::123456789012:role/${name}`;
}

interface Profile {
  readonly podExecutionRoleArn?: string;
  readonly subnets?: readonly string[];
  readonly selectors?: readonly object[];
}

/** A cluster, a role for its profiles, and what a profile is asked for with. */
async function ready(sandbox: Caller, name: string) {
  const { sameZone, otherZone } = await makeSubnets(sandbox, EAST);
  await sandbox.must(cluster({ name, subnetIds: [sameZone[0], otherZone] }));
  const podExecutionRoleArn = await role(sandbox, `${name}-pods`, name);
  const profile = (fargateProfileName: string, more: Profile = {}): WireCall =>
    post(`/clusters/${name}/fargate-profiles`, {
      fargateProfileName,
      podExecutionRoleArn,
      subnets: [otherZone],
      selectors: [{ namespace: "services" }],
      ...more,
    });
  return { profile, subnet: sameZone[0] };
}

/** Gives a subnet a route to the internet. */
async function open(sandbox: Caller, subnet: string): Promise<void> {
  const VpcId = await sandbox.field(query("ec2", EAST, "DescribeSubnets", { "SubnetId.1": subnet }), "vpcId");
  const gateway = await sandbox.field(query("ec2", EAST, "CreateInternetGateway", {}), "internetGatewayId");
  await sandbox.must(query("ec2", EAST, "AttachInternetGateway", { InternetGatewayId: gateway, VpcId }));
  const RouteTableId = await sandbox.field(query("ec2", EAST, "CreateRouteTable", { VpcId }), "routeTableId");
  const out = { RouteTableId, DestinationCidrBlock: "0.0.0.0/0", GatewayId: gateway };
  await sandbox.must(query("ec2", EAST, "CreateRoute", out));
  await sandbox.must(query("ec2", EAST, "AssociateRouteTable", { RouteTableId, SubnetId: subnet }));
}

export const fargateCases: readonly RefusalCase[] = [
  {
    refusal: "eks-fargate-public-subnet",
    code: "InvalidParameterException",
    emulator: "accepts",
    async prepare(sandbox) {
      const { profile, subnet } = await ready(sandbox, "fargate-subnets");
      await open(sandbox, subnet);
      return { refused: profile("outside", { subnets: [subnet] }), taken: profile("inside") };
    },
  },
  {
    refusal: "eks-fargate-role-trust",
    code: "InvalidParameterException",
    emulator: "accepts",
    async prepare(sandbox) {
      const { profile } = await ready(sandbox, "fargate-trust");
      const podExecutionRoleArn = await role(sandbox, "other-pods", "another-cluster");
      return { refused: profile("strange", { podExecutionRoleArn }), taken: profile("own") };
    },
  },
  {
    refusal: "eks-fargate-profiles-quota",
    code: "ResourceLimitExceededException",
    emulator: "accepts",
    async prepare(sandbox) {
      const [full, room] = [await ready(sandbox, "fargate-full"), await ready(sandbox, "fargate-room")];
      for (let number = 1; number <= 10; number += 1) await sandbox.must(full.profile(`profile-${number}`));
      return { refused: full.profile("eleventh"), taken: room.profile("first") };
    },
  },
  {
    refusal: "eks-fargate-selectors-quota",
    code: "ResourceLimitExceededException",
    emulator: "accepts",
    async prepare(sandbox) {
      const { profile } = await ready(sandbox, "fargate-selectors");
      const selectors = (count: number) =>
        Array.from({ length: count }, (_, index) => ({ namespace: `space-${index}` }));
      return {
        refused: profile("six", { selectors: selectors(6) }),
        taken: profile("five", { selectors: selectors(5) }),
      };
    },
  },
];
