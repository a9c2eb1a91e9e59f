import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay, World } from "../../overlay.ts";
import { errorReply, jsonBody, jsonReply } from "../../wire/index.ts";
import { listIn, recordIn, textIn } from "../settingsDesk.ts";
import {
  type AssertionRule,
  CLUSTER_REGIONS,
  type RecoveryControl,
  type RoutingControl,
  recoveryControlOf,
  type SwitchState,
} from "./state.ts";

/** Controls that one call may change: https://docs.aws.amazon.com/r53recovery/latest/dg/routing-control.quotas.html, read November 2026. */
const MOST_ENTRIES = 10;

/**
 * States of routing controls, as any endpoint of their cluster tells and takes them. Calls and errors: the model of
 * route53-recovery-cluster 2019-12-02 (botocore 1.43.11). A change is taken whole or not at all, and not when an
 * assertion rule would not hold after it, unless the call names that rule to override it.
 */
export function routingStatesOverlay(): Overlay {
  return {
    name: "routing-control-states",
    service: "route53-recovery-cluster",
    grade: "modelled",
    models:
      "States of routing controls at the endpoints of five regions, of which three must be up for a change; assertion rules and their overriding; what Route 53 sees of it five seconds later. Leaves out maintenance, rates and pages.",
    handle: async (call, world) => {
      if (!(CLUSTER_REGIONS as readonly string[]).includes(call.signedRegion)) {
        return refused(
          call,
          "AccessDeniedException",
          `No cluster has an endpoint in ${call.signedRegion}`,
          403,
        );
      }
      const state = recoveryControlOf(world);
      switch (call.action) {
        case "ListRoutingControls":
          return list(call, state);
        case "GetRoutingControlState":
          return get(call, state);
        case "UpdateRoutingControlState":
        case "UpdateRoutingControlStates":
          return update(call, world, state);
        default:
          return undefined;
      }
    },
  };
}

function refused(call: AwsCall, code: string, message: string, status = 400): AwsReply {
  return errorReply(call, { status, code, message });
}

/** Controls of the account's own clusters. */
function own({ account }: AwsCall, { controls }: RecoveryControl): readonly RoutingControl[] {
  return [...controls.values()].filter(({ arn }) => arn.split(":")[4] === account);
}

function shown(control: RoutingControl): object {
  return {
    RoutingControlArn: control.arn,
    RoutingControlName: control.name,
    RoutingControlState: control.state,
  };
}

function list(call: AwsCall, state: RecoveryControl): AwsReply {
  const panel = jsonBody(call).ControlPanelArn;
  const asked = own(call, state).filter(({ panelArn }) => panel === undefined || panelArn === panel);
  return jsonReply(call, {
    RoutingControls: asked.map((control) => ({
      ...shown(control),
      ControlPanelArn: control.panelArn,
      ControlPanelName: state.panels.get(control.panelArn)?.name ?? "",
    })),
  });
}

function missing(call: AwsCall, arn: string): AwsReply {
  return refused(call, "ResourceNotFoundException", `There is no routing control ${arn}`, 404);
}

function get(call: AwsCall, state: RecoveryControl): AwsReply {
  const arn = textIn(jsonBody(call).RoutingControlArn);
  const control = own(call, state).find((each) => each.arn === arn);
  return control === undefined ? missing(call, arn) : jsonReply(call, shown(control));
}

function update(call: AwsCall, world: World, state: RecoveryControl): AwsReply {
  const body = jsonBody(call);
  const entries = (
    call.action === "UpdateRoutingControlStates" ? listIn(body.UpdateRoutingControlStateEntries) : [body]
  ).map(recordIn);
  if (entries.length > MOST_ENTRIES)
    return refused(call, "ServiceLimitExceededException", `${MOST_ENTRIES} routing controls at most`, 402);
  const wanted = new Map<string, SwitchState>();
  for (const entry of entries) {
    const [arn, to] = [textIn(entry.RoutingControlArn), textIn(entry.RoutingControlState)];
    if (!own(call, state).some((each) => each.arn === arn)) return missing(call, arn);
    if (to !== "On" && to !== "Off")
      return refused(call, "ValidationException", `${to} is neither On nor Off`);
    wanted.set(arn, to);
  }
  if (CLUSTER_REGIONS.filter((region) => !world.isGone(region)).length < 3)
    return refused(call, "EndpointTemporarilyUnavailableException", "The cluster has no quorum", 503);
  const overridden = listIn(body.SafetyRulesToOverride).map(textIn);
  const broken = [...state.rules.values()].find(
    (rule) =>
      !overridden.includes(rule.arn) &&
      rule.controls.some((arn) => wanted.has(arn)) &&
      !holds(rule, (arn) => wanted.get(arn) ?? state.controls.get(arn)?.state ?? "Off"),
  );
  if (broken !== undefined)
    return refused(
      call,
      "ConflictException",
      `The safety rule ${broken.name} (${broken.arn}) does not allow it`,
    );
  const now = world.clock.now();
  for (const [arn, to] of wanted) {
    const control = state.controls.get(arn);
    if (control === undefined || control.state === to) continue;
    control.before = control.state;
    control.state = to;
    control.changedAt = now;
  }
  return jsonReply(call, {});
}

/** https://docs.aws.amazon.com/recovery-cluster/latest/api/safetyrule.html: RuleConfig, read November 2026 in the service's model. */
function holds({ controls, config }: AssertionRule, stateOf: (arn: string) => SwitchState): boolean {
  const on = controls.filter((arn) => stateOf(arn) === "On").length;
  const needed = { ATLEAST: config.Threshold, AND: controls.length, OR: 1 }[config.Type] ?? config.Threshold;
  return on >= needed !== config.Inverted;
}
