import type { AwsCall } from "../call.ts";
import type { Refusal, RefusedCall } from "../overlay.ts";
import { askQuery, flag, list, type Place, parseForm, textAt, walk } from "../wire/index.ts";

const DOCUMENTATION = "https://docs.aws.amazon.com/vpc/latest/privatelink";

const otherRegion: Refusal = {
  id: "ec2-endpoint-service-of-another-region",
  service: "ec2",
  actions: ["CreateVpcEndpoint"],
  rule: "An endpoint without a service region leads to a service of its own region.",
  source: `${DOCUMENTATION}/create-interface-endpoint.html`,
  async check(call) {
    const form = parseForm(call.body);
    const name = form.get("ServiceName") ?? "";
    const region = /^com\.amazonaws\.([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(name)?.[1];
    if (region === undefined || region === call.signedRegion || form.has("ServiceRegion")) return undefined;
    return refused("InvalidServiceName", `The Vpc Endpoint Service '${name}' does not exist`);
  },
};

const privateNames: Refusal = {
  id: "ec2-endpoint-private-names-need-vpc-dns",
  service: "ec2",
  actions: ["CreateVpcEndpoint"],
  rule: "Private names of an interface endpoint need DNS resolution and DNS host names switched on in the VPC.",
  source: `${DOCUMENTATION}/create-interface-endpoint.html`,
  async check(call, world) {
    const form = parseForm(call.body);
    if (form.get("VpcEndpointType") !== "Interface" || flag(form, "PrivateDnsEnabled") !== true)
      return undefined;
    const VpcId = form.get("VpcId") ?? "";
    for (const Attribute of ["enableDnsSupport", "enableDnsHostnames"]) {
      const parameters = { VpcId, Attribute };
      const answer = await askQuery(world, placeOf(call), "ec2", "DescribeVpcAttribute", parameters);
      if (answer === undefined || textAt(answer, Attribute, "value") === "true") continue;
      return refused(
        "InvalidParameter",
        `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${VpcId}`,
      );
    }
    return undefined;
  },
};

const routeTableTwice: Refusal = {
  id: "ec2-gateway-endpoint-route-table-twice",
  service: "ec2",
  actions: ["CreateVpcEndpoint"],
  rule: "A route table has one gateway endpoint for a service, not two.",
  source: `${DOCUMENTATION}/gateway-endpoints.html`,
  async check(call, world) {
    const form = parseForm(call.body);
    const tables = list(form, "RouteTableId");
    if (tables.length === 0) return undefined;
    const answer = await askQuery(world, placeOf(call), "ec2", "DescribeVpcEndpoints", {
      "Filter.1.Name": "service-name",
      "Filter.1.Value.1": form.get("ServiceName") ?? "",
    });
    const taken = [...(answer === undefined ? [] : walk(answer))]
      .filter((node) => node.name === "routeTableIdSet")
      .flatMap((set) => set.children.map((item) => item.text));
    const twice = tables.find((table) => taken.includes(table));
    if (twice === undefined) return undefined;
    return refused("RouteAlreadyExists", `route table ${twice} already has a route to the service`);
  },
};

/** Default quota of groups on one interface. */
const GROUPS_PER_INTERFACE = 5;

const tooManyGroups: Refusal = {
  id: "ec2-security-groups-per-interface",
  service: "ec2",
  actions: ["CreateVpcEndpoint", "CreateNetworkInterface", "ModifyNetworkInterfaceAttribute"],
  rule: "A network interface carries at most five security groups, the default quota.",
  source: "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
  async check(call) {
    const form = parseForm(call.body);
    const groups = [...list(form, "SecurityGroupId"), ...list(form, "SecurityGroupIds")];
    if (groups.length <= GROUPS_PER_INTERFACE) return undefined;
    return refused(
      "SecurityGroupsPerInterfaceLimitExceeded",
      `You have exceeded the maximum number of security groups allowed per network interface: ${groups.length}`,
    );
  },
};

function placeOf(call: AwsCall): Place {
  return { account: call.account, region: call.signedRegion };
}

function refused(code: string, message: string): RefusedCall {
  return { status: 400, code, message };
}

export const vpcEndpointRefusals: readonly Refusal[] = [
  otherRegion,
  privateNames,
  routeTableTwice,
  tooManyGroups,
];
