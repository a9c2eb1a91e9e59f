/**
 * Speeds as ratios to a baseline: absolute times belong to a machine. `npm run bench`.
 *
 * - cold start of verbs against a Node process that does nothing;
 * - synthesis of the example against plain cdktn making as many resources;
 * - a plan of 10,000 resources to its graph against JSON.parse of it (`bench/graph.ts`);
 * - `check` of a platform of 300 services (`bench/scale.ts`);
 * - simulated losses of a region (`bench/recovery.ts`);
 * - an estimate of cost against the graph that it reads (`bench/cost.ts`);
 * - a bill of ten million charges by service and by tag (`bench/bill.ts`);
 * - a call through the gateway against the same call straight to the emulator (`bench/gateway.ts`).
 */
import { execFileSync, spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Vpc } from "@cdktn/provider-aws/lib/vpc/index.js";
import { App, TerraformStack } from "cdktn";
import { measure } from "mitata";
import { loadPlatform } from "../src/config/index.ts";
import { systemClock } from "../src/lib/index.ts";
import { synthesize } from "../src/stacks/index.ts";

const root = join(import.meta.dirname, "..");
const example = join(root, "examples", "storefront");
const out = (line: string) => process.stdout.write(`${line}\n`);

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Median wall seconds of five runs after one that warms the disk's cache, and the largest memory in MB. */
function cold(...args: string[]): number {
  const once = () => {
    const begun = performance.now();
    execFileSync(process.execPath, args, { cwd: root, stdio: "ignore" });
    return (performance.now() - begun) / 1000;
  };
  once();
  return median(Array.from({ length: 5 }, once));
}

out("cold start, median of 5");
const nothing = cold("-e", "0");
const main = join("src", "cli", "main.ts");
for (const [name, ...args] of [
  ["check", main, "check", example],
  ["synth", main, "synth", example, "--out", join(tmpdir(), `trireme-bench-${process.pid}`)],
] as const) {
  const seconds = cold(...args);
  out(
    `  ${name.padEnd(8)} ${seconds.toFixed(2)} s, ${(seconds / nothing).toFixed(1)} x an empty Node process`,
  );
}

const platform = await loadPlatform(join(example, "trireme.config.ts"), { clock: systemClock });
const [production] = platform.environments;
if (production === undefined) throw new Error("the example has no environment");
const resources = synthesize(platform, production)
  .flatMap(({ configuration }) => Object.values((configuration.resource ?? {}) as Record<string, object>))
  .reduce((sum, blocks) => sum + Object.keys(blocks).length, 0);

const ours = await measure(() => synthesize(platform, production), { min_samples: 10 });
const plain = await measure(
  () => {
    const stack = new TerraformStack(new App({ skipValidation: true, outdir: tmpdir() }), "plain");
    for (let index = 0; index < resources; index++) {
      new Vpc(stack, `vpc-${index}`, { cidrBlock: "10.0.0.0/16", tags: { Name: `vpc-${index}` } });
    }
    stack.prepareStack();
    return stack.toTerraform();
  },
  { min_samples: 10 },
);
out(`synthesis of ${production.name}, ${resources} resources`);
out(
  `  trireme  ${(ours.p50 / 1e6).toFixed(0)} ms at the median, ${(ours.p50 / plain.p50).toFixed(1)} x plain cdktn`,
);

out("check of 300 services");
const scaled = spawnSync(process.execPath, [join("bench", "scale.ts"), "300"], {
  cwd: root,
  encoding: "utf8",
});
if (scaled.status === 0) {
  const { seconds, resources: made, peakMb } = JSON.parse(scaled.stdout) as Record<string, number>;
  out(
    `  ${seconds?.toFixed(1)} s and ${peakMb} MB for ${made} resources in three environments, ${((seconds ?? 0) / nothing).toFixed(0)} x an empty Node process`,
  );
} else out(`  not measured: ${scaled.stderr.trim()}`);

out("gateway");
const gateway = spawnSync(process.execPath, [join("bench", "gateway.ts"), "300"], {
  cwd: root,
  encoding: "utf8",
});
out(gateway.status === 0 ? gateway.stdout.trimEnd() : `  not measured: ${gateway.stderr.trim()}`);

out("graph");
const graph = spawnSync(process.execPath, [join("bench", "graph.ts")], { cwd: root, encoding: "utf8" });
out(graph.status === 0 ? graph.stdout.trimEnd() : `  not measured: ${graph.stderr.trim()}`);

out("recovery");
const recovery = spawnSync(process.execPath, [join("bench", "recovery.ts"), "10000"], {
  cwd: root,
  encoding: "utf8",
});
out(recovery.status === 0 ? recovery.stdout.trimEnd() : `  not measured: ${recovery.stderr.trim()}`);
out("cost");
const cost = spawnSync(process.execPath, [join("bench", "cost.ts")], { cwd: root, encoding: "utf8" });
out(cost.status === 0 ? cost.stdout.trimEnd() : `  not measured: ${cost.stderr.trim()}`);
out("bill");
const bill = spawnSync(process.execPath, [join("bench", "bill.ts")], { cwd: root, encoding: "utf8" });
out(bill.status === 0 ? bill.stdout.trimEnd() : `  not measured: ${bill.stderr.trim()}`);
