import type { Names } from "./compile/index.ts";
import { planRunbook } from "./plan.ts";
import type { Runbook } from "./runbook.ts";

/** A runbook for people, to be printed and kept where it can be read when nothing else can. */
export function runbookMarkdown(runbook: Runbook, names: Names): string {
  const steps = planRunbook(runbook, names).map((step, index) =>
    [
      `## ${index + 1}. ${step.title}`,
      "",
      ...step.acts.map(({ part, what, region, plane, input }) => {
        const given = Object.keys(input).length === 0 ? "" : ` \`${JSON.stringify(input)}\``;
        return `- ${part}: ${what.includes(" ") ? what : `\`${what}\``} in ${region}, ${plane} plane${given}`;
      }),
      `- within ${step.budgetSeconds} s; an unanswered call is read back first, then ${step.retry === "safe" ? "made again" : "asked about"}`,
      `- to undo: ${step.undo}`,
    ].join("\n"),
  );
  const leanings = runbook.leansOn.map(({ kind, name, region }) => `- ${kind} \`${name}\` in ${region}`);
  return `${[
    `# ${runbook.title}`,
    "",
    `${runbook.name}, version ${runbook.version}. Run it when ${runbook.when}. It calls ${runbook.runsIn} only.`,
    ...(leanings.length === 0 ? [] : ["", "It needs:", "", ...leanings]),
    "",
    steps.join("\n\n"),
  ].join("\n")}\n`;
}
