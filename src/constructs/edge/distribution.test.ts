import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/index.ts";
import { NAMING, synthesised, TAGS } from "../testing/synthesised.ts";
import { Distribution, type DistributionProps } from "./distribution.ts";

const stackOf = (more: Partial<DistributionProps> = {}) =>
  synthesised((scope) => {
    new Distribution(scope, "edge", {
      naming: NAMING,
      hosts: ["shop.example.com", "www.shop.example.com"],
      certificateArn: "arn:certificate",
      originName: "origin.shop.example.com",
      media: { store: "media", regions: ["us-east-1", "eu-west-1"] },
      webAclArn: "arn:acl",
      tags: TAGS,
      ...more,
    });
  });
const distribution = (more: Partial<DistributionProps> = {}) =>
  stackOf(more).only("aws_cloudfront_distribution");
const originsOf = (made: JsonObject) => made.origin as readonly JsonObject[];

describe("the distribution", () => {
  it("passes every method on to the name that health moves, kept nowhere and with the customer's host", () => {
    const made = distribution();
    expect(originsOf(made)[0]).toMatchObject({
      origin_id: "regions",
      domain_name: "origin.shop.example.com",
      custom_origin_config: { origin_protocol_policy: "https-only", origin_ssl_protocols: ["TLSv1.2"] },
    });
    expect(made.default_cache_behavior).toMatchObject({
      target_origin_id: "regions",
      cache_policy_id: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
      origin_request_policy_id: "216adef6-5c7f-47e4-b989-5492eafa07d3",
      viewer_protocol_policy: "redirect-to-https",
    });
    expect((made.default_cache_behavior as JsonObject).allowed_methods).toContain("POST");
  });

  it("uses an origin group for files alone, and only to read them", () => {
    const made = distribution();
    const [group] = made.origin_group as readonly JsonObject[];
    expect(group?.member).toEqual([{ origin_id: "media-us-east-1" }, { origin_id: "media-eu-west-1" }]);
    const behaviors = made.ordered_cache_behavior as readonly JsonObject[];
    expect(behaviors).toMatchObject([
      {
        path_pattern: "/media/*",
        target_origin_id: group?.origin_id,
        allowed_methods: ["GET", "HEAD", "OPTIONS"],
        cache_policy_id: "658327ea-f89d-4fab-a63d-7e88639e58f6",
      },
    ]);
    expect((made.default_cache_behavior as JsonObject).target_origin_id).not.toBe(group?.origin_id);
  });

  it("reads the buckets by their regional names, signed", () => {
    const stack = stackOf();
    const [control] = Object.keys(stack.all("aws_cloudfront_origin_access_control"));
    expect(stack.only("aws_cloudfront_origin_access_control")).toMatchObject({
      origin_access_control_origin_type: "s3",
      signing_behavior: "always",
      signing_protocol: "sigv4",
    });
    const buckets = originsOf(stack.only("aws_cloudfront_distribution")).slice(1);
    expect(buckets).toMatchObject(
      ["us-east-1", "eu-west-1"].map((region) => ({
        domain_name: `shop-production-media-${region}-111111111111.s3.${region}.amazonaws.com`,
        origin_access_control_id: `\${aws_cloudfront_origin_access_control.${control}.id}`,
      })),
    );
  });

  it("asks a bucket directly where it is the only one", () => {
    const made = distribution({ media: { store: "media", regions: ["us-east-1"], paths: ["/a/*", "/b/*"] } });
    expect(made).not.toHaveProperty("origin_group");
    expect(made.ordered_cache_behavior).toMatchObject([
      { path_pattern: "/a/*", target_origin_id: "media-us-east-1" },
      { path_pattern: "/b/*", target_origin_id: "media-us-east-1" },
    ]);
  });

  it("has no bucket where there are no files", () => {
    const stack = synthesised((scope) => {
      new Distribution(scope, "edge", {
        naming: NAMING,
        hosts: ["shop.example.com"],
        certificateArn: "arn:certificate",
        originName: "origin.shop.example.com",
        webAclArn: "arn:acl",
        tags: TAGS,
      });
    });
    expect(originsOf(stack.only("aws_cloudfront_distribution"))).toHaveLength(1);
    expect(stack.types).not.toContain("aws_cloudfront_origin_access_control");
  });

  it("speaks HTTP/3, IPv6 and TLS 1.2 at the least, under a certificate that has been issued", () => {
    const stack = stackOf();
    const [wait] = Object.keys(stack.all("aws_acm_certificate_validation"));
    expect(stack.only("aws_cloudfront_distribution")).toMatchObject({
      aliases: ["shop.example.com", "www.shop.example.com"],
      http_version: "http2and3",
      is_ipv6_enabled: true,
      web_acl_id: "arn:acl",
      viewer_certificate: {
        acm_certificate_arn: `\${aws_acm_certificate_validation.${wait}.certificate_arn}`,
        minimum_protocol_version: "TLSv1.2_2021",
        ssl_support_method: "sni-only",
      },
    });
  });

  it("keeps no error of the origin, so that a failover shows at once", () => {
    expect(distribution().custom_error_response).toEqual(
      [500, 502, 503, 504].map((error_code) => ({ error_code, error_caching_min_ttl: 0 })),
    );
  });

  it("gives every answer the headers of safety", () => {
    const stack = stackOf();
    const [policy] = Object.keys(stack.all("aws_cloudfront_response_headers_policy"));
    const made = stack.only("aws_cloudfront_distribution");
    for (const behavior of [made.default_cache_behavior, ...(made.ordered_cache_behavior as JsonObject[])]) {
      expect(behavior).toMatchObject({
        response_headers_policy_id: `\${aws_cloudfront_response_headers_policy.${policy}.id}`,
      });
    }
    expect(stack.only("aws_cloudfront_response_headers_policy").security_headers_config).toMatchObject({
      strict_transport_security: {
        access_control_max_age_sec: 63_072_000,
        include_subdomains: true,
        preload: true,
        override: true,
      },
      content_type_options: { override: true },
      frame_options: { frame_option: "DENY" },
    });
  });

  it("keeps the customer out of its access log", () => {
    const stack = stackOf();
    const fields = stack.only("aws_cloudwatch_log_delivery").record_fields as readonly string[];
    for (const field of ["c-ip", "x-forwarded-for", "cs(Cookie)", "cs-uri-query", "cs(Referer)"]) {
      expect(fields).not.toContain(field);
    }
    expect(stack.only("aws_cloudwatch_log_delivery_source")).toMatchObject({ log_type: "ACCESS_LOGS" });
    expect(stack.only("aws_cloudwatch_log_group").retention_in_days).toBe(30);
  });

  it("delivers its access log as JSON to a group that is kept for as long as asked", () => {
    const stack = stackOf({ logRetentionDays: 90 });
    expect(stack.only("aws_cloudwatch_log_group")).toMatchObject({
      name: "/aws/vendedlogs/shop-production-edge-access",
      retention_in_days: 90,
    });
    expect(stack.only("aws_cloudwatch_log_delivery_destination").output_format).toBe("json");
  });

  it("shows every request, for pages and files alike, to the function that it is given, and else to none", () => {
    const behaviors = (more: Partial<DistributionProps>) => {
      const { default_cache_behavior, ordered_cache_behavior } = distribution(more);
      return [default_cache_behavior, ...(ordered_cache_behavior as JsonObject[])];
    };
    const shown = behaviors({ viewerFunctionArn: "arn:function" });
    expect(shown).toHaveLength(2);
    for (const behavior of shown) {
      expect(behavior).toMatchObject({
        function_association: [{ event_type: "viewer-request", function_arn: "arn:function" }],
      });
    }
    for (const behavior of behaviors({})) expect(behavior).not.toHaveProperty("function_association");
  });

  it("takes what the caller decides otherwise", () => {
    expect(distribution({ priceClass: "PriceClass_100", waitForDeployment: false })).toMatchObject({
      price_class: "PriceClass_100",
      wait_for_deployment: false,
    });
    expect(distribution()).toMatchObject({ price_class: "PriceClass_All", wait_for_deployment: true });
    const headers = stackOf({ preload: false }).only("aws_cloudfront_response_headers_policy");
    expect(headers.security_headers_config).toMatchObject({ strict_transport_security: { preload: false } });
  });
});
