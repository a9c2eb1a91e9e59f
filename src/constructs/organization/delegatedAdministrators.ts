import { OrganizationsDelegatedAdministrator } from "@cdktn/provider-aws/lib/organizations-delegated-administrator/index.js";
import { Construct } from "constructs";
import type { AccountTree } from "./accountTree.ts";

/**
 * Services whose administrator is named to Organizations. CloudTrail, GuardDuty, Security Hub, Inspector and Macie
 * are told by calls of their own, which name the administrator to Organizations themselves.
 * Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html
 */
const SERVICES: Readonly<Record<string, string>> = {
  "access-analyzer": "access-analyzer.amazonaws.com",
  config: "config.amazonaws.com",
  "config-rules": "config-multiaccountsetup.amazonaws.com",
};

export interface DelegatedAdministratorsProps {
  readonly tree: AccountTree;
  /** Name of the security team's account. */
  readonly account: string;
}

/** The security team's account administers security services for all others, so that nobody needs the management account. */
export class DelegatedAdministrators extends Construct {
  constructor(scope: Construct, id: string, { tree, account }: DelegatedAdministratorsProps) {
    super(scope, id);
    for (const [name, servicePrincipal] of Object.entries(SERVICES)) {
      new OrganizationsDelegatedAdministrator(this, name, {
        accountId: tree.accountId(account),
        servicePrincipal,
      });
    }
  }
}
