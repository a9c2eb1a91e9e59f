import { type Draft, type Located, show } from "../draft.ts";
import type { Rule } from "./rule.ts";

/**
 * Names that the platform gives to what it makes of its own. A second of the name would not be made, or, worse, would
 * take the place of the first: an apply overwrites a role's policy as readily as it makes one. `reservedNames.test.ts`
 * of the stacks looks for those that are missing here.
 */
const OWN = {
  /** Pods of the platform that have a role. */
  services: /^(?:vpc-cni|ebs-csi|load-balancer-controller|telemetry|karpenter)$/,
  /** Buckets. */
  buckets: /^(?:access-logs|artifacts|audit-logs|bill|canaries|lb-logs|tfstate)$/,
  /** Tables. */
  tables: /^recovery-lock$/,
  /** Aliases of keys, beside those of homes. */
  keys: /^(?:tfstate|zone-signing)$/,
  /** Rules on the default event bus. */
  rules: /^(?:break-glass|fence-ends|interruptions|left-[a-z]+-[a-z-]+-\d|threats|weaknesses)$/,
  /** State machines: those who are on call may begin whatever is called a recovery. */
  workflows: /^recovery(?:-|$)/,
} as const;

function complaint(where: string, value: string, of: string) {
  return {
    where: `${where}.name`,
    given: show(value),
    wanted: `a name that the platform does not give to ${of} of its own`,
    fix: `Rename ${where}.`,
  };
}

function taken(section: readonly Located<{ readonly name: string }>[], own: RegExp, of: string) {
  return section
    .filter(({ value }) => own.test(value.name))
    .map(({ where, value }) => complaint(where, value.name, of));
}

const notOurs: Rule = {
  code: "config/name-of-platform",
  check: (draft) => [
    ...taken(draft.services, OWN.services, "pods"),
    ...taken(
      draft.stores.filter(({ value }) => value.engine === "s3"),
      OWN.buckets,
      "buckets",
    ),
    ...taken(
      draft.stores.filter(({ value }) => value.engine === "dynamodb"),
      OWN.tables,
      "tables",
    ),
    ...taken(
      draft.functions.filter(({ value }) => value.events !== undefined),
      OWN.rules,
      "rules of events",
    ),
    ...taken(draft.workflows, OWN.workflows, "state machines"),
    ...keys(draft),
  ],
};

/** A store's own key is called after it, as a home's is after the home. */
function keys(draft: Draft) {
  const homes = new Set(draft.homes.map(({ value }) => value.name.toLowerCase()));
  return draft.stores
    .filter(({ value }) => value.key === "own" || (value.key === undefined && value.data === "cardholder"))
    .filter(({ value }) => homes.has(value.name) || OWN.keys.test(value.name))
    .map(({ where, value }) => complaint(where, value.name, "keys"));
}

export const RESERVED_NAME_RULES: readonly Rule[] = [notOurs];
