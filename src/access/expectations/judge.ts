import { decide } from "../asking/decide.ts";
import { type Answer, ownOf, whoCan } from "../asking/whoCan.ts";
import type { Caller } from "../evaluation/caller.ts";
import { callerOf, callerText } from "../evaluation/caller.ts";
import type { Decision } from "../evaluation/evaluate.ts";
import type { AccessModel } from "../model/accessModel.ts";
import { managedPolicy } from "../model/managedPolicies.ts";
import type { Expectation, Subject } from "./expectation.ts";

/** An expectation, and what the evaluator got. */
export interface Row {
  readonly expectation: Expectation;
  /** Unknown is never what was wanted. */
  readonly holds: boolean;
  readonly got: Decision["outcome"] | "nobody else" | "others";
  /** Statements that decide. */
  readonly by: Decision["by"];
  readonly layer?: NonNullable<Decision["layer"]>;
  readonly missing: readonly string[];
  /** Those who may and should not. */
  readonly others: readonly Answer[];
}

/** Evaluates expectations over a model, each by itself. */
export function judge(model: AccessModel, expectations: readonly Expectation[]): readonly Row[] {
  return expectations.map((expectation) =>
    expectation.wanted === "nobody-but"
      ? judgeOthers(model, expectation)
      : judgeOne(model, expectation, expectation.as),
  );
}

function judgeOthers(model: AccessModel, expectation: Expectation & { readonly wanted: "nobody-but" }): Row {
  const able = whoCan(model, expectation.asked).filter(({ kind }) => kind !== "root");
  const others = able.filter(({ caller }) => !expectation.who.includes(callerText(caller)));
  return {
    expectation,
    holds: others.length === 0,
    got: others.length === 0 ? "nobody else" : "others",
    by: others.flatMap(({ decision }) => decision.by),
    missing: [...new Set(others.flatMap(({ decision }) => decision.missing))].sort(),
    others,
  };
}

function judgeOne(
  model: AccessModel,
  expectation: Expectation & { readonly wanted: "allow" | "deny" },
  subject: Subject,
): Row {
  const asking = askerOf(model, subject);
  if (asking === undefined) {
    const missing = [
      `who ${"arn" in subject ? subject.arn : subject.kind} is: nobody of that name is in the graph`,
    ];
    return { expectation, holds: false, got: "unknown", by: [], missing, others: [] };
  }
  const { outcome, by, missing, layer } = decide(model, { ...expectation.asked, ...asking });
  return {
    expectation,
    holds: outcome === expectation.wanted,
    got: outcome,
    by,
    missing,
    others: [],
    ...(layer === undefined ? {} : { layer }),
  };
}

type Asking = { readonly caller: Caller; readonly own?: NonNullable<Parameters<typeof decide>[1]["own"]> };

function askerOf(model: AccessModel, subject: Subject): Asking | undefined {
  if (subject.kind === "service" || subject.kind === "anonymous") return { caller: subject };
  if (subject.kind === "root") {
    const { account } = subject;
    return { caller: { kind: "root", account, arn: `arn:aws:iam::${account}:root` } };
  }
  if (subject.kind === "administrator") {
    const caller = callerOf(subject.arn);
    const everything = managedPolicy("arn:aws:iam::aws:policy/AdministratorAccess", "identity");
    return caller === undefined ? undefined : { caller, own: { policies: [everything] } };
  }
  const identity = model.identities.find(({ caller }) => caller.arn === subject.arn);
  return identity === undefined ? undefined : { caller: identity.caller, own: ownOf(identity) };
}
