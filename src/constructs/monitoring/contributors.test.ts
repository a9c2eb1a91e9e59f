import { describe, expect, it } from "vitest";
import { NAMING, synthesised, TAGS } from "../testing/synthesised.ts";
import { ContributorRules, refusedConnections, refusedRequests } from "./contributors.ts";

function rulesOf(group: string) {
  const made = synthesised((scope) => {
    const counts = [refusedConnections(group), refusedRequests("aws-waf-logs-shop-production-edge")];
    new ContributorRules(scope, "contributors", { naming: NAMING, counts, tags: TAGS });
  });
  return Object.entries(made.all("aws_cloudwatch_contributor_insight_rule"));
}
const definitions = (group: string) =>
  rulesOf(group).map(([, { rule_definition }]) => JSON.parse(String(rule_definition)));

describe("rules of contributors", () => {
  it("read refused connections by the places that flow logs have in their default format", () => {
    const [network] = definitions("/flow-logs");
    expect(network).toMatchObject({
      LogGroupNames: ["/flow-logs"],
      LogFormat: "CLF",
      Fields: { 3: "interface", 4: "source", 7: "port", 13: "action" },
      Contribution: {
        Keys: ["interface", "source", "port"],
        Filters: [{ Match: "action", In: ["REJECT"] }],
      },
    });
  });

  it("read refused requests by address and rule from the firewall's JSON", () => {
    const [, firewall] = definitions("/flow-logs");
    expect(firewall).toMatchObject({
      LogFormat: "JSON",
      Contribution: {
        Keys: ["$.httpRequest.clientIp", "$.terminatingRuleId"],
        Filters: [{ Match: "$.action", In: ["BLOCK"] }],
      },
    });
    expect(firewall).not.toHaveProperty("Fields");
  });

  it("are made anew when they change, since the provider sends a rule only once", () => {
    const before = rulesOf("/flow-logs");
    const after = rulesOf("/other-flow-logs");
    const names = [...before, ...after].map(([, { rule_name }]) => rule_name);
    expect(new Set(names).size).toBe(3);
    expect(after[0]?.[0]).not.toBe(before[0]?.[0]);
    expect(after[1]?.[0]).toBe(before[1]?.[0]);
  });
});
