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

/** Names of the machines of a runbook, in the order in which they are run; undefined where nothing is made of it. */
function namesOf(runbook: string, about: string): readonly string[] | undefined {
  switch (runbook) {
    case "regional-failover":
      return [`leave-${about}`];
    case "old-writer-fence":
      return [`fence-${about}`];
    case "failback":
      return [`fence-${about}`, `return-${about}`];
    default:
      return undefined;
  }
}

/** The machines that do what a runbook does, in the order in which they are to be run; or why there are none. */
export function machinesOf(
  platform: Platform,
  environment: Environment,
  { name, lost }: { readonly name: string; readonly lost: string },
): readonly DeployedMachine[] | InputProblem {
  const names = namesOf(name, lost) ?? [];
  const naming = namingOf(platform, environment);
  // Who keeps the names away lets them come back, once every store is right.
  const last = regionScope(platform, environment, lost).latch?.region;
  const found = recoveryMachines(platform, environment)
    .filter((machine) => names.includes(machine.name))
    .map((machine) => {
      const region = machine.runbook.runsIn;
      return { ...machine, region, arn: recoveryMachineArn(naming, machine.name, region) };
    })
    .toSorted(
      (one, other) =>
        names.indexOf(one.name) - names.indexOf(other.name) ||
        Number(one.region === last) - Number(other.region === last),
    );
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
