import { IamOrganizationsFeatures } from "@cdktn/provider-aws/lib/iam-organizations-features/index.js";
import { OrganizationsAccount } from "@cdktn/provider-aws/lib/organizations-account/index.js";
import { OrganizationsOrganization } from "@cdktn/provider-aws/lib/organizations-organization/index.js";
import { OrganizationsOrganizationalUnit } from "@cdktn/provider-aws/lib/organizations-organizational-unit/index.js";
import { Construct } from "constructs";
import { ACCOUNT_ACCESS_ROLE, ROOT } from "../../guardrails/index.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

/**
 * Services that the management account lets look at the organization and work in its accounts.
 * Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html
 */
export const TRUSTED_SERVICES: readonly string[] = [
  "access-analyzer.amazonaws.com",
  "account.amazonaws.com",
  "cloudtrail.amazonaws.com",
  "config-multiaccountsetup.amazonaws.com",
  "config.amazonaws.com",
  "guardduty.amazonaws.com",
  "iam.amazonaws.com",
  "inspector2.amazonaws.com",
  "macie.amazonaws.com",
  "malware-protection.guardduty.amazonaws.com",
  "securityhub.amazonaws.com",
  "sso.amazonaws.com",
  "tagpolicies.tag.amazonaws.com",
];

/** Kinds of policies that are used, so that one can be attached. */
const POLICY_TYPES = ["AISERVICES_OPT_OUT_POLICY", "SERVICE_CONTROL_POLICY", "TAG_POLICY"];

/** What of an organization is there before its first deploy. */
export interface AdoptedOrganization {
  /** Its id, `o-a1b2c3d4e5`. */
  readonly organization: string;
  /** Names of members that are in it. They keep their names in AWS. */
  readonly accounts: readonly string[];
  /** Ids of units, by name. */
  readonly units: Readonly<Record<string, string>>;
  /** Principals of services besides `TRUSTED_SERVICES` that keep their access. */
  readonly trustedServices: readonly string[];
  /** Kinds of policies besides the platform's that stay turned on. */
  readonly policyTypes: readonly string[];
}

export interface AccountTreeProps {
  /** Name of the platform: begins the names of its accounts. */
  readonly platform: string;
  /** Every unit after the one that it is in; `root` is the top. */
  readonly units: readonly { readonly name: string; readonly under: string }[];
  /** Accounts without the management account, which is there before its organization. */
  readonly members: readonly {
    /** Unique in the organization, `log-archive`. Ends the account's name in AWS, after the platform's. */
    readonly name: string;
    /** 12 digits, as AWS gave them. */
    readonly account: string;
    /** Mail address of its root user. AWS takes each address once, for all accounts of the world. */
    readonly email: string;
    /** Name of the unit that it is in: one of `units`, or `root`. */
    readonly unit: string;
  }[];
  /**
   * What is there already: imported, and changed where it differs.
   * @default nothing: all of it is made
   */
  readonly adopted?: AdoptedOrganization;
  /** Whether Terraform refuses a plan that would delete the organization or take an account out of it. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/**
 * The organization, its units and its accounts. AWS chooses an account's id when it is made: an account that is new
 * gets one that nobody could write down before, and the apply then fails and says which to write down.
 *
 * An account that is taken out of the configuration is neither closed nor deleted: AWS lets it leave only when it can
 * pay its own bill, and what is in it lives on. Closing one is done by hand, and can be undone for 90 days.
 */
export class AccountTree extends Construct {
  readonly organization: OrganizationsOrganization;
  readonly #targets = new Map<string, string>();
  readonly #accounts = new Map<string, OrganizationsAccount>();

  constructor(scope: Construct, id: string, props: AccountTreeProps) {
    super(scope, id);
    this.organization = new OrganizationsOrganization(this, "organization", {
      featureSet: "ALL",
      awsServiceAccessPrincipals: united(TRUSTED_SERVICES, props.adopted?.trustedServices),
      enabledPolicyTypes: united(POLICY_TYPES, props.adopted?.policyTypes),
      lifecycle: { preventDestroy: props.protect },
    });
    if (props.adopted !== undefined) this.organization.importFrom(props.adopted.organization);
    // Members are made without a password for their root user, and what only a root user may mend, the management
    // account mends in a session of it.
    // Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html#id_root-user-access-management
    new IamOrganizationsFeatures(this, "root-access", {
      enabledFeatures: ["RootCredentialsManagement", "RootSessions"],
      dependsOn: [this.organization],
    });
    this.#targets.set(ROOT, this.organization.roots.get(0).id);
    for (const { name, under } of props.units) this.#unit(props, name, under);
    for (const member of props.members) this.#account(props, member);
  }

  /** Id of a unit, or of the root. Throws RangeError when there is none of that name. */
  targetId(unit: string): string {
    const found = this.#targets.get(unit);
    if (found === undefined) throw new RangeError(`the organization has no unit ${unit}`);
    return found;
  }

  /** The account of that name, as others need it: once it is made. Throws RangeError when there is none. */
  accountId(name: string): string {
    const found = this.#accounts.get(name);
    if (found === undefined) throw new RangeError(`the organization made no account ${name}`);
    return found.id;
  }

  #unit({ tags, adopted, protect }: AccountTreeProps, name: string, under: string): void {
    const known = adopted?.units[name];
    const unit = new OrganizationsOrganizationalUnit(this, `unit-${name}`, {
      name,
      parentId: this.targetId(under),
      tags: tagsOf(name, tags),
      // One that is under another unit in AWS would be made anew, for whom nobody asked.
      ...(known === undefined ? {} : { lifecycle: { preventDestroy: protect } }),
    });
    if (known !== undefined) unit.importFrom(known);
    this.#targets.set(name, unit.id);
  }

  #account(props: AccountTreeProps, member: AccountTreeProps["members"][number]): void {
    const name = `${props.platform}-${member.name}`;
    const isThere = props.adopted?.accounts.includes(member.name) ?? false;
    const account = new OrganizationsAccount(this, `account-${member.name}`, {
      name,
      email: member.email,
      parentId: this.targetId(member.unit),
      roleName: ACCOUNT_ACCESS_ROLE,
      closeOnDeletion: false,
      tags: { ...tagsOf(name, props.tags), account: member.account },
      lifecycle: {
        preventDestroy: props.protect,
        // AWS says neither of them afterwards: an account that is imported would be made anew. So would one by another name.
        ignoreChanges: ["iam_user_access_to_billing", "role_name", ...(isThere ? ["name"] : [])],
        postcondition: [
          {
            condition: `\${self.id == "${member.account}"}`,
            errorMessage: `AWS gave the account ${member.name} the id \${self.id}: write it down in the configuration in place of ${member.account}, and deploy again.`,
          },
        ],
      },
    });
    if (isThere) account.importFrom(member.account);
    this.#accounts.set(member.name, account);
  }
}

/** In one order, whatever was written first. */
function united(ours: readonly string[], kept: readonly string[] = []): string[] {
  return [...new Set([...ours, ...kept])].sort();
}
