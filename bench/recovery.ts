/**
 * Region losses of the example, simulated: `node bench/recovery.ts 10000`. All of a loss: every step of the recovery of
 * every store, and quantiles for every store, service and journey. CPU seconds, so that other work on the machine
 * counts less; wall seconds beside them.
 */
import { join } from "node:path";
import { openProject, synthesizeUnit } from "../src/actions/project.ts";
import { subjectOf } from "../src/actions/recovery/subject.ts";
import { graphFromStacks } from "../src/graph/index.ts";
import { systemClock } from "../src/lib/index.ts";
import { failureModes, modelLosses } from "../src/recovery/index.ts";

const samples = Number(process.argv[2] ?? 10_000);
const example = join(import.meta.dirname, "..", "examples", "storefront");
const { platform } = await openProject(example, systemClock);
const [production] = platform.environments;
if (production === undefined) throw new Error("the example has no environment");
const { stacks } = synthesizeUnit(platform, production);
const subject = subjectOf(platform, production, graphFromStacks(stacks, { name: production.name }));

function timed(what: string, work: () => void): void {
  const [begun, before] = [performance.now(), process.cpuUsage()];
  work();
  const { user, system } = process.cpuUsage(before);
  const cpu = ((user + system) / 1e6).toFixed(2);
  const wall = ((performance.now() - begun) / 1000).toFixed(2);
  process.stdout.write(`  ${what}: ${cpu} s of CPU, ${wall} s of wall\n`);
}

const region = subject.regions[0]?.name ?? "";
timed(`${samples} losses of ${region}`, () => {
  modelLosses(failureModes(subject, [{ kind: "region", region }]), { samples });
});
const all = failureModes(subject);
timed(`each of ${all.length} losses ${samples} times`, () => {
  modelLosses(all, { samples });
});
timed(`each of ${all.length} losses 500 times, as check does`, () => {
  modelLosses(failureModes(subject), { samples: 500 });
});
