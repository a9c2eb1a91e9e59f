import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { renderHtml, renderMarkdown } from "../../report/index.ts";
import { writeReport } from "./report.ts";
import { reportDocument } from "./reportDocument.ts";
import type { RehearsalResult } from "./result.ts";
import { notProvenResult, provenResult } from "./testing/rehearsalResults.ts";

const textOf = (result: RehearsalResult) => renderMarkdown(reportDocument(result));
const titlesOf = (result: RehearsalResult) => reportDocument(result).sections.map(({ title }) => title);

describe("the report of a rehearsal that proved the platform", () => {
  const proven = provenResult();

  it("gives the verdict first, then what it rests on", () => {
    const { verdict, figures } = reportDocument(proven);
    expect(verdict).toMatchObject({ standing: "good", headline: "Proven on the emulated AWS" });
    expect(verdict.text).toContain("Nothing here was measured on AWS.");
    expect(figures.map(({ standing }) => standing)).toEqual([
      "good",
      "good",
      "good",
      "good",
      "attention",
      undefined,
    ]);
    expect(textOf(proven)).toContain("The failover made 74 AWS calls: 0 into us-east-1, 0 to global");
  });

  it("marks modelled times as modelled and recalled, and carries the weakest grade of many resources", () => {
    const figures = reportDocument(proven).figures;
    expect(figures.find(({ label }) => label.startsWith("Failover"))).toMatchObject({
      grade: "modelled",
      recalled: true,
    });
    expect(figures.find(({ label }) => label.startsWith("Changes"))).toMatchObject({
      value: "0",
      grade: "echoed",
    });
  });

  it("shows every stack at every moment, and why some could not be planned", () => {
    const blocks = reportDocument(proven).sections.flatMap((section) => section.blocks);
    const matrix = blocks.find(({ kind }) => kind === "matrix");
    const rows = matrix?.kind === "matrix" ? matrix.groups.flatMap((group) => group.rows) : [];
    expect(rows).toHaveLength(26);
    expect(rows.every(({ cells }) => cells.length === 5)).toBe(true);
    expect(textOf(proven)).toContain(
      "its region us-east-1 is gone | us-east-1 gone, after the failover | as expected",
    );
  });

  it("puts the worst finding first, each with what to do", () => {
    const text = textOf(proven);
    expect(text.indexOf("- **warning** homes.EU")).toBeGreaterThan(0);
    expect(text.indexOf("- **warning** homes.EU")).toBeLessThan(text.indexOf("- **note** exceptions"));
    expect(text).toContain("Keep the rule, or have finance decide again before 2027-03-31.");
  });

  it("tells the clocks apart", () => {
    const clocks = reportDocument(proven).sections.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === "timeline" ? block.clock.split(",")[0] : [])),
    );
    const sandbox = "sandbox's clock";
    expect(clocks).toEqual(["wall clock", "wall clock", sandbox, sandbox, sandbox]);
  });

  it("says of a cache that keeps nothing that no write to it is counted", () => {
    const section = reportDocument(provenResult()).sections.find(
      ({ title }) => title === "What customers met",
    );
    expect(section?.blocks).toContainEqual({
      kind: "list",
      items: ["No write to sessions is counted. It is a cache of each region's own."],
    });
  });

  it("is no larger than 500 KB with 1,500 resources", () => {
    expect(Buffer.byteLength(renderHtml(reportDocument(proven)))).toBeLessThan(300_000);
  });
});

describe("the report of a rehearsal that proved nothing", () => {
  const result = notProvenResult();

  it("puts what is missing first, with what was said and what to do", () => {
    expect(reportDocument(result).verdict).toMatchObject({ standing: "bad", headline: "Not proven" });
    expect(titlesOf(result)[0]).toBe("What is missing");
    const text = textOf(result);
    expect(text).toContain("| losing a region | some stacks could not be applied | See failures; mend them");
    expect(text).toContain("InvalidParameterCombination");
    expect(text).toContain("create aws_rds_cluster.orders-us_cluster");
    expect(text).toContain("planning failed");
  });

  it("calls nothing good that was not reached", () => {
    const { figures, sections } = reportDocument(result);
    expect(figures.map(({ standing }) => standing)).toEqual(["bad", "bad", "attention", undefined]);
    expect(titlesOf(result).some((title) => title.startsWith("Failover"))).toBe(false);
    const matrix = sections.flatMap(({ blocks }) => blocks).find(({ kind }) => kind === "matrix");
    const last =
      matrix?.kind === "matrix"
        ? matrix.groups.flatMap(({ rows }) => rows).flatMap((row) => row.cells.slice(3))
        : [];
    expect(new Set(last.map(({ standing }) => standing))).toEqual(new Set(["open"]));
  });

  it("asks for attention, and says nothing wrong of the platform, when a tool was missing", () => {
    const { plans: _plans, ...before } = result;
    const document = reportDocument({ ...before, plans: {}, failures: [], timeline: [], criticalPath: [] });
    expect(document.verdict.standing).toBe("attention");
    expect(document.verdict.text).toContain("1 thing was not done.");
    expect(document.figures.find(({ label }) => label.startsWith("Changes"))).toMatchObject({
      value: "not reached",
      standing: "open",
    });
    expect(renderHtml(document)).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe("writing a report", () => {
  it("writes one file for people, one for a pull request and one for programs, and leaves nothing half written", async () => {
    const dir = await mkdtemp(join(tmpdir(), "trireme-report-"));
    const proven = provenResult();
    const written = await writeReport(dir, proven);
    expect(JSON.parse(await readFile(written.json, "utf8"))).toEqual(proven);
    expect(await readFile(written.html, "utf8")).toBe(renderHtml(reportDocument(proven)));
    expect(await readFile(written.markdown, "utf8")).toBe(textOf(proven));
    expect((await readdir(dir)).sort()).toEqual(["report.html", "report.json", "report.md"]);
    expect((await stat(written.html)).size).toBeLessThan(500_000);
    await rm(dir, { recursive: true });
  });
});
