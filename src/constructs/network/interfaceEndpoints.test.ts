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

  it("let only this account's principals through", () => {
    for (const endpoint of endpointsOf()) {
      expect(policyIn(endpoint.policy).Statement).toEqual([
        expect.objectContaining({ Condition: { StringEquals: { "aws:PrincipalAccount": NAMING.account } } }),
      ]);
    }
  });

  it("are those that were asked for", () => {
    const names = endpointsOf({ services: ["sqs"] }).map(({ service_name }) => service_name);
    expect(names).toEqual(["com.amazonaws.eu-west-1.sqs"]);
  });
});
