import { describe, expect, it } from "vitest";
import { synthesised, TAGS } from "../testing/synthesised.ts";
import { CertificateProof, HostedZone } from "./hostedZone.ts";

describe("the hosted zone", () => {
  it("is public and says whose it is", () => {
    const zone = synthesised((scope) => {
      new HostedZone(scope, "domain", { domain: "shop.example.com", tags: TAGS });
    }).only("aws_route53_zone");
    expect(zone).toMatchObject({ name: "shop.example.com", tags: { owner: "platform-team" } });
    // A zone with a VPC would be private.
    expect(zone).not.toHaveProperty("vpc");
  });
});

describe("the proof of a domain", () => {
  it("is one CNAME, kept for renewals", () => {
    const proof = { name: "_a.shop.example.com.", value: "_b.acm-validations.aws." };
    const stack = synthesised((scope) => {
      new CertificateProof(scope, "proof", { zoneId: "Z1", proof });
    });
    expect(stack.only("aws_route53_record")).toMatchObject({
      zone_id: "Z1",
      name: proof.name,
      type: "CNAME",
      records: [proof.value],
    });
  });
});
