import { HOLE } from "../matching/pattern.ts";
import { type EvaluationCase, identity, read, SINGLE, unread } from "./evaluationCases.ts";
import { allow, deny, policy } from "./requests.ts";

/** What is decided, and what is not, while something is not known. */
export const UNKNOWN_CASES: readonly EvaluationCase[] = [
  {
    says: "does not know what an unread policy of the identity allows",
    source: SINGLE,
    given: { identity: [unread] },
    outcome: "unknown",
  },
  {
    says: "does not know whether an unread policy denies what another allows",
    source: SINGLE,
    given: { identity: [unread, ...identity(read)] },
    outcome: "unknown",
  },
  {
    says: "denies what is denied, whatever an unread policy says",
    source: SINGLE,
    given: { identity: [unread, ...identity(deny("*"))] },
    outcome: "deny",
  },
  {
    says: "denies what no ceiling allows, whatever an unread policy says",
    source: SINGLE,
    given: { identity: [unread], boundary: policy("boundary", allow("ec2:*")) },
    outcome: "deny",
  },
  {
    says: "does not know a statement of a resource that is not known",
    source: SINGLE,
    given: { identity: identity(allow("s3:GetObject", `arn:aws:s3:::${HOLE}/*`)) },
    outcome: "unknown",
  },
  {
    says: "denies what a statement of a partly unknown resource cannot mean",
    source: SINGLE,
    given: { identity: identity(allow("s3:GetObject", `arn:aws:s3:::films-${HOLE}/*`)) },
    outcome: "deny",
  },
  {
    says: "knows what actions a policy of AWS's own cannot touch",
    source: SINGLE,
    given: { identity: [{ ...unread, within: ["ec2:*"] }] },
    outcome: "deny",
  },
];
