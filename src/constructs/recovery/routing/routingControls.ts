import { Route53RecoverycontrolconfigCluster } from "@cdktn/provider-aws/lib/route53recoverycontrolconfig-cluster/index.js";
import { Route53RecoverycontrolconfigControlPanel } from "@cdktn/provider-aws/lib/route53recoverycontrolconfig-control-panel/index.js";
import { Route53RecoverycontrolconfigRoutingControl } from "@cdktn/provider-aws/lib/route53recoverycontrolconfig-routing-control/index.js";
import { Route53RecoverycontrolconfigSafetyRule } from "@cdktn/provider-aws/lib/route53recoverycontrolconfig-safety-rule/index.js";
import { Fn } from "cdktn";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../../naming.ts";
import { controlPanelName, keepAwayControl, ROUTING_CONTROLS } from "./names.ts";

export interface RoutingControlsProps {
  readonly naming: Naming;
  /** Every region that customers may be sent to, and the home of each. At least two. */
  readonly regions: readonly { readonly region: string; readonly home: string }[];
}

/** Milliseconds for which a rule looks at a change before it judges. Nothing here settles, so none. */
const WAIT_MS = 0;

/**
 * Switches that take regions out of the public names, kept by five regions at once, and what keeps anybody from taking
 * out all regions of a home.
 *
 * A control is *on* while its region is kept away. ARC makes controls off, and a control that let traffic flow while it
 * is on, which is ARC's own way to put it, would have every region unhealthy from the apply that makes it until somebody
 * has turned them on; and again whenever one is made anew. So the health check inverts it, and off is a good day.
 *
 * Of the regions of a home not all may be on: a rule of ARC refuses what would leave it without. A home of one region has
 * none to be left for, so where no home has two, the rule is over all regions. A person can override a rule, with a
 * call of its own; nothing of ours does.
 *
 * Made and changed by us-west-2 alone, and never asked for anything in a failover: states are set and read at the
 * cluster's own endpoints, of which ARC promises three of five. Without tags: the older of the two majors of the
 * provider takes none for them.
 * Source: https://docs.aws.amazon.com/r53recovery/latest/dg/routing-control.update.api.html, and CreateSafetyRule and
 * RuleConfig in the model of route53-recovery-control-config 2020-11-02 (botocore 1.43), read November 2026; that controls
 * are made off is recalled.
 */
export class RoutingControls extends Construct {
  /** ARNs by region, for the health checks that follow them. */
  readonly controlArns: Readonly<Record<string, string>>;
  /** The cluster's endpoints as JSON: a list of `endpoint` and `region`. AWS chooses them. */
  readonly endpoints: string;

  constructor(scope: Construct, id: string, { naming, regions }: RoutingControlsProps) {
    super(scope, id);
    if (regions.length < 2) throw new RangeError("routing controls choose between two regions or more");
    const cluster = new Route53RecoverycontrolconfigCluster(this, "cluster", {
      name: nameOf(naming, ROUTING_CONTROLS),
    });
    const panel = new Route53RecoverycontrolconfigControlPanel(this, "panel", {
      clusterArn: cluster.arn,
      name: controlPanelName(naming),
    });
    const controls = new Map(
      regions.map(({ region }) => [
        region,
        new Route53RecoverycontrolconfigRoutingControl(this, keepAwayControl(region), {
          clusterArn: cluster.arn,
          controlPanelArn: panel.arn,
          name: keepAwayControl(region),
        }).arn,
      ]),
    );
    const arnsOf = (each: RoutingControlsProps["regions"]) =>
      each.flatMap(({ region }) => controls.get(region) ?? []);
    const homes = [...Map.groupBy(regions, ({ home }) => home)].filter(([, own]) => own.length > 1);
    for (const [home, own] of homes.length === 0 ? [["any", regions] as const] : homes) {
      new Route53RecoverycontrolconfigSafetyRule(this, `one-stays-${home.toLowerCase()}`, {
        controlPanelArn: panel.arn,
        name: nameOf(naming, `one-region-stays-${home.toLowerCase()}`),
        assertedControls: arnsOf(own),
        waitPeriodMs: WAIT_MS,
        // Not all of them on.
        ruleConfig: { type: "ATLEAST", threshold: own.length, inverted: true },
      });
    }
    this.controlArns = Object.fromEntries(controls);
    this.endpoints = Fn.jsonencode(cluster.clusterEndpoints);
  }
}
