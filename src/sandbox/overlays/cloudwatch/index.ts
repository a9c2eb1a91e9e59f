import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay, World } from "../../overlay.ts";
import {
  element,
  fields,
  flag,
  isXml,
  items,
  list,
  listOf,
  type Place,
  parseForm,
  parseXml,
  queryReply,
  renderForm,
  setChild,
  textAt,
  walk,
  type XmlElement,
  xmlReply,
} from "../../wire/index.ts";
import { type Evaluated, evaluateComposites } from "./evaluate.ts";
import { metricDataOf } from "./metricData.ts";
import { alarmName } from "./rule.ts";
import { arnOf, type CompositeAlarm, compositesOf } from "./state.ts";

export { metricAlarmStates } from "./evaluate.ts";
export { metricStreamsOverlay } from "./metricStreams.ts";
export { alarmName, parseRule } from "./rule.ts";
export { compositesOf } from "./state.ts";

/** Composite alarms, which follow their children, and alarms that follow the values put. */
export const cloudWatchOverlay: Overlay = {
  name: "cloudwatch-composite-alarms",
  service: "cloudwatch",
  grade: "modelled",
  models:
    "Composite alarms: their rules over the states of the emulator's alarms and of each other, their suppressors with wait and extension periods, tags, deletion. Alarms over one metric and one period that keep their state in silence: by the values put. Leaves out evaluating other metrics (states are set by SetAlarmState), history, and sending what actions name.",
  async handle(call, world) {
    switch (call.action) {
      case "PutCompositeAlarm":
        return put(call, world);
      case "PutMetricData":
        metricDataOf(world).put(call, world);
        return undefined;
      case "PutMetricAlarm":
        metricDataOf(world).watch(call);
        return undefined;
      case "DescribeAlarms":
        return metricDataOf(world).isEmpty
          ? await describe(call, world)
          : judged(call, world, (await describe(call, world)) ?? (await world.forward(call)));
      case "DeleteAlarms":
        return await remove(call, world);
      case "SetAlarmState":
        return await setState(call, world);
      case "ListTagsForResource":
      case "TagResource":
      case "UntagResource":
        return tags(call, world);
      default:
        return undefined;
    }
  },
};

function placeOf(call: AwsCall): Place {
  return { account: call.account, region: call.signedRegion };
}

function put(call: AwsCall, world: World): AwsReply {
  const form = parseForm(call.body);
  const place = placeOf(call);
  const composites = compositesOf(world);
  const name = form.get("AlarmName") ?? "";
  const suppressor = form.get("ActionsSuppressor");
  // What is left out of an update keeps nothing of before: the new configuration replaces the old one.
  composites.in(place).set(name, {
    name,
    rule: form.get("AlarmRule") ?? "",
    description: form.get("AlarmDescription"),
    actionsEnabled: flag(form, "ActionsEnabled") ?? true,
    alarmActions: list(form, "AlarmActions"),
    okActions: list(form, "OKActions"),
    insufficientDataActions: list(form, "InsufficientDataActions"),
    suppressor:
      suppressor === undefined
        ? undefined
        : {
            alarm: alarmName(suppressor),
            wait: Number(form.get("ActionsSuppressorWaitPeriod")),
            extension: Number(form.get("ActionsSuppressorExtensionPeriod")),
          },
    configuredAt: world.clock.now(),
  });
  const arn = arnOf(place, name);
  if (!composites.tags.has(arn)) composites.tags.set(arn, tagsIn(call));
  return queryReply(call, []);
}

function tagsIn(call: AwsCall): Map<string, string> {
  const given = [...items(parseForm(call.body), "Tags").values()];
  return new Map(given.map((tag) => [tag.get("Key") ?? "", tag.get("Value") ?? ""]));
}

