import { beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../lib/index.ts";
import { allStacks, type Resource, resourcesOf, storefront } from "./testing/platforms.ts";

/** What is wrong with the connections that a resource takes; empty when nothing is. */
type Check = (body: JsonObject) => readonly string[];

const must = (holds: boolean, complaint: string) => (holds ? [] : [complaint]);
const listOf = (value: unknown) =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]) as JsonObject[];
const parametersOf = (body: JsonObject) =>
  Object.fromEntries(listOf(body.parameter).map(({ name, value }) => [String(name), value]));

/** Every type of ours that takes connections and lets one choose. TLS 1.2 at least, 1.3 where the service has it. */
const CHECKS: Readonly<Record<string, Check>> = {
  aws_lb_listener: (body) =>
    body.protocol === "HTTP"
      ? must(JSON.stringify(body.default_action).includes('"status_code":"HTTP_301"'), "answers without TLS")
      : must(
          /^ELBSecurityPolicy-TLS13-1-[23]-/.test(String(body.ssl_policy)),
          `policy ${String(body.ssl_policy)}`,
        ),
  aws_cloudfront_distribution: (body) => [
    ...listOf(body.viewer_certificate).flatMap(({ minimum_protocol_version }) =>
      must(
        /^TLSv1\.[23]_20/.test(String(minimum_protocol_version)),
        `viewers ${String(minimum_protocol_version)}`,
      ),
    ),
    ...must(listOf(body.viewer_certificate).length === 1, "the default certificate, which takes TLS 1.0"),
    ...[...listOf(body.default_cache_behavior), ...listOf(body.ordered_cache_behavior)].flatMap(
      ({ viewer_protocol_policy }) =>
        must(viewer_protocol_policy !== "allow-all", "a behaviour that answers without TLS"),
    ),
    ...listOf(body.origin)
      .flatMap(({ custom_origin_config }) => listOf(custom_origin_config))
      .flatMap(({ origin_protocol_policy, origin_ssl_protocols }) => [
        ...must(origin_protocol_policy === "https-only", "an origin without TLS"),
        ...must(JSON.stringify(origin_ssl_protocols) === '["TLSv1.2"]', "an origin with old TLS"),
      ]),
  ],
  aws_api_gateway_domain_name: ({ security_policy }) =>
    must(
      /^(TLS_1_2|SecurityPolicy_TLS1[23]_)/.test(String(security_policy)),
      `policy ${String(security_policy)}`,
    ),
  aws_api_gateway_rest_api: ({ disable_execute_api_endpoint }) =>
    must(disable_execute_api_endpoint === true, "AWS's own name beside ours, which takes TLS 1.0"),
  aws_rds_cluster_parameter_group: (body) =>
    must(parametersOf(body)["rds.force_ssl"] === "1", "takes plain sessions"),
  aws_db_parameter_group: (body) => must(parametersOf(body)["rds.force_ssl"] === "1", "takes plain sessions"),
  aws_elasticache_replication_group: (body) =>
    body.global_replication_group_id !== undefined
      ? []
      : [
          ...must(body.transit_encryption_enabled === true, "takes plain connections"),
          ...must(body.transit_encryption_mode === "required", "prefers TLS and does not want it"),
        ],
  aws_elasticache_cluster: ({ transit_encryption_enabled }) =>
    must(transit_encryption_enabled === true, "takes plain connections"),
};

/** Types whose resource policy must deny what does not come over TLS, and where that policy stands. */
const DENIES: Readonly<Record<string, string>> = {
  aws_s3_bucket_policy: "policy",
  aws_sqs_queue_policy: "policy",
  aws_sns_topic_policy: "policy",
};

let resources: readonly Resource[];
beforeAll(async () => {
  resources = allStacks(await storefront()).flatMap((stack) =>
    resourcesOf(stack).map((each) => ({ ...each, address: `${stack.id}:${each.address}` })),
  );
}, 120_000);

const of = (type: string) => resources.filter((each) => each.type === type);

describe("the connections of the example's platform", () => {
  it.each(Object.entries(CHECKS))("are encrypted, with no old version of TLS: %s", (type, check) => {
    expect(of(type).length, "resources of the type in the example").toBeGreaterThan(0);
    const complaints = of(type).flatMap((each) =>
      check(each.body).map((complaint) => `${each.address}: ${complaint}`),
    );
    expect(complaints).toEqual([]);
  });

  it.each(Object.entries(DENIES))(
    "are refused without TLS by what has a policy of its own: %s",
    (type, attribute) => {
      expect(of(type).length).toBeGreaterThan(0);
      const open = of(type).filter(({ body }) => {
        const text = JSON.stringify(body[attribute] ?? "").replaceAll("\\", "");
        return !/"Effect":"Deny"/.test(text) || !/"aws:SecureTransport":"false"/.test(text);
      });
      expect(open.map(({ address }) => address)).toEqual([]);
    },
  );

  it("leave no bucket without such a policy", () => {
    const policies = of("aws_s3_bucket_policy").map(({ address }) => address.split(":")[0]);
    const perStack = Map.groupBy(of("aws_s3_bucket"), ({ address }) => address.split(":")[0]);
    for (const [stack, buckets] of perStack) {
      expect(policies.filter((each) => each === stack).length, stack).toBe(buckets.length);
    }
  });
});
