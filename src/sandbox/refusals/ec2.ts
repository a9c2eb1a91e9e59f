import type { Refusal } from "../overlay.ts";
import { items, parseForm } from "../wire/index.ts";

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

export const ec2Refusals: readonly Refusal[] = [portRange];
