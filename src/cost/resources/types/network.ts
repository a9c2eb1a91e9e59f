import { ALL_MONTH, assumed, known, largest, product, times } from "../amount.ts";
import type { PricedTypes } from "../pricing.ts";

/** Interface endpoints in so many zones where the subnets are not known. */
const ZONES = assumed(1, 3, 3);

/** Names of a list of a firewall for names, where only an apply will tell them. */
const NAMES = assumed(1, 20, 1000);

/** Keys as Infracost names them. Source of what is charged: https://aws.amazon.com/vpc/pricing/, recalled. */
export const NETWORK: readonly PricedTypes[] = [
  {
    types: ["aws_nat_gateway"],
    usage: { monthly_data_processed_gb: assumed(10, 200, 1000) },
    components: [
      { name: "NAT gateway", price: "nat/hour", quantity: () => ALL_MONTH },
      {
        name: "Data processed",
        price: "nat/data",
        quantity: (view) => view.usage("monthly_data_processed_gb"),
      },
    ],
  },
  {
    types: ["aws_eip"],
    components: [{ name: "Public IPv4 address", price: "vpc/public-address", quantity: () => ALL_MONTH }],
  },
  {
    types: ["aws_vpc_endpoint"],
    usage: { monthly_data_processed_gb: assumed(1, 30, 300) },
    components: [
      {
        name: "Endpoint in each zone",
        price: "vpc/endpoint-hour",
        when: (view) => view.textOr("vpc_endpoint_type", "Gateway") === "Interface",
        quantity: (view) => {
          const subnets = view.count("subnet_ids");
          return product(ALL_MONTH, subnets === undefined || subnets === 0 ? ZONES : known(subnets));
        },
      },
      {
        name: "Data processed",
        price: "vpc/endpoint-data",
        when: (view) => view.textOr("vpc_endpoint_type", "Gateway") === "Interface",
        quantity: (view) => view.usage("monthly_data_processed_gb"),
      },
      {
        name: "Gateway load balancer endpoint",
        price: "vpc/gateway-lb-endpoint-hour",
        when: (view) => view.textOr("vpc_endpoint_type", "Gateway") === "GatewayLoadBalancer",
        quantity: () => ALL_MONTH,
      },
      {
        name: "Data processed by the gateway load balancer endpoint",
        price: "vpc/gateway-lb-endpoint-data",
        when: (view) => view.textOr("vpc_endpoint_type", "Gateway") === "GatewayLoadBalancer",
        quantity: (view) => view.usage("monthly_data_processed_gb"),
      },
    ],
  },
  {
    types: ["aws_ec2_transit_gateway_vpc_attachment"],
    usage: { monthly_data_processed_gb: assumed(10, 100, 500) },
    components: [
      { name: "Attachment", price: "tgw/attachment", quantity: () => ALL_MONTH },
      {
        name: "Data processed",
        price: "tgw/data",
        quantity: (view) => view.usage("monthly_data_processed_gb"),
      },
    ],
  },
  {
    // Each side pays for its attachment; what crosses is charged as transfer between regions and not as processed.
    types: [
      "aws_ec2_transit_gateway_peering_attachment",
      "aws_ec2_transit_gateway_peering_attachment_accepter",
    ],
    components: [{ name: "Attachment", price: "tgw/attachment", quantity: () => ALL_MONTH }],
  },
  {
    types: ["aws_vpn_connection"],
    components: [
      { name: "Connection", price: "vpn/connection", quantity: () => ALL_MONTH },
      {
        name: "Transit gateway attachment",
        price: "tgw/attachment",
        when: (view) => view.has("transit_gateway_id"),
        quantity: () => ALL_MONTH,
      },
    ],
  },
  {
    types: ["aws_ec2_client_vpn_network_association"],
    components: [{ name: "Association", price: "clientvpn/association", quantity: () => ALL_MONTH }],
  },
  {
    types: ["aws_ec2_client_vpn_endpoint"],
    usage: { monthly_connection_hours: assumed(0, 500, 5000) },
    components: [
      {
        name: "Connections",
        price: "clientvpn/connection",
        quantity: (view) => view.usage("monthly_connection_hours"),
      },
    ],
  },
  {
    types: ["aws_networkfirewall_firewall"],
    usage: { monthly_data_processed_gb: assumed(10, 500, 5000) },
    components: [
      {
        name: "Endpoint in each zone",
        price: "firewall/endpoint",
        quantity: (view) => product(ALL_MONTH, known(view.count("subnet_mapping") || 1)),
      },
      {
        name: "Data processed",
        price: "firewall/data",
        quantity: (view) => view.usage("monthly_data_processed_gb"),
      },
    ],
  },
  {
    types: ["aws_route53_resolver_endpoint"],
    usage: { monthly_queries: assumed(0, 1_000_000, 10_000_000) },
    components: [
      {
        name: "Network interfaces",
        price: "resolver/endpoint",
        quantity: (view) => product(ALL_MONTH, known(view.count("ip_address") || 2)),
      },
      { name: "Queries", price: "route53/queries", quantity: (view) => view.usage("monthly_queries") },
    ],
  },
  {
    types: ["aws_route53_resolver_firewall_domain_list"],
    components: [
      {
        name: "Names",
        price: "resolver/firewall-names",
        quantity: (view) => {
          const names = view.count("domains");
          return names === undefined ? NAMES : known(names);
        },
      },
    ],
  },
  {
    // Every lookup of the network passes, blocked or not.
    types: ["aws_route53_resolver_firewall_rule_group_association"],
    usage: { monthly_queries: assumed(1_000_000, 50_000_000, 500_000_000) },
    components: [
      {
        name: "Lookups",
        price: "resolver/firewall-queries",
        quantity: (view) => view.usage("monthly_queries"),
      },
    ],
  },
  {
    types: ["aws_ec2_traffic_mirror_session"],
    components: [{ name: "Session", price: "mirror/session", quantity: () => ALL_MONTH }],
  },
  {
    types: ["aws_lb", "aws_alb"],
    usage: {
      new_connections: assumed(1, 25, 250),
      active_connections: assumed(10, 500, 5000),
      // GB an hour, as Infracost counts it.
      processed_bytes_gb: assumed(0.05, 0.7, 7),
      rule_evaluations: assumed(0, 0, 0),
    },
    components: [
      {
        name: "Load balancer",
        price: (view) => `lb/${view.textOr("load_balancer_type", "application")}-hour`,
        quantity: () => ALL_MONTH,
      },
      {
        name: "Load balancer capacity units",
        price: (view) => `lb/${view.textOr("load_balancer_type", "application")}-lcu`,
        // The largest of what the dimensions need. Source: https://aws.amazon.com/elasticloadbalancing/pricing/, recalled.
        quantity: (view) => {
          const application = view.textOr("load_balancer_type", "application") === "application";
          const need = (key: string, of: number) => times(view.usage(key), 1 / of);
          return product(
            ALL_MONTH,
            largest(
              need("new_connections", application ? 25 : 800),
              need("active_connections", application ? 3000 : 100_000),
              need("processed_bytes_gb", 1),
              ...(application ? [need("rule_evaluations", 1000)] : []),
            ),
          );
        },
      },
    ],
  },
  {
    types: ["aws_elb"],
    usage: { monthly_data_processed_gb: assumed(10, 500, 5000) },
    components: [
      { name: "Load balancer", price: "lb/classic-hour", quantity: () => ALL_MONTH },
      {
        name: "Data processed",
        price: "lb/classic-data",
        quantity: (view) => view.usage("monthly_data_processed_gb"),
      },
    ],
  },
  {
    // With all the panels, controls and rules in it.
    types: ["aws_route53recoverycontrolconfig_cluster"],
    components: [
      { name: "Routing-control cluster", price: "routing-control/cluster-hour", quantity: () => ALL_MONTH },
    ],
  },
  {
    types: ["aws_globalaccelerator_accelerator"],
    usage: { monthly_data_gb: assumed(10, 1000, 10_000) },
    components: [
      { name: "Accelerator", price: "accelerator/hour", quantity: () => ALL_MONTH },
      // North America and Europe; other directions cost up to seven times as much.
      {
        name: "Premium on the data",
        price: "accelerator/data",
        quantity: (view) => view.usage("monthly_data_gb"),
      },
    ],
  },
];
