import type { AwsReply } from "../../call.ts";
import { jsonReply } from "../../wire/index.ts";
import { listIn, textIn } from "../settingsDesk.ts";
import { type Desk, type Fields, missing, placeOf, refused, type Sort, told } from "./things.ts";

const LIST: Sort = {
  prefix: "rslvr-fdl",
  path: "firewall-domain-list",
  field: "FirewallDomainList",
  status: "COMPLETE",
};
const GROUP: Sort = {
  prefix: "rslvr-frg",
  path: "firewall-rule-group",
  field: "FirewallRuleGroup",
  status: "COMPLETE",
};
const ASSOCIATION: Sort = {
  prefix: "rslvr-frgassoc",
  path: "firewall-rule-group-association",
  field: "FirewallRuleGroupAssociation",
  status: "COMPLETE",
};

/** Domains by list, rules by group, and whether a VPC's firewall fails open. */
export class Firewall {
  readonly domains = new Map<string, readonly string[]>();
  readonly rules = new Map<string, readonly Fields[]>();
  readonly failOpen = new Map<string, string>();
}

/** Lists of names, rules about them, and the VPCs for which they hold. Undefined for any other call. */
export function firewallCall(desk: Desk, firewall: Firewall): AwsReply | undefined {
  return (
    listCall(desk, firewall) ??
    groupCall(desk, firewall) ??
    ruleCall(desk, firewall) ??
    vpcCall(desk, firewall)
  );
}

function listCall(desk: Desk, { domains, rules }: Firewall): AwsReply | undefined {
  const { call, body, things } = desk;
  if (call.action === "CreateFirewallDomainList") {
    return told(desk, LIST, things.make(desk, LIST, { Name: body.Name, DomainCount: 0 }));
  }
  if (
    ![
      "DeleteFirewallDomainList",
      "GetFirewallDomainList",
      "ListFirewallDomains",
      "UpdateFirewallDomains",
    ].includes(call.action)
  ) {
    return undefined;
  }
  const list = things.find(call, LIST, body.FirewallDomainListId);
  if (list === undefined) return missing(desk, "Firewall domain list", body.FirewallDomainListId);
  const id = textIn(list.Id);
  const known = domains.get(id) ?? [];
  switch (call.action) {
    case "ListFirewallDomains":
      return jsonReply(call, { Domains: known });
    case "UpdateFirewallDomains": {
      const given = listIn(body.Domains).map(String);
      const after = {
        ADD: [...new Set([...known, ...given])],
        REMOVE: known.filter((name) => !given.includes(name)),
        REPLACE: [...new Set(given)],
      }[textIn(body.Operation)];
      if (after === undefined)
        return refused(call, "ValidationException", `No operation ${textIn(body.Operation)}`);
      domains.set(id, after);
      const { Name, Status } = things.change(list, { DomainCount: after.length });
      return jsonReply(call, { Id: id, Name, Status, StatusMessage: "" });
    }
    case "DeleteFirewallDomainList": {
      const used = [...rules.values()].flat().some((rule) => rule.FirewallDomainListId === id);
      if (used) return refused(call, "ConflictException", `Domain list ${id} is used by a rule.`);
      domains.delete(id);
      things.remove(list);
      return told(desk, LIST, { ...list, Status: "DELETING" });
    }
    default:
      return told(desk, LIST, list);
  }
}

function groupCall(desk: Desk, { rules }: Firewall): AwsReply | undefined {
  const { call, body, things } = desk;
  if (call.action === "CreateFirewallRuleGroup") {
    return told(desk, GROUP, things.make(desk, GROUP, { Name: body.Name, RuleCount: 0 }));
  }
  if (!["DeleteFirewallRuleGroup", "GetFirewallRuleGroup"].includes(call.action)) return undefined;
  const group = things.find(call, GROUP, body.FirewallRuleGroupId);
  if (group === undefined) return missing(desk, "Firewall rule group", body.FirewallRuleGroupId);
  if (call.action === "GetFirewallRuleGroup") return told(desk, GROUP, group);
  const used = things.all(call, ASSOCIATION).some((each) => each.FirewallRuleGroupId === group.Id);
  if (used)
    return refused(call, "ConflictException", `Rule group ${textIn(group.Id)} is associated with a VPC.`);
  rules.delete(textIn(group.Id));
  things.remove(group);
  return told(desk, GROUP, { ...group, Status: "DELETING" });
}

