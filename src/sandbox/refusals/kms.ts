import type { Refusal } from "../overlay.ts";
import { rawKeyId } from "../overlays/kms/aliases.ts";
import { askJson, jsonBody } from "../wire/index.ts";
import { allowsInAccount } from "./policies.ts";

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

const lockedOut: Refusal = {
  id: "kms-policy-locks-out",
  service: "kms",
  actions: ["CreateKey", "PutKeyPolicy", "ReplicateKey"],
  rule: "A key policy that lets nobody of the account change it afterwards, by a call of his own, is refused, unless the safety check is bypassed.",
  source:
    "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#prevent-unmanageable-key",
  async check(call) {
    const { Policy, BypassPolicyLockoutSafetyCheck } = jsonBody(call);
    if (typeof Policy !== "string" || BypassPolicyLockoutSafetyCheck === true) return undefined;
    return allowsInAccount(Policy, call.account, "kms:PutKeyPolicy")
      ? undefined
      : {
          status: 400,
          code: "MalformedPolicyDocumentException",
          message: "The new key policy will not allow you to update the key policy in the future.",
        };
  },
};

export const kmsRefusals: readonly Refusal[] = [replicateSingleRegionKey, deletionWindow, lockedOut];
