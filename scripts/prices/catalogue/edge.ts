import { bill, global, type Line, unit } from "../origins.ts";

const TB = 1024;
const CDN = "Amazon CloudFront";

/** Of services that know no region. CloudFront's tiers are those of North America and Europe. */
export const EDGE: readonly Line[] = [
  [
    "cloudfront/data",
    "GB",
    global(
      `0.085:${10 * TB} 0.08:${50 * TB} 0.06:${150 * TB} 0.04:${500 * TB} 0.03:${1024 * TB} 0.025:${5120 * TB} 0.02`,
    ),
  ],
  // Tiers of the dearest edges, in South America and Australia: the upper end where customers are not known.
  [
    "cloudfront/data-dearest",
    "GB",
    global(`0.12:${10 * TB} 0.1:${50 * TB} 0.095:${150 * TB} 0.09:${500 * TB} 0.08:${1024 * TB} 0.07`),
  ],
  ["cloudfront/origin-data", "GB", global("0.02")],
  [
    "cloudfront/requests",
    "requests",
    global("0.000001"),
    bill("us-east-1", CDN, "$0.0100 per 10,000 HTTPS", 1),
  ],
  ["cloudfront/functions", "invocations", global("0.0000001")],
  ["cloudfront/invalidations", "paths", global("0:1000 0.005")],
  ["route53/zone", "zones", global("0.5")],
  ["route53/queries", "queries", global("0.0000004:1000000000 0.0000002")],
  ["route53/queries-latency", "queries", global("0.0000006:1000000000 0.0000003")],
  ["route53/queries-geo", "queries", global("0.0000007:1000000000 0.00000035")],
  ["route53/health-check", "checks", global("0.5")],
  ["route53/health-check-elsewhere", "checks", global("0.75")],
  ["route53/health-check-option", "options", global("1")],
  ["route53/health-check-option-elsewhere", "options", global("2")],
  ["accelerator/hour", "hours", unit("aws_globalaccelerator_accelerator", "Fixed fee"), global("0.025")],
  ["accelerator/data", "GB", global("0.015")],
  ["shield/advanced", "months", global("3000")],
  [
    "waf/acl",
    "web ACLs",
    unit("aws_wafv2_web_acl", "Web ACL usage"),
    bill("us-west-2", "AWS WAF", "$5.00 per web ACL"),
    { from: "recalled", prices: { "eu-west-1": "5", "eu-central-1": "5", global: "5" } },
  ],
  [
    "waf/rule",
    "rules",
    unit("aws_wafv2_web_acl", "Rules"),
    { from: "recalled", prices: { "us-west-2": "1", "eu-west-1": "1", "eu-central-1": "1", global: "1" } },
  ],
  [
    "waf/requests",
    "requests",
    unit("aws_wafv2_web_acl", "Requests", 1_000_000),
    {
      from: "recalled",
      prices: {
        "us-west-2": "0.0000006",
        "eu-west-1": "0.0000006",
        "eu-central-1": "0.0000006",
        global: "0.0000006",
      },
    },
  ],
  [
    "waf/bot-control",
    "web ACLs",
    {
      from: "recalled",
      prices: { "us-east-1": "10", "us-west-2": "10", "eu-west-1": "10", "eu-central-1": "10", global: "10" },
    },
  ],
];
