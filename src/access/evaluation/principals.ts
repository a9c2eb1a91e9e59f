import { compile, HOLE, matches } from "../matching/pattern.ts";
import { all, any, NO, not, type Truth, truthOf, unknownFor, YES } from "../matching/truth.ts";
import type { Listed, PrincipalEntry } from "../policy/document.ts";
import type { Caller } from "./caller.ts";

/**
 * How a statement reaches a caller. `entity`: by its own ARN. `account`: through the account it belongs to, which
 * hands the decision on to that account's own policies. `everyone`: by `*`.
 */
export type Reach = "entity" | "account" | "everyone";

export interface Reached {
  readonly truth: Truth;
  /** The strongest way in. */
  readonly reach: Reach;
}

/**
 * Whether the principals of a statement reach the caller.
 *
 * `NotPrincipal` under Deny spares an entity only where its account is listed beside it, and denies every entity
 * that has a permissions boundary, whatever is listed.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function reaches(
  listed: Listed<PrincipalEntry>,
  caller: Caller,
  { deny, bounded }: { readonly deny: boolean; readonly bounded: boolean },
): Reached {
  const ways = listed.entries.map((entry) => reachOf(entry, caller));
  const by = (reach: Reach) => any(ways.filter((way) => way.reach === reach).map(({ truth }) => truth));
  if (!listed.except) {
    for (const reach of ["entity", "everyone", "account"] as const) {
      if (by(reach).is === "yes") return { truth: YES, reach };
    }
    const truth = any(ways.map((way) => way.truth));
    return { truth, reach: ways.find((way) => way.truth.is === "unknown")?.reach ?? "entity" };
  }
  if (deny && bounded) return { truth: YES, reach: "everyone" };
  const inAccount = caller.kind === "role" || caller.kind === "user";
  const named =
    deny && inAccount
      ? all([by("entity"), by("account")])
      : any([by("entity"), by("everyone"), by("account")]);
  return { truth: not(named), reach: "everyone" };
}

function reachOf(entry: PrincipalEntry, caller: Caller): Reached {
  if (entry.kind === "*") return { truth: YES, reach: "everyone" };
  if (entry.kind === "Service") {
    return { truth: caller.kind === "service" ? equal(entry.value, caller.name) : NO, reach: "entity" };
  }
  if (entry.kind === "Federated") {
    return { truth: caller.kind === "federated" ? equal(entry.value, caller.provider) : NO, reach: "entity" };
  }
  if (entry.kind === "CanonicalUser") {
    const couldBe = caller.kind === "user" || caller.kind === "role" || caller.kind === "root";
    return { truth: couldBe ? unknownFor(`whose canonical id ${entry.value} is`) : NO, reach: "account" };
  }
  return awsReach(entry.value, caller);
}

function awsReach(value: string, caller: Caller): Reached {
  if (caller.kind !== "role" && caller.kind !== "user" && caller.kind !== "root") {
    return { truth: NO, reach: "entity" };
  }
  const account = /^(?:arn:[\w-]+:iam::)?([^:]+?)(?::root)?$/.exec(value);
  if (account?.[1] !== undefined && /^\d{12}$/.test(account[1])) {
    const truth = equal(account[1], caller.account);
    return { truth, reach: caller.kind === "root" ? "entity" : "account" };
  }
  // After its entity is deleted, AWS shows an id in its place: no entity of a later day is meant by it.
  if (/^A[A-Z0-9]{15,}$/.test(value)) return { truth: NO, reach: "entity" };
  const session = /^arn:[\w-]+:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(value);
  if (session !== null) {
    const isIts =
      caller.kind === "role" && caller.account === session[1] && caller.arn.endsWith(`/${session[2]}`);
    return { truth: isIts ? unknownFor(`the session: ${value}`) : NO, reach: "entity" };
  }
  return { truth: equal(value, caller.arn), reach: "entity" };
}

/** No wildcards: `*` in the middle of a principal is refused by AWS. */
function equal(wanted: string, given: string): Truth {
  const pattern = compile(wanted, { wildcards: false });
  const match = pattern === undefined ? "no" : matches(pattern, given);
  if (match !== "maybe") return truthOf(match === "yes");
  return unknownFor(wanted.includes(HOLE) ? "a principal" : `the ARN of ${given.replaceAll(HOLE, "…")}`);
}
