import type { AwsReply } from "../../call.ts";
import { answer, placeOfAccount, refuse, type SettingsDesk, textIn } from "../settingsDesk.ts";
import { merged } from "./features.ts";
import { type GuardDutyState, notOurs, textOr } from "./state.ts";

/** What the management account and the delegated administrator ask: always in one region. */
export function administrationCall(desk: SettingsDesk, state: GuardDutyState): AwsReply | undefined {
  const { administrators, detectors } = state;
  switch (desk.call.action) {
    case "EnableOrganizationAdminAccount": {
      const admin = textIn(desk.body.adminAccountId);
      const known = administrators.get(desk.place);
      if (known !== undefined && known !== admin)
        return refuse(
          desk,
          "BadRequestException",
          "The request failed because an administrator is registered already.",
        );
      administrators.set(desk.place, admin);
      return answer(desk, {});
    }
    case "DisableOrganizationAdminAccount":
      administrators.delete(desk.place);
      return answer(desk, {});
    case "ListOrganizationAdminAccounts": {
      const adminAccountId = administrators.get(desk.place);
      return answer(desk, {
        adminAccounts: adminAccountId === undefined ? [] : [{ adminAccountId, adminStatus: "ENABLED" }],
      });
    }
    case "DescribeOrganizationConfiguration":
    case "UpdateOrganizationConfiguration":
      break;
    default:
      return undefined;
  }
  const detector = detectors.get(placeOfAccount(desk, desk.call.account));
  if (detector === undefined || detector.id !== desk.path[1]) return notOurs(desk);
  const named = [...administrators].some(
    ([place, admin]) => admin === desk.call.account && place.endsWith(` ${desk.call.signedRegion}`),
  );
  if (!named) {
    const message = "The request is rejected because the current account is not the delegated administrator.";
    return refuse(desk, "BadRequestException", message);
  }
  if (desk.call.action === "UpdateOrganizationConfiguration") {
    const { autoEnableOrganizationMembers, features } = desk.body;
    detector.organisation = {
      members: textOr(autoEnableOrganizationMembers, detector.organisation.members),
      features: merged(detector.organisation.features, features),
    };
    return answer(desk, {});
  }
  const { members, features } = detector.organisation;
  return answer(desk, {
    memberAccountLimitReached: false,
    autoEnable: members !== "NONE",
    autoEnableOrganizationMembers: members,
    features,
  });
}
