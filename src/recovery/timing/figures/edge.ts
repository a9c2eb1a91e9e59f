import { measured, observed, quick, read, recalled, type TimingFigure } from "../figure.ts";

const ROUTE53 = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-editing.html";
const CLOUDFRONT =
  "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HowToUpdateDistribution.html";

/** Creation of what lies between customers and regions. Seconds. */
export const EDGE: readonly TimingFigure[] = [
  {
    id: "aws_cloudfront_distribution",
    type: "aws_cloudfront_distribution",
    typical: 225,
    pessimistic: 900,
    floor: 30,
    origin: read(
      CLOUDFRONT,
      "to all edge locations in up to 15 minutes; five published logs: 43, 180, 223, 473 and 754 s",
    ),
  },
  ...quick(1, 3, [
    "aws_cloudfront_origin_access_control",
    "aws_cloudfront_response_headers_policy",
    "aws_cloudfront_cache_policy",
    "aws_cloudfront_function",
  ]),
  {
    id: "aws_route53_zone",
    type: "aws_route53_zone",
    typical: 40,
    pessimistic: 70,
    floor: 15,
    origin: read(ROUTE53, "changes reach all name servers within 60 s as a rule"),
  },
  {
    id: "aws_route53_record",
    type: "aws_route53_record",
    typical: 35,
    pessimistic: 75,
    floor: 15,
    origin: read(ROUTE53, "changes reach all name servers within 60 s as a rule; one published log: 35 s"),
  },
  ...quick(1, 3, ["aws_route53_health_check"]),
  // The provider waits for each to be deployed; the cluster's five regions take longest.
  ...(
    [
      ["cluster", 120, 600],
      ["control_panel", 15, 60],
      ["routing_control", 15, 60],
      ["safety_rule", 15, 60],
    ] as const
  ).map(([thing, typical, pessimistic]) => ({
    id: `aws_route53recoverycontrolconfig_${thing}`,
    type: `aws_route53recoverycontrolconfig_${thing}`,
    typical,
    pessimistic,
    origin: recalled("until it is deployed to the cluster's endpoints"),
  })),
  ...["aws_route53_key_signing_key", "aws_route53_hosted_zone_dnssec"].map((type) => ({
    id: type,
    type,
    typical: 35,
    pessimistic: 120,
    origin: recalled("the provider waits until all name servers know, as for a record"),
  })),
  {
    id: "aws_acm_certificate",
    type: "aws_acm_certificate",
    typical: 5,
    pessimistic: 15,
    origin: measured("until the record that proves the domain is named"),
  },
  {
    id: "aws_acm_certificate_validation",
    type: "aws_acm_certificate_validation",
    typical: 186,
    pessimistic: 532,
    origin: observed(
      "aws_acm_certificate_validation.this[0]",
      [89, 107, 265, 532],
      "left out: two of 0 and 1 s, whose certificates had been proven before",
    ),
  },
  {
    id: "aws_wafv2_web_acl",
    type: "aws_wafv2_web_acl",
    typical: 5,
    pessimistic: 16,
    origin: measured(),
  },
  {
    id: "aws_wafv2_web_acl_association",
    type: "aws_wafv2_web_acl_association",
    typical: 10,
    pessimistic: 60,
    origin: recalled("refused until the list of rules has spread, then tried again"),
  },
  ...quick(1, 3, ["aws_wafv2_web_acl_logging_configuration"]),
];
