import type { AwsReply } from "../../call.ts";
import { refuse, type SettingsDesk, type TagBook } from "../settingsDesk.ts";
import type { Feature, FeatureOrganisation } from "./features.ts";

export interface Detector {
  readonly id: string;
  readonly createdAt: number;
  status: string;
  frequency: string;
  features: readonly Feature[];
  organisation: { readonly members: string; readonly features: readonly FeatureOrganisation[] };
}

export interface GuardDutyState {
  /** By account and region: there is one at most. */
  readonly detectors: Map<string, Detector>;
  /** Delegated administrators by the account and region that named them. */
  readonly administrators: Map<string, string>;
  readonly tags: TagBook;
}

/** What GuardDuty says of a detector that is not there, or another account's: the provider reads it as gone. */
export function notOurs(desk: SettingsDesk): AwsReply {
  const message = "The request is rejected because the input detectorId is not owned by the current account.";
  return refuse(desk, "BadRequestException", message);
}

export function textOr(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}
