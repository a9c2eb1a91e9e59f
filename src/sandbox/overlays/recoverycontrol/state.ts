import { createHash } from "node:crypto";
import type { World } from "../../overlay.ts";
import { perSandbox } from "../perSandbox.ts";
import { TagBook } from "../settingsDesk.ts";

export interface Cluster {
  readonly arn: string;
  readonly account: string;
  readonly name: string;
  readonly networkType: string;
}

export interface ControlPanel {
  readonly arn: string;
  readonly clusterArn: string;
  /** Made with its cluster, and gone with it. */
  readonly isDefault: boolean;
  name: string;
}

export type SwitchState = "On" | "Off";

export interface RoutingControl {
  readonly arn: string;
  readonly panelArn: string;
  name: string;
  state: SwitchState;
  /** What it was until `changedAt`. */
  before: SwitchState;
  /** Milliseconds on the sandbox clock. */
  changedAt: number;
}

export interface AssertionRule {
  readonly arn: string;
  readonly panelArn: string;
  name: string;
  waitPeriodMs: number;
  readonly controls: readonly string[];
  readonly config: { readonly Type: string; readonly Threshold: number; readonly Inverted: boolean };
}

/** All of ARC's routing control in a sandbox. */
export class RecoveryControl {
  readonly clusters = new Map<string, Cluster>();
  readonly panels = new Map<string, ControlPanel>();
  readonly controls = new Map<string, RoutingControl>();
  readonly rules = new Map<string, AssertionRule>();
  readonly tags = new TagBook();
  #made = 0;

  /** In the form of AWS's own ids, and the same in equal runs. */
  id(length: number): string {
    this.#made += 1;
    return createHash("sha256").update(`routing ${this.#made}`).digest("hex").slice(0, length);
  }

  panelsOf(clusterArn: string): readonly ControlPanel[] {
    return [...this.panels.values()].filter((panel) => panel.clusterArn === clusterArn);
  }

  controlsOf(panelArn: string): readonly RoutingControl[] {
    return [...this.controls.values()].filter((control) => control.panelArn === panelArn);
  }
}

export const recoveryControlOf = perSandbox(() => new RecoveryControl());

/**
 * Regions that hold a cluster between them: a quorum of them carries every change.
 * https://docs.aws.amazon.com/r53recovery/latest/dg/introduction-regions-routing.html, read November 2026; which five is
 * recalled, from the endpoints in https://docs.aws.amazon.com/general/latest/gr/r53arc.html.
 */
export const CLUSTER_REGIONS = [
  "us-east-1",
  "us-west-2",
  "eu-west-1",
  "ap-northeast-1",
  "ap-southeast-2",
] as const;

/** Seconds until Route 53 has a change of state. AWS documents no figure; recalled as a few seconds. */
const PROPAGATION_SECONDS = 5;

/** What Route 53 takes a control for now; undefined for one that is not there. */
export function stateSeenByRoute53(world: World, arn: string): SwitchState | undefined {
  const control = recoveryControlOf(world).controls.get(arn);
  if (control === undefined) return undefined;
  const seen = world.clock.now() - control.changedAt >= PROPAGATION_SECONDS * 1000;
  return seen ? control.state : control.before;
}
