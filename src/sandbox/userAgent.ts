import type { Caller } from "./call.ts";

/**
 * Application ids that our SDK clients send (`userAgentAppId`), and what is appended to Terraform's
 * user agent by `TF_APPEND_USER_AGENT`.
 */
export const CALLER_TAGS = {
  planning: "trireme-planning",
  runbook: "trireme-runbook",
  application: "trireme-application",
  sandbox: "trireme-sandbox",
} as const satisfies Partial<Record<Caller, string>>;

const TAG = /\btrireme-(planning|runbook|application|sandbox)\b/;
const TERRAFORM = /\b(Terraform|OpenTofu|terraform-provider-aws)\//i;

/**
 * On whose behalf a call is made. Terraform's state backend carries no tag of ours but names
 * Terraform itself, which is as good: both its plans and its state are planning.
 */
export function callerOf(headers: Readonly<Record<string, string>>): Caller {
  const agent = `${headers["user-agent"] ?? ""} ${headers["x-amz-user-agent"] ?? ""}`;
  const tag = TAG.exec(agent)?.[1];
  if (tag === "planning" || tag === "runbook" || tag === "application" || tag === "sandbox") return tag;
  return TERRAFORM.test(agent) ? "planning" : "other";
}

/** Of a client that stands inside a region: `trireme-application-in-us-east-1`. */
const INSIDE = /\btrireme-[a-z]+-in-([a-z]{2}(?:-[a-z]+)+-\d)/;

/** The region in which the caller says that it stands; everybody else stands outside all of them. */
export function insideRegion(headers: Readonly<Record<string, string>>): string | undefined {
  return INSIDE.exec(`${headers["user-agent"] ?? ""} ${headers["x-amz-user-agent"] ?? ""}`)?.[1];
}
