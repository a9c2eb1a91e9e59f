import type { InputProblems } from "../inputProblems.ts";
import type { JsonBytes, Span } from "./jsonBytes.ts";

/** A resource's bytes in `root_module` of a state or of planned values. */
export interface ResourceSpan extends Span {
  readonly where: string;
}

/** All `resources` of a module and of its `child_modules`, one at a time. */
export function* resourceSpans(json: JsonBytes, module: Span, where: string): Generator<ResourceSpan> {
  if (!json.isObject(module)) return refuse(json.problems, where, "an object");
  for (const member of json.members(module)) {
    if (member.name !== "resources" && member.name !== "child_modules") continue;
    const at = `${where}.${member.name}`;
    if (!json.isList(member)) {
      if (json.parse(member) !== null) refuse(json.problems, at, "a list");
      continue;
    }
    let index = 0;
    for (const element of json.elements(member)) {
      const place = `${at}[${index}]`;
      if (member.name === "resources") yield { ...element, where: place };
      else yield* resourceSpans(json, element, place);
      index += 1;
    }
  }
}

/** The last member of that name, as `JSON.parse` would take. */
function memberSpan(json: JsonBytes, object: Span, name: string): Span | undefined {
  if (!json.isObject(object)) return undefined;
  let found: Span | undefined;
  for (const member of json.members(object)) if (member.name === name) found = member;
  return found;
}

/** `a.b.c` within a value, or nothing where a step is missing or no object. */
export function spanAt(json: JsonBytes, root: Span | undefined, path: readonly string[]): Span | undefined {
  let span = root;
  for (const name of path) span = span === undefined ? undefined : memberSpan(json, span, name);
  return span === undefined || !json.isObject(span) ? undefined : span;
}

function refuse(problems: InputProblems, where: string, wanted: string): never {
  return problems.refuse({
    code: "graph/wrong-type",
    where,
    given: "something else",
    wanted,
    fix: "Write the file again with terraform show -json and do not edit it.",
  });
}
