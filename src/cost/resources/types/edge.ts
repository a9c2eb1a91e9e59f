import { type Amount, assumed, known, sum } from "../amount.ts";
import type { Component, PricedTypes } from "../pricing.ts";
import type { View } from "../view.ts";

/** Edge locations as Infracost's usage keys name them; all at the price of North America and Europe but the dear ones. */
const CHEAP = ["us", "united_states", "europe"];
const DEAR = [
  "south_africa",
  "south_america",
  "japan",
  "australia",
  "asia_pacific",
  "middle_east",
  "india",
  "singapore",
  "south_korea",
];

function everywhere(view: View, key: string, places: readonly string[]): Amount {
  return sum(...places.map((place) => view.usage(`${key}.${place}`)));
}

function keys(key: string, places: readonly string[], first: Amount): Record<string, Amount> {
  return Object.fromEntries(
    places.map((place, index) => [`${key}.${place}`, index === 0 ? first : known(0)]),
  );
}

const HEALTH_OPTIONS: readonly ((view: View) => boolean)[] = [
  (view) => view.textOr("type", "HTTP").startsWith("HTTPS"),
  (view) => view.textOr("type", "HTTP").endsWith("STR_MATCH"),
  (view) => view.number("request_interval", 30).expected === 10,
  (view) => view.flag("measure_latency"),
];

function onlyQueries(routing: (view: View) => boolean, name: string, price: string, key: string): Component {
  return {
    name,
    price,
    // Questions for an alias of AWS's own are free.
    when: (view) => routing(view) && !view.has("alias"),
    quantity: (view) => view.usage(key),
  };
}

const byLatency = (view: View) => view.has("latency_routing_policy");
const byPlace = (view: View) =>
  view.has("geolocation_routing_policy") || view.has("geoproximity_routing_policy");

/** Sources: the pricing pages of CloudFront, WAF, Route 53 and Shield, recalled. */
export const EDGE: readonly PricedTypes[] = [
  {
    types: ["aws_cloudfront_distribution"],
    usage: {
      ...keys("monthly_data_transfer_to_internet_gb", [...CHEAP, ...DEAR], assumed(10, 500, 10_000)),
      ...keys("monthly_data_transfer_to_origin_gb", [...CHEAP, ...DEAR], assumed(0.1, 10, 200)),
      ...keys("monthly_https_requests", [...CHEAP, ...DEAR], assumed(100_000, 10_000_000, 200_000_000)),
      monthly_invalidation_requests: assumed(0, 100, 1000),
    },
    components: [
      {
        name: "To the internet, North America and Europe",
        price: "cloudfront/data",
        quantity: (view) => everywhere(view, "monthly_data_transfer_to_internet_gb", CHEAP),
      },
      {
        name: "To the internet, other places",
        price: "cloudfront/data-dearest",
        when: (view) => everywhere(view, "monthly_data_transfer_to_internet_gb", DEAR).high > 0,
        quantity: (view) => everywhere(view, "monthly_data_transfer_to_internet_gb", DEAR),
      },
      {
        name: "To the origin",
        price: "cloudfront/origin-data",
        quantity: (view) => everywhere(view, "monthly_data_transfer_to_origin_gb", [...CHEAP, ...DEAR]),
      },
      {
        name: "HTTPS requests",
        price: "cloudfront/requests",
        quantity: (view) => everywhere(view, "monthly_https_requests", [...CHEAP, ...DEAR]),
      },
      {
        name: "Invalidated paths",
        price: "cloudfront/invalidations",
        quantity: (view) => view.usage("monthly_invalidation_requests"),
      },
    ],
  },
  {
    types: ["aws_cloudfront_function"],
    usage: { monthly_requests: assumed(100_000, 10_000_000, 200_000_000) },
    components: [
      {
        name: "Invocations",
        price: "cloudfront/functions",
        quantity: (view) => view.usage("monthly_requests"),
      },
    ],
  },
  {
    types: ["aws_wafv2_web_acl"],
    usage: { monthly_requests: assumed(100_000, 10_000_000, 200_000_000) },
    components: [
      { name: "Web ACL", price: "waf/acl", quantity: () => known(1) },
      {
        name: "Rules and rule groups",
        price: "waf/rule",
        when: (view) => view.count("rule") !== 0,
        quantity: (view) => {
          const rules = view.count("rule");
          return rules === undefined ? assumed(1, 5, 10) : known(rules);
        },
      },
      {
        name: "Bot control",
        price: "waf/bot-control",
        when: (view) =>
          JSON.stringify(view.resource.values.known.rule ?? "").includes("AWSManagedRulesBotControlRuleSet"),
        quantity: () => known(1),
      },
      { name: "Requests", price: "waf/requests", quantity: (view) => view.usage("monthly_requests") },
    ],
  },
  {
    types: ["aws_route53_zone"],
    components: [{ name: "Hosted zone", price: "route53/zone", quantity: () => known(1) }],
  },
  {
    types: ["aws_route53_record"],
    usage: {
      monthly_standard_queries: assumed(1000, 500_000, 10_000_000),
      monthly_latency_based_queries: assumed(1000, 500_000, 10_000_000),
      monthly_geo_queries: assumed(1000, 500_000, 10_000_000),
    },
    components: [
      onlyQueries(
        (view) => !byLatency(view) && !byPlace(view),
        "Queries",
        "route53/queries",
        "monthly_standard_queries",
      ),
      onlyQueries(
        byLatency,
        "Queries by latency",
        "route53/queries-latency",
        "monthly_latency_based_queries",
      ),
      onlyQueries(byPlace, "Queries by place", "route53/queries-geo", "monthly_geo_queries"),
    ],
  },
  {
    types: ["aws_route53_health_check"],
    components: [
      {
        // Of what is in AWS; others cost half as much again, which nothing in the resource tells.
        name: "Health check",
        price: "route53/health-check",
        quantity: () => known(1),
      },
      {
        name: "Options: HTTPS, text searched for, every ten seconds, latency",
        price: "route53/health-check-option",
        when: (view) => HEALTH_OPTIONS.some((option) => option(view)),
        quantity: (view) => known(HEALTH_OPTIONS.filter((option) => option(view)).length),
      },
    ],
  },
  {
    types: ["aws_shield_subscription"],
    components: [
      { name: "Shield Advanced, for all accounts", price: "shield/advanced", quantity: () => known(1) },
    ],
  },
];