/** Composites only where they are asked for by type, as on AWS. */
async function describe(call: AwsCall, world: World): Promise<AwsReply | undefined> {
  const form = parseForm(call.body);
  const types = list(form, "AlarmTypes");
  if (!types.includes("CompositeAlarm")) return undefined;
  const place = placeOf(call);
  const composites = compositesOf(world);
  const evaluated = await evaluateComposites(world, place, composites);
  const names = list(form, "AlarmNames");
  const prefix = form.get("AlarmNamePrefix") ?? "";
  const state = form.get("StateValue");
  const found = [...composites.in(place).values()].filter(
    ({ name }) =>
      (names.length === 0 || names.includes(name)) &&
      name.startsWith(prefix) &&
      (state === undefined || evaluated.get(name)?.state === state),
  );
  const members = found.map((alarm) => view(place, alarm, evaluated.get(alarm.name)));
  if (!types.includes("MetricAlarm")) {
    return queryReply(call, [element("CompositeAlarms", listOf("member", members)), element("MetricAlarms")]);
  }
  const reply = await world.forward(call);
  const root = parseXml(reply.body);
  const result = [...walk(root)].find((node) => node.name === "DescribeAlarmsResult");
  if (reply.status !== 200 || result === undefined) return reply;
  setChild(result, "CompositeAlarms", listOf("member", members));
  return xmlReply(call, 200, root);
}

/** Metric alarms with the states that the values put give them. */
function judged(call: AwsCall, world: World, reply: AwsReply): AwsReply {
  if (reply.status !== 200 || !isXml(reply)) return reply;
  const root = parseXml(reply.body);
  const alarms = [...walk(root)].find(({ name }) => name === "MetricAlarms")?.children ?? [];
  let changed = false;
  for (const alarm of alarms) {
    const name = textAt(alarm, "AlarmName") ?? "";
    const state = metricDataOf(world).lastState(placeOf(call), name, world.clock.now());
    if (state === undefined || textAt(alarm, "TreatMissingData") !== "ignore") continue;
    setChild(alarm, "StateValue", state);
    changed = true;
  }
  return changed ? xmlReply(call, 200, root) : reply;
}

function view(place: Place, alarm: CompositeAlarm, now: Evaluated | undefined): readonly XmlElement[] {
  const time = (ms: number) => new Date(ms).toISOString();
  return fields({
    AlarmName: alarm.name,
    AlarmArn: arnOf(place, alarm.name),
    AlarmDescription: alarm.description,
    AlarmRule: alarm.rule,
    AlarmConfigurationUpdatedTimestamp: time(alarm.configuredAt),
    ActionsEnabled: alarm.actionsEnabled,
    AlarmActions: listOf("member", alarm.alarmActions),
    OKActions: listOf("member", alarm.okActions),
    InsufficientDataActions: listOf("member", alarm.insufficientDataActions),
    StateValue: now?.state,
    StateUpdatedTimestamp: now === undefined ? undefined : time(now.since),
    ActionsSuppressor: alarm.suppressor?.alarm,
    ActionsSuppressorWaitPeriod: alarm.suppressor?.wait,
    ActionsSuppressorExtensionPeriod: alarm.suppressor?.extension,
    ActionsSuppressedBy: now?.suppressedBy,
  });
}

async function remove(call: AwsCall, world: World): Promise<AwsReply | undefined> {
  const place = placeOf(call);
  const composites = compositesOf(world);
  const names = list(parseForm(call.body), "AlarmNames");
  const others = names.filter((name) => !composites.remove(place, name));
  if (others.length === names.length) return undefined;
  if (others.length === 0) return queryReply(call, []);
  const form = new Map([...parseForm(call.body)].filter(([key]) => !key.startsWith("AlarmNames")));
  others.forEach((name, index) => {
    form.set(`AlarmNames.member.${index + 1}`, name);
  });
  return await world.forward({ ...call, body: Buffer.from(renderForm(form)) });
}

/** Composites follow at once; when they did is remembered for their periods. */
async function setState(call: AwsCall, world: World): Promise<AwsReply> {
  const reply = await world.forward(call);
  await evaluateComposites(world, placeOf(call), compositesOf(world));
  return reply;
}

function tags(call: AwsCall, world: World): AwsReply | undefined {
  const form = parseForm(call.body);
  const kept = compositesOf(world).tags.get(form.get("ResourceARN") ?? "");
  if (kept === undefined) return undefined;
  if (call.action === "TagResource") for (const [key, value] of tagsIn(call)) kept.set(key, value);
  if (call.action === "UntagResource") for (const key of list(form, "TagKeys")) kept.delete(key);
  if (call.action !== "ListTagsForResource") return queryReply(call, []);
  const members = [...kept].map(([Key, Value]) => fields({ Key, Value }));
  return queryReply(call, [element("Tags", listOf("member", members))]);
}
