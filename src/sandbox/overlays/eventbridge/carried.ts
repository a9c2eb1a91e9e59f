import type { AwsCall, AwsReply } from "../../call.ts";
import type { World } from "../../overlay.ts";
import { askJson, jsonBody, type Place } from "../../wire/index.ts";
import { perSandbox } from "../perSandbox.ts";
import { fits } from "./pattern.ts";
import { firstTry } from "./tries.ts";

/** An event as a rule sees it. */
interface BusEvent {
  readonly source: string;
  readonly "detail-type": string;
  readonly detail: unknown;
  readonly region: string;
  readonly account: string;
}

/** On its way to the default bus of another region. */
interface Carried {
  readonly event: BusEvent;
  readonly to: Place;
  /** Milliseconds on the sandbox's clock. */
  readonly putAt: number;
}

const underWay = perSandbox((): { carried: readonly Carried[] } => ({ carried: [] }));

/** A rule that leads from a default bus to the default bus of another region, with its name. */
export interface FarRule {
  readonly rule: string;
  readonly to: string;
}

/** PutEvents: what rules of the default bus lead to another region's sets out. The emulator knows the rules' patterns. */
export async function putEvents(call: AwsCall, world: World, rules: readonly FarRule[]): Promise<AwsReply> {
  const reply = await world.forward(call);
  const { Entries } = jsonBody(call);
  if (reply.status >= 300 || !Array.isArray(Entries)) return reply;
  const from = { account: call.account, region: call.signedRegion };
  const events = (Entries as Readonly<Record<string, unknown>>[])
    .filter(({ EventBusName = "default" }) => isDefault(EventBusName))
    .map(
      (entry): BusEvent => ({
        source: String(entry.Source),
        "detail-type": String(entry.DetailType),
        detail: JSON.parse(String(entry.Detail ?? "{}")),
        ...from,
      }),
    );
  const state = underWay(world);
  for (const { rule, to } of events.length === 0 ? [] : rules) {
    const described = await askJson(world, from, "events", "DescribeRule", { Name: rule });
    if (described?.State !== "ENABLED") continue;
    const fitting = events.filter((event) => fits(event, JSON.parse(String(described.EventPattern))));
    const putAt = world.clock.now();
    state.carried = [
      ...state.carried,
      ...fitting.map((event) => ({ event, to: { account: from.account, region: to }, putAt })),
    ];
  }
  return reply;
}

/**
 * Brings to their region what has arrived by now, and begins the state machines that rules there lead it to. To be called
 * before anybody looks at what runs there: nothing else shows that an event has come.
 */
export async function arrive(world: World): Promise<void> {
  const state = underWay(world);
  const due = state.carried.filter((each) => hasArrived(each, world));
  state.carried = state.carried.filter((each) => !due.includes(each));
  for (const { event, to } of due) await begun(world, to, event);
}

/** No region is reached while it is out of the others' reach, nor one left; then it is the next try that counts. */
function hasArrived({ event, to, putAt }: Carried, world: World): boolean {
  if (world.isLost(event.region) || world.isLost(to.region)) return false;
  const within = [event.region, to.region].flatMap((region) => world.regionChangedAt(region) ?? []);
  return firstTry(putAt, Math.max(putAt, ...within)) <= world.clock.now();
}

async function begun(world: World, to: Place, event: BusEvent): Promise<void> {
  const listed = await askJson(world, to, "events", "ListRules", {});
  for (const rule of rulesOf(listed)) {
    if (rule.State !== "ENABLED" || typeof rule.EventPattern !== "string") continue;
    if (!fits(event, JSON.parse(rule.EventPattern))) continue;
    const { Targets = [] } =
      (await askJson(world, to, "events", "ListTargetsByRule", { Rule: rule.Name })) ?? {};
    for (const { Arn, Input } of Targets as { readonly Arn: string; readonly Input?: string }[]) {
      if (!Arn.includes(":stateMachine:")) continue;
      await askJson(world, to, "states", "StartExecution", {
        stateMachineArn: Arn,
        input: Input ?? JSON.stringify(event),
      });
    }
  }
}

function rulesOf(listed: Record<string, unknown> | undefined) {
  const rules = Array.isArray(listed?.Rules) ? listed.Rules : [];
  return rules as { readonly Name: string; readonly State: string; readonly EventPattern?: string }[];
}

function isDefault(bus: unknown): boolean {
  return String(bus).split("/").at(-1) === "default";
}
