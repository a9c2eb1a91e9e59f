import { compile, HOLE, matches, type Pattern } from "../matching/pattern.ts";
import { all, NO, not, type Truth, unknownFor, YES } from "../matching/truth.ts";
import type { Listed, PolicyDocument, Statement } from "../policy/document.ts";
import type { Policy } from "../policy/policy.ts";
import type { Caller } from "./caller.ts";
import { conditionsHold } from "./conditions.ts";
import type { RequestContext } from "./context.ts";
import { type Reach, reaches } from "./principals.ts";

/** What is asked for, without the policies that decide it. */
export interface Ask {
  readonly caller: Caller;
  /** `s3:GetObject`. */
  readonly action: string;
  /** An ARN, with HOLE for what is not known of it, or `*` for an action that takes no resource. */
  readonly resource: string;
  readonly context: RequestContext;
  /** Whether the caller has a permissions boundary. */
  readonly bounded: boolean;
  /** Only the outcome matters: what nothing grants is denied without asking what denies it. @default false */
  readonly brief?: boolean;
}

/** A statement that applies, or could. */
export interface Applied {
  readonly policy: Policy;
  /** Undefined: the document is not known, so which statement it would be is not either. */
  readonly statement: Statement | undefined;
  readonly truth: Truth;
  readonly reach: Reach;
}

/** The statements of that effect that apply to what is asked, or could; those that do not are left out. */
export function applied(policies: readonly Policy[], effect: "Allow" | "Deny", ask: Ask): readonly Applied[] {
  return policies.flatMap((policy): Applied[] => {
    if (policy.document === undefined) return unread(policy, effect, ask);
    const { document } = policy;
    return document.statements.flatMap((statement): Applied[] => {
      if (statement.effect !== effect) return [];
      const { truth, reach } = applies(statement, document, ask);
      return truth.is === "no"
        ? []
        : [{ policy, statement, truth: inPolicy(truth, policy, statement), reach }];
    });
  });
}

/** Of a policy that AWS keeps, what it allows at most is known and that it denies nothing; of any other, nothing. */
function unread(policy: Policy, effect: "Allow" | "Deny", ask: Ask): Applied[] {
  if (policy.within !== undefined) {
    const among = (texts: readonly string[]) =>
      texts.some((text) => {
        const pattern = compile(text);
        return pattern !== undefined && matches(pattern, ask.action, true) === "yes";
      });
    const [taken, given] = [policy.within.filter((text) => text.startsWith("!")), policy.within];
    const reachesAction = among(given) && !among(taken.map((text) => text.slice(1)));
    if (effect === "Deny" || !reachesAction) return [];
  }
  const missing = policy.missing ?? `the document of ${policy.name}`;
  return [{ policy, statement: undefined, truth: unknownFor(missing), reach: "entity" }];
}

function applies(
  statement: Statement,
  document: PolicyDocument,
  ask: Ask,
): { readonly truth: Truth; readonly reach: Reach } {
  const action = actionMatches(statement.actions, ask.action);
  if (action.is === "no") return { truth: NO, reach: "entity" };
  const variable = document.variables ? (name: string) => ask.context.variable(name) : undefined;
  const resource =
    statement.resources === undefined
      ? YES
      : listedMatches(
          statement.resources,
          (text) => compile(text, variable === undefined ? {} : { variable }),
          ask.resource,
          false,
          "a resource",
        );
  if (resource.is === "no") return { truth: NO, reach: "entity" };
  const reached =
    statement.principals === undefined
      ? { truth: YES, reach: "entity" as const }
      : reaches(statement.principals, ask.caller, {
          deny: statement.effect === "Deny",
          bounded: ask.bounded,
        });
  if (reached.truth.is === "no") return { truth: NO, reach: reached.reach };
  const conditions = conditionsHold(statement.conditions, document, ask.context);
  return { truth: all([action, resource, reached.truth, conditions]), reach: reached.reach };
}

/** Patterns of lists that have no variables: they are the same for every request. */
const compiledOnce = new WeakMap<Listed<string>, readonly (Pattern | undefined)[]>();

function patternsOf(listed: Listed<string>, compileOne: (text: string) => Pattern | undefined) {
  const before = compiledOnce.get(listed);
  if (before !== undefined) return before;
  const patterns = listed.entries.map(compileOne);
  if (!listed.entries.some((entry) => entry.includes("${"))) compiledOnce.set(listed, patterns);
  return patterns;
}

/** Few actions are asked for of many statements, again and again. */
const actionsMatched = new WeakMap<Listed<string>, Map<string, Truth>>();

function actionMatches(listed: Listed<string>, action: string): Truth {
  const before = actionsMatched.get(listed) ?? new Map<string, Truth>();
  actionsMatched.set(listed, before);
  const known = before.get(action);
  if (known !== undefined) return known;
  const truth = listedMatches(listed, (text) => compile(text), action, true, "an action");
  before.set(action, truth);
  return truth;
}

/** Actions are compared without regard to case, resources with it. */
function listedMatches(
  listed: Listed<string>,
  compileOne: (text: string) => Pattern | undefined,
  given: string,
  ignoreCase: boolean,
  what: string,
): Truth {
  const missing: string[] = [];
  for (const [at, pattern] of patternsOf(listed, compileOne).entries()) {
    const match = pattern === undefined ? "no" : matches(pattern, given, ignoreCase);
    if (match === "yes") return listed.except ? NO : YES;
    if (match === "maybe") {
      missing.push(
        pattern?.includes(HOLE) === true
          ? `${what} that is not known yet`
          : `which resource it is: "${listed.entries[at]}" is for some`,
      );
    }
  }
  const truth = missing.length === 0 ? NO : unknownFor(...new Set(missing));
  return listed.except ? not(truth) : truth;
}

/** Names the policy beside what is missing in it; a key is the request's, whatever asks for it. */
function inPolicy(truth: Truth, policy: Policy, statement: Statement): Truth {
  if (truth.is !== "unknown") return truth;
  const name = statement.sid ?? `statement ${statement.index + 1}`;
  return unknownFor(
    ...truth.missing.map((missing) =>
      missing.startsWith("key ") ? missing : `${missing} (${policy.name}, ${name})`,
    ),
  );
}
