import { compile, matches } from "../matching/pattern.ts";
import type { Policy } from "../policy/policy.ts";
import { type Wildcard, wildcardsOf } from "./wildcards.ts";

/** Why a wildcard may stand. Everything that is named must hold. */
export interface WildcardReason {
  /** Stable, kebab-case. */
  readonly id: string;
  readonly of: Wildcard["of"] | readonly Wildcard["of"][];
  /** The wildcard as written. @default any */
  readonly text?: string;
  /** Pattern of the wildcard as written. @default any */
  readonly like?: string;
  /** Patterns, of which every action of the statement must match one. @default any */
  readonly actions?: readonly string[];
  /** Kinds of policies. @default any */
  readonly kinds?: readonly Policy["kind"][];
  /** Pattern of `<type>.<name>` of the resource that holds the policy: `aws_iam_role_policy.clusters_*`. @default any */
  readonly policies?: string;
  /** Ids of statements. @default any, those without one too */
  readonly sids?: readonly string[];
  /** Keys that the statement must have a condition on. @default none */
  readonly conditions?: readonly string[];
  /** Of something that a platform need not have, so that a reason unused is not stale. @default false */
  readonly optional?: boolean;
  /** For people. */
  readonly because: string;
  /** Where that is documented. */
  readonly source: string;
}

export interface LeastPrivilege {
  /** Wildcards that nobody gave a reason for. */
  readonly unexplained: readonly Wildcard[];
  readonly explained: readonly { readonly wildcard: Wildcard; readonly reason: WildcardReason }[];
  /** Reasons that explain nothing here. */
  readonly stale: readonly WildcardReason[];
}

/** Holds every wildcard of the policies against the reasons. */
export function leastPrivilege(
  policies: readonly Policy[],
  reasons: readonly WildcardReason[],
): LeastPrivilege {
  const used = new Set<WildcardReason>();
  const unexplained: Wildcard[] = [];
  const explained: { wildcard: Wildcard; reason: WildcardReason }[] = [];
  for (const wildcard of wildcardsOf(policies)) {
    const reason = reasons.find((each) => explains(each, wildcard));
    if (reason === undefined) unexplained.push(wildcard);
    else {
      used.add(reason);
      explained.push({ wildcard, reason });
    }
  }
  return {
    unexplained,
    explained,
    stale: reasons.filter((reason) => !used.has(reason) && reason.optional !== true),
  };
}

function explains(reason: WildcardReason, { policy, statement, of, text }: Wildcard): boolean {
  const { actions, resources } = statement;
  return (
    [reason.of].flat().includes(of) &&
    (reason.text === undefined || reason.text === text) &&
    (reason.like === undefined || like(reason.like, text)) &&
    (reason.kinds === undefined || reason.kinds.includes(policy.kind)) &&
    (reason.policies === undefined || like(reason.policies, addressOf(policy))) &&
    (reason.sids === undefined || (statement.sid !== undefined && reason.sids.includes(statement.sid))) &&
    (reason.conditions ?? []).every((key) => conditioned(statement.conditions, key)) &&
    (reason.actions === undefined ||
      (!actions.except &&
        resources?.except !== true &&
        actions.entries.every((action) => reason.actions?.some((pattern) => like(pattern, action, true)))))
  );
}

function like(pattern: string, text: string, ignoreCase = false): boolean {
  const compiled = compile(pattern);
  return compiled !== undefined && matches(compiled, text, ignoreCase) === "yes";
}

/** `aws_iam_role_policy.orders` of `production/global:aws_iam_role_policy.orders`. */
function addressOf({ id }: Policy): string {
  return id.slice(id.lastIndexOf(":") + 1);
}

function conditioned(conditions: readonly { readonly key: string }[], key: string): boolean {
  return conditions.some((condition) => condition.key.toLowerCase() === key.toLowerCase());
}
