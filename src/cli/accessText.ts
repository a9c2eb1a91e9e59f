import type { AccessCheckResult, AccessReviewResult, AccessWhoResult } from "../actions/index.ts";

const WORDS = {
  allowed: "can",
  conditional: "can, under conditions",
  unknown: "not known",
  denied: "cannot",
} as const;

export function accessWhoText(result: AccessWhoResult): string {
  const { action, resource, context, answers, notices, policies, statements, seconds } = result;
  const lines = [`Who can ${action} on ${resource}`, ...contextLines(context), ""];
  for (const { who, kind, access, through, missing } of answers) {
    lines.push(`${WORDS[access].padEnd(22)} ${kind} ${who}`);
    for (const { policy, statement, conditions } of through) {
      lines.push(`    through ${policy}, ${statement}`, ...conditions.map((each) => `      if ${each}`));
    }
    if (access === "unknown") lines.push(...missing.map((each) => `    because it is not known: ${each}`));
    else if (missing.length > 0) lines.push(`    depends on ${missing.join(", ")}`);
  }
  if (answers.length === 0) lines.push("Nobody of those whom these policies know.");
  lines.push("", ...noticeLines(notices));
  lines.push(sizeLine(policies, statements, seconds));
  return `${lines.join("\n")}\n`;
}

function contextLines(context: AccessWhoResult["context"]): readonly string[] {
  const pairs = Object.entries(context).map(([key, value]) =>
    value === null ? `no ${key}` : `${key} ${typeof value === "string" ? value : value.join(", ")}`,
  );
  return pairs.length === 0 ? [] : [`  in a request with ${pairs.join("; ")}`];
}

export function accessCheckText(result: AccessCheckResult): string {
  const { rules, wildcards, findings, notices, policies, statements, seconds } = result;
  const width = Math.max(...rules.map(({ rule }) => rule.length));
  const lines = [`${result.platform}  ${result.file}`, "", "What must be allowed and denied"];
  for (const { rule, rows, failed } of rules) {
    lines.push(
      `  ${failed === 0 ? "✓" : "✗"} ${rule.padEnd(width)}  ${rows} rows${failed === 0 ? "" : `, ${failed} FAILED`}`,
    );
  }
  lines.push("", "Wildcards, by the reason that is recorded for them");
  for (const [reason, count] of Object.entries(wildcards.reasons)) lines.push(`    ${reason}  ${count}`);
  lines.push(`  ${wildcards.unexplained.length} without a reason`, "");
  for (const { severity, where, text, fix } of findings) {
    lines.push(`${severity}  ${where}`, `  ${text}`, `  ${fix}`, "");
  }
  if (findings.length === 0) lines.push("No findings.", "");
  lines.push(...noticeLines(notices), sizeLine(policies, statements, seconds));
  return `${lines.join("\n")}\n`;
}

export function accessReviewText(result: AccessReviewResult): string {
  const { out, rows, principals, policies, statements, seconds } = result;
  return `${rows} lines of ${principals} principals written to ${out}, to be gone through and signed.\n${policies} policies, ${statements} statements, ${seconds.toFixed(1)} s. When a grant was last changed is not known from a configuration.\n`;
}

function noticeLines(notices: AccessWhoResult["notices"]): readonly string[] {
  return notices.flatMap(({ text, places }) => [
    `notice  ${places.length === 0 ? "" : `${places.length} × `}${text}`,
    ...(places.length === 0
      ? []
      : [`        ${places.slice(0, 3).join(", ")}${places.length > 3 ? ", …" : ""}`]),
  ]);
}

function sizeLine(policies: number, statements: number, seconds: number): string {
  return `By our evaluator of AWS's published logic: ${policies} policies, ${statements} statements, ${seconds.toFixed(1)} s. Grants of keys, ACLs and session policies are not looked at.`;
}
