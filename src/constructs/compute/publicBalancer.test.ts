import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/index.ts";
import { NAMING, synthesised, TAGS } from "../testing/synthesised.ts";
import { PublicBalancer, type PublicBalancerProps } from "./publicBalancer.ts";

const PROPS: PublicBalancerProps = {
  naming: NAMING,
  vpcId: "vpc-1",
  subnetIds: ["subnet-1", "subnet-2"],
  securityGroupId: "sg-1",
  certificateArn: "arn:certificate",
  servicePort: 8080,
  healthPath: "/healthz",
  protect: true,
  tags: TAGS,
};
const balancerOf = (protect = true) =>
  synthesised((scope) => {
    new PublicBalancer(scope, "public", { ...PROPS, protect });
  });
const listener = (port: number): JsonObject | undefined =>
  Object.values(balancerOf().all("aws_lb_listener")).find((each) => each.port === port);

describe("the public load balancer", () => {
  it("speaks TLS 1.3, and 1.2 with those that cannot", () => {
    expect(listener(443)).toMatchObject({
      protocol: "HTTPS",
      ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    });
  });

  it("does nothing over plain HTTP but redirect to HTTPS", () => {
    expect(listener(80)?.default_action).toEqual([
      { type: "redirect", redirect: { port: "443", protocol: "HTTPS", status_code: "HTTP_301" } },
    ]);
  });

  it("waits until the certificate has been issued", () => {
    const stack = balancerOf();
    const [wait] = Object.keys(stack.all("aws_acm_certificate_validation"));
    expect(stack.only("aws_acm_certificate_validation").certificate_arn).toBe("arn:certificate");
    expect(listener(443)?.certificate_arn).toBe(`\${aws_acm_certificate_validation.${wait}.certificate_arn}`);
  });

  it("drops malformed headers and sends to healthy pods only", () => {
    const stack = balancerOf();
    expect(stack.only("aws_lb")).toMatchObject({
      internal: false,
      drop_invalid_header_fields: true,
      enable_zonal_shift: true,
    });
    expect(stack.only("aws_lb_target_group")).toMatchObject({
      target_type: "ip",
      port: 8080,
      health_check: { path: "/healthz", matcher: "200" },
    });
  });

  it.each([true, false])("refuses deletion as the environment wants it (%s)", (protect) => {
    expect(balancerOf(protect).only("aws_lb").enable_deletion_protection).toBe(protect);
  });

  it("writes access logs where there is a bucket for them", () => {
    const stack = synthesised((scope) => {
      new PublicBalancer(scope, "public", { ...PROPS, accessLogBucket: "logs" });
    });
    expect(stack.only("aws_lb").access_logs).toEqual({ bucket: "logs", enabled: true });
    expect(balancerOf().only("aws_lb").access_logs).toBeUndefined();
  });
});