function ruleCall(desk: Desk, { rules }: Firewall): AwsReply | undefined {
  const { call, body, things } = desk;
  if (!/^(Create|Update|Delete)FirewallRule$|^ListFirewallRules$/.test(call.action)) return undefined;
  const group = things.find(call, GROUP, body.FirewallRuleGroupId);
  if (group === undefined) return missing(desk, "Firewall rule group", body.FirewallRuleGroupId);
  const id = textIn(group.Id);
  const known = rules.get(id) ?? [];
  if (call.action === "ListFirewallRules") return jsonReply(call, { FirewallRules: known });
  const others = known.filter((rule) => rule.FirewallDomainListId !== body.FirewallDomainListId);
  const before = known.find((rule) => rule.FirewallDomainListId === body.FirewallDomainListId);
  if (call.action === "CreateFirewallRule" && before !== undefined) {
    return refused(call, "ValidationException", "The rule group has a rule for that domain list.");
  }
  if (call.action !== "CreateFirewallRule" && before === undefined) {
    return missing(desk, "Firewall rule for domain list", body.FirewallDomainListId);
  }
  const { Tags: _, ...given } = body;
  const rule = {
    FirewallDomainRedirectionAction: "INSPECT_REDIRECTION_DOMAIN",
    ...before,
    ...given,
  };
  const after = call.action === "DeleteFirewallRule" ? others : [...others, rule];
  rules.set(id, after);
  things.change(group, { RuleCount: after.length });
  return jsonReply(call, { FirewallRule: rule });
}

function vpcCall(desk: Desk, { failOpen }: Firewall): AwsReply | undefined {
  const { call, body, things } = desk;
  const config = (vpc: string) => ({
    Id: `rslvr-fc-${vpc.replace(/^vpc-/, "")}`,
    OwnerId: call.account,
    ResourceId: vpc,
    FirewallFailOpen: failOpen.get(`${placeOf(call)} ${vpc}`) ?? "DISABLED",
  });
  switch (call.action) {
    case "UpdateFirewallConfig":
      failOpen.set(`${placeOf(call)} ${textIn(body.ResourceId)}`, textIn(body.FirewallFailOpen));
      return jsonReply(call, { FirewallConfig: config(textIn(body.ResourceId)) });
    case "GetFirewallConfig":
      return jsonReply(call, { FirewallConfig: config(textIn(body.ResourceId)) });
    case "ListFirewallConfigs": {
      const here = [...failOpen.keys()].filter((key) => key.startsWith(`${placeOf(call)} `));
      return jsonReply(call, {
        FirewallConfigs: here.map((key) => config(key.slice(placeOf(call).length + 1))),
      });
    }
    case "AssociateFirewallRuleGroup": {
      if (things.find(call, GROUP, body.FirewallRuleGroupId) === undefined) {
        return missing(desk, "Firewall rule group", body.FirewallRuleGroupId);
      }
      const { FirewallRuleGroupId, VpcId, Priority, Name, MutationProtection = "DISABLED" } = body;
      const given = { FirewallRuleGroupId, VpcId, Priority, Name, MutationProtection };
      return told(desk, ASSOCIATION, things.make(desk, ASSOCIATION, given));
    }
  }
  if (!/^(Get|Update)FirewallRuleGroupAssociation$|^DisassociateFirewallRuleGroup$/.test(call.action)) {
    return undefined;
  }
  const found = things.find(call, ASSOCIATION, body.FirewallRuleGroupAssociationId);
  if (found === undefined) return missing(desk, "Association", body.FirewallRuleGroupAssociationId);
  if (call.action === "DisassociateFirewallRuleGroup") {
    things.remove(found);
    return told(desk, ASSOCIATION, { ...found, Status: "DELETING" });
  }
  const { FirewallRuleGroupAssociationId: _, ...changes } = body;
  return told(desk, ASSOCIATION, call.action.startsWith("Get") ? found : things.change(found, changes));
}
