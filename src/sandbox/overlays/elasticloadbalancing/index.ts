import type { AwsCall } from "../../call.ts";
import type { Overlay, World } from "../../overlay.ts";
import { askQuery, child, parseForm, textAt, walk, type XmlElement } from "../../wire/index.ts";
import { type ListenerRule, noteRules } from "./answers.ts";

export { closedByRule } from "./answers.ts";

/** Calls after which a listener may answer otherwise. */
const CHANGES = ["CreateRule", "ModifyRule", "DeleteRule", "SetRulePriorities"];

/** Answers nothing itself: the emulator keeps the rules, and here it is seen what they do to whoever looks from outside. */
export const listenerAnswers: Overlay = {
  name: "elb-listener-answers",
  service: "elasticloadbalancing",
  grade: "modelled",
  models:
    "Rules of listeners that answer a path by themselves, as a health check of Route 53 sees them, with its time. Leaves out rules with other conditions than paths, default actions, and the targets.",
  async handle(call, world) {
    if (!CHANGES.includes(call.action)) return undefined;
    const reply = await world.forward(call);
    if (reply.status < 300) await noteListeners(call, world);
    return reply;
  },
};

async function noteListeners(call: AwsCall, world: World): Promise<void> {
  // The listener that gets a rule, or those whose rules are named.
  const listeners = [...parseForm(call.body).values()].flatMap((value) =>
    value.includes(":listener/") ? [value] : listenerOf(value),
  );
  for (const listener of new Set(listeners)) await noteListener(call, world, listener);
}

/** ARN of the listener that a rule, by its ARN, belongs to. */
function listenerOf(rule: string): readonly string[] {
  if (!rule.includes(":listener-rule/")) return [];
  return [rule.replace(":listener-rule/", ":listener/").replace(/\/[^/]+$/, "")];
}

async function noteListener(call: AwsCall, world: World, arn: string): Promise<void> {
  const place = { account: call.account, region: call.signedRegion };
  const ask = (action: string, parameters: Readonly<Record<string, string>>) =>
    askQuery(world, place, "elasticloadbalancing", action, parameters);
  const balancer = arn.replace(":listener/", ":loadbalancer/").replace(/\/[^/]+$/, "");
  const [balancers, listeners, rules] = [
    await ask("DescribeLoadBalancers", { "LoadBalancerArns.member.1": balancer }),
    await ask("DescribeListeners", { "ListenerArns.member.1": arn }),
    await ask("DescribeRules", { ListenerArn: arn }),
  ];
  if (balancers === undefined || listeners === undefined || rules === undefined) return;
  const dnsName = firstIn(balancers, "DNSName");
  const port = Number(firstIn(listeners, "Port"));
  if (dnsName !== undefined) noteRules(world, arn, { dnsName, port }, rulesIn(rules));
}

function firstIn(answer: XmlElement, name: string): string | undefined {
  return [...walk(answer)].map((node) => textAt(node, name)).find((text) => text !== undefined);
}

function rulesIn(answer: XmlElement): readonly ListenerRule[] {
  const members = [...walk(answer)].flatMap((node) => (node.name === "Rules" ? node.children : []));
  return members.flatMap((member) => {
    const conditions = child(member, "Conditions")?.children ?? [];
    const priority = Number(textAt(member, "Priority"));
    const onlyPaths = conditions.every((each) => textAt(each, "Field") === "path-pattern");
    if (!Number.isInteger(priority) || conditions.length === 0 || !onlyPaths) return [];
    const values = [...walk(member)].flatMap((node) => (node.name === "Values" ? node.children : []));
    const status = firstIn(member, "StatusCode");
    return [
      {
        priority,
        paths: [...new Set(values.map(({ text }) => text))],
        status:
          status === undefined || firstIn(member, "Type") !== "fixed-response" ? undefined : Number(status),
      },
    ];
  });
}
