import { all, any, NO, not, type Truth, YES } from "../matching/truth.ts";
import type { Policy } from "../policy/policy.ts";
import { type Applied, type Ask, applied } from "./statements.ts";

/** Everything that AWS would look at for one request. */
export interface Deciding {
  /** Of the caller: its own, those attached to it, those of its groups. */
  readonly identity: readonly Policy[];
  readonly boundary?: Policy;
  readonly session?: Policy;
  /** Of the resource: a bucket policy, a key policy, a role's trust. */
  readonly resource: readonly Policy[];
  /**
   * The resource's policy must allow, even inside the account: keys, and roles being taken on.
   * Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
   */
  readonly resourceDecides: boolean;
  /** By level from the organisation's root to the account; empty: no organisation is known. */
  readonly serviceControl: readonly (readonly Policy[])[];
  readonly resourceControl: readonly (readonly Policy[])[];
  /** Of the VPC endpoint that the request takes; undefined: it takes none. */
  readonly endpoint?: readonly Policy[];
  /** Whether caller and resource belong to one account. */
  readonly sameAccount: Truth;
}

/** A step of AWS's evaluation, in its order. */
export type Layer =
  | "explicit deny"
  | "resource control policies"
  | "service control policies"
  | "resource policy"
  | "identity policies"
  | "permissions boundary"
  | "session policy"
  | "endpoint policy";

export interface Decision {
  readonly outcome: "allow" | "deny" | "unknown";
  /** A denied request was denied here; an allowed one was granted here. Undefined while not known. */
  readonly layer?: Layer;
  /** The statements that decide: those that deny, or those that grant. Empty for a denial for want of an allow. */
  readonly by: readonly Applied[];
  /** What would have to be known, sorted. Empty unless the outcome is unknown. */
  readonly missing: readonly string[];
}

