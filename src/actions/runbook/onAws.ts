import type { Environment, Platform } from "../../config/index.ts";
import { recoveryMachineArn } from "../../constructs/index.ts";
import type { Runbook } from "../../runbooks/index.ts";
import { recoveryMachines } from "../../stacks/index.ts";
import { namingOf } from "../project.ts";

/**
 * The command that begins a runbook on AWS, with no machine of ours; undefined where no state machine was made of it.
 * What is begun reads the switch of its region and says by itself what it waits for.
 */
export function startCommand(
  platform: Platform,
  environment: Environment,
  runbook: Runbook,
  about: string,
): string | undefined {
  const [leave, back] = [`leave-${about}`, `return-${about}`];
  const machine = recoveryMachines(platform, environment).find(
    ({ name, runbook: { name: of, runsIn } }) =>
      (name === leave || name === back) && of === runbook.name && runsIn === runbook.runsIn,
  );
  if (machine === undefined) return undefined;
  const region = runbook.runsIn;
  const arn = recoveryMachineArn(namingOf(platform, environment), machine.name, region);
  return `aws stepfunctions start-execution --region ${region} --state-machine-arn ${arn} --input '{"by":"YOUR NAME"}'`;
}
