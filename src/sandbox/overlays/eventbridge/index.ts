import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay, World } from "../../overlay.ts";
import { jsonBody, jsonReply } from "../../wire/index.ts";
import { type FarRule, putEvents } from "./carried.ts";

export { arrive } from "./carried.ts";

interface Target {
  readonly Id: string;
  readonly Arn: string;
}

/** Account, region, bus and rule, to the targets in other regions by their ids. */
type Kept = Map<string, Map<string, Target>>;

/**
 * Targets that are buses of other regions. The emulator publishes an event anew there, as if it were born there: rules
 * that look at where an event is from, as ours do, then send it back for ever. So these targets are kept here, and
 * nothing is carried between regions.
 */
export function eventBridgeOverlay(): Overlay {
  const kept: Kept = new Map();
  return {
    name: "events-other-regions",
    service: "events",
    grade: "validated",
    models:
      "Targets of rules that are event buses of other regions: kept and listed as they were put. What is put on a default bus " +
      "is carried to the default bus of another region by rules of exact values, as soon as that region can be reached at " +
      "one of its tries, whose pauses are modelled, and begins the state machines that rules there lead it to. Leaves out " +
      "other buses, whose events reach the queues of their own region and no other, and what is given up after a day.",
    handle: (call, world) => answer(call, world, kept),
  };
}

async function answer(call: AwsCall, world: World, kept: Kept): Promise<AwsReply | undefined> {
  const known = kept.get(ruleOf(call)) ?? new Map<string, Target>();
  switch (call.action) {
    case "PutTargets":
      return await put(call, world, kept, known);
    case "RemoveTargets": {
      const { Ids } = jsonBody(call);
      const ids = Array.isArray(Ids) ? Ids.map(String) : [];
      const reply = await world.forward(call);
      if (reply.status < 300) for (const id of ids) known.delete(id);
      return reply;
    }
    case "ListTargetsByRule": {
      const reply = await world.forward(call);
      const { Targets, ...rest } = jsonBody({ body: Buffer.from(reply.body) });
      if (reply.status >= 300 || known.size === 0) return reply;
      return jsonReply(call, {
        ...rest,
        Targets: [...(Array.isArray(Targets) ? Targets : []), ...known.values()],
      });
    }
    case "PutEvents":
      return putEvents(call, world, farRules(call, kept));
    case "DeleteRule": {
      const reply = await world.forward(call);
      if (reply.status < 300) kept.delete(ruleOf(call));
      return reply;
    }
    default:
      return undefined;
  }
}

/** The emulator is given the rule's other targets, and an empty list when there are none: it knows whether the rule exists. */
async function put(
  call: AwsCall,
  world: World,
  kept: Kept,
  known: Map<string, Target>,
): Promise<AwsReply | undefined> {
  const body = jsonBody(call);
  const targets = Array.isArray(body.Targets) ? (body.Targets as readonly Target[]) : [];
  const far = targets.filter((target) => isElsewhere(call, target));
  if (far.length === 0) return undefined;
  const near = { ...body, Targets: targets.filter((target) => !far.includes(target)) };
  const reply = await world.forward({ ...call, body: Buffer.from(JSON.stringify(near)) });
  if (reply.status >= 300) return reply;
  for (const target of far) known.set(target.Id, target);
  kept.set(ruleOf(call), known);
  return reply;
}

/** Rules of the caller's default bus that lead to another region's. */
function farRules(call: AwsCall, kept: Kept): readonly FarRule[] {
  const here = `${call.account} ${call.signedRegion} default `;
  return [...kept].flatMap(([key, targets]) =>
    key.startsWith(here)
      ? [...targets.values()].flatMap(({ Arn }) => {
          const [, , , to = "", , what] = Arn.split(":");
          return what === "event-bus/default" ? [{ rule: key.slice(here.length), to }] : [];
        })
      : [],
  );
}

function isElsewhere(call: AwsCall, { Arn }: Target): boolean {
  const [, , service, region, , what = ""] = Arn.split(":");
  return service === "events" && what.startsWith("event-bus/") && region !== call.signedRegion;
}

function ruleOf(call: AwsCall): string {
  const { Rule, Name, EventBusName } = jsonBody(call);
  const bus = String(EventBusName ?? "default")
    .split("/")
    .at(-1);
  return `${call.account} ${call.signedRegion} ${bus} ${String(Rule ?? Name)}`;
}
