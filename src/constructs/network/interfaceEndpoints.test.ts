import { describe, expect, it } from "vitest";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import {
  INTERFACE_ENDPOINTS,
  InterfaceEndpoints,
  type InterfaceEndpointsProps,
} from "./interfaceEndpoints.ts";

const endpointsOf = (replace: Partial<InterfaceEndpointsProps> = {}) =>
  Object.values(
    synthesised((scope) => {
      new InterfaceEndpoints(scope, "endpoints", {
        naming: NAMING,
        region: "eu-west-1",
        vpcId: "vpc-1",
        subnetIds: ["subnet-a", "subnet-b"],
        securityGroupId: "sg-1",
        tags: TAGS,
        ...replace,
      });
    }).all("aws_vpc_endpoint"),
  );

describe("a region's interface endpoints", () => {
  it("answer under the services' own names, in the given subnets, behind the given group", () => {
    const endpoints = endpointsOf();

    expect(endpoints).toHaveLength(INTERFACE_ENDPOINTS.length);
    for (const endpoint of endpoints) {
      expect(endpoint).toMatchObject({
        vpc_endpoint_type: "Interface",
        private_dns_enabled: true,
        subnet_ids: ["subnet-a", "subnet-b"],
        security_group_ids: ["sg-1"],
      });
    }
  });

  it("lead to services of the region itself, so that none leans on another region", () => {
    for (const { service_name } of endpointsOf())
      expect(service_name).toMatch(/^com\.amazonaws\.eu-west-1\./);
  });

  it("let only this account's principals through, and those only to what is the account's or AWS lends", () => {
    for (const { service_name, policy } of endpointsOf()) {
      const [own, ...ofAws] = policyIn(policy).Statement;
      expect(own?.Condition, String(service_name)).toEqual({
        StringEquals: { "aws:PrincipalAccount": NAMING.account },
        StringEqualsIfExists: { "aws:ResourceAccount": NAMING.account },
      });
      for (const { Sid, Condition } of ofAws) {
        expect(["ImagesOfAws", "MachineImagesOfAws"]).toContain(Sid);
        expect(Condition).toMatchObject({ StringEquals: { "aws:PrincipalAccount": NAMING.account } });
      }
    }
  });

  it("let through what workloads do there, and not what they never do", () => {
    const actions = (service: string) =>
      endpointsOf({ services: [service] }).flatMap(({ policy }) =>
        policyIn(policy).Statement.flatMap(({ Action }) => Action),
      );
    expect(actions("secretsmanager")).toEqual([
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetSecretValue",
    ]);
    expect(actions("ecr.dkr")).not.toContain("ecr:PutImage");
    expect(actions("kms")).not.toContain("kms:CreateGrant");
    for (const service of [...INTERFACE_ENDPOINTS, "sqs", "sns", "events"]) {
      expect(actions(service), service).not.toContain("*");
    }
    // Of a service that nobody described only the account is known.
    expect(actions("guardduty-data")).toEqual(["*"]);
  });

  it("pull images that AWS keeps for everybody, and start machines from AWS's", () => {
    const ofAws = (service: string) =>
      endpointsOf({ services: [service] }).map(({ policy }) => policyIn(policy).Statement[1]);
    for (const service of ["ecr.api", "ecr.dkr"]) {
      expect(ofAws(service)).toEqual([
        expect.objectContaining({
          Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        }),
      ]);
    }
    expect(ofAws("ec2")).toEqual([
      expect.objectContaining({
        Condition: { StringEquals: { "aws:PrincipalAccount": NAMING.account, "ec2:Owner": "amazon" } },
      }),
    ]);
  });

  it("are those that were asked for", () => {
    const names = endpointsOf({ services: ["sqs"] }).map(({ service_name }) => service_name);
    expect(names).toEqual(["com.amazonaws.eu-west-1.sqs"]);
  });
});
