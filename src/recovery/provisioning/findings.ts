import type { Lever, ProvisioningPrediction } from "./prediction.ts";
import { REMEDIES } from "./remedies.ts";

/** A finding in the form of `config/`'s, which this folder may not import. */
interface ProvisioningFinding {
  readonly code: "recovery/provisioning-late" | "recovery/provisioning-may-be-late";
  readonly severity: "error" | "warning";
  readonly where: string;
  readonly text: string;
  readonly fix: string;
}

/**
 * An error where the objective is missed more often than not, a warning where it is missed once in twenty, or where
 * figures that nobody has seen carry the prediction: what is recalled warns, and fails no pipeline.
 */
export function provisioningFindings(prediction: ProvisioningPrediction): readonly ProvisioningFinding[] {
  const { environment, total, objective, recalled } = prediction;
  if (objective.metAtP50 && objective.metAtP95) return [];
  const late = !objective.metAtP50;
  return [
    {
      code: late ? "recovery/provisioning-late" : "recovery/provisioning-may-be-late",
      severity: late && recalled.length === 0 ? "error" : "warning",
      where: `environments.${environment}`,
      text: `Created from nothing, ${environment} stands after ${minutes(total.p50.seconds)} min typically and ${minutes(total.p95.seconds)} min pessimistically (modelled), where objectives.provisioning is ${minutes(objective.seconds)} min. ${longest(prediction)}`,
      fix: fixOf(prediction),
    },
  ];
}

function longest({ levers, waits }: ProvisioningPrediction): string {
  const named = levers.filter(({ saves }) => saves >= 30).slice(0, 3);
  if (named.length === 0) return "No kind of resource bounds it alone.";
  return `What it waits for longest: ${named.map(costOf).join("; ")}.${ordered(waits)}`;
}

/** The dearest waiting of stacks for stacks, where it costs a minute or more. */
function ordered([dearest]: ProvisioningPrediction["waits"]): string {
  if (dearest === undefined || dearest.saves < 60) return "";
  const { stack, waitsFor, saves } = dearest;
  const other = stack === waitsFor ? `${waitsFor} in another region` : waitsFor;
  return ` Of the order of stacks, that ${stack} waits for all of ${other} costs most, ${minutes(saves)} min.`;
}

function costOf({ figure, resources, saves }: Lever): string {
  const [first, ...others] = resources;
  const more = others.length > 0 ? " and its like" : "";
  return `${figure} (${first ?? "none"}${more}; ${minutes(saves)} min less if it took no time)`;
}

/** The dearest that something can be done about; and the objective that would hold. */
function fixOf({ levers, total }: ProvisioningPrediction): string {
  const remedy = levers.flatMap(({ figure, saves }) => (saves >= 30 ? (REMEDIES[figure] ?? []) : []))[0];
  const held = Math.ceil(total.p95.seconds / 300) * 5;
  const relax = `set objectives.provisioning to ${held}m, which holds 19 times in 20.`;
  return remedy === undefined ? relax.replace("set", "Set") : `${remedy} Or ${relax}`;
}

/** Whole minutes, up: nobody is told that a thing is sooner done than it is. */
function minutes(seconds: number): string {
  return String(Math.ceil(seconds / 60));
}
