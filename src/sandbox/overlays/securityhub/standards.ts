import type { AwsReply } from "../../call.ts";
import { answer, listIn, recordIn, refuse, type SettingsDesk, textIn } from "../settingsDesk.ts";
import { notSubscribed, type SecurityHubState } from "./state.ts";

/** Standards of the hub, and which of their controls are off. */
export function standardCall(desk: SettingsDesk, state: SecurityHubState): AwsReply | undefined {
  switch (desk.call.action) {
    case "BatchEnableStandards":
    case "GetEnabledStandards":
    case "BatchDisableStandards":
    case "BatchUpdateStandardsControlAssociations":
    case "ListStandardsControlAssociations":
      if (!state.hubs.has(desk.place)) return notSubscribed(desk);
      break;
    default:
      return undefined;
  }
  switch (desk.call.action) {
    case "BatchEnableStandards":
      return subscribe(desk, state);
    case "GetEnabledStandards": {
      const wanted = listIn(desk.body.StandardsSubscriptionArns);
      const found = state
        .subscriptionsIn(desk.place)
        .filter(({ arn }) => wanted.length === 0 || wanted.includes(arn));
      return answer(desk, { StandardsSubscriptions: found.map(shown) });
    }
    case "BatchDisableStandards": {
      const gone = listIn(desk.body.StandardsSubscriptionArns);
      const found = state.subscriptionsIn(desk.place).filter(({ arn }) => gone.includes(arn));
      for (const { standard } of found) state.subscriptions.delete(`${desk.place} ${standard}`);
      return answer(desk, {
        StandardsSubscriptions: found.map((each) => ({ ...shown(each), StandardsStatus: "DELETING" })),
      });
    }
    case "BatchUpdateStandardsControlAssociations":
      return switchControls(desk, state);
    default:
      return controls(desk, state);
  }
}

function shown({ arn, standard }: { readonly arn: string; readonly standard: string }) {
  return {
    StandardsSubscriptionArn: arn,
    StandardsArn: standard,
    StandardsInput: {},
    StandardsStatus: "READY",
    StandardsControlsUpdatable: "READY_FOR_UPDATES",
  };
}

function subscribe(desk: SettingsDesk, state: SecurityHubState): AwsReply {
  const { signedRegion, account } = desk.call;
  const wanted = listIn(desk.body.StandardsSubscriptionRequests).map((each) =>
    textIn(recordIn(each).StandardsArn),
  );
  for (const standard of wanted) {
    // The oldest CIS benchmark has an ARN without a region; all others name the region they are used in.
    const path = /^arn:aws:securityhub:([a-z0-9-]*)::(?:standards|ruleset)\/(.+)$/.exec(standard);
    if (path === null || (path[1] !== "" && path[1] !== signedRegion))
      return refuse(desk, "InvalidInputException", `Invalid parameter: standards ARN ${standard}`);
    const arn = `arn:aws:securityhub:${signedRegion}:${account}:subscription/${path[2]}`;
    state.subscriptions.set(`${desk.place} ${standard}`, { arn, standard });
  }
  const made = state.subscriptionsIn(desk.place).filter(({ standard }) => wanted.includes(standard));
  return answer(desk, { StandardsSubscriptions: made.map(shown) });
}

function switchControls(desk: SettingsDesk, state: SecurityHubState): AwsReply {
  const unprocessed: object[] = [];
  for (const each of listIn(desk.body.StandardsControlAssociationUpdates).map(recordIn)) {
    const standard = textIn(each.StandardsArn);
    if (!state.subscriptions.has(`${desk.place} ${standard}`)) {
      unprocessed.push({
        StandardsControlAssociationUpdate: each,
        ErrorCode: "NOT_FOUND",
        ErrorReason: `The account is not subscribed to ${standard}`,
      });
      continue;
    }
    state.controls.set(`${desk.place} ${standard} ${textIn(each.SecurityControlId)}`, {
      status: textIn(each.AssociationStatus),
      reason: textIn(each.UpdatedReason),
      at: desk.world.clock.now(),
    });
  }
  return answer(desk, { UnprocessedAssociationUpdates: unprocessed });
}

/** In every standard that the hub is subscribed to: which standards have the control is not known here. */
function controls(desk: SettingsDesk, state: SecurityHubState): AwsReply {
  const control = desk.query.get("SecurityControlId") ?? "";
  return answer(desk, {
    StandardsControlAssociationSummaries: state.subscriptionsIn(desk.place).map(({ standard }) => {
      const known = state.controls.get(`${desk.place} ${standard} ${control}`);
      return {
        StandardsArn: standard,
        SecurityControlId: control,
        SecurityControlArn: `arn:aws:securityhub:${desk.call.signedRegion}:${desk.call.account}:security-control/${control}`,
        AssociationStatus: known?.status ?? "ENABLED",
        ...(known === undefined
          ? {}
          : { UpdatedAt: new Date(known.at).toISOString(), UpdatedReason: known.reason }),
        StandardsControlTitle: control,
        StandardsControlDescription: control,
      };
    }),
  });
}
