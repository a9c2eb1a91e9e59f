import type { Refusal } from "../overlay.ts";
import { askQuery, child, flag, items, parseForm, textAt, walk } from "../wire/index.ts";
import { transitGatewayRefusals } from "./transitGateways.ts";
import { vpcEndpointRefusals } from "./vpcEndpoints.ts";

const MAX_PORT = 65_535;

const portRange: Refusal = {
  id: "ec2-security-group-port-range",
  service: "ec2",
  actions: ["AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress"],
  rule: "A TCP or UDP rule opens ports from 0 to 65535, the first not above the last.",
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html",
  async check(call) {
    for (const permission of items(parseForm(call.body), "IpPermissions").values()) {
      const protocol = permission.get("IpProtocol") ?? "";
      if (!["tcp", "udp", "6", "17"].includes(protocol)) continue;
      const from = Number(permission.get("FromPort"));
      const to = Number(permission.get("ToPort"));
      if (isPort(from) && isPort(to) && from <= to) continue;
      return {
        status: 400,
        code: "InvalidParameterValue",
        message: `Invalid ${protocol.toUpperCase()} port range (${from}-${to})`,
      };
    }
    return undefined;
  },
};

function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= MAX_PORT;
}

/** Default quota in each direction, the closing rule that denies all else not counted. */
const ACCESS_RULES = 20;
const CLOSING_RULE = "32767";

const accessRules: Refusal = {
  id: "ec2-network-acl-too-many-rules",
  service: "ec2",
  actions: ["CreateNetworkAclEntry"],
  rule: "A network ACL takes 20 rules in each direction, the default quota.",
  source: "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
  async check(call, world) {
    const form = parseForm(call.body);
    const id = form.get("NetworkAclId") ?? "";
    const place = { account: call.account, region: call.signedRegion };
    const answer = await askQuery(world, place, "ec2", "DescribeNetworkAcls", { "NetworkAclId.1": id });
    if (answer === undefined) return undefined;
    const direction = String(flag(form, "Egress") ?? false);
    const standing = [...walk(answer)]
      .flatMap((node) => child(node, "entrySet")?.children ?? [])
      .filter(
        (entry) => textAt(entry, "egress") === direction && textAt(entry, "ruleNumber") !== CLOSING_RULE,
      );
    if (standing.length < ACCESS_RULES) return undefined;
    return {
      status: 400,
      code: "NetworkAclEntryLimitExceeded",
      message: `The maximum number of network acl entries has been reached: ${ACCESS_RULES}`,
    };
  },
};

export const ec2Refusals: readonly Refusal[] = [
  portRange,
  accessRules,
  ...vpcEndpointRefusals,
  ...transitGatewayRefusals,
];
