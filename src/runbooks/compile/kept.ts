import type { JsonObject } from "../../lib/index.ts";
import { callsOf, type Look, type Runbook, type Step, type TakenForm } from "../runbook.ts";
import { keptEntries } from "./facts.ts";
import { keptNames } from "./spelling.ts";
import type { Machine } from "./states.ts";

/** A state that keeps a word of the input, whose form was looked at, or when the execution began. */
export function keptWord(name: string, form: TakenForm, Next: string): JsonObject {
  const value = "is" in form && form.is === "beginning" ? "$$.Execution.StartTime" : `$.${name}`;
  return { Type: "Pass", Parameters: { "value.$": value }, ResultPath: `$.kept.${name}`, Next };
}

/** Adds the states that keep what a look found; returns the first of them, or `next` when nothing is kept. */
export function keepStates(machine: Machine, name: string, look: Look, next: string): string {
  return keptEntries(look).reduceRight((following, [kept, value]) => {
    const state = `${name}, keep ${kept}`;
    machine.add(state, { Type: "Pass", Parameters: value, ResultPath: `$.kept.${kept}`, Next: following });
    return state;
  }, next);
}

/**
 * What a lane keeps is known to those after it in the lane; what a lane that is alone in its stage keeps, to all after it;
 * what a run takes from whoever begins it, to all.
 * @throws RangeError for a call that asks for what nobody has kept before it
 */
export function refuseUnkept({ stages, takes = {} }: Runbook): void {
  const everywhere = new Set<string>(Object.keys(takes));
  for (const { lane, alone } of stages.flatMap(({ lanes }) =>
    lanes.map((lane) => ({ lane, alone: lanes.length === 1 })),
  )) {
    const known = alone ? everywhere : new Set(everywhere);
    for (const step of lane) {
      for (const { call, part } of callsOf(step)) {
        const missing = keptNames(call.input).find((name) => !known.has(name));
        if (missing !== undefined)
          throw new RangeError(`${step.id} asks for ${missing}, which nobody has kept`);
        if (part === "guard") for (const name of keptBy(step)) known.add(name);
      }
      for (const name of keptBy(step)) known.add(name);
    }
  }
}

function keptBy({ guard, confirmation }: Step): readonly string[] {
  return [guard.look, confirmation?.look].flatMap((look) => Object.keys(look?.keep ?? {}));
}
