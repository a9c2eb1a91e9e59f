import { describe, expect, it } from "vitest";
import { NAMING, type Synthesised, synthesised, TAGS } from "../testing/synthesised.ts";
import { SecurityGroups } from "./securityGroups.ts";

const groupsOf = (peerCidrs: readonly string[] = []) =>
  synthesised((scope) => {
    new SecurityGroups(scope, "groups", {
      naming: NAMING,
      vpcId: "vpc-1",
      servicePort: 8080,
      privateCidrs: ["10.0.0.0/20", "10.0.32.0/20"],
      peerCidrs,
      tags: TAGS,
    });
  });

/** `who -> whom:port`, as seen from the side that the rules stand on. */
function flows(stack: Synthesised, direction: "ingress" | "egress"): readonly string[] {
  const role = (reference: unknown) => /\.groups_([a-z]+)_/.exec(String(reference))?.[1] ?? "";
  return Object.values(stack.all(`aws_vpc_security_group_${direction}_rule`))
    .map((rule) => {
      if (rule.ip_protocol !== "-1")
        expect([rule.ip_protocol, rule.from_port]).toEqual(["tcp", rule.to_port]);
      const here = role(rule.security_group_id);
      const there = rule.cidr_ipv4 ?? role(rule.referenced_security_group_id);
      const [from, to] = direction === "egress" ? [here, there] : [there, here];
      return `${from} -> ${to}:${rule.to_port ?? "any"}`;
    })
    .sort();
}

describe("a region's security groups", () => {
  it("let the internet reach the balancer, the balancer the nodes, the nodes each other and the stores", () => {
    const stack = groupsOf();
    expect(flows(stack, "ingress")).toEqual([
      "0.0.0.0/0 -> balancer:443",
      "0.0.0.0/0 -> balancer:80",
      "10.0.0.0/20 -> endpoints:443",
      "10.0.32.0/20 -> endpoints:443",
      "balancer -> nodes:8080",
      "nodes -> cache:11211",
      "nodes -> cache:6379",
      "nodes -> database:5432",
      "nodes -> nodes:any",
    ]);
  });

  it("give the groups of data and endpoints no way out", () => {
    expect(
      flows(groupsOf(["10.5.0.0/16"]), "egress").filter((flow) => !/^(balancer|nodes) /.test(flow)),
    ).toEqual([]);
    expect(flows(groupsOf(), "egress")).toEqual([
      "balancer -> nodes:8080",
      "nodes -> 0.0.0.0/0:443",
      "nodes -> cache:11211",
      "nodes -> cache:6379",
      "nodes -> database:5432",
      "nodes -> nodes:any",
    ]);
  });

  it("let applications of a peer's range reach databases and Redis here, and ours reach those there", () => {
    const [alone, peered] = [groupsOf(), groupsOf(["10.5.0.0/16"])];
    const added = (direction: "ingress" | "egress") =>
      flows(peered, direction).filter((flow) => !flows(alone, direction).includes(flow));

    expect(added("ingress")).toEqual(["10.5.0.0/16 -> cache:6379", "10.5.0.0/16 -> database:5432"]);
    expect(added("egress")).toEqual(["nodes -> 10.5.0.0/16:5432", "nodes -> 10.5.0.0/16:6379"]);
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
