import type { Caller } from "../evaluation/caller.ts";
import { callerOf, callerText } from "../evaluation/caller.ts";
import type { Decision } from "../evaluation/evaluate.ts";
import { HOLE } from "../matching/pattern.ts";
import type { AccessModel } from "../model/accessModel.ts";
import type { Identity } from "../model/identities.ts";
import { decide } from "./decide.ts";
import type { Question } from "./question.ts";

/** Somebody who could ask: of the graph, or named by a policy in it. */
export interface Candidate {
  readonly caller: Caller;
  readonly kind: Identity["kind"] | "root" | "service" | "federated" | "anonymous" | "stranger";
  /** For people. */
  readonly name: string;
  readonly identity?: Identity;
}

/** What the evaluator says of one of them. */
export interface Answer extends Candidate {
  readonly decision: Decision;
  /**
   * `conditional`: nothing is missing but keys that only a request has, so that policies say yes under conditions;
   * `unknown`: something else is missing, too.
   */
  readonly access: "allowed" | "conditional" | "unknown" | "denied";
}

const remembered = new WeakMap<AccessModel, readonly Candidate[]>();

/** Everybody of whom the graph knows, those first who are in it. */
function candidates(model: AccessModel): readonly Candidate[] {
  const before = remembered.get(model);
  if (before !== undefined) return before;
  const found = candidatesOf(model);
  remembered.set(model, found);
  return found;
}

function candidatesOf(model: AccessModel): readonly Candidate[] {
  const known = model.identities.map(
    (identity): Candidate => ({
      caller: identity.caller,
      kind: identity.kind,
      name: identity.name,
      identity,
    }),
  );
  const seen = new Set(known.map(({ caller }) => callerText(caller)));
  const others: Candidate[] = [];
  const add = (caller: Caller, kind: Candidate["kind"]) => {
    const name = callerText(caller);
    if (!seen.has(name)) others.push({ caller, kind, name });
    seen.add(name);
  };
  for (const account of accountsOf(model)) {
    add({ kind: "root", arn: `arn:aws:iam::${account}:root`, account }, "root");
  }
  for (const { document } of model.policies) {
    for (const { principals } of document?.statements ?? []) {
      for (const { kind, value } of principals?.entries ?? []) {
        if (kind === "Service") add({ kind: "service", name: value }, "service");
        if (kind === "Federated") add({ kind: "federated", provider: value }, "federated");
        const caller = kind === "AWS" ? namedBy(value) : undefined;
        if (caller !== undefined) add(caller, "stranger");
      }
    }
  }
  others.sort((a, b) => (a.kind === b.kind ? (a.name < b.name ? -1 : 1) : a.kind < b.kind ? -1 : 1));
  return [...known, ...others, { caller: { kind: "anonymous" }, kind: "anonymous", name: "anonymous" }];
}

/** Somebody outside the graph whom a policy names; an account stands for whoever it lets. */
function namedBy(value: string): Caller | undefined {
  if (/^\d{12}$/.test(value)) return { kind: "root", arn: `arn:aws:iam::${value}:root`, account: value };
  return callerOf(value);
}

function accountsOf(model: AccessModel): readonly string[] {
  const accounts = model.identities.map(({ caller }) => caller.account);
  return [...new Set([...accounts, ...model.guarded.map(({ account }) => account)])]
    .filter((account) => account !== HOLE)
    .sort();
}

/** What of a question everybody is asked. */
export type Asked = Omit<Question, "caller" | "own">;

/** Asks for one of them. */
function answer(model: AccessModel, candidate: Candidate, asked: Asked): Answer {
  const { identity } = candidate;
  const own = identity === undefined ? undefined : ownOf(identity);
  const decision = decide(model, {
    ...asked,
    brief: true,
    caller: candidate.caller,
    ...(own === undefined ? {} : { own }),
  });
  return { ...candidate, decision, access: accessOf(decision) };
}

/** What a question wants to know of an identity. */
export function ownOf({ id, policies, boundary }: Identity): NonNullable<Question["own"]> {
  return { id, policies, ...(boundary === undefined ? {} : { boundary }) };
}

/** Who can do that: everybody who is allowed, or may be. Those who are denied are left out. */
export function whoCan(model: AccessModel, asked: Asked): readonly Answer[] {
  return candidates(model)
    .map((candidate) => answer(model, candidate, asked))
    .filter(({ access }) => access !== "denied");
}

function accessOf({ outcome, missing }: Decision): Answer["access"] {
  if (outcome !== "unknown") return outcome === "allow" ? "allowed" : "denied";
  return missing.every((each) => each.startsWith("key ")) ? "conditional" : "unknown";
}
