import { IdentitystoreGroup } from "@cdktn/provider-aws/lib/identitystore-group/index.js";
import { SsoadminAccountAssignment } from "@cdktn/provider-aws/lib/ssoadmin-account-assignment/index.js";
import { SsoadminManagedPolicyAttachment } from "@cdktn/provider-aws/lib/ssoadmin-managed-policy-attachment/index.js";
import { SsoadminPermissionSet } from "@cdktn/provider-aws/lib/ssoadmin-permission-set/index.js";
import { SsoadminPermissionSetInlinePolicy } from "@cdktn/provider-aws/lib/ssoadmin-permission-set-inline-policy/index.js";
import type { ITerraformDependable } from "cdktn";
import { Construct } from "constructs";
import { type PermissionSet, policyText } from "../../guardrails/index.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

export interface IdentityCenterAccessProps {
  /** ARN of the instance, which is turned on by hand: `arn:aws:sso:::instance/ssoins-1234567890abcdef`. */
  readonly instanceArn: string;
  /** Id of the directory that belongs to the instance and holds the groups: `d-1234567890`. */
  readonly identityStoreId: string;
  /** What may be done in an account, and for how long at a time. Assigned or not, each is made. */
  readonly permissionSets: readonly PermissionSet[];
  /** Groups that are made, and those that an identity provider keeps, which have an id. */
  readonly groups: readonly { readonly name: string; readonly id: string | undefined }[];
  /** Which group may do what in which account. Whoever is in none of these groups signs in and finds no account. */
  readonly assignments: readonly {
    /** Name of one of `groups`. */
    readonly group: string;
    /** Name of a permission set. */
    readonly permissions: string;
    /** Name of the account, for people. */
    readonly account: string;
    /** 12 digits. */
    readonly accountId: string;
  }[];
  readonly tags: OwnerTags;
}

/**
 * Who may do what in which account, through IAM Identity Center. For a stack of the region in which it was turned on:
 * its API is there and nowhere else, and while that region is lost nobody new signs in. Sessions that run go on.
 */
export class IdentityCenterAccess extends Construct {
  readonly #groups = new Map<string, string>();
  readonly #sets = new Map<string, { readonly arn: string; readonly policies: ITerraformDependable[] }>();

  constructor(scope: Construct, id: string, props: IdentityCenterAccessProps) {
    super(scope, id);
    for (const { name, id: known } of props.groups) {
      this.#groups.set(name, known ?? this.#group(props, name));
    }
    for (const set of props.permissionSets) this.#set(props, set);
    for (const assignment of props.assignments) this.#assign(props, assignment);
  }

  #group({ identityStoreId }: IdentityCenterAccessProps, name: string): string {
    const made = new IdentitystoreGroup(this, `group-${name}`, {
      identityStoreId,
      displayName: name,
      description: "Of the platform's people",
    });
    return made.groupId;
  }

  #set({ instanceArn, tags }: IdentityCenterAccessProps, set: PermissionSet): void {
    const made = new SsoadminPermissionSet(this, set.name, {
      instanceArn,
      name: set.name,
      description: set.description,
      sessionDuration: set.session,
      tags: tagsOf(set.name, tags),
    });
    const permissionSetArn = made.arn;
    const policies: ITerraformDependable[] = set.managedPolicies.map(
      (managedPolicyArn) =>
        new SsoadminManagedPolicyAttachment(this, `${set.name}-${managedPolicyArn.split("/").at(-1)}`, {
          instanceArn,
          permissionSetArn,
          managedPolicyArn,
        }),
    );
    if (set.inlinePolicy !== undefined) {
      const inlinePolicy = policyText(set.inlinePolicy);
      policies.push(
        new SsoadminPermissionSetInlinePolicy(this, `${set.name}-own`, {
          instanceArn,
          permissionSetArn,
          inlinePolicy,
        }),
      );
    }
    this.#sets.set(set.name, { arn: permissionSetArn, policies });
  }

  #assign(
    { instanceArn }: IdentityCenterAccessProps,
    { group, permissions, account, accountId }: IdentityCenterAccessProps["assignments"][number],
  ): void {
    const set = this.#sets.get(permissions);
    const principalId = this.#groups.get(group);
    if (set === undefined || principalId === undefined)
      throw new RangeError(`no group ${group} or no permission set ${permissions}`);
    new SsoadminAccountAssignment(this, `${group}-${permissions}-${account}`, {
      instanceArn,
      permissionSetArn: set.arn,
      principalType: "GROUP",
      principalId,
      targetType: "AWS_ACCOUNT",
      targetId: accountId,
      // What is attached to a set that is assigned already is provisioned once more, in every account.
      dependsOn: set.policies,
    });
  }
}
