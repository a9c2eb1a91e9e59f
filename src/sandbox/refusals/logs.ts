import type { Refusal } from "../overlay.ts";
import { jsonBody } from "../wire/index.ts";
import { keyIsUsable } from "./lookups.ts";

/** Read November 2026. */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const retention: Refusal = {
  id: "logs-retention-days",
  service: "logs",
  actions: ["PutRetentionPolicy"],
  rule: "Logs are kept for one of a list of days: 1, 3, 5, 7, 14, 30, 60, 90 and so on to 3653.",
  source: "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
  async check(call) {
    const days = Number(jsonBody(call).retentionInDays);
    if (RETENTION_DAYS.includes(days)) return undefined;
    return {
      status: 400,
      code: "InvalidParameterException",
      message: `Invalid retention value ${days}. Valid values are: [${RETENTION_DAYS.join(", ")}]`,
    };
  },
};

const key: Refusal = {
  id: "logs-key-not-usable",
  service: "logs",
  actions: ["CreateLogGroup", "AssociateKmsKey"],
  rule: "The key of a log group exists, enabled, in the group's region, and is named by its ARN.",
  source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
  async check(call, world) {
    const named = jsonBody(call).kmsKeyId;
    if (typeof named !== "string") return undefined;
    const place = { account: call.account, region: call.signedRegion };
    if (named.startsWith("arn:") && (await keyIsUsable(world, place, named))) return undefined;
    return {
      status: 400,
      code: "InvalidParameterException",
      message: `The specified KMS Key Id could not be found or is not usable: ${named}`,
    };
  },
};

export const logsRefusals: readonly Refusal[] = [retention, key];
