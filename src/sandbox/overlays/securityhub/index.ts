import type { AwsReply } from "../../call.ts";
import type { Overlay } from "../../overlay.ts";
import { answer, refuse, type SettingsDesk, settingsDesk, textIn } from "../settingsDesk.ts";
import { organisationCall } from "./organisation.ts";
import { standardCall } from "./standards.ts";
import { notSubscribed, SecurityHubState } from "./state.ts";

/** Security Hub's settings. Nothing is checked. */
export function securityHubOverlay(): Overlay {
  const state = new SecurityHubState();
  return {
    name: "securityhub-settings",
    service: "securityhub",
    grade: "validated",
    models:
      "The hub of an account and region, standards, controls switched off with their reasons, the one aggregator of " +
      "an account, the delegated administrator with its central configuration and policies. Leaves out checks, " +
      "findings, insights, members and automation rules.",
    async handle(call, world) {
      const desk = settingsDesk(call, world);
      return (
        hubCall(desk, state) ??
        organisationCall(desk, state) ??
        standardCall(desk, state) ??
        aggregatorCall(desk, state)
      );
    },
  };
}

function hubCall(desk: SettingsDesk, state: SecurityHubState): AwsReply | undefined {
  const hub = state.hubs.get(desk.place);
  const arn = `arn:aws:securityhub:${desk.call.signedRegion}:${desk.call.account}:hub/default`;
  switch (desk.call.action) {
    case "EnableSecurityHub": {
      const generator = textIn(desk.body.ControlFindingGenerator);
      state.hubs.set(desk.place, {
        subscribedAt: new Date(desk.world.clock.now()).toISOString(),
        autoEnableControls: true,
        generator: generator === "" ? "SECURITY_CONTROL" : generator,
      });
      return answer(desk, {});
    }
    case "DescribeHub":
      if (hub === undefined) return notSubscribed(desk);
      return answer(desk, {
        HubArn: arn,
        SubscribedAt: hub.subscribedAt,
        AutoEnableControls: hub.autoEnableControls,
        ControlFindingGenerator: hub.generator,
      });
    case "UpdateSecurityHubConfiguration":
      if (hub === undefined) return notSubscribed(desk);
      if (typeof desk.body.AutoEnableControls === "boolean")
        hub.autoEnableControls = desk.body.AutoEnableControls;
      hub.generator = textIn(desk.body.ControlFindingGenerator) || hub.generator;
      return answer(desk, {});
    case "DisableSecurityHub":
      if (hub === undefined) return notSubscribed(desk);
      state.disable(desk.place);
      return answer(desk, {});
    default:
      return undefined;
  }
}

function aggregatorCall(desk: SettingsDesk, state: SecurityHubState): AwsReply | undefined {
  const { account, signedRegion, action } = desk.call;
  const known = state.aggregators.get(account);
  const arn = desk.path.slice(2).join("/");
  switch (action) {
    case "CreateFindingAggregator": {
      const FindingAggregatorArn = `arn:aws:securityhub:${signedRegion}:${account}:finding-aggregator/${account}`;
      if (known !== undefined)
        return refuse(desk, "ResourceConflictException", "A finding aggregator exists", 409);
      state.aggregators.set(account, {
        FindingAggregatorArn,
        FindingAggregationRegion: signedRegion,
        RegionLinkingMode: desk.body.RegionLinkingMode,
        ...(desk.body.Regions === undefined ? {} : { Regions: desk.body.Regions }),
      });
      return answer(desk, state.aggregators.get(account) ?? {});
    }
    case "ListFindingAggregators":
      return answer(desk, {
        FindingAggregators: known === undefined ? [] : [{ FindingAggregatorArn: known.FindingAggregatorArn }],
      });
    case "GetFindingAggregator":
      if (known === undefined || known.FindingAggregatorArn !== arn)
        return refuse(desk, "ResourceNotFoundException", arn, 404);
      return answer(desk, known);
    case "UpdateFindingAggregator": {
      if (known === undefined || known.FindingAggregatorArn !== desk.body.FindingAggregatorArn)
        return refuse(desk, "ResourceNotFoundException", arn, 404);
      const { RegionLinkingMode, Regions } = desk.body;
      state.aggregators.set(account, {
        FindingAggregatorArn: known.FindingAggregatorArn,
        FindingAggregationRegion: known.FindingAggregationRegion,
        RegionLinkingMode,
        ...(Regions === undefined ? {} : { Regions }),
      });
      return answer(desk, state.aggregators.get(account) ?? {});
    }
    case "DeleteFindingAggregator":
      state.aggregators.delete(account);
      return answer(desk, {});
    default:
      return undefined;
  }
}
