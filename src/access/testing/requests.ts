import type { Caller } from "../evaluation/caller.ts";
import { type ContextValues, RequestContext } from "../evaluation/context.ts";
import type { Deciding } from "../evaluation/evaluate.ts";
import type { Ask } from "../evaluation/statements.ts";
import { YES } from "../matching/truth.ts";
import { readPolicy } from "../policy/parse.ts";
import type { Policy, PolicyKind } from "../policy/policy.ts";

export const ACCOUNT = "111122223333";
export const OTHER_ACCOUNT = "444455556666";
export const ROLE: Caller = { kind: "role", arn: `arn:aws:iam::${ACCOUNT}:role/reader`, account: ACCOUNT };
export const USER: Caller = { kind: "user", arn: `arn:aws:iam::${ACCOUNT}:user/anna`, account: ACCOUNT };

/** A policy as AWS's documentation writes one, without the parts that are always the same. */
export function policy(kind: PolicyKind, ...statements: readonly object[]): Policy {
  return {
    id: kind,
    attribute: "policy",
    kind,
    name: kind,
    document: readPolicy({ Version: "2012-10-17", Statement: statements }),
  };
}

export function allow(
  action: string | readonly string[],
  resource: string | readonly string[] = "*",
  more: object = {},
) {
  return { Effect: "Allow", Action: action, Resource: resource, ...more };
}

export function deny(
  action: string | readonly string[],
  resource: string | readonly string[] = "*",
  more: object = {},
) {
  return { Effect: "Deny", Action: action, Resource: resource, ...more };
}

export function ask(
  action: string,
  resource: string,
  {
    caller = ROLE,
    context = {},
    bounded = false,
  }: Partial<Pick<Ask, "caller" | "bounded">> & { context?: ContextValues } = {},
): Ask {
  return { caller, action, resource, context: new RequestContext(() => [context]), bounded };
}

/** Nothing but what is given, inside one account. */
export function deciding(given: Partial<Deciding>): Deciding {
  return {
    identity: [],
    resource: [],
    resourceDecides: false,
    serviceControl: [],
    resourceControl: [],
    sameAccount: YES,
    ...given,
  };
}
