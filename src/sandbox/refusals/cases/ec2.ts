import { type Caller, query, type WireCall } from "./caller.ts";
import { makeSubnets, type RefusalCase } from "./refusalCase.ts";

const EAST = "us-east-1";
const WEST = "us-west-2";
const ACCOUNT = "123456789012";

const ec2 = (region: string, action: string, parameters: Readonly<Record<string, string>>) =>
  query("ec2", region, action, parameters);

function makeVpc(sandbox: Caller): Promise<string> {
  return sandbox.field(ec2(EAST, "CreateVpc", { CidrBlock: "10.0.0.0/16" }), "vpcId");
}

function makeHub(sandbox: Caller, region: string): Promise<string> {
  return sandbox.field(ec2(region, "CreateTransitGateway", { Description: "hub" }), "transitGatewayId");
}

const peer = (TransitGatewayId: string, PeerTransitGatewayId: string): WireCall =>
  ec2(EAST, "CreateTransitGatewayPeeringAttachment", {
    TransitGatewayId,
    PeerTransitGatewayId,
    PeerAccountId: ACCOUNT,
    PeerRegion: WEST,
  });

/** Makes a table of a gateway, in which ranges are led nowhere, or no longer. */
async function blackHoles(sandbox: Caller) {
  const TransitGatewayRouteTableId = await sandbox.field(
    ec2(EAST, "CreateTransitGatewayRouteTable", { TransitGatewayId: await makeHub(sandbox, EAST) }),
    "transitGatewayRouteTableId",
  );
  return (what: "Create" | "Delete", DestinationCidrBlock: string): WireCall =>
    ec2(EAST, `${what}TransitGatewayRoute`, {
      TransitGatewayRouteTableId,
      DestinationCidrBlock,
      ...(what === "Create" ? { Blackhole: "true" } : {}),
    });
}

const endpoint = (VpcId: string, service: string, more: Readonly<Record<string, string>>): WireCall =>
  ec2(EAST, "CreateVpcEndpoint", { VpcId, ServiceName: `com.amazonaws.${service}`, ...more });

