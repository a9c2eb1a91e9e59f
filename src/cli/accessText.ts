import type { AccessWhoResult } from "../actions/index.ts";

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
  lines.push("");
  for (const { text, places } of notices) {
    lines.push(`notice  ${places.length === 0 ? "" : `${places.length} × `}${text}`);
    if (places.length > 0)
      lines.push(`        ${places.slice(0, 3).join(", ")}${places.length > 3 ? ", …" : ""}`);
  }
  lines.push(
    `By our evaluator of AWS's published logic: ${policies} policies, ${statements} statements, ${seconds.toFixed(1)} s. Grants of keys, ACLs and session policies are not looked at.`,
  );
  return `${lines.join("\n")}\n`;
}

function contextLines(context: AccessWhoResult["context"]): readonly string[] {
  const pairs = Object.entries(context).map(([key, value]) =>
    value === null ? `no ${key}` : `${key} ${typeof value === "string" ? value : value.join(", ")}`,
  );
  return pairs.length === 0 ? [] : [`  in a request with ${pairs.join("; ")}`];
}
