import { describe, expect, it } from "vitest";
import { NAMING, type Synthesised, synthesised, TAGS } from "../testing/synthesised.ts";
import { SecurityGroups } from "./securityGroups.ts";

const groupsOf = (peerCidrs: readonly string[] = []) =>
  synthesised((scope) => {
    new SecurityGroups(scope, "groups", {
      naming: NAMING,
      vpcId: "vpc-1",
      servicePort: 8080,
      peerCidrs,
      tags: TAGS,
    });
  });

/** `who -> whom:port`, as seen from the side that the rules stand on. */
function flows(stack: Synthesised, direction: "ingress" | "egress"): readonly string[] {
  const role = (reference: unknown) => /\.groups_([a-z]+)_/.exec(String(reference))?.[1] ?? "";
  return Object.values(stack.all(`aws_vpc_security_group_${direction}_rule`))
    .map((rule) => {
      expect([rule.ip_protocol, rule.from_port]).toEqual(["tcp", rule.to_port]);
      const here = role(rule.security_group_id);
      const there = rule.cidr_ipv4 ?? role(rule.referenced_security_group_id);
      const [from, to] = direction === "egress" ? [here, there] : [there, here];
      return `${from} -> ${to}:${rule.to_port}`;
    })
    .sort();
}

describe("a region's security groups", () => {
  it("let the internet reach the balancer, the balancer the services, the services the databases", () => {
    const stack = groupsOf();
    expect(flows(stack, "ingress")).toEqual([
      "0.0.0.0/0 -> balancer:443",
      "0.0.0.0/0 -> balancer:80",
      "application -> database:5432",
      "balancer -> application:8080",
    ]);
    expect(flows(stack, "egress")).toEqual([
      "application -> 0.0.0.0/0:443",
      "application -> database:5432",
      "balancer -> application:8080",
    ]);
  });

  it("let applications of a peer's range reach the databases here, and ours reach the databases there", () => {
    const [alone, peered] = [groupsOf(), groupsOf(["10.5.0.0/16"])];
    const added = (direction: "ingress" | "egress") =>
      flows(peered, direction).filter((flow) => !flows(alone, direction).includes(flow));

    expect(added("ingress")).toEqual(["10.5.0.0/16 -> database:5432"]);
    expect(added("egress")).toEqual(["application -> 10.5.0.0/16:5432"]);
  });

  it("say nothing of rules in the groups themselves, which would fight with the rules beside them", () => {
    for (const group of Object.values(groupsOf().all("aws_security_group"))) {
      expect(group).not.toHaveProperty("ingress");
      expect(group).not.toHaveProperty("egress");
    }
  });

  it("tag every rule with its owner", () => {
    const stack = groupsOf(["10.5.0.0/16"]);
    const rules = ["ingress", "egress"].flatMap((direction) =>
      Object.values(stack.all(`aws_vpc_security_group_${direction}_rule`)),
    );
    for (const rule of rules) expect(rule.tags).toMatchObject({ owner: TAGS.owner, service: TAGS.service });
  });
});
