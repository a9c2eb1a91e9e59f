/**
 * A plan of many resources to its graph, against JSON.parse of the same file, each in a fresh process:
 * `node bench/graph.ts 10000`. Times are CPU seconds, so that other work on the machine counts less.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { largePlan } from "../src/graph/testing/largePlan.ts";

const count = Number(process.argv[2] ?? 10_000);
const folder = mkdtempSync(join(tmpdir(), "trireme-bench-graph-"));
const file = join(folder, "plan.json");
const face = pathToFileURL(join(import.meta.dirname, "..", "src", "graph", "index.ts")).href;

const GRAPH = `const { graphFromPlan, readDocument, LIMITS } = await import(${JSON.stringify(face)});
  const made = graphFromPlan(await readDocument(process.argv[1], LIMITS), { name: "plan" }).resources.length;`;
const PARSE = `const { readFileSync } = await import("node:fs");
  const made = JSON.parse(readFileSync(process.argv[1], "utf8")).resource_changes.length;`;
const MEASURE = `const { user, system } = process.cpuUsage();
  console.log(JSON.stringify({ made, seconds: (user + system) / 1e6, mb: process.resourceUsage().maxRSS / 1024 }));`;

interface Measured {
  readonly made: number;
  readonly seconds: number;
  readonly mb: number;
}

function fresh(script: string): Measured {
  const args = ["--input-type=module", "-e", `${script}\n${MEASURE}`, file];
  const runs = Array.from({ length: 3 }, () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as Measured;
  }).sort((a, b) => a.seconds - b.seconds);
  const middle = runs[1];
  if (middle === undefined || middle.made !== count) throw new Error("not all resources were read");
  return middle;
}

try {
  writeFileSync(file, [...largePlan(count)].join(""));
  const [graph, parse] = [fresh(GRAPH), fresh(PARSE)];
  const size = (statSync(file).size / 1e6).toFixed(1);
  const text = ({ seconds, mb }: Measured) => `${seconds.toFixed(2)} s, ${mb.toFixed(0)} MB at the peak`;
  process.stdout.write(`  plan of ${count} resources, ${size} MB: ${text(graph)}\n`);
  process.stdout.write(
    `  JSON.parse of it: ${text(parse)}; ratio ${(graph.seconds / parse.seconds).toFixed(1)}\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
