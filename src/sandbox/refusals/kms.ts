import type { Refusal } from "../overlay.ts";
import { rawKeyId } from "../overlays/kms/aliases.ts";
import { askJson, jsonBody } from "../wire/index.ts";

const replicateSingleRegionKey: Refusal = {
  id: "kms-replicate-single-region-key",
  service: "kms",
  actions: ["ReplicateKey"],
  rule: "Only a multi-Region primary key can be replicated; a key cannot be made multi-Region afterwards.",
  source: "https://docs.aws.amazon.com/kms/latest/APIReference/API_ReplicateKey.html",
  async check(call, world) {
    const id = rawKeyId(String(jsonBody(call).KeyId ?? ""));
    const place = { account: call.account, region: call.signedRegion };
    const described = await askJson(world, place, "kms", "DescribeKey", { KeyId: id });
    const metadata = described?.KeyMetadata as Record<string, unknown> | undefined;
    if (metadata === undefined || metadata.MultiRegion === true) return undefined;
    return {
      status: 400,
      code: "UnsupportedOperationException",
      message: `${String(metadata.Arn)} is not a multi-Region primary key.`,
    };
  },
};

/** Days between a deletion and its end, as the API takes them. */
const WINDOW_DAYS = { least: 7, most: 30 } as const;

const deletionWindow: Refusal = {
  id: "kms-deletion-window",
  service: "kms",
  actions: ["ScheduleKeyDeletion"],
  rule: "A key waits 7 to 30 days for its deletion.",
  source: "https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html",
  async check(call) {
    const days = jsonBody(call).PendingWindowInDays;
    if (days === undefined) return undefined;
    if (typeof days === "number" && days >= WINDOW_DAYS.least && days <= WINDOW_DAYS.most) return undefined;
    return {
      status: 400,
      code: "ValidationException",
      message: `PendingWindowInDays ${String(days)} is not between ${WINDOW_DAYS.least} and ${WINDOW_DAYS.most}.`,
    };
  },
};

export const kmsRefusals: readonly Refusal[] = [replicateSingleRegionKey, deletionWindow];
