import { IamRole } from "@cdktn/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktn/provider-aws/lib/iam-role-policy/index.js";
import { IamRolePolicyAttachment } from "@cdktn/provider-aws/lib/iam-role-policy-attachment/index.js";
import type { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { policyDocument } from "../policyDocument.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

export interface RoleProps {
  readonly naming: Naming;
  /** Last part of the role's name: `event-routes`. */
  readonly thing: string;
  /** @default thing */
  readonly policyName?: string;
  readonly description?: string;
  /** The statement that says who may take it on. */
  readonly trust: object;
  /** What it may do; without any it has no policy of its own. */
  readonly statements?: readonly object[];
  /** Policies that AWS keeps, by what they are called in the role's address. */
  readonly managed?: Readonly<Record<string, string>>;
  /** What its resources are called in their addresses, which may never change. @default role, policy */
  readonly ids?: { readonly role: string; readonly policy: string };
  readonly tags: OwnerTags;
}

/** A role of its environment with its policies, for a global stack: IAM's control plane is in us-east-1. */
export function roleOf(scope: Construct, props: RoleProps): IamRole {
  const { naming, thing, description, trust, statements = [], managed = {}, tags } = props;
  const { policyName = thing, ids = { role: "role", policy: "policy" } } = props;
  const name = nameOf(naming, thing);
  const role = new IamRole(scope, ids.role, {
    name,
    ...(description === undefined ? {} : { description }),
    assumeRolePolicy: policyDocument([trust]),
    tags: tagsOf(name, tags),
  });
  if (statements.length > 0) {
    const policy = policyDocument(statements);
    new IamRolePolicy(scope, ids.policy, { name: policyName, role: role.name, policy });
  }
  for (const [id, policyArn] of Object.entries(managed)) {
    new IamRolePolicyAttachment(scope, id, { role: role.name, policyArn });
  }
  return role;
}

/** Ids of a role that is one of several in its scope. */
export function idsOf(thing: string): { readonly role: string; readonly policy: string } {
  return { role: thing, policy: `${thing}-policy` };
}

/** Lets a service take a role on, and under what condition: against the confused deputy, where the service can. */
export function trustIn(service: string, condition?: object): object {
  return {
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}
