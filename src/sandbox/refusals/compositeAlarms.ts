import { termsOf } from "../../lib/index.ts";
import type { Refusal, RefusedCall } from "../overlay.ts";
import { alarmName, compositesOf, metricAlarmStates, parseRule } from "../overlays/cloudwatch/index.ts";
import { list, parseForm } from "../wire/index.ts";

const API = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference";
const CHILDREN_AT_MOST = 100;

function invalid(message: string): RefusedCall {
  return { status: 400, code: "ValidationError", message };
}

/** Names that a rule speaks of, each once; undefined for a rule that cannot be read. */
function childrenIn(rule: string | undefined): readonly string[] | undefined {
  const parsed = parseRule(rule ?? "");
  return (
    parsed && [...new Set(termsOf(parsed).flatMap((term) => (typeof term === "boolean" ? [] : term.alarm)))]
  );
}

const readable: Refusal = {
  id: "cloudwatch-composite-rule-unreadable",
  service: "cloudwatch",
  actions: ["PutCompositeAlarm"],
  rule: "A composite alarm's rule joins ALARM(…), OK(…), INSUFFICIENT_DATA(…), TRUE and FALSE by AND, OR and NOT, over at most 100 alarms.",
  source: `${API}/API_PutCompositeAlarm.html`,
  async check(call) {
    const children = childrenIn(parseForm(call.body).get("AlarmRule"));
    if (children === undefined) return invalid("AlarmRule is not a valid rule expression");
    return children.length > CHILDREN_AT_MOST
      ? invalid(`AlarmRule contains ${children.length} alarms, more than the maximum of ${CHILDREN_AT_MOST}`)
      : undefined;
  },
};

const known: Refusal = {
  id: "cloudwatch-composite-unknown-alarm",
  service: "cloudwatch",
  actions: ["PutCompositeAlarm"],
  rule: "A composite alarm speaks of alarms that exist, as does its suppressor.",
  source: `${API}/API_PutCompositeAlarm.html`,
  async check(call, world) {
    const form = parseForm(call.body);
    const place = { account: call.account, region: call.signedRegion };
    const suppressor = form.get("ActionsSuppressor");
    const named = [
      ...(childrenIn(form.get("AlarmRule")) ?? []),
      ...(suppressor === undefined ? [] : [alarmName(suppressor)]),
    ];
    const metric = await metricAlarmStates(world, place);
    const composite = compositesOf(world).in(place);
    const missing = named.filter((name) => !metric.has(name) && !composite.has(name));
    return missing.length > 0 ? invalid(`Alarms that do not exist: ${missing.join(", ")}`) : undefined;
  },
};

const suppressorPeriods: Refusal = {
  id: "cloudwatch-composite-suppressor-without-periods",
  service: "cloudwatch",
  actions: ["PutCompositeAlarm"],
  rule: "A composite alarm with a suppressor says how long it waits for it and how long it stays quiet after it.",
  source: `${API}/API_PutCompositeAlarm.html`,
  async check(call) {
    const form = parseForm(call.body);
    const periods = ["ActionsSuppressorWaitPeriod", "ActionsSuppressorExtensionPeriod"];
    return form.has("ActionsSuppressor") && !periods.every((name) => form.has(name))
      ? invalid(
          "ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod are required with ActionsSuppressor",
        )
      : undefined;
  },
};

const depended: Refusal = {
  id: "cloudwatch-composite-depended-on",
  service: "cloudwatch",
  actions: ["DeleteAlarms"],
  rule: "A composite alarm that another depends on is not deleted, and no two composite alarms in one call: so a cycle must be broken first.",
  source: `${API}/API_DeleteAlarms.html`,
  async check(call, world) {
    const composites = compositesOf(world).in({ account: call.account, region: call.signedRegion });
    const doomed = list(parseForm(call.body), "AlarmNames").filter((name) => composites.has(name));
    if (doomed.length > 1) return invalid("At most one composite alarm can be deleted in one operation");
    const parents = [...composites.values()].filter(({ name, rule, suppressor }) =>
      doomed.some(
        (child) => child !== name && (childrenIn(rule)?.includes(child) || suppressor?.alarm === child),
      ),
    );
    return parents.length > 0
      ? invalid(
          `${doomed.join()} cannot be deleted: ${parents.map(({ name }) => name).join(", ")} depends on it`,
        )
      : undefined;
  },
};

export const compositeAlarmRefusals: readonly Refusal[] = [readable, known, suppressorPeriods, depended];
