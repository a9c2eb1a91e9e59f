import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay } from "../../overlay.ts";
import { errorReply, jsonBody, jsonReply } from "../../wire/index.ts";
import { type Body, type CostExplorerState, costExplorerStateOf } from "./state.ts";

export { costExplorerStateOf } from "./state.ts";

/** What the emulator's Cost Explorer lacks; cost categories are its own. */
export const costExplorerOverlay: Overlay = {
  name: "cost-explorer-settings",
  service: "ce",
  grade: "modelled",
  models:
    "Anomaly monitors and subscriptions with their tags, and tags that are active for cost allocation, as settings. Leaves out costs: no anomaly is ever found. A tag is known as soon as a resource carries it, up to 24 hours before AWS knows it.",
  async handle(call, world) {
    const state = costExplorerStateOf(world);
    return (
      monitorCall(call, state) ??
      subscriptionCall(call, state) ??
      allocationTagCall(call, state) ??
      tagCall(call, state)
    );
  },
};

function monitorCall(call: AwsCall, state: CostExplorerState): AwsReply | undefined {
  const body = jsonBody(call);
  const arn = String(body.MonitorArn ?? "");
  switch (call.action) {
    case "CreateAnomalyMonitor": {
      const MonitorArn = arnOf(call, "anomalymonitor");
      state.monitors.set(MonitorArn, { ...(body.AnomalyMonitor as Body), MonitorArn });
      state.tags.add(MonitorArn, body.ResourceTags);
      return jsonReply(call, { MonitorArn });
    }
    case "GetAnomalyMonitors": {
      const wanted = body.MonitorArnList as readonly string[] | undefined;
      const missing = wanted?.find((each) => !state.monitors.has(each));
      if (missing !== undefined) return unknown(call, "UnknownMonitorException", missing);
      return jsonReply(call, { AnomalyMonitors: chosen(call, state.monitors, wanted) });
    }
    case "UpdateAnomalyMonitor": {
      const known = state.monitors.get(arn);
      if (known === undefined) return unknown(call, "UnknownMonitorException", arn);
      state.monitors.set(arn, { ...known, ...body });
      return jsonReply(call, { MonitorArn: arn });
    }
    case "DeleteAnomalyMonitor":
      if (!state.monitors.delete(arn)) return unknown(call, "UnknownMonitorException", arn);
      state.tags.forget(arn);
      return jsonReply(call, {});
    default:
      return undefined;
  }
}

function subscriptionCall(call: AwsCall, state: CostExplorerState): AwsReply | undefined {
  const body = jsonBody(call);
  const arn = String(body.SubscriptionArn ?? "");
  switch (call.action) {
    case "CreateAnomalySubscription": {
      const given = body.AnomalySubscription as Body;
      const missing = (given.MonitorArnList as readonly string[]).find((each) => !state.monitors.has(each));
      if (missing !== undefined) return unknown(call, "UnknownMonitorException", missing);
      const SubscriptionArn = arnOf(call, "anomalysubscription");
      state.subscriptions.set(SubscriptionArn, { AccountId: call.account, ...given, SubscriptionArn });
      state.tags.add(SubscriptionArn, body.ResourceTags);
      return jsonReply(call, { SubscriptionArn });
    }
    case "GetAnomalySubscriptions": {
      const wanted = body.SubscriptionArnList as readonly string[] | undefined;
      const missing = wanted?.find((each) => !state.subscriptions.has(each));
      if (missing !== undefined) return unknown(call, "UnknownSubscriptionException", missing);
      return jsonReply(call, { AnomalySubscriptions: chosen(call, state.subscriptions, wanted) });
    }
    case "UpdateAnomalySubscription": {
      const known = state.subscriptions.get(arn);
      if (known === undefined) return unknown(call, "UnknownSubscriptionException", arn);
      state.subscriptions.set(arn, { ...known, ...body });
      return jsonReply(call, { SubscriptionArn: arn });
    }
    case "DeleteAnomalySubscription":
      if (!state.subscriptions.delete(arn)) return unknown(call, "UnknownSubscriptionException", arn);
      state.tags.forget(arn);
      return jsonReply(call, {});
    default:
      return undefined;
  }
}

function allocationTagCall(call: AwsCall, state: CostExplorerState): AwsReply | undefined {
  const body = jsonBody(call);
  switch (call.action) {
    case "UpdateCostAllocationTagsStatus": {
      const given = (body.CostAllocationTagsStatus ?? []) as { TagKey: string; Status: string }[];
      for (const { TagKey, Status } of given) state.allocationTags.set(`${call.account} ${TagKey}`, Status);
      return jsonReply(call, { Errors: [] });
    }
    case "ListCostAllocationTags": {
      const wanted = body.TagKeys as readonly string[] | undefined;
      const own = [...state.allocationTags]
        .filter(([key]) => key.startsWith(`${call.account} `))
        .map(([key, Status]) => ({
          TagKey: key.slice(call.account.length + 1),
          Status,
          Type: "UserDefined",
        }));
      return jsonReply(call, {
        CostAllocationTags: own.filter(({ TagKey }) => wanted?.includes(TagKey) ?? true),
      });
    }
    default:
      return undefined;
  }
}

/** Tags of what is kept here; those of cost categories are the emulator's. */
function tagCall(call: AwsCall, state: CostExplorerState): AwsReply | undefined {
  const body = jsonBody(call);
  const arn = String(body.ResourceArn ?? "");
  if (!state.tags.has(arn)) return undefined;
  switch (call.action) {
    case "ListTagsForResource":
      return jsonReply(call, { ResourceTags: state.tags.of(arn) });
    case "TagResource":
      state.tags.add(arn, body.ResourceTags);
      return jsonReply(call, {});
    case "UntagResource":
      state.tags.remove(arn, body.ResourceTagKeys);
      return jsonReply(call, {});
    default:
      return undefined;
  }
}

/** Made from the number of the call: equal runs give equal ARNs. */
function arnOf(call: AwsCall, kind: string): string {
  const id = `00000000-0000-4000-9000-${call.id.toString(16).padStart(12, "0")}`;
  return `arn:aws:ce::${call.account}:${kind}/${id}`;
}

function chosen(
  call: AwsCall,
  kept: ReadonlyMap<string, Body>,
  wanted: readonly string[] | undefined,
): readonly Body[] {
  return [...kept]
    .filter(([arn]) => arn.startsWith(`arn:aws:ce::${call.account}:`) && (wanted?.includes(arn) ?? true))
    .map(([, each]) => each);
}

function unknown(call: AwsCall, code: string, arn: string): AwsReply {
  return errorReply(call, { status: 400, code, message: `${arn} was not found` });
}
