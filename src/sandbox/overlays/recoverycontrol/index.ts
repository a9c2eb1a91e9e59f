import type { AwsReply } from "../../call.ts";
import type { Overlay } from "../../overlay.ts";
import {
  answer,
  listIn,
  recordIn,
  refuse,
  type SettingsDesk,
  settingsDesk,
  textIn,
} from "../settingsDesk.ts";
import {
  type AssertionRule,
  CLUSTER_REGIONS,
  type Cluster,
  type ControlPanel,
  type RecoveryControl,
  type RoutingControl,
  recoveryControlOf,
} from "./state.ts";

export { recoveryControlOf, stateSeenByRoute53 } from "./state.ts";
export { routingStatesOverlay } from "./states.ts";

/**
 * The configuration of routing controls, which us-west-2 answers for. Calls and errors: the model of
 * route53-recovery-control-config 2020-11-02 (botocore 1.43.11). Everything is deployed at once.
 */
export function recoveryControlOverlay(): Overlay {
  return {
    name: "routing-control-configuration",
    service: "route53-recovery-control-config",
    grade: "modelled",
    models:
      "Clusters with five endpoints and a control panel of their own, panels, routing controls that are born off, assertion rules, tags, and what must be gone before its parent is. Deployed at once. Leaves out gating rules, sharing with other accounts and IPv6.",
    handle: async (call, world) => handle(settingsDesk(call, world), recoveryControlOf(world)),
  };
}

function handle(desk: SettingsDesk, state: RecoveryControl): AwsReply | undefined {
  const named = desk.path.slice(1).join("/");
  switch (desk.call.action) {
    case "CreateCluster":
      return createCluster(desk, state);
    case "DescribeCluster":
      return found(desk, state.clusters.get(named), (cluster) => ({ Cluster: shownCluster(cluster) }));
    case "ListClusters":
      return answer(desk, {
        Clusters: [...state.clusters.values()]
          .filter(({ account }) => account === desk.call.account)
          .map(shownCluster),
      });
    case "DeleteCluster":
      return deleteCluster(desk, state, named);
    case "CreateControlPanel":
      return createPanel(desk, state);
    case "DescribeControlPanel":
      return found(desk, state.panels.get(named), (panel) => ({ ControlPanel: shownPanel(state, panel) }));
    case "UpdateControlPanel":
      return renamed(
        desk,
        state.panels.get(textIn(desk.body.ControlPanelArn)),
        "ControlPanelName",
        (panel) => ({
          ControlPanel: shownPanel(state, panel),
        }),
      );
    case "DeleteControlPanel":
      return deletePanel(desk, state, named);
    case "CreateRoutingControl":
      return createControl(desk, state);
    case "DescribeRoutingControl":
      return found(desk, state.controls.get(named), (control) => ({ RoutingControl: shownControl(control) }));
    case "UpdateRoutingControl":
      return renamed(
        desk,
        state.controls.get(textIn(desk.body.RoutingControlArn)),
        "RoutingControlName",
        (control) => ({ RoutingControl: shownControl(control) }),
      );
    case "ListRoutingControls": {
      const panel = desk.path.slice(1, -1).join("/");
      return answer(desk, { RoutingControls: state.controlsOf(panel).map(shownControl) });
    }
    case "DeleteRoutingControl":
      return deleteControl(desk, state, named);
    case "CreateSafetyRule":
      return createRule(desk, state);
    case "DescribeSafetyRule":
      return found(desk, state.rules.get(named), (rule) => ({ AssertionRule: shownRule(rule) }));
    case "UpdateSafetyRule":
      return updateRule(desk, state);
    case "DeleteSafetyRule":
      return found(desk, state.rules.get(named), () => {
        state.rules.delete(named);
        return {};
      });
    default:
      return state.tags.answer(desk);
  }
}

function found<Thing>(
  desk: SettingsDesk,
  thing: Thing | undefined,
  show: (thing: Thing) => object,
): AwsReply {
  if (thing === undefined) {
    return refuse(desk, "ResourceNotFoundException", `${desk.path.slice(1).join("/")} was not found`, 404);
  }
  return answer(desk, show(thing));
}

function renamed<Thing extends { name: string }>(
  desk: SettingsDesk,
  thing: Thing | undefined,
  field: string,
  show: (thing: Thing) => object,
): AwsReply {
  return found(desk, thing, (known) => {
    known.name = textIn(desk.body[field]);
    return show(known);
  });
}

function conflict(desk: SettingsDesk, message: string): AwsReply {
  return refuse(desk, "ConflictException", message, 409);
}

function missing(desk: SettingsDesk, arn: string): AwsReply {
  return refuse(desk, "ResourceNotFoundException", `${arn} was not found`, 404);
}

const arnOf = ({ call }: SettingsDesk, rest: string) =>
  `arn:aws:route53-recovery-control::${call.account}:${rest}`;

function createCluster(desk: SettingsDesk, state: RecoveryControl): AwsReply {
  const name = textIn(desk.body.ClusterName);
  const own = [...state.clusters.values()].filter(({ account }) => account === desk.call.account);
  if (own.some((each) => each.name === name)) return conflict(desk, `A cluster named ${name} exists already`);
  const id = state.id(32);
  const uuid = [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20)].join("-");
  const arn = arnOf(desk, `cluster/${uuid}`);
  const cluster = {
    arn,
    account: desk.call.account,
    name,
    networkType: textIn(desk.body.NetworkType) || "IPV4",
  };
  state.clusters.set(arn, cluster);
  state.tags.set(arn, desk.body.Tags);
  const panel = arnOf(desk, `controlpanel/${state.id(32)}`);
  state.panels.set(panel, { arn: panel, clusterArn: arn, isDefault: true, name: "DefaultControlPanel" });
  return answer(desk, { Cluster: shownCluster(cluster) });
}

