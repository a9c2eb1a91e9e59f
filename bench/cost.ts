/**
 * An estimate against the graph that it reads: of the example's production, and of a plan of 10,000 resources.
 * `node bench/cost.ts`. Times are CPU seconds of this process, the price book read once before.
 */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadPlatform } from "../src/config/index.ts";
import { estimate, shippedBook } from "../src/cost/index.ts";
import {
  graphFromPlan,
  graphFromStacks,
  LIMITS,
  type ResourceGraph,
  readDocument,
} from "../src/graph/index.ts";
import { largePlan } from "../src/graph/testing/largePlan.ts";
import { systemClock } from "../src/lib/index.ts";
import { synthesize } from "../src/stacks/index.ts";

function cpuSeconds<Result>(work: () => Result): { readonly result: Result; readonly seconds: number } {
  const begun = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(begun);
  return { result, seconds: (user + system) / 1e6 };
}

function show(name: string, made: { readonly result: ResourceGraph; readonly seconds: number }): void {
  const priced = cpuSeconds(() => estimate(made.result, { book }));
  const { resources, free, unpriced } = priced.result;
  const all = resources.length + free.length + unpriced.length;
  process.stdout.write(
    `  ${name}: ${priced.seconds.toFixed(2)} s for ${all} resources, ${(priced.seconds / made.seconds).toFixed(1)} x their graph\n`,
  );
}

const { result: book, seconds: reading } = cpuSeconds(shippedBook);
process.stdout.write(`  the price book: ${reading.toFixed(2)} s\n`);

const example = join(import.meta.dirname, "..", "examples", "storefront", "trireme.config.ts");
const platform = await loadPlatform(example, { clock: systemClock });
const [production] = platform.environments;
if (production === undefined) throw new Error("the example has no environment");
const stacks = synthesize(platform, production);
show(
  `estimate of ${production.name}`,
  cpuSeconds(() => graphFromStacks(stacks, { name: production.name })),
);

const folder = mkdtempSync(join(tmpdir(), "trireme-bench-cost-"));
try {
  const file = join(folder, "plan.json");
  writeFileSync(file, [...largePlan(10_000)].join(""));
  const document = await readDocument(file, LIMITS);
  show(
    "estimate of a plan of 10000 resources",
    cpuSeconds(() => graphFromPlan(document, { name: "plan" })),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
