import { type AccessModel, type Asked, arnFields, HOLE } from "../../access/index.ts";
import type { InputProblem } from "../../lib/index.ts";
import { refused } from "./source.ts";
import { USUAL_REQUEST } from "./usualRequest.ts";

export interface AskedTexts {
  readonly action: string;
  /** An ARN, an address of the graph, or `*`. */
  readonly resource: string;
  /** `key=value`; the same key again adds a value, `key=` says that the request has no such key. */
  readonly context?: readonly string[];
}

/** The question that three texts mean. Throws `InputError` with everything that is wrong with them. */
export function askedOf(model: AccessModel, texts: AskedTexts): Asked {
  const problems: InputProblem[] = [];
  if (!/^[a-z0-9][a-z0-9-]*:[A-Za-z0-9]+$/.test(texts.action)) {
    problems.push({
      code: "access/action",
      where: "--action",
      given: texts.action,
      wanted: "one action of one service, such as s3:GetObject, without wildcards",
      fix: "Name the service's prefix in small letters, a colon and the action.",
    });
  }
  const resource = resourceOf(model, texts.resource, problems);
  const context = contextOf(texts.context ?? [], problems);
  if (problems.length > 0) throw refused(...problems);
  return { action: texts.action, ...resource, context: { ...USUAL_REQUEST, ...context } };
}

function resourceOf(
  model: AccessModel,
  text: string,
  problems: InputProblem[],
): Pick<Asked, "resource" | "resourceId"> {
  if (text === "*") return { resource: "*" };
  // A wildcard in what is asked about stands for some resource, and is as little known as a hole.
  if (arnFields(text) !== undefined) return { resource: text.replaceAll("*", HOLE) };
  const found = model.graph.byAddress(text);
  const arn = found === undefined ? undefined : model.arnOf(found);
  if (arn !== undefined) return { resource: arn, resourceId: text };
  problems.push({
    code: "access/resource",
    where: "--resource",
    given: text,
    wanted:
      found === undefined
        ? "an ARN of six fields (arn:aws:s3:::bucket/key), a resource of the graph by its id, or * for actions without one"
        : `the ARN: that of ${found.type} is not derived from its configuration`,
    fix: "Write the ARN; trireme graph --json lists the ids of resources.",
  });
  return { resource: "*" };
}

function contextOf(
  pairs: readonly string[],
  problems: InputProblem[],
): Readonly<Record<string, readonly string[] | null>> {
  const context = new Map<string, string[] | null>();
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    const [key, value] = [pair.slice(0, at), pair.slice(at + 1)];
    if (at < 1 || !/^[a-z0-9-]+:./i.test(key)) {
      problems.push({
        code: "access/context",
        where: "--context",
        given: pair,
        wanted: "a key of a request and its value, such as aws:MultiFactorAuthPresent=true",
        fix: "Join key and value by =; leave the value empty to say that the request has no such key.",
      });
    } else if (value === "") context.set(key, null);
    else context.set(key, [...(context.get(key) ?? []), value]);
  }
  return Object.fromEntries(context);
}
