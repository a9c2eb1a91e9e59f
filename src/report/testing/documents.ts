import type { ReportDocument } from "../document.ts";

/** For tests: text that tries to get out of where it stands. */
export const HOSTILE: readonly (readonly [what: string, text: string])[] = [
  ["a script", "<script>alert(1)</script>"],
  ["the end of the style sheet", "</style><script>alert(1)</script>"],
  ["the end of what it stands in", "</title></table></svg><img src=x onerror=alert(1)>"],
  ["the end of an attribute", `" onmouseover="alert(1)" x="`],
  ["the end of an attribute, single quotes", "' autofocus onfocus=alert(1) '"],
  ["entities", "{{7*7}} &lt;b&gt; &#60;"],
  ["a comment", "<!-- <![CDATA[ ]]> -->"],
  ["a word without an end", "x".repeat(5000)],
  ["writing from right to left, and an override", "\u202eevil\u202c مرحبا بالعالم שלום"],
];

/** For tests: a document with every kind of block, each of its texts passed through `say`. */
export function documentOf(say: (text: string) => string): ReportDocument {
  return {
    kind: say("Test"),
    title: say("A title"),
    made: say("2026-11-22T21:03:12.000Z"),
    maker: say("Maker 1.0"),
    verdict: { standing: "good", headline: say("Proven enough"), text: say("It holds.") },
    facts: [{ term: say("Region"), value: say("us-east-1") }],
    figures: [
      { label: say("Resources"), value: say("1,330"), note: say("all of them"), standing: "good" },
      { label: say("Failover"), value: say("65 s"), grade: "modelled", recalled: true },
    ],
    sections: [
      {
        title: say("First"),
        blocks: [
          { kind: "prose", text: say("Some prose.") },
          { kind: "list", items: [say("one"), say("two")] },
          {
            kind: "table",
            caption: say("A table"),
            columns: [
              { head: say("What") },
              { head: say("Count"), of: "number" },
              { head: say("Said") },
              { head: say("Grade") },
            ],
            rows: [
              [
                { text: say("aws_vpc"), form: "code" },
                say("4"),
                { text: say("line\nline"), form: "message", standing: "bad" },
                { text: "", grade: "echoed" },
              ],
            ],
          },
          {
            kind: "folded",
            title: say("More"),
            blocks: [
              {
                kind: "shares",
                caption: say("Grades"),
                of: say("Resources"),
                parts: [
                  { grade: "modelled", count: 3, meaning: say("simulated") },
                  { grade: "measured", count: 0, meaning: say("seen") },
                ],
              },
            ],
          },
        ],
      },
      {
        title: say("Second"),
        blocks: [
          {
            kind: "timeline",
            caption: say("When"),
            clock: say("wall clock"),
            bands: [{ label: say("gone"), start: 10, end: 40 }],
            groups: [
              {
                label: say("us-east-1"),
                spans: [
                  { label: say("apply"), detail: say("calls"), start: 0, end: 62, standing: "good" },
                  { label: say("break"), start: 62, end: 62, standing: "bad" },
                ],
              },
            ],
          },
          {
            kind: "matrix",
            caption: say("Map"),
            of: say("Stack"),
            columns: [say("Planned")],
            groups: [
              {
                label: say("us-east-1"),
                rows: [{ label: say("network"), cells: [{ standing: "good", text: say("nothing to do") }] }],
              },
            ],
          },
          {
            kind: "findings",
            findings: [
              {
                severity: "warning",
                code: say("config/x"),
                where: say("homes.EU"),
                text: say("It is odd."),
                fix: say("Mend it."),
              },
            ],
          },
        ],
      },
    ],
  };
}
