import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { CanonicalHost, canonicalHostCode } from "./canonicalHost.ts";
import { Distribution } from "./distribution.ts";
import { ShieldAdvanced } from "./shieldAdvanced.ts";
import { ZoneSigning } from "./zoneSigning.ts";

/** What CloudFront hands to a function, and what the function answers. */
function ask(host: string, uri: string, querystring: object = {}) {
  const request = { method: "GET", uri, querystring, headers: { host: { value: host } } };
  const code = canonicalHostCode("www.shop.example.com", ["shop.example.com"]);
  const answer = runInNewContext(`${code}\nhandler(event)`, { event: { request } });
  return { request, answer, location: answer.headers?.location?.value as string | undefined };
}

describe("the function at the edge", () => {
  it("sends the domain's other name on, with its path", () => {
    const { answer, location } = ask("shop.example.com", "/cart/items%20of%20mine");
    expect(answer.statusCode).toBe(308);
    expect(location).toBe("https://www.shop.example.com/cart/items%20of%20mine");
  });

  it("lets every other host through untouched", () => {
    for (const host of ["www.shop.example.com", "evil.example.com", ""]) {
      const { answer, request } = ask(host, "/");
      expect(answer).toBe(request);
    }
  });

  it("keeps the whole query: empty, encoded and repeated parameters", () => {
    const query = {
      q: { value: "a%26b" },
      flag: { value: "" },
      size: { value: "m", multiValue: [{ value: "m" }, { value: "l" }] },
    };
    expect(ask("SHOP.example.com", "/search", query).location).toBe(
      "https://www.shop.example.com/search?q=a%26b&flag&size=m&size=l",
    );
  });

  it("never leads anywhere but to the canonical host, whatever the path says", () => {
    const { location = "" } = ask("shop.example.com", "//evil.example.com/%2F..");
    expect(new URL(location).host).toBe("www.shop.example.com");
  });

  it("is published under a name of the environment, as what moves just these names to that one", () => {
    const [to, from] = ["www.shop.example.com", ["shop.example.com", "store.example.com"]] as const;
    const stack = synthesised((scope) => {
      const { functionArn } = new CanonicalHost(scope, "canonical", { naming: NAMING, to, from });
      new Distribution(scope, "edge", {
        naming: NAMING,
        hosts: [to, ...from],
        certificateArn: "arn:certificate",
        originName: "origin.shop.example.com",
        viewerFunctionArn: functionArn,
        webAclArn: "arn:acl",
        tags: TAGS,
      });
    });
    const [id] = Object.keys(stack.all("aws_cloudfront_function"));
    const made = stack.only("aws_cloudfront_function");
    expect(made).toMatchObject({
      name: "shop-production-canonical-host",
      runtime: "cloudfront-js-2.0",
      publish: true,
    });
    // Terraform would take `${` for its own: the code as it stands must be what runs at the edge.
    expect(made.code).toBe(canonicalHostCode(to, from));
    expect(made.code).not.toContain("${");
    expect(stack.only("aws_cloudfront_distribution").default_cache_behavior).toMatchObject({
      function_association: [
        { event_type: "viewer-request", function_arn: `\${aws_cloudfront_function.${id}.arn}` },
      ],
    });
  });

  it("is smaller than CloudFront's limit of 10 KB", () => {
    expect(Buffer.byteLength(canonicalHostCode("w".repeat(253), ["d".repeat(253)]))).toBeLessThan(10_240);
  });
});

describe("the signing of a zone", () => {
  const signing = (alarms: boolean) =>
    synthesised((scope) => {
      new ZoneSigning(scope, "signing", { naming: NAMING, zoneId: "Z1", alarms, tags: TAGS });
    });

  it("takes a key that Route 53 can use, and lets only Route 53 sign with it for this account", () => {
    const key = signing(true).only("aws_kms_key");
    expect(key).toMatchObject({ customer_master_key_spec: "ECC_NIST_P256", key_usage: "SIGN_VERIFY" });
    const signs = policyIn(key.policy).Statement.find(({ Sid }) => Sid === "Route53Signs");
    expect(signs).toMatchObject({
      Principal: { Service: "dnssec-route53.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": NAMING.account } },
    });
  });

  it("is administered by those who have it in their care, and used by Route 53 alone", () => {
    const administrators = ["arn:aws:iam::111111111111:role/deploy"];
    const stack = synthesised((scope) => {
      const custody = { administrators, emergencies: [] };
      new ZoneSigning(scope, "signing", { naming: NAMING, zoneId: "Z1", alarms: false, custody, tags: TAGS });
    });
    const { Statement } = policyIn(stack.only("aws_kms_key").policy);
    expect(Statement.map(({ Sid }) => Sid)).toEqual([
      "AccountLooks",
      "AdministratorsAdminister",
      "Route53Signs",
      "Route53LendsItToItself",
    ]);
    expect(Statement[1]?.Condition).toEqual({
      ArnLike: { "aws:PrincipalArn": ["arn:aws:iam::111111111111:root", ...administrators] },
    });
  });

  it("begins after the key-signing key is active, and ends before it is taken away", () => {
    const stack = signing(true);
    const [id] = Object.keys(stack.all("aws_route53_key_signing_key"));
    expect(stack.only("aws_route53_hosted_zone_dnssec").hosted_zone_id).toBe(
      `\${aws_route53_key_signing_key.${id}.hosted_zone_id}`,
    );
  });

  it("wakes somebody when the zone cannot be signed any more", () => {
    const alarms = Object.values(signing(true).all("aws_cloudwatch_metric_alarm"));
    expect(alarms.map(({ metric_name }) => metric_name)).toEqual([
      "DNSSECInternalFailure",
      "DNSSECKeySigningKeysNeedingAction",
    ]);
    expect(signing(false).types).not.toContain("aws_cloudwatch_metric_alarm");
  });
});

describe("Shield Advanced", () => {
  it("protects what it is given once there is a subscription, which a destroy does not try to end", () => {
    const stack = synthesised((scope) => {
      new ShieldAdvanced(scope, "shield", {
        naming: NAMING,
        protected: { zone: "arn:aws:route53:::hostedzone/Z1" },
        tags: TAGS,
      });
    });
    expect(stack.only("aws_shield_subscription").skip_destroy).toBe(true);
    expect(stack.only("aws_shield_protection")).toMatchObject({
      resource_arn: "arn:aws:route53:::hostedzone/Z1",
      depends_on: [expect.stringMatching(/^aws_shield_subscription\./)],
    });
  });
});
