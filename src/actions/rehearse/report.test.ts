import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { reportMarkdown, writeReport } from "./report.ts";
import type { PlanSummary, RehearsalResult } from "./result.ts";

const EMPTY: PlanSummary = {
  add: 0,
  change: 0,
  replace: 0,
  destroy: 0,
  stacks: [{ id: "e/a", add: 0, change: 0, replace: 0, destroy: 0, changes: [] }],
  unplannable: [],
};

const PROVEN: RehearsalResult = {
  platform: "shop",
  environment: "staging",
  lost: "us-east-1",
  proven: true,
  findings: [],
  resources: {
    emitted: 3,
    validated: 3,
    applied: 3,
    notEmulated: [],
    grades: { echoed: 2, modelled: 1 },
    byType: [
      { type: "aws_subnet", count: 2, grade: "echoed" },
      { type: "aws_rds_cluster", count: 1, grade: "modelled" },
    ],
  },
  plans: {
    second: EMPTY,
    afterFailover: {
      ...EMPTY,
      unplannable: [{ id: "e/b", reason: "its region us-east-1 is gone", expected: true }],
    },
    afterFailback: EMPTY,
  },
  calls: {
    total: 900,
    byFailover: 7,
    toLostRegion: 0,
    toFallenControlPlanes: 0,
    byPlanning: { total: 40, toLostRegion: 0 },
    gatewayMs: { p50: 0.4, p95: 1.9 },
  },
  writers: {
    orders: {
      afterApply: "us-east-1",
      afterLoss: "us-east-1",
      afterFailover: "us-west-2",
      afterReturn: "us-west-2",
      afterFailback: "us-east-1",
    },
  },
  failover: {
    completed: true,
    modelledSeconds: 65,
    steps: [
      {
        id: "promote-orders",
        title: "Make us-west-2 the writer of orders",
        plane: "control",
        region: "us-west-2",
        actions: ["rds:FailoverGlobalCluster"],
        outcome: "confirmed",
        detail: "writer us-west-2 | available",
        startedAt: 0,
        endedAt: 65_000,
      },
    ],
  },
  failback: { completed: true, modelledSeconds: 90, steps: [] },
  seconds: { apply: 300.04, total: 420 },
  criticalPath: [{ stack: "e/a", seconds: 290, slowest: "aws_rds_cluster.x 200 s" }],
  peakMemoryMb: 2100,
  failures: [],
  notDone: [],
};

const NOT_PROVEN: RehearsalResult = {
  ...PROVEN,
  proven: false,
  plans: {
    second: {
      ...EMPTY,
      add: 1,
      stacks: [{ id: "e/a", add: 1, change: 0, replace: 0, destroy: 0, changes: ["create aws_vpc.x"] }],
    },
  },
  failures: [{ stack: "e/b", code: "terraform-apply-failed", message: "quota\nreached" }],
  notDone: [
    {
      code: "apply-failed",
      what: "losing a region",
      why: "some stacks could not be applied",
      fix: "Mend them.",
    },
  ],
};

describe("the report for people", () => {
  it("gives the verdict first, then what it rests on", () => {
    const text = reportMarkdown(PROVEN);
    expect(text).toContain("**Proven on the emulated AWS:**");
    expect(text).toContain("7 AWS calls: 0 into us-east-1, 0 to global control planes");
    expect(text).toContain("Nothing here was measured on AWS.");
    expect(text).toMatchSnapshot();
  });

  it("keeps a table whole whatever stands in its cells", () => {
    expect(reportMarkdown(PROVEN)).toContain("writer us-west-2 \\| available");
  });

  it("says what was not reached, what failed, what was wanted and what was not done", () => {
    const text = reportMarkdown(NOT_PROVEN);
    expect(text).toContain("**Not proven.**");
    expect(text).not.toContain("**Proven");
    expect(text).toContain("us-east-1 gone, after the failover | not reached");
    expect(text).toContain("- second, e/a: create aws_vpc.x");
    expect(text).toContain("- e/b: quota reached");
    expect(text).toContain("- losing a region: some stacks could not be applied. Mend them.");
  });

  it("is written beside one for programs that holds the same, and nothing is left half written", async () => {
    const dir = await mkdtemp(join(tmpdir(), "trireme-report-"));
    const written = await writeReport(dir, PROVEN);
    expect(JSON.parse(await readFile(written.json, "utf8"))).toEqual(PROVEN);
    expect(await readFile(written.markdown, "utf8")).toBe(reportMarkdown(PROVEN));
    expect((await readdir(dir)).sort()).toEqual(["report.json", "report.md"]);
    await rm(dir, { recursive: true });
  });
});
