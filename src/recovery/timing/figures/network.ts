import { valueAt } from "../../../graph/index.ts";
import { measured, observed, quick, read, recalled, type TimingFigure } from "../figure.ts";

const PEERING_LOG = "https://github.com/hashicorp/terraform/issues/25606";

/** Creation of networks and of what connects them. Seconds. */
export const NETWORK: readonly TimingFigure[] = [
  {
    id: "aws_vpc",
    type: "aws_vpc",
    typical: 13,
    pessimistic: 30,
    floor: 10,
    origin: measured("the provider waits for attributes"),
  },
  {
    id: "aws_nat_gateway",
    type: "aws_nat_gateway",
    typical: 107,
    pessimistic: 137,
    origin: observed(
      "aws_nat_gateway.this[0]",
      [85, 94, 94, 107, 111, 112, 124],
      "under other names 94, 97, 97 and 137 s",
    ),
  },
  {
    id: "aws_vpc_endpoint/interface",
    type: "aws_vpc_endpoint",
    when: {
      text: "network interfaces in subnets",
      holds: (values) => {
        const kind = valueAt(values, "vpc_endpoint_type");
        return kind.kind === "known" && kind.value === "Interface";
      },
    },
    typical: 90,
    pessimistic: 240,
    floor: 5,
    origin: recalled("one published log: 122 s"),
  },
  {
    id: "aws_vpc_endpoint",
    type: "aws_vpc_endpoint",
    typical: 7,
    pessimistic: 13,
    floor: 5,
    origin: measured("entries in route tables"),
  },
  {
    id: "aws_ec2_transit_gateway",
    type: "aws_ec2_transit_gateway",
    typical: 80,
    pessimistic: 180,
    origin: recalled("one published log: 78 s"),
  },
  {
    id: "aws_ec2_transit_gateway_vpc_attachment",
    type: "aws_ec2_transit_gateway_vpc_attachment",
    typical: 60,
    pessimistic: 150,
    origin: recalled(),
  },
  {
    id: "aws_ec2_transit_gateway_peering_attachment",
    type: "aws_ec2_transit_gateway_peering_attachment",
    typical: 60,
    pessimistic: 300,
    origin: recalled("until the other side is asked to accept"),
  },
  {
    id: "aws_ec2_transit_gateway_peering_attachment_accepter",
    type: "aws_ec2_transit_gateway_peering_attachment_accepter",
    typical: 280,
    pessimistic: 480,
    origin: read(PEERING_LOG, "a log still creating after 4 min 30 s; the pessimistic figure is recalled"),
  },
  ...["aws_ec2_transit_gateway_route_table", "aws_ec2_transit_gateway_route_table_association"].map(
    (type): TimingFigure => ({ id: type, type, typical: 30, pessimistic: 90, origin: recalled() }),
  ),
  ...["aws_ec2_transit_gateway_route_table_propagation", "aws_ec2_transit_gateway_route"].map(
    (type): TimingFigure => ({ id: type, type, typical: 10, pessimistic: 45, origin: recalled() }),
  ),
  ...[
    "aws_route53_resolver_query_log_config",
    "aws_route53_resolver_query_log_config_association",
    "aws_route53_resolver_firewall_domain_list",
    "aws_route53_resolver_firewall_rule_group_association",
  ].map((type): TimingFigure => ({ id: type, type, typical: 15, pessimistic: 60, origin: recalled() })),
  ...[
    "aws_route53_resolver_firewall_config",
    "aws_route53_resolver_firewall_rule",
    "aws_route53_resolver_firewall_rule_group",
  ].map((type): TimingFigure => ({ id: type, type, typical: 2, pessimistic: 10, origin: recalled() })),
  {
    id: "aws_subnet",
    type: "aws_subnet",
    typical: 3,
    pessimistic: 11,
    origin: recalled("public ones 10 s in three published logs"),
  },
  ...quick(2, 5, [
    "aws_internet_gateway",
    "aws_eip",
    "aws_route_table",
    "aws_route",
    "aws_route_table_association",
    "aws_default_route_table",
    "aws_default_network_acl",
    "aws_default_security_group",
    "aws_flow_log",
  ]),
  ...quick(7, 18, ["aws_network_acl"]),
  ...quick(3, 12, ["aws_security_group"]),
  ...quick(1, 2, ["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"]),
];