/**
 * What AWS would answer, by its published logic: an explicit deny anywhere wins; every ceiling (resource control
 * and service control policies at each level, the endpoint's policy) must allow; then a grant is wanted, inside one
 * account from the resource's policy or the identity's (within its boundary), across accounts from both.
 *
 * Three-valued: what depends on an unknown is unknown, unless the rest decides it alone.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function evaluate(ask: Ask, deciding: Deciding): Decision {
  const steps = new Steps(ask, deciding);
  if (ask.brief === true && steps.own().truth.is === "no") return { outcome: "deny", by: [], missing: [] };
  const denies = steps.denies();
  const denied = any(denies.map(({ truth }) => truth));
  if (denied.is === "yes") {
    const by = denies.filter(({ truth }) => truth.is === "yes");
    return { outcome: "deny", layer: "explicit deny", by, missing: [] };
  }
  const { truth: granted, lacking, by } = steps.grant();
  if (granted.is === "no") {
    return { outcome: "deny", ...(lacking === undefined ? {} : { layer: lacking }), by: [], missing: [] };
  }
  const outcome = all([not(denied), granted]);
  if (outcome.is === "unknown") return { outcome: "unknown", by, missing: outcome.missing };
  const layer: Layer = by.some(({ policy }) => policy.kind === "resource" || policy.kind === "trust")
    ? "resource policy"
    : "identity policies";
  return { outcome: "allow", layer, by, missing: [] };
}

class Steps {
  readonly #ask: Ask;
  readonly #deciding: Deciding;
  /** Service control policies reach no service-linked role and nobody from outside; nor do they reach services. */
  readonly #controlled: boolean;
  readonly #resourceControlled: boolean;

  constructor(ask: Ask, deciding: Deciding) {
    this.#ask = ask;
    this.#deciding = deciding;
    const { caller } = ask;
    const entity = caller.kind === "role" || caller.kind === "user" || caller.kind === "root";
    const linked = entity && caller.serviceLinked === true;
    this.#controlled = entity && !linked;
    this.#resourceControlled = caller.kind !== "service" && !linked;
  }

  denies(): readonly Applied[] {
    const { identity, boundary, session, resource, serviceControl, resourceControl, endpoint } =
      this.#deciding;
    const policies = [
      ...(this.#resourceControlled ? resourceControl.flat() : []),
      ...(this.#controlled ? serviceControl.flat() : []),
      ...resource,
      ...identity,
      ...(boundary === undefined ? [] : [boundary]),
      ...(session === undefined ? [] : [session]),
      ...(endpoint ?? []),
    ];
    return applied(policies, "Deny", this.#ask);
  }

  grant(): { readonly truth: Truth; readonly lacking?: Layer; readonly by: readonly Applied[] } {
    const { resourceControl, serviceControl, endpoint } = this.#deciding;
    const ceilings: readonly (readonly [Layer, Truth])[] = [
      ["resource control policies", this.#resourceControlled ? this.#levels(resourceControl) : YES],
      ["service control policies", this.#controlled ? this.#levels(serviceControl) : YES],
      ["endpoint policy", endpoint === undefined ? YES : this.#allows(endpoint)],
    ];
    const own = this.own();
    const truth = all([...ceilings.map(([, ceiling]) => ceiling), own.truth]);
    const lacking = ceilings.find(([, ceiling]) => ceiling.is === "no")?.[0] ?? own.lacking;
    return { truth, by: own.by, ...(lacking === undefined ? {} : { lacking }) };
  }

  /** The grant inside one account, across accounts, or either where that is not known. */
  own(): { readonly truth: Truth; readonly lacking: Layer; readonly by: readonly Applied[] } {
    const { identity, boundary, session, resource, resourceDecides, sameAccount } = this.#deciding;
    const { caller } = this.#ask;
    const fromResource = applied(resource, "Allow", this.#ask);
    const reached = (reach: string) =>
      any(fromResource.filter((each) => each.reach === reach).map(({ truth }) => truth));
    const limits = all([
      boundary === undefined ? YES : this.#allows([boundary]),
      session === undefined ? YES : this.#allows([session]),
    ]);
    const fromIdentity = caller.kind === "root" ? [] : applied(identity, "Allow", this.#ask);
    const identityAllows = caller.kind === "root" ? YES : any(fromIdentity.map(({ truth }) => truth));
    const throughIdentity = all([identityAllows, limits]);
    if (caller.kind === "service" || caller.kind === "anonymous" || caller.kind === "federated") {
      const truth = any(fromResource.map((each) => each.truth));
      return { truth, lacking: "resource policy", by: fromResource };
    }
    // A grant to a role is within its boundary and session; one to a user or to everyone is not, see
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html (for `*`: recalled).
    const named = caller.kind === "role" ? all([reached("entity"), limits]) : reached("entity");
    const direct = any([named, reached("everyone")]);
    const inside = any([
      resourceDecides ? all([reached("account"), throughIdentity]) : throughIdentity,
      direct,
    ]);
    const across = all([any(fromResource.map(({ truth }) => truth)), throughIdentity]);
    const truth =
      sameAccount.is === "yes"
        ? inside
        : sameAccount.is === "no"
          ? across
          : either(inside, across, sameAccount);
    const crossing = sameAccount.is !== "yes";
    const usesIdentity =
      throughIdentity.is !== "no" && (crossing || !resourceDecides || reached("account").is !== "no");
    const grantedByResource = crossing || resourceDecides || throughIdentity.is !== "yes";
    const by = [
      ...(usesIdentity ? fromIdentity : []),
      ...(grantedByResource
        ? fromResource.filter(({ reach }) => reach !== "account" || resourceDecides || crossing)
        : []),
    ];
    return { truth, lacking: this.#lacking(fromResource, identityAllows, crossing), by };
  }

  #lacking(fromResource: readonly Applied[], identityAllows: Truth, crossing: boolean): Layer {
    const { boundary, resourceDecides } = this.#deciding;
    if ((resourceDecides || crossing) && fromResource.length === 0) return "resource policy";
    if (identityAllows.is === "no") return "identity policies";
    return boundary !== undefined && this.#allows([boundary]).is === "no"
      ? "permissions boundary"
      : "session policy";
  }

  #allows(policies: readonly Policy[]): Truth {
    return any(applied(policies, "Allow", this.#ask).map(({ truth }) => truth));
  }

  #levels(levels: readonly (readonly Policy[])[]): Truth {
    return all(levels.map((level) => this.#allows(level)));
  }
}

/** What both ways agree on is known, whichever of them it is. */
function either(inside: Truth, across: Truth, sameAccount: Truth): Truth {
  if (inside.is === across.is && inside.is !== "unknown") return inside;
  return inside.is === "no" && across.is === "no" ? NO : all([any([inside, across]), sameAccount]);
}
