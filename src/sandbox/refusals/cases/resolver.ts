import { type Caller, json } from "./caller.ts";
import type { RefusalCase } from "./refusalCase.ts";

const EAST = "us-east-1";
const resolver = (action: string, body: object) => json("route53resolver", EAST, action, body);

/** A rule group and a list of names, by id. */
async function makeRules(sandbox: Caller, name: string) {
  const group = await sandbox.object(
    resolver("CreateFirewallRuleGroup", { Name: name, CreatorRequestId: name }),
  );
  const list = await sandbox.object(
    resolver("CreateFirewallDomainList", { Name: name, CreatorRequestId: name }),
  );
  return {
    FirewallRuleGroupId: String((group.FirewallRuleGroup as Record<string, unknown>).Id),
    FirewallDomainListId: String((list.FirewallDomainList as Record<string, unknown>).Id),
  };
}

export const resolverCases: readonly RefusalCase[] = [
  {
    refusal: "resolver-firewall-association-priority",
    code: "ValidationException",
    emulator: "fails",
    prepare: async (sandbox) => {
      const { FirewallRuleGroupId } = await makeRules(sandbox, "priority");
      const associate = (Priority: number) =>
        resolver("AssociateFirewallRuleGroup", {
          FirewallRuleGroupId,
          VpcId: "vpc-1",
          Priority,
          Name: "names",
          CreatorRequestId: `p${Priority}`,
        });
      return { refused: associate(100), taken: associate(101) };
    },
  },
  {
    refusal: "resolver-firewall-block-needs-response",
    code: "ValidationException",
    emulator: "fails",
    prepare: async (sandbox) => {
      const rules = await makeRules(sandbox, "response");
      const block = (more: object) =>
        resolver("CreateFirewallRule", {
          ...rules,
          Priority: 1,
          Action: "BLOCK",
          Name: "names",
          CreatorRequestId: "block",
          ...more,
        });
      return { refused: block({}), taken: block({ BlockResponse: "NXDOMAIN" }) };
    },
  },
];
