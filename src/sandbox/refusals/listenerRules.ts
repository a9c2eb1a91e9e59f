import type { AwsCall } from "../call.ts";
import type { Refusal, World } from "../overlay.ts";
import { askQuery, items, parseForm } from "../wire/index.ts";

const API = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference";

const priority: Refusal = {
  id: "elb-rule-priority",
  service: "elasticloadbalancing",
  actions: ["CreateRule", "SetRulePriorities"],
  rule: "The priority of a rule is between 1 and 50000.",
  source: `${API}/API_RulePriorityPair.html`,
  async check(call) {
    const form = parseForm(call.body);
    const given = [
      form.get("Priority"),
      ...[...items(form, "RulePriorities").values()].map((each) => each.get("Priority")),
    ].filter((each) => each !== undefined);
    const wrong = given.find((each) => !/^\d+$/.test(each) || Number(each) < 1 || Number(each) > 50_000);
    if (wrong === undefined) return undefined;
    return {
      status: 400,
      code: "ValidationError",
      message: `Priority '${wrong}' must be between 1 and 50000`,
    };
  },
};

const missing: Refusal = {
  id: "elb-rule-not-found",
  service: "elasticloadbalancing",
  actions: ["DeleteRule"],
  rule: "A rule that is deleted is there.",
  source: `${API}/API_DeleteRule.html`,
  async check(call, world) {
    const arn = parseForm(call.body).get("RuleArn") ?? "";
    if (await isThere(call, world, arn)) return undefined;
    return { status: 400, code: "RuleNotFound", message: "One or more rules not found" };
  },
};

async function isThere(call: AwsCall, world: World, arn: string): Promise<boolean> {
  const place = { account: call.account, region: call.signedRegion };
  const found = await askQuery(world, place, "elasticloadbalancing", "DescribeRules", {
    "RuleArns.member.1": arn,
  });
  return found !== undefined;
}

export const listenerRuleRefusals: readonly Refusal[] = [priority, missing];
