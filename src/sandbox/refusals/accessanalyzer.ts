import type { Refusal } from "../overlay.ts";
import { jsonBody } from "../wire/index.ts";
import { administers } from "./organizationRole.ts";

const notAdministrator: Refusal = {
  id: "accessanalyzer-of-organization-elsewhere",
  service: "access-analyzer",
  actions: ["CreateAnalyzer"],
  rule: "All accounts are analysed from the management account, or from the one that it named for that.",
  // Which of its errors the service gives for it is recalled.
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-delegated-administrator.html",
  async check(call, world) {
    const { type } = jsonBody(call);
    if (!String(type).startsWith("ORGANIZATION")) return undefined;
    return (await administers(call, world, "access-analyzer.amazonaws.com"))
      ? undefined
      : {
          status: 400,
          code: "ValidationException",
          message: `Account ${call.account} is neither the management account nor a delegated administrator of Access Analyzer`,
        };
  },
};

export const accessAnalyzerRefusals: readonly Refusal[] = [notAdministrator];
