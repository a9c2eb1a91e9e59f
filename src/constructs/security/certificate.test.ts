import { describe, expect, it } from "vitest";
import { NAMING, synthesised, TAGS } from "../testing/synthesised.ts";
import { Certificate } from "./certificate.ts";

describe("a certificate", () => {
  it("covers the domain and every name one level below it, proven by DNS", () => {
    const stack = synthesised((scope) => {
      new Certificate(scope, "tls", { naming: NAMING, domain: "shop.example.com", tags: TAGS });
    });
    expect(stack.only("aws_acm_certificate")).toMatchObject({
      domain_name: "shop.example.com",
      subject_alternative_names: ["*.shop.example.com"],
      validation_method: "DNS",
    });
  });

  it("is replaced only when its successor exists", () => {
    const stack = synthesised((scope) => {
      new Certificate(scope, "tls", { naming: NAMING, domain: "shop.example.com", tags: TAGS });
    });
    expect(stack.only("aws_acm_certificate").lifecycle).toEqual({ create_before_destroy: true });
  });

  it("makes no record itself: those belong to a global stack", () => {
    const stack = synthesised((scope) => {
      new Certificate(scope, "tls", { naming: NAMING, domain: "shop.example.com", tags: TAGS });
    });
    expect(stack.types).toEqual(["aws_acm_certificate"]);
  });
});
