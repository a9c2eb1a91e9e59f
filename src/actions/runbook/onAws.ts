import type { Environment, Platform } from "../../config/index.ts";
import type { Runbook } from "../../runbooks/index.ts";
import { inputOf, machinesOf } from "./onMachine/machines.ts";
import type { RunbookParameters } from "./parameters.ts";

/**
 * The command that begins a runbook on AWS, with no machine of ours; undefined where no state machine was made of it.
 * What is begun reads the switch of its region and says by itself what it waits for.
 */
export function startCommand(
  platform: Platform,
  environment: Environment,
  runbook: Runbook,
  about: RunbookParameters & { readonly lost: string },
): string | undefined {
  const made = machinesOf(platform, environment, { ...about, name: runbook.name });
  const machine =
    "where" in made
      ? undefined
      : made.find(({ runbook: { name, runsIn } }) => name === runbook.name && runsIn === runbook.runsIn);
  if (machine === undefined) return undefined;
  const { region, arn } = machine;
  const input = JSON.stringify({ by: "YOUR NAME", ...inputOf(machine) });
  return `aws stepfunctions start-execution --region ${region} --state-machine-arn ${arn} --input '${input}'`;
}
