import { evaluateBoolean } from "../../../lib/index.ts";
import type { World } from "../../overlay.ts";
import { askQuery, type Place, textAt, walk } from "../../wire/index.ts";
import { type AlarmState, parseRule } from "./rule.ts";
import { arnOf, type CompositeAlarms, type SeenState } from "./state.ts";

/** States of the emulator's metric alarms, by name. */
export async function metricAlarmStates(world: World, place: Place): Promise<Map<string, AlarmState>> {
  const answer = await askQuery(world, place, "cloudwatch", "DescribeAlarms", {});
  const states = new Map<string, AlarmState>();
  for (const node of answer === undefined ? [] : walk(answer)) {
    const [name, state] = [textAt(node, "AlarmName"), textAt(node, "StateValue")];
    if (name !== undefined && state !== undefined) states.set(name, state as AlarmState);
  }
  return states;
}

/** A composite's state now, and whether its suppressor holds its actions back. */
export interface Evaluated extends SeenState {
  readonly suppressedBy: "Alarm" | "WaitPeriod" | "ExtensionPeriod" | undefined;
}

/**
 * Every composite of a region as its children are now. A cycle ends the evaluation, as it does on AWS: an alarm that
 * leads back to itself stays what it was.
 */
export async function evaluateComposites(
  world: World,
  place: Place,
  composites: CompositeAlarms,
): Promise<ReadonlyMap<string, Evaluated>> {
  const alarms = composites.in(place);
  const states = await metricAlarmStates(world, place);
  const underWay = new Set<string>();

  function stateOf(name: string): AlarmState {
    const known = states.get(name);
    const rule = alarms.get(name)?.rule;
    const parsed = rule === undefined ? undefined : parseRule(rule);
    if (known !== undefined || parsed === undefined) return known ?? "INSUFFICIENT_DATA";
    if (underWay.has(name)) return composites.seen.get(arnOf(place, name))?.state ?? "INSUFFICIENT_DATA";
    underWay.add(name);
    const sounds = evaluateBoolean(parsed, (term) =>
      typeof term === "boolean" ? term : stateOf(term.alarm) === term.state,
    );
    underWay.delete(name);
    states.set(name, sounds ? "ALARM" : "OK");
    return sounds ? "ALARM" : "OK";
  }

  const now = world.clock.now();
  for (const name of [...alarms.keys(), ...suppressorsOf(alarms)]) {
    const [arn, state] = [arnOf(place, name), stateOf(name)];
    const before = composites.seen.get(arn);
    if (before?.state === state) continue;
    const endedAt = before?.state === "ALARM" ? now : before?.endedAt;
    composites.seen.set(arn, { state, since: now, ...(endedAt === undefined ? {} : { endedAt }) });
  }
  const seen = (name: string) =>
    composites.seen.get(arnOf(place, name)) ?? { state: "INSUFFICIENT_DATA" as const, since: now };
  return new Map(
    [...alarms].map(([name, { suppressor }]) => [
      name,
      {
        ...seen(name),
        suppressedBy: suppressor && suppression(suppressor, seen(name), seen(suppressor.alarm), now),
      },
    ]),
  );
}

function suppressorsOf(alarms: ReadonlyMap<string, { suppressor: { alarm: string } | undefined }>): string[] {
  return [...alarms.values()].flatMap(({ suppressor }) => (suppressor === undefined ? [] : suppressor.alarm));
}

/** Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html, "Alarm suppression". */
function suppression(
  { wait, extension }: { readonly wait: number; readonly extension: number },
  composite: SeenState,
  { state, endedAt }: SeenState,
  now: number,
) {
  if (state === "ALARM") return "Alarm";
  if (endedAt !== undefined && now - endedAt < extension * 1000) return "ExtensionPeriod";
  return composite.state === "ALARM" && now - composite.since < wait * 1000 ? "WaitPeriod" : undefined;
}
