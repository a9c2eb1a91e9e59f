/**
 * Our rollout against plain `terraform apply` of the same stacks one after another, as a script would run them: each
 * on an emulated AWS of its own. Takes minutes: `node bench/rollout.ts [folder of a configuration] [environment]`.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentOf, openProject, synthesizeUnit } from "../src/actions/project.ts";
import { thisMachine } from "../src/actions/workbench/machine.ts";
import { sandboxTarget } from "../src/actions/workbench/target.ts";
import { Workbench } from "../src/actions/workbench/workbench.ts";
import { RecordingHost } from "../src/host/index.ts";
import { type Json, systemClock } from "../src/lib/index.ts";
import { startSandbox } from "../src/sandbox/index.ts";
import { applyStacks, locateTerraform, type StackSource, writeWorkspace } from "../src/terraform/index.ts";

const [folder = join(import.meta.dirname, "..", "examples", "storefront"), name = "development"] =
  process.argv.slice(2);
const out = (line: string) => process.stdout.write(`${line}\n`);
const terraform = await locateTerraform();
if (!terraform.ok) throw new Error(terraform.reason);
const found = terraform;
const project = await openProject(folder, systemClock);
const environment = environmentOf(project, name);
const { stacks, resources } = synthesizeUnit(project.platform, environment);

/** Seconds that `work` takes on a fresh emulated AWS with buckets for states. */
async function timed(work: (bench: Workbench, root: string) => Promise<void>): Promise<number> {
  const workRoot = await mkdtemp(join(tmpdir(), "trireme-bench-rollout-"));
  const sandbox = await startSandbox();
  const bench = await Workbench.open({
    platform: project.platform,
    unit: environment,
    target: sandboxTarget({ endpoint: sandbox.endpoint, endsWithUs: true }, environment.account),
    terraform: found,
    workRoot,
    machine: thisMachine,
    host: new RecordingHost(),
  });
  try {
    await bench.makeStateBuckets();
    const begun = performance.now();
    await work(bench, workRoot);
    return (performance.now() - begun) / 1000;
  } finally {
    bench.close();
    await sandbox.stop();
    await rm(workRoot, { recursive: true, force: true });
  }
}

/** Upstream first, each with what those before it gave out. */
async function oneAfterAnother(bench: Workbench, root: string): Promise<void> {
  const { override } = bench.rollout(stacks, "plain");
  const given = new Map<string, Readonly<Record<string, Json>>>();
  const valuesOf = (stack: StackSource) =>
    Object.fromEntries(
      stack.inputs.map((input) => [
        input.variable,
        given.get(input.stack)?.[input.output] ?? input.placeholder,
      ]),
    );
  for (const stack of stacks) {
    const workspace = await writeWorkspace(root, stack, override?.(stack));
    await bench.driver.init(workspace);
    const plan = await bench.driver.plan(workspace, { variables: valuesOf(stack) });
    given.set(stack.id, (await bench.driver.apply(workspace, plan)).outputs);
  }
}

const plain = await timed(oneAfterAnother);
const ours = await timed(async (bench) => {
  const { results } = await applyStacks(bench.rollout(stacks, "applying"));
  const failed = results.filter(({ status }) => status !== "applied");
  if (failed.length > 0) throw new Error(`not applied: ${failed.map(({ stack }) => stack).join(", ")}`);
});
out(`rollout of ${name}, ${stacks.length} stacks, ${resources.total} resources`);
out(`  one after another ${plain.toFixed(0)} s`);
out(
  `  trireme           ${ours.toFixed(0)} s, ${(ours / plain).toFixed(2)} x plain terraform apply of the same stacks`,
);
