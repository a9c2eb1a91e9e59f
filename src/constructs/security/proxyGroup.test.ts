import { describe, expect, it } from "vitest";
import { NAMING, synthesised, TAGS } from "../testing/synthesised.ts";
import { ProxyGroup } from "./proxyGroup.ts";

describe("the security group of proxies", () => {
  const made = synthesised((scope) => {
    new ProxyGroup(scope, "proxies", {
      naming: NAMING,
      vpcId: "vpc-1",
      nodesGroupId: "sg-nodes",
      databaseGroupId: "sg-database",
      peerCidrs: ["10.5.0.0/16"],
      tags: TAGS,
    });
  });
  const rules = (type: string) => Object.values(made.all(`aws_vpc_security_group_${type}_rule`));

  it("lets in functions of this region and of its home's others, by PostgreSQL only", () => {
    const own = expect.stringContaining("aws_security_group");
    expect(rules("ingress")).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ security_group_id: own, referenced_security_group_id: "sg-nodes" }),
        expect.objectContaining({ security_group_id: own, cidr_ipv4: "10.5.0.0/16" }),
        expect.objectContaining({ security_group_id: "sg-database", referenced_security_group_id: own }),
      ]),
    );
    for (const rule of [...rules("ingress"), ...rules("egress")]) {
      expect(rule).toMatchObject({ ip_protocol: "tcp", from_port: 5432, to_port: 5432 });
    }
  });

  it("lets proxies out to the databases and nowhere else", () => {
    const out = rules("egress").map((rule) => rule.referenced_security_group_id);
    expect(out).toHaveLength(2);
    expect(out).toContain("sg-database");
  });
});
