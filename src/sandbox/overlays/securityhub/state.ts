import type { AwsReply } from "../../call.ts";
import { refuse, type SettingsDesk } from "../settingsDesk.ts";

export interface Hub {
  readonly subscribedAt: string;
  autoEnableControls: boolean;
  generator: string;
}

export interface Aggregator {
  readonly FindingAggregatorArn: string;
  readonly FindingAggregationRegion: string;
  readonly RegionLinkingMode: unknown;
  readonly Regions?: unknown;
}

export interface CentralPolicy {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly description: string;
  readonly configuration: unknown;
}

export interface OrganisationSettings {
  readonly autoEnable: boolean;
  readonly autoEnableStandards: string;
  readonly type: string;
}

/** What Security Hub keeps, of one sandbox. A place is an account and a region. */
export class SecurityHubState {
  readonly hubs = new Map<string, Hub>();
  /** Subscriptions by place and ARN of the standard: the ARN of the subscription. */
  readonly subscriptions = new Map<string, { readonly arn: string; readonly standard: string }>();
  /** Why a control is off, by place, ARN of the standard and control. */
  readonly controls = new Map<
    string,
    { readonly status: string; readonly reason: string; readonly at: number }
  >();
  /** By account: AWS has one for all regions. */
  readonly aggregators = new Map<string, Aggregator>();
  /** Delegated administrators by the place that named them. */
  readonly administrators = new Map<string, string>();
  readonly organisations = new Map<string, OrganisationSettings>();
  /** By account and id. */
  readonly policies = new Map<string, CentralPolicy>();
  /** The policy of a target, by account and target. */
  readonly associations = new Map<string, string>();

  disable(place: string): void {
    this.hubs.delete(place);
    for (const kept of [this.subscriptions, this.controls]) {
      for (const key of kept.keys()) if (key.startsWith(`${place} `)) kept.delete(key);
    }
  }

  subscriptionsIn(place: string) {
    return [...this.subscriptions].flatMap(([key, each]) => (key.startsWith(`${place} `) ? [each] : []));
  }
}

/** What a hub that is not there answers; the provider reads it as gone. */
export function notSubscribed(desk: SettingsDesk): AwsReply {
  const message = `Account ${desk.call.account} is not subscribed to AWS Security Hub`;
  return refuse(desk, "InvalidAccessException", message, 401);
}