export const ec2Cases: readonly RefusalCase[] = [
  {
    refusal: "ec2-network-acl-too-many-rules",
    code: "NetworkAclEntryLimitExceeded",
    emulator: "accepts",
    async prepare(sandbox) {
      const NetworkAclId = await sandbox.field(
        ec2(EAST, "CreateNetworkAcl", { VpcId: await makeVpc(sandbox) }),
        "networkAclId",
      );
      const allow = (RuleNumber: number, Egress: boolean) =>
        ec2(EAST, "CreateNetworkAclEntry", {
          NetworkAclId,
          RuleNumber: String(RuleNumber),
          Egress: String(Egress),
          Protocol: "-1",
          RuleAction: "allow",
          CidrBlock: "10.0.0.0/8",
        });
      for (let rule = 1; rule <= 20; rule += 1) await sandbox.must(allow(rule, false));
      return { refused: allow(21, false), taken: allow(21, true) };
    },
  },
  {
    refusal: "ec2-endpoint-service-of-another-region",
    code: "InvalidServiceName",
    emulator: "accepts",
    async prepare(sandbox) {
      const vpc = await makeVpc(sandbox);
      const to = (region: string) => endpoint(vpc, `${region}.sqs`, { VpcEndpointType: "Interface" });
      return { refused: to(WEST), taken: to(EAST) };
    },
  },
  {
    refusal: "ec2-endpoint-private-names-need-vpc-dns",
    code: "InvalidParameter",
    emulator: "accepts",
    async prepare(sandbox) {
      const [without, withNames] = [await makeVpc(sandbox), await makeVpc(sandbox)];
      await sandbox.must(
        ec2(EAST, "ModifyVpcAttribute", { VpcId: withNames, "EnableDnsHostnames.Value": "true" }),
      );
      const inside = (vpc: string) =>
        endpoint(vpc, `${EAST}.sqs`, { VpcEndpointType: "Interface", PrivateDnsEnabled: "true" });
      return { refused: inside(without), taken: inside(withNames) };
    },
  },
  {
    refusal: "ec2-gateway-endpoint-route-table-twice",
    code: "RouteAlreadyExists",
    emulator: "accepts",
    async prepare(sandbox) {
      const VpcId = await makeVpc(sandbox);
      const table = () => sandbox.field(ec2(EAST, "CreateRouteTable", { VpcId }), "routeTableId");
      const from = (RouteTableId: string) =>
        endpoint(VpcId, `${EAST}.dynamodb`, { VpcEndpointType: "Gateway", "RouteTableId.1": RouteTableId });
      const taken = await table();
      await sandbox.must(from(taken));
      return { refused: from(taken), taken: from(await table()) };
    },
  },
  {
    refusal: "ec2-security-groups-per-interface",
    code: "SecurityGroupsPerInterfaceLimitExceeded",
    emulator: "accepts",
    async prepare(sandbox) {
      const VpcId = await makeVpc(sandbox);
      const subnet = { VpcId, CidrBlock: "10.0.0.0/24", AvailabilityZone: `${EAST}a` };
      const SubnetId = await sandbox.field(ec2(EAST, "CreateSubnet", subnet), "subnetId");
      const groups: [string, string][] = [];
      for (let at = 1; at <= 6; at += 1) {
        const group = { VpcId, GroupName: `many-${at}`, GroupDescription: "one of many" };
        const id = await sandbox.field(ec2(EAST, "CreateSecurityGroup", group), "groupId");
        groups.push([`SecurityGroupId.${at}`, id]);
      }
      const carry = (count: number) =>
        ec2(EAST, "CreateNetworkInterface", { SubnetId, ...Object.fromEntries(groups.slice(0, count)) });
      return { refused: carry(6), taken: carry(5) };
    },
  },
  {
    refusal: "ec2-transit-gateway-asn",
    code: "InvalidParameterValue",
    emulator: "accepts",
    async prepare() {
      const make = (asn: string) => ec2(EAST, "CreateTransitGateway", { "Options.AmazonSideAsn": asn });
      return { refused: make("65535"), taken: make("4200000000") };
    },
  },
  {
    refusal: "ec2-transit-gateway-two-subnets-in-zone",
    code: "DuplicateSubnetsInSameZone",
    emulator: "accepts",
    async prepare(sandbox) {
      const attach = async (pick: "same" | "other") => {
        const { sameZone, otherZone } = await makeSubnets(sandbox, EAST);
        const VpcId = await sandbox.field(
          ec2(EAST, "DescribeSubnets", { "SubnetId.1": sameZone[0] }),
          "vpcId",
        );
        return ec2(EAST, "CreateTransitGatewayVpcAttachment", {
          TransitGatewayId: await makeHub(sandbox, EAST),
          VpcId,
          "SubnetIds.1": sameZone[0],
          "SubnetIds.2": pick === "same" ? sameZone[1] : otherZone,
        });
      };
      return { refused: await attach("same"), taken: await attach("other") };
    },
  },
  {
    refusal: "ec2-transit-gateway-peering-not-accepted",
    code: "IncorrectState",
    emulator: "accepts",
    async prepare(sandbox) {
      const hub = await makeHub(sandbox, EAST);
      const TransitGatewayRouteTableId = await sandbox.field(
        ec2(EAST, "CreateTransitGatewayRouteTable", { TransitGatewayId: hub }),
        "transitGatewayRouteTableId",
      );
      const ask = async () =>
        sandbox.field(peer(hub, await makeHub(sandbox, WEST)), "transitGatewayAttachmentId");
      const route = (TransitGatewayAttachmentId: string, DestinationCidrBlock: string) =>
        ec2(EAST, "CreateTransitGatewayRoute", {
          TransitGatewayRouteTableId,
          TransitGatewayAttachmentId,
          DestinationCidrBlock,
        });
      const [pending, accepted] = [await ask(), await ask()];
      await sandbox.must(
        ec2(WEST, "AcceptTransitGatewayPeeringAttachment", { TransitGatewayAttachmentId: accepted }),
      );
      return { refused: route(pending, "10.1.0.0/16"), taken: route(accepted, "10.2.0.0/16") };
    },
  },
  {
    refusal: "ec2-transit-gateway-second-route",
    code: "RouteAlreadyExists",
    emulator: "accepts",
    async prepare(sandbox) {
      const drop = await blackHoles(sandbox);
      await sandbox.must(drop("Create", "10.1.0.0/21"));
      return { refused: drop("Create", "10.1.0.0/21"), taken: drop("Create", "10.1.8.0/21") };
    },
  },
  {
    refusal: "ec2-transit-gateway-no-route",
    code: "InvalidRoute.NotFound",
    emulator: "fails",
    async prepare(sandbox) {
      const drop = await blackHoles(sandbox);
      await sandbox.must(drop("Create", "10.1.0.0/21"));
      return { refused: drop("Delete", "10.1.8.0/21"), taken: drop("Delete", "10.1.0.0/21") };
    },
  },
  {
    refusal: "ec2-transit-gateway-second-peering",
    code: "DuplicateTransitGatewayAttachment",
    emulator: "accepts",
    async prepare(sandbox) {
      const hub = await makeHub(sandbox, EAST);
      const [joined, apart] = [await makeHub(sandbox, WEST), await makeHub(sandbox, WEST)];
      await sandbox.must(peer(hub, joined));
      return { refused: peer(hub, joined), taken: peer(hub, apart) };
    },
  },
  {
    refusal: "ec2-transit-gateway-in-use",
    code: "IncorrectState",
    emulator: "accepts",
    async prepare(sandbox) {
      const [used, idle] = [await makeHub(sandbox, EAST), await makeHub(sandbox, EAST)];
      await sandbox.must(peer(used, await makeHub(sandbox, WEST)));
      const remove = (TransitGatewayId: string) => ec2(EAST, "DeleteTransitGateway", { TransitGatewayId });
      return { refused: remove(used), taken: remove(idle) };
    },
  },
];
