import type { Row } from "../expectations/judge.ts";
import type { AccessModel } from "../model/accessModel.ts";
import type { Identity } from "../model/identities.ts";
import type { Guarded } from "../model/resourcePolicies.ts";
import type { Statement } from "../policy/document.ts";
import { readPolicy } from "../policy/parse.ts";
import type { Policy } from "../policy/policy.ts";

type Change = (policy: Policy) => Policy;

/** A model in which every policy is what `change` makes of it. */
function withPolicies(
  model: AccessModel,
  change: Change,
  more: {
    identity?: (identity: Identity) => readonly Policy[];
    guarded?: (guarded: Guarded) => readonly Policy[];
  } = {},
): AccessModel {
  const identities = model.identities.map((identity) => ({
    ...identity,
    policies: [...identity.policies.map(change), ...(more.identity?.(identity) ?? [])],
    ...(identity.boundary === undefined ? {} : { boundary: change(identity.boundary) }),
    ...(identity.trust === undefined ? {} : { trust: change(identity.trust) }),
  }));
  const guarded = model.guarded.map((each) => ({
    ...each,
    policies: [...each.policies.map(change), ...(more.guarded?.(each) ?? [])],
  }));
  const byId = new Map(guarded.map((each) => [each.id, each]));
  const { organization } = model;
  return {
    ...model,
    identities,
    guarded,
    policies: model.policies.map(change),
    guarding: (arn) => model.guarding(arn).flatMap(({ id }) => byId.get(id) ?? []),
    organization: {
      known: organization.known,
      above(account) {
        const { serviceControl, resourceControl } = organization.above(account);
        return {
          serviceControl: serviceControl.map((level) => level.map(change)),
          resourceControl: resourceControl.map((level) => level.map(change)),
        };
      },
    },
  };
}

/** Without the statements that decided the row. */
export function withoutDeciding(model: AccessModel, { by }: Row): AccessModel {
  const gone = new Set<Statement | undefined>(by.map(({ statement }) => statement));
  return withPolicies(model, (policy) =>
    policy.document === undefined
      ? policy
      : {
          ...policy,
          document: {
            ...policy.document,
            statements: policy.document.statements.filter((statement) => !gone.has(statement)),
          },
        },
  );
}

const NOTHING = readPolicy({
  Version: "2012-10-17",
  Statement: [{ Sid: "Mutation", Effect: "Deny", Action: "*", Resource: "*" }],
});

/** With guard rails that shut everything. */
export function shutDown(model: AccessModel): AccessModel {
  return withPolicies(model, (policy) =>
    policy.kind === "service-control" ? { ...policy, document: NOTHING } : policy,
  );
}

const EVERYTHING = readPolicy({
  Version: "2012-10-17",
  Statement: [{ Sid: "Mutation", Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
});
const FOR_ITS_BEARER = readPolicy({
  Version: "2012-10-17",
  Statement: [{ Sid: "Mutation", Effect: "Allow", Action: "*", Resource: "*" }],
});

/** With everything open to everybody: each role may do all, each resource and each role lets everybody in. */
export function openedUp(model: AccessModel): AccessModel {
  const open = (kind: Policy["kind"], document: typeof EVERYTHING): Policy => ({
    id: "mutation",
    attribute: "policy",
    kind,
    name: "mutation",
    document,
  });
  return withPolicies(
    model,
    (policy) => (policy.kind === "trust" ? { ...policy, document: EVERYTHING } : policy),
    {
      identity: () => [open("identity", FOR_ITS_BEARER)],
      guarded: () => [open("resource", EVERYTHING)],
    },
  );
}
