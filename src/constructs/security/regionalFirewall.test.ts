import { describe, expect, it } from "vitest";
import { NAMING, type Synthesised, synthesised, TAGS } from "../testing/synthesised.ts";
import { RegionalFirewall } from "./regionalFirewall.ts";

interface Rule {
  readonly name: string;
  readonly priority: number;
  readonly statement: Record<string, object>;
}

const firewall = (...hosts: string[]) =>
  synthesised((scope) => {
    new RegionalFirewall(scope, "firewall", {
      naming: NAMING,
      balancerArn: "arn:balancer",
      hosts,
      logKeyArn: "arn:key",
      tags: TAGS,
    });
  });
const rulesOf = (stack: Synthesised) => stack.only("aws_wafv2_web_acl").rule as unknown as readonly Rule[];

describe("the firewall of a region", () => {
  it("stands before the region's load balancer and lets through what no rule blocks", () => {
    const stack = firewall("www.shop.example.com");
    expect(stack.only("aws_wafv2_web_acl")).toMatchObject({
      scope: "REGIONAL",
      default_action: { allow: {} },
    });
    expect(stack.only("aws_wafv2_web_acl_association")).toMatchObject({ resource_arn: "arn:balancer" });
  });

  it("turns away first of all who names none of the hosts, however they are written", () => {
    const [first] = rulesOf(firewall("WWW.shop.example.com", "origin-us-east-1.shop.example.com"));
    expect(first).toMatchObject({ name: "unknown-host", priority: 0, action: { block: {} } });
    const named = ["www.shop.example.com", "origin-us-east-1.shop.example.com"].map((host) => ({
      byte_match_statement: {
        field_to_match: { single_header: { name: "host" } },
        positional_constraint: "EXACTLY",
        search_string: host,
        text_transformation: [{ priority: 0, type: "LOWERCASE" }],
      },
    }));
    expect(first?.statement).toEqual({
      not_statement: { statement: [{ or_statement: { statement: named } }] },
    });
  });

  it("compares a single host without an or, which takes two statements at least", () => {
    const [first] = rulesOf(firewall("www.shop.example.com"));
    expect(JSON.stringify(first?.statement)).not.toContain("or_statement");
  });

  it("judges no request by its address, which is the edge's", () => {
    const text = JSON.stringify(rulesOf(firewall("www.shop.example.com")));
    expect(text).not.toContain("rate_based_statement");
    expect(text).not.toContain("IpReputation");
  });

  it("writes an encrypted log that keeps no session", () => {
    const stack = firewall("www.shop.example.com");
    expect(stack.only("aws_cloudwatch_log_group")).toMatchObject({
      name: "aws-waf-logs-shop-production-balancer",
      kms_key_id: "arn:key",
    });
    expect(stack.only("aws_wafv2_web_acl_logging_configuration").redacted_fields).toEqual([
      { single_header: { name: "authorization" } },
      { single_header: { name: "cookie" } },
    ]);
  });

  it("refuses hosts of which there are too many for the included capacity", () => {
    expect(() => firewall(...Array.from({ length: 34 }, (_, n) => `h${n}.example.com`))).toThrow(
      "1508 capacity units, 1500 are included",
    );
  });

  it("refuses to know no host, since it would block everything", () => {
    expect(() => firewall()).toThrow("would block everything");
  });
});
