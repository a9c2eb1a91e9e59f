import type { Refusal } from "../overlay.ts";
import { jsonBody } from "../wire/index.ts";

const API = "https://docs.aws.amazon.com/Route53/latest/APIReference";

/** Priorities that accounts may use; the others are Firewall Manager's. */
const PRIORITY = { least: 101, most: 9899 } as const;

const associationPriority: Refusal = {
  id: "resolver-firewall-association-priority",
  service: "route53resolver",
  actions: ["AssociateFirewallRuleGroup", "UpdateFirewallRuleGroupAssociation"],
  rule: "A rule group stands before a VPC's others at a priority between 100 and 9900, both left out.",
  source: `${API}/API_route53resolver_AssociateFirewallRuleGroup.html`,
  async check(call) {
    const { Priority } = jsonBody(call);
    if (Priority === undefined) return undefined;
    if (typeof Priority === "number" && Priority >= PRIORITY.least && Priority <= PRIORITY.most)
      return undefined;
    return {
      status: 400,
      code: "ValidationException",
      message: `The priority ${String(Priority)} is not between ${PRIORITY.least} and ${PRIORITY.most}.`,
    };
  },
};

const blockNeedsResponse: Refusal = {
  id: "resolver-firewall-block-needs-response",
  service: "route53resolver",
  actions: ["CreateFirewallRule"],
  rule: "A rule that blocks says how: NODATA, NXDOMAIN or OVERRIDE.",
  source: `${API}/API_route53resolver_CreateFirewallRule.html`,
  async check(call) {
    const { Action, BlockResponse } = jsonBody(call);
    if (Action !== "BLOCK" || BlockResponse !== undefined) return undefined;
    return {
      status: 400,
      code: "ValidationException",
      message: "BlockResponse is required when the action is BLOCK.",
    };
  },
};

export const resolverRefusals: readonly Refusal[] = [associationPriority, blockNeedsResponse];
