import type { Block, Section } from "../../report/index.ts";
import type { RehearsalResult } from "./result.ts";

/** What was not reached or failed, and what the configuration's owner should decide on. */
export function gapSections({ notDone, failures, findings }: RehearsalResult): {
  readonly missing: readonly Section[];
  readonly findings: readonly Section[];
} {
  const blocks: Block[] = [];
  if (notDone.length > 0) {
    blocks.push({
      kind: "table",
      caption: "Not done",
      columns: [{ head: "What" }, { head: "Why" }, { head: "What to do" }],
      rows: notDone.map(({ what, why, fix }) => [what, { text: why, form: "message" }, fix]),
    });
  }
  if (failures.length > 0) {
    blocks.push({
      kind: "table",
      caption: "Stacks that failed or were not begun",
      columns: [{ head: "Stack" }, { head: "What was said" }, { head: "Code" }],
      rows: failures.map(({ stack, code, message }) => [
        stack,
        { text: message, form: "message" },
        { text: code, form: "code" },
      ]),
    });
  }
  return {
    missing: blocks.length === 0 ? [] : [{ title: "What is missing", blocks }],
    findings: [
      {
        title: "Findings",
        blocks: [
          {
            kind: "prose",
            text: "About the configuration itself, whatever the rehearsal came to: contradictions that its owner should decide on, and exceptions that were written down.",
          },
          findings.length === 0
            ? { kind: "prose", text: "None." }
            : { kind: "findings", findings: worstFirst(findings) },
        ],
      },
    ],
  };
}

const SEVERITIES = ["error", "warning", "note"] as const;

function worstFirst(findings: RehearsalResult["findings"]): RehearsalResult["findings"] {
  return SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}

/** For a reader who is new to this, and for one who has to judge it. */
export function readingSection({ lost }: RehearsalResult): Section {
  return {
    title: "How to read this",
    blocks: [
      {
        kind: "table",
        caption: "What was done, in this order",
        columns: [{ head: "Moment" }, { head: "What was done" }, { head: "What must come out" }],
        rows: [
          [
            "Applied",
            "The real Terraform and the real AWS provider built the whole platform in an emulated AWS on one machine, without an account.",
            "Every stack is applied.",
          ],
          [
            "Planned again",
            "Terraform compared the configuration with what stands there.",
            "Nothing to do: what was built is what was written.",
          ],
          [
            `${lost} gone`,
            "The gateway stopped answering for the region and for global control planes at home in it. The runbook moved what must move.",
            "Every step is confirmed, and none called what was gone.",
          ],
          [
            "Planned without it",
            "Terraform planned every stack that does not need the lost region.",
            "Nothing to do: a recovery changes no configuration.",
          ],
          [
            `${lost} back`,
            "The region answered again. The runbook gave it its work back, and everything was planned once more.",
            "Nothing to do, and the first writers write again.",
          ],
        ],
      },
      {
        kind: "table",
        caption: "Words",
        columns: [{ head: "Word" }, { head: "What is meant" }],
        rows: [
          ["Stack", "A part of the platform with a Terraform state of its own, in one region or global."],
          [
            "Plan",
            "What Terraform would do to make the world as the configuration says. Planning changes nothing.",
          ],
          [
            "Control plane",
            "The part of a service that creates and changes things. It falls with its home region.",
          ],
          [
            "Data plane",
            "The part of a service that does the daily work, such as answering names. It is built not to fall.",
          ],
          [
            "Failover, failback",
            "Moving the work out of a region that is gone; giving it back when the region has returned.",
          ],
          ["Sandbox's clock", "The emulated AWS's own time. Waiting moves it ahead without anybody waiting."],
          [
            "Grade",
            "What kind of proof something rests on: see the grades above. A figure over many resources carries the weakest of theirs.",
          ],
          ["Recalled", "Rests on remembered timings of AWS, which nothing here has checked."],
        ],
      },
    ],
  };
}
