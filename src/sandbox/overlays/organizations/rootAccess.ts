import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay, World } from "../../overlay.ts";
import { askJson, element, errorReply, listOf, queryReply } from "../../wire/index.ts";
import { type OrganizationsState, organizationsIn } from "./state.ts";

/** What each call turns on or off; the emulator knows none of them. */
const CALLS: Readonly<Record<string, { readonly feature?: string; readonly on?: boolean }>> = {
  ListOrganizationsFeatures: {},
  EnableOrganizationsRootCredentialsManagement: { feature: "RootCredentialsManagement", on: true },
  DisableOrganizationsRootCredentialsManagement: { feature: "RootCredentialsManagement", on: false },
  EnableOrganizationsRootSessions: { feature: "RootSessions", on: true },
  DisableOrganizationsRootSessions: { feature: "RootSessions", on: false },
};

const TRUSTED = "iam.amazonaws.com";

/** IAM's management of the root users of an organization's accounts. */
export function rootAccessOverlay(): Overlay {
  return {
    name: "iam-root-access",
    service: "iam",
    grade: "validated",
    models:
      "What of the members' root users is managed centrally, once IAM is let into the organization. Leaves out those users and the sessions that may be had of them.",
    async handle(call, world) {
      const asked = CALLS[call.action];
      return asked === undefined ? undefined : await answer(call, world, organizationsIn(world), asked);
    },
  };
}

async function answer(
  call: AwsCall,
  world: World,
  state: OrganizationsState,
  { feature, on }: { readonly feature?: string; readonly on?: boolean },
): Promise<AwsReply> {
  const place = { account: call.account, region: "us-east-1" };
  const described = await askJson(world, place, "organizations", "DescribeOrganization", {});
  const organization = described?.Organization as { readonly Id?: string } | undefined;
  if (organization?.Id === undefined) {
    return refused(call, "OrganizationNotFoundException", "The account is in no organization.");
  }
  const { services, rootAccess } = state.of(call.account);
  if (!services.has(TRUSTED)) {
    return refused(call, "ServiceAccessNotEnabledException", `Trusted access for ${TRUSTED} is not enabled.`);
  }
  if (feature !== undefined && on === true) rootAccess.add(feature);
  if (feature !== undefined && on === false) rootAccess.delete(feature);
  return queryReply(call, [
    element("OrganizationId", organization.Id),
    element("EnabledFeatures", listOf("member", [...rootAccess].sort())),
  ]);
}

function refused(call: AwsCall, code: string, message: string): AwsReply {
  return errorReply(call, { status: 400, code, message });
}
