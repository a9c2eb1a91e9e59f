import type { Environment, Platform } from "../../../config/index.ts";
import { nameOf, recoveryMachineArn, recoveryMachineThing } from "../../../constructs/index.ts";
import type { InputProblem } from "../../../lib/index.ts";
import { type RecoveryMachine, recoveryMachines } from "../../../stacks/index.ts";
import { namingOf } from "../../project.ts";
import { regionScope } from "../../recovery/scope.ts";

/** A machine that Terraform has made of a runbook, and where. */
export interface DeployedMachine extends RecoveryMachine {
  readonly region: string;
  readonly arn: string;
}

/** Names of the machines of a runbook; none where nothing is made of it. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  "regional-failover": ["leave"],
  "old-writer-fence": ["fence"],
  "cache-return": ["caches"],
  failback: ["fence", "return", "caches"],
  "traffic-shift": ["close"],
  "traffic-return": ["open"],
  "post-recovery-review": ["review"],
};

/** As a failback from here has it: fences first; who keeps the names away lets them come back last, once all is right. */
function rankOf({ name, runbook }: RecoveryMachine, latch: string | undefined): number {
  if (name.startsWith("fence-")) return 0;
  if (name.startsWith("caches-")) return 2;
  return runbook.runsIn === latch ? 3 : 1;
}

/** The machines that do what a runbook does, in the order in which they are to be run; or why there are none. */
export function machinesOf(
  platform: Platform,
  environment: Environment,
  { name, lost }: { readonly name: string; readonly lost: string },
): readonly DeployedMachine[] | InputProblem {
  const names = (NAMES[name] ?? []).map((each) => `${each}-${lost}`);
  const naming = namingOf(platform, environment);
  const latch = regionScope(platform, environment, lost).latch?.region;
  const found = recoveryMachines(platform, environment)
    .filter((machine) => names.includes(machine.name))
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
