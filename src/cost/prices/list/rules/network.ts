import type { PriceRule } from "../rule.ts";
import { rulesOf } from "./rulesOf.ts";

/** Regions between which AWS asks the same for data; to and from others it asks more. */
const ELSEWHERE = /^(us-west-2|us-west-1|eu-west-1|eu-central-1|ca-central-1)$/;

/**
 * Attributes as infracost/infracost@95ba4f4 (`internal/resources/aws`, Apache-2.0) asks for them, usage types as in the
 * extract of AWS's offer files of September 2026 at
 * https://github.com/patibandlavenkatamanideep/pharma-analytics-copilot (`infra/aws-staging/cost/prices-us-east-1.json`);
 * what neither has is recalled. A rule that meets nothing, or several prices, changes nothing and is told of.
 */
export const NETWORK_RULES: readonly PriceRule[] = [
  ...rulesOf("AmazonEC2", { productFamily: "NAT Gateway" }, [
    ["nat/hour", "hours", "NatGateway-Hours"],
    ["nat/data", "GB", "NatGateway-Bytes"],
  ]),
  ...rulesOf("AmazonVPC", {}, [
    ["vpc/public-address", "hours", "PublicIPv4:InUseAddress"],
    ["vpc/endpoint-hour", "hours", "VpcEndpoint-Hours"],
    ["vpc/endpoint-data", "GB", "VpcEndpoint-Bytes"],
    ["vpc/gateway-lb-endpoint-hour", "hours", "VpcEndpoint-GWLBE-Hours"],
    ["vpc/gateway-lb-endpoint-data", "GB", "VpcEndpoint-GWLBE-Bytes"],
    ["tgw/attachment", "hours", "TransitGateway-Hours", { where: { operation: "TransitGatewayVPC" } }],
    ["tgw/data", "GB", "TransitGateway-Bytes", { where: { operation: "TransitGatewayVPC" } }],
    ["vpn/connection", "hours", /^VPN-Usage-Hours/, { where: { vpnType: /^VPN Standard/ } }],
    ["clientvpn/association", "hours", "ClientVPN-EndpointHours"],
    ["clientvpn/connection", "hours", "ClientVPN-ConnectionHours"],
    ["mirror/session", "hours", /^ENI-Mirror/],
  ]),
  ...rulesOf("AWSNetworkFirewall", {}, [
    ["firewall/endpoint", "hours", "Endpoint-Hour"],
    ["firewall/data", "GB", "Traffic-GB-Processed"],
  ]),
  ...["application", "network", "gateway"].flatMap((kind) => {
    const family = `Load Balancer-${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
    return rulesOf("AWSELB", { productFamily: family }, [
      [`lb/${kind}-hour`, "hours", "LoadBalancerUsage"],
      [`lb/${kind}-lcu`, "LCU-hours", "LCUUsage"],
    ]);
  }),
  ...rulesOf("AWSELB", { productFamily: "Load Balancer" }, [
    ["lb/classic-hour", "hours", "LoadBalancerUsage"],
    ["lb/classic-data", "GB", "DataProcessing-Bytes"],
  ]),
  ...rulesOf("AWSDataTransfer", { transferType: "AWS Outbound" }, [
    [
      "transfer/internet",
      "GB",
      "DataTransfer-Out-Bytes",
      { place: "fromRegionCode", where: { toLocation: "External" } },
    ],
  ]),
  ...rulesOf("AWSDataTransfer", { transferType: "IntraRegion" }, [
    ["transfer/other-zone", "GB", "DataTransfer-Regional-Bytes", { place: "fromRegionCode" }],
  ]),
  ...rulesOf("AWSDataTransfer", { transferType: "InterRegion Outbound" }, [
    [
      "transfer/other-region",
      "GB",
      /AWS-Out-Bytes$/,
      { place: "fromRegionCode", where: { toRegionCode: ELSEWHERE } },
    ],
    [
      "transfer/us-east",
      "GB",
      /AWS-Out-Bytes$/,
      { place: "fromRegionCode", where: { fromRegionCode: "us-east-1", toRegionCode: "us-east-2" } },
    ],
  ]),
  ...rulesOf("AmazonRoute53", { productFamily: "DNS Query" }, [
    ["resolver/endpoint", "hours", "ResolverNetworkInterface"],
  ]),
];
