import type { Environment, Platform } from "../../../config/index.ts";
import { nameOf, recoveryMachineArn, recoveryMachineThing } from "../../../constructs/index.ts";
import { canonicalJson, type InputProblem } from "../../../lib/index.ts";
import type { Runbook } from "../../../runbooks/index.ts";
import { type RecoveryMachine, recoveryMachines } from "../../../stacks/index.ts";
import { namingOf } from "../../project.ts";
import { regionScope } from "../../recovery/scope.ts";
import { booksMade } from "../booksMade.ts";
import type { RunbookParameters } from "../parameters.ts";

/** A machine that Terraform has made of a runbook, and where. */
export interface DeployedMachine extends RecoveryMachine {
  readonly region: string;
  readonly arn: string;
}

/** Names of the machines of a runbook, each before a region; none where nothing is made of it. */
export const MACHINE_NAMES: Readonly<Record<string, readonly string[]>> = {
  "regional-failover": ["leave"],
  "old-writer-fence": ["fence"],
  "way-return": ["way"],
  "old-writer-shut": ["shut"],
  "cache-return": ["caches"],
  failback: ["fence", "way", "return", "caches"],
  "traffic-shift": ["close"],
  "traffic-return": ["open"],
  "post-recovery-review": ["review"],
  "store-failover": ["store"],
  "zone-evacuation": ["zone"],
  "zone-return": ["zone"],
};

/** Runbooks that one machine of a region has beside others, and is told which. */
const TOLD: readonly string[] = ["store-failover", "zone-evacuation", "zone-return"];

/** As a failback from here has it: fences first, then the ways to what is behind them; who keeps the names away lets them come back last, once all is right. */
function rankOf({ name, runbook }: RecoveryMachine, latch: string | undefined): number {
  if (name.startsWith("fence-")) return 0;
  if (name.startsWith("way-")) return 1;
  if (name.startsWith("caches-")) return 3;
  return runbook.runsIn === latch ? 4 : 2;
}

/** The machines that do what a runbook does, in the order in which they are to be run; or why there are none. */
export function machinesOf(
  platform: Platform,
  environment: Environment,
  about: RunbookParameters & { readonly name: string; readonly lost: string },
): readonly DeployedMachine[] | InputProblem {
  const { name, lost } = about;
  const naming = namingOf(platform, environment);
  const latch = regionScope(platform, environment, lost).latch?.region;
  const meant = meantBy(platform, environment, about);
  if ("where" in meant) return meant;
  const found = recoveryMachines(platform, environment)
    .filter(meant.is)
    .map((machine) => {
      const region = machine.runbook.runsIn;
      return { ...machine, region, arn: recoveryMachineArn(naming, machine.name, region) };
    })
    .toSorted((one, other) => rankOf(one, latch) - rankOf(other, latch));
  if (found.length > 0) return found;
  return {
    code: "option/no-machine",
    where: "--on",
    given: `aws, for ${name} of ${lost}`,
    wanted: "a runbook of which a state machine is made for that region",
    fix: "Leave --on away: it then runs from here, by the same steps.",
  };
}

/** Of all machines, those that do what is asked for: by their names, or by what they would be told. */
function meantBy(
  platform: Platform,
  environment: Environment,
  { name, lost, ...parameters }: RunbookParameters & { readonly name: string; readonly lost: string },
): { readonly is: (machine: RecoveryMachine) => boolean } | InputProblem {
  const names = (MACHINE_NAMES[name] ?? []).map((each) => `${each}-${lost}`);
  if (!TOLD.includes(name)) return { is: (machine) => names.includes(machine.name) };
  const books = booksMade({ platform, environment, name, region: lost, parameters });
  if ("where" in books) return books;
  const wanted = new Set(books.map(keyOf));
  return { is: ({ told, runbook }) => told !== undefined && wanted.has(keyOf(runbook)) };
}

/** What a runbook is, whatever its steps are called in a machine that has others beside it. */
function keyOf({ name, runsIn, lost, inputs }: Runbook): string {
  return canonicalJson({ name, runsIn, lost: lost ?? null, inputs });
}

/** What an execution of a machine is told by its input, in its name: two stores of one day are two executions. */
export function subjectOf({ told }: Pick<RecoveryMachine, "told">): string {
  const words = Object.values(told ?? {}).filter((each) => typeof each === "string");
  return [...new Set(words)].map((each) => `-${each}`).join("");
}

/** ARN that an execution of that name has. */
export function executionArn(
  platform: Platform,
  environment: Environment,
  { name, region }: Pick<DeployedMachine, "name" | "region">,
  execution: string,
): string {
  const naming = namingOf(platform, environment);
  return `arn:aws:states:${region}:${naming.account}:execution:${nameOf(naming, recoveryMachineThing(name))}:${execution}`;
}
