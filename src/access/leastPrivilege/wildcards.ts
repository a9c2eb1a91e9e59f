import { arnFields } from "../matching/arn.ts";
import type { Statement } from "../policy/document.ts";
import type { Policy } from "../policy/policy.ts";

/** Something in a statement that allows more than it names. */
export interface Wildcard {
  readonly policy: Policy;
  readonly statement: Statement;
  /** `everything-but`: NotAction, NotResource or NotPrincipal under Allow. */
  readonly of: "action" | "resource" | "everything-but" | "principal";
  /** As written. */
  readonly text: string;
}

/**
 * Every wildcard by which a policy allows. A Deny may be as wide as it likes, and a `*` behind a named parent, such
 * as the objects of one bucket, is no more than that parent.
 */
export function wildcardsOf(policies: readonly Policy[]): readonly Wildcard[] {
  return policies.flatMap((policy) =>
    (policy.document?.statements ?? []).flatMap((statement) =>
      statement.effect === "Allow" ? wildcardsIn(policy, statement) : [],
    ),
  );
}

function wildcardsIn(policy: Policy, statement: Statement): readonly Wildcard[] {
  const { actions, resources, principals } = statement;
  const found: Wildcard[] = [];
  const add = (of: Wildcard["of"], text: string) => found.push({ policy, statement, of, text });
  if (actions.except) add("everything-but", `NotAction ${actions.entries.join(", ")}`);
  else for (const text of actions.entries) if (/[*?]/.test(text)) add("action", text);
  if (resources?.except === true) add("everything-but", `NotResource ${resources.entries.join(", ")}`);
  else for (const text of resources?.entries ?? []) if (isWide(text)) add("resource", text);
  if (principals?.except === true) add("everything-but", "NotPrincipal");
  else if (principals?.entries.some(({ kind }) => kind === "*") === true) add("principal", "*");
  return found;
}

/** Services whose ARNs have the name at once, without a word for the type before it. */
const WITHOUT_TYPE: ReadonlySet<string> = new Set(["s3", "sns", "sqs"]);

/** Whether a resource names less than one thing. */
export function isWide(resource: string): boolean {
  if (!/[*?]/.test(resource.replaceAll(/\$\{[^}]*\}/g, ""))) return false;
  const fields = arnFields(resource);
  if (fields === undefined) return true;
  const [, , service = "", region, account, what = ""] = fields;
  if ([service, region, account].some((field) => /[*?]/.test(field ?? ""))) return true;
  const named = what.slice(0, what.search(/[*?]/));
  if (!/[/:]$/.test(named)) return true;
  const segments = named.split(/[/:]/).filter((segment) => segment !== "");
  return segments.length < (WITHOUT_TYPE.has(service) ? 1 : 2);
}
