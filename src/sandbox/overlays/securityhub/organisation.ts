import { createHash } from "node:crypto";
import type { AwsReply } from "../../call.ts";
import { answer, recordIn, refuse, type SettingsDesk, textIn } from "../settingsDesk.ts";
import type { CentralPolicy, SecurityHubState } from "./state.ts";

/** The delegated administrator, its central configuration, its policies and where they hold. */
export function organisationCall(desk: SettingsDesk, state: SecurityHubState): AwsReply | undefined {
  const { account, signedRegion, action } = desk.call;
  switch (action) {
    case "EnableOrganizationAdminAccount":
      state.administrators.set(desk.place, textIn(desk.body.AdminAccountId));
      return answer(desk, { AdminAccountId: desk.body.AdminAccountId });
    case "DisableOrganizationAdminAccount":
      state.administrators.delete(desk.place);
      return answer(desk, {});
    case "ListOrganizationAdminAccounts": {
      const AccountId = state.administrators.get(desk.place);
      return answer(desk, {
        AdminAccounts: AccountId === undefined ? [] : [{ AccountId, Status: "ENABLED" }],
      });
    }
    case "UpdateOrganizationConfiguration":
    case "DescribeOrganizationConfiguration":
      break;
    default:
      return policyCall(desk, state);
  }
  const named = [...state.administrators].some(
    ([place, admin]) => admin === account && place.endsWith(` ${signedRegion}`),
  );
  if (!named) {
    const message = `Account ${account} is not an administrator for this organization`;
    return refuse(desk, "InvalidAccessException", message, 401);
  }
  if (action === "UpdateOrganizationConfiguration") {
    const type = textIn(recordIn(desk.body.OrganizationConfiguration).ConfigurationType);
    state.organisations.set(account, {
      autoEnable: desk.body.AutoEnable === true,
      autoEnableStandards: textIn(desk.body.AutoEnableStandards) || "DEFAULT",
      type: type === "" ? "LOCAL" : type,
    });
    return answer(desk, {});
  }
  const known = state.organisations.get(account);
  return answer(desk, {
    AutoEnable: known?.autoEnable ?? false,
    MemberAccountLimitReached: false,
    AutoEnableStandards: known?.autoEnableStandards ?? "DEFAULT",
    OrganizationConfiguration: { ConfigurationType: known?.type ?? "LOCAL", Status: "ENABLED" },
  });
}

function policyCall(desk: SettingsDesk, state: SecurityHubState): AwsReply | undefined {
  const { account, signedRegion, action } = desk.call;
  const key = (id: string) => `${account} ${id}`;
  const known = state.policies.get(key(textIn(desk.body.Identifier) || (desk.path.at(-1) ?? "")));
  const put = (id: string) => {
    const policy: CentralPolicy = {
      id,
      arn: `arn:aws:securityhub:${signedRegion}:${account}:configuration-policy/${id}`,
      name: textIn(desk.body.Name),
      description: textIn(desk.body.Description),
      configuration: desk.body.ConfigurationPolicy,
    };
    state.policies.set(key(id), policy);
    return answer(desk, shown(policy));
  };
  switch (action) {
    case "CreateConfigurationPolicy": {
      const hash = createHash("sha256")
        .update(`${account} ${textIn(desk.body.Name)}`)
        .digest("hex");
      return put(
        [
          hash.slice(0, 8),
          hash.slice(8, 12),
          hash.slice(12, 16),
          hash.slice(16, 20),
          hash.slice(20, 32),
        ].join("-"),
      );
    }
    case "UpdateConfigurationPolicy":
      return known === undefined ? missing(desk) : put(known.id);
    case "GetConfigurationPolicy":
      return known === undefined ? missing(desk) : answer(desk, shown(known));
    case "DeleteConfigurationPolicy":
      if (known === undefined) return missing(desk);
      if ([...state.associations.values()].includes(known.id))
        return refuse(desk, "ResourceConflictException", "The policy is associated with a target", 409);
      state.policies.delete(key(known.id));
      return answer(desk, {});
    case "StartConfigurationPolicyAssociation":
      state.associations.set(key(targetOf(desk)), textIn(desk.body.ConfigurationPolicyIdentifier));
      return answer(desk, association(desk, state));
    case "GetConfigurationPolicyAssociation":
      return state.associations.has(key(targetOf(desk)))
        ? answer(desk, association(desk, state))
        : missing(desk);
    case "StartConfigurationPolicyDisassociation":
      state.associations.delete(key(targetOf(desk)));
      return answer(desk, {});
    default:
      return undefined;
  }
}

function shown({ arn, id, name, description, configuration }: CentralPolicy) {
  return { Arn: arn, Id: id, Name: name, Description: description, ConfigurationPolicy: configuration };
}

function targetOf(desk: SettingsDesk): string {
  const { AccountId, OrganizationalUnitId, RootId } = recordIn(desk.body.Target);
  return textIn(AccountId) || textIn(OrganizationalUnitId) || textIn(RootId);
}

function association(desk: SettingsDesk, state: SecurityHubState): object {
  const target = targetOf(desk);
  return {
    ConfigurationPolicyId: state.associations.get(`${desk.call.account} ${target}`),
    TargetId: target,
    TargetType: target.startsWith("r-")
      ? "ROOT"
      : target.startsWith("ou-")
        ? "ORGANIZATIONAL_UNIT"
        : "ACCOUNT",
    AssociationType: "APPLIED",
    AssociationStatus: "SUCCESS",
  };
}

function missing(desk: SettingsDesk): AwsReply {
  return refuse(
    desk,
    "ResourceNotFoundException",
    "There is no such configuration policy or association",
    404,
  );
}