function deleteCluster(desk: SettingsDesk, state: RecoveryControl, arn: string): AwsReply {
  return found(desk, state.clusters.get(arn), () => {
    for (const { arn: panel, isDefault } of state.panelsOf(arn)) if (isDefault) state.panels.delete(panel);
    state.clusters.delete(arn);
    return {};
  });
}

function createPanel(desk: SettingsDesk, state: RecoveryControl): AwsReply {
  const clusterArn = textIn(desk.body.ClusterArn);
  if (!state.clusters.has(clusterArn)) return missing(desk, clusterArn);
  const name = textIn(desk.body.ControlPanelName);
  if (state.panelsOf(clusterArn).some((each) => each.name === name))
    return conflict(desk, `A control panel named ${name} exists already`);
  const arn = arnOf(desk, `controlpanel/${state.id(32)}`);
  const panel = { arn, clusterArn, isDefault: false, name };
  state.panels.set(arn, panel);
  state.tags.set(arn, desk.body.Tags);
  return answer(desk, { ControlPanel: shownPanel(state, panel) });
}

function deletePanel(desk: SettingsDesk, state: RecoveryControl, arn: string): AwsReply {
  return found(desk, state.panels.get(arn), () => {
    state.panels.delete(arn);
    return {};
  });
}

function createControl(desk: SettingsDesk, state: RecoveryControl): AwsReply {
  const clusterArn = textIn(desk.body.ClusterArn);
  const panels = state.panelsOf(clusterArn);
  const asked = textIn(desk.body.ControlPanelArn);
  const panel = panels.find(({ arn, isDefault }) => (asked === "" ? isDefault : arn === asked));
  if (panel === undefined) return missing(desk, asked === "" ? clusterArn : asked);
  const name = textIn(desk.body.RoutingControlName);
  if (state.controlsOf(panel.arn).some((each) => each.name === name))
    return conflict(desk, `A routing control named ${name} exists already`);
  const arn = `${panel.arn}/routingcontrol/${state.id(16)}`;
  const control = { arn, panelArn: panel.arn, name, state: "Off", before: "Off", changedAt: 0 } as const;
  state.controls.set(arn, { ...control });
  return answer(desk, { RoutingControl: shownControl(control) });
}

function deleteControl(desk: SettingsDesk, state: RecoveryControl, arn: string): AwsReply {
  return found(desk, state.controls.get(arn), () => {
    state.controls.delete(arn);
    return {};
  });
}

function createRule(desk: SettingsDesk, state: RecoveryControl): AwsReply {
  const { AssertionRule } = desk.body;
  if (AssertionRule === undefined)
    return refuse(desk, "ValidationException", "This sandbox keeps assertion rules only");
  const asked = recordIn(AssertionRule);
  const panelArn = textIn(asked.ControlPanelArn);
  if (!state.panels.has(panelArn)) return missing(desk, panelArn);
  const config = recordIn(asked.RuleConfig);
  const rule = {
    arn: `${panelArn}/safetyrule/${state.id(16)}`,
    panelArn,
    name: textIn(asked.Name),
    waitPeriodMs: Number(asked.WaitPeriodMs ?? 0),
    controls: listIn(asked.AssertedControls).map(textIn),
    config: {
      Type: textIn(config.Type),
      Threshold: Number(config.Threshold ?? 0),
      Inverted: config.Inverted === true,
    },
  };
  state.rules.set(rule.arn, rule);
  state.tags.set(rule.arn, desk.body.Tags);
  return answer(desk, { AssertionRule: shownRule(rule) });
}

function updateRule(desk: SettingsDesk, state: RecoveryControl): AwsReply {
  const asked = recordIn(desk.body.AssertionRuleUpdate);
  return found(desk, state.rules.get(textIn(asked.SafetyRuleArn)), (rule) => {
    rule.name = textIn(asked.Name);
    rule.waitPeriodMs = Number(asked.WaitPeriodMs ?? rule.waitPeriodMs);
    return { AssertionRule: shownRule(rule) };
  });
}

const DEPLOYED = { Status: "DEPLOYED" } as const;

function shownCluster({ arn, account, name, networkType }: Cluster) {
  const id = arn.split("/").at(-1)?.slice(0, 8);
  return {
    ...DEPLOYED,
    ClusterArn: arn,
    ClusterEndpoints: CLUSTER_REGIONS.map((region) => ({
      Endpoint: `https://${id}.route53-recovery-cluster.${region}.amazonaws.com/v1`,
      Region: region,
    })),
    Name: name,
    NetworkType: networkType,
    Owner: account,
  };
}

function shownPanel(state: RecoveryControl, { arn, clusterArn, isDefault, name }: ControlPanel) {
  return {
    ...DEPLOYED,
    ClusterArn: clusterArn,
    ControlPanelArn: arn,
    DefaultControlPanel: isDefault,
    Name: name,
    RoutingControlCount: state.controlsOf(arn).length,
  };
}

function shownControl({ arn, panelArn, name }: Pick<RoutingControl, "arn" | "panelArn" | "name">) {
  return { ...DEPLOYED, ControlPanelArn: panelArn, Name: name, RoutingControlArn: arn };
}

function shownRule({ arn, panelArn, name, waitPeriodMs, controls, config }: AssertionRule) {
  return {
    ...DEPLOYED,
    AssertedControls: controls,
    ControlPanelArn: panelArn,
    Name: name,
    RuleConfig: config,
    SafetyRuleArn: arn,
    WaitPeriodMs: waitPeriodMs,
  };
}
