/**
 * A FOCUS bill of ten million charges as Parquet, broken down by service and by a tag, in a process of its own so that
 * its memory is its own. `node bench/bill.ts [rows]`. Seconds by the clock, and of CPU: on a machine that does other
 * things the clock says more than the query needs.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkBill, monthsOf, openBill, partsOf, reconciled, totalOf } from "../src/bill/index.ts";
import { writeLargeBill } from "../src/bill/testing/largeBill.ts";

interface Figure {
  readonly name: string;
  readonly wall: number;
  readonly cpu: number;
}

async function timed<Result>(name: string, work: () => Promise<Result>): Promise<readonly [Figure, Result]> {
  const [begun, used] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(used);
  return [{ name, wall: (performance.now() - begun) / 1000, cpu: (user + system) / 1e6 }, result];
}

/** In the child: one figure a line as JSON, then the largest memory in MB. */
async function measure(path: string): Promise<void> {
  const selection = { currency: "USD" };
  await using bill = await openBill([path]);
  const [whole, sums] = await timed("the whole", () => totalOf(bill, selection));
  const parts = [];
  for (const by of ["aws-service", "owner"] as const) {
    const [figure, found] = await timed(`by ${by}`, () => partsOf(bill, by, selection));
    reconciled(by, found, sums);
    parts.push(figure);
  }
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  const [months] = await timed("months and currencies", () => monthsOf(bill));
  const [rules, findings] = await timed("the specification's rules", () => checkBill(bill));
  if (findings.length > 0) throw new Error(`the bill is not sound: ${findings[0]?.code}`);
  process.stdout.write(
    JSON.stringify({
      figures: [whole, ...parts, months, rules],
      peakMb,
      peakWithRulesMb: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
  );
}

const [first = "10000000", path] = process.argv.slice(2);
if (first === "--measure" && path !== undefined) {
  await measure(path);
} else {
  const folder = mkdtempSync(join(tmpdir(), "trireme-bench-bill-"));
  try {
    const file = join(folder, "bill.parquet");
    await writeLargeBill(file, Number(first));
    const child = spawnSync(process.execPath, [import.meta.filename, "--measure", file], {
      encoding: "utf8",
    });
    if (child.status !== 0) throw new Error(child.stderr);
    const { figures, peakMb, peakWithRulesMb } = JSON.parse(child.stdout) as {
      readonly figures: readonly Figure[];
      readonly peakMb: number;
      readonly peakWithRulesMb: number;
    };
    for (const { name, wall, cpu } of figures) {
      process.stdout.write(`  ${name.padEnd(26)} ${wall.toFixed(2)} s, ${cpu.toFixed(2)} s of CPU\n`);
    }
    process.stdout.write(
      `  ${peakMb} MB at most for the breakdowns, ${peakWithRulesMb} MB with the rules, of ${first} rows\n`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
