import { type Line, recalled, regional, same, tiers, unit } from "../origins.ts";

const [TB, PB] = [1024, 1024 * 1024];

export const NETWORK: readonly Line[] = [
  ["nat/hour", "hours", regional("NAT gateway"), recalled("", "", "", "0.052")],
  ["nat/data", "GB", regional("NAT gateway processed"), recalled("", "", "", "0.052")],
  [
    "lb/application-hour",
    "hours",
    regional("Application Load Balancer"),
    recalled("", "", "0.0252", "0.027"),
  ],
  ["lb/application-lcu", "LCU-hours", regional("Application Load Balancer LCU"), same("0.008")],
  ["lb/network-hour", "hours", recalled("0.0225", "0.0225", "0.0252", "0.027")],
  ["lb/network-lcu", "LCU-hours", same("0.006")],
  ["lb/gateway-hour", "hours", recalled("0.0125", "0.0125", "0.0125", "0.0125")],
  ["lb/gateway-lcu", "LCU-hours", same("0.004")],
  [
    "lb/classic-hour",
    "hours",
    unit("aws_elb", "Classic load balancer"),
    recalled("", "0.025", "0.028", "0.03"),
  ],
  ["lb/classic-data", "GB", unit("aws_elb", "Data processed"), recalled("", "0.008", "0.008", "0.008")],
  ["vpc/public-address", "hours", same("0.005")],
  [
    "vpc/endpoint-hour",
    "hours",
    unit("aws_vpc_endpoint", "Endpoint (Interface)"),
    recalled("", "0.01", "0.011", "0.012"),
  ],
  [
    "vpc/gateway-lb-endpoint-hour",
    "hours",
    unit("aws_vpc_endpoint", "Endpoint (GatewayLoadBalancer)"),
    recalled("", "0.01", "0.011", "0.012"),
  ],
  ["vpc/gateway-lb-endpoint-data", "GB", unit("aws_vpc_endpoint", "Data processed"), same("0.0035")],
  [
    "vpc/endpoint-data",
    "GB",
    tiers(
      [PB, unit("aws_vpc_endpoint", "Data processed (first 1PB)")],
      [5 * PB, unit("aws_vpc_endpoint", "Data processed (next 4PB)")],
      [undefined, unit("aws_vpc_endpoint", "Data processed (over 5PB)")],
    ),
    same(`0.01:${PB} 0.006:${5 * PB} 0.004`),
  ],
  ["tgw/attachment", "hours", regional("Transit Gateway attachment"), recalled("", "", "", "0.06")],
  ["tgw/data", "GB", regional("Transit Gateway processed"), recalled("", "", "", "0.02")],
  [
    "vpn/connection",
    "hours",
    unit("aws_vpn_connection", "VPN connection"),
    recalled("", "0.05", "0.05", "0.05"),
  ],
  [
    "clientvpn/association",
    "hours",
    unit("aws_ec2_client_vpn_network_association", "Endpoint association"),
    same("0.1"),
  ],
  ["clientvpn/connection", "hours", unit("aws_ec2_client_vpn_endpoint", "Connection"), same("0.05")],
  [
    "firewall/endpoint",
    "hours",
    unit("aws_networkfirewall_firewall", "Network Firewall Endpoint"),
    same("0.395"),
  ],
  ["firewall/data", "GB", unit("aws_networkfirewall_firewall", "Data Processed"), same("0.065")],
  [
    "transfer/internet",
    "GB",
    tiers(
      [10 * TB, regional("Internet egress first 10 TB")],
      [50 * TB, regional("Internet egress next 40 TB")],
      [150 * TB, regional("Internet egress next 100 TB")],
      [undefined, regional("Internet egress above 150 TB")],
    ),
    same(`0.09:${10 * TB} 0.085:${50 * TB} 0.07:${150 * TB} 0.05`),
  ],
  ["transfer/other-region", "GB", regional("Inter-region transfer"), recalled("", "", "", "0.02")],
  ["transfer/us-east", "GB", unit("aws_data_transfer", "Outbound data transfer to US East regions")],
  ["transfer/other-zone", "GB", regional("Inter-AZ transfer each direction"), recalled("", "", "", "0.01")],
  ["resolver/endpoint", "hours", unit("aws_route53_resolver_endpoint", "Resolver endpoints"), same("0.125")],
  ["dx/port-1g", "hours", unit("aws_dx_connection", "DX connection"), same("0.3")],
  ["mirror/session", "hours", unit("aws_ec2_traffic_mirror_session", "Traffic mirror"), same("0.015")],
];
