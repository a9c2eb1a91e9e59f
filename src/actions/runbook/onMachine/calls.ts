import { recoverySwitchName } from "../../../constructs/index.ts";
import { type JsonObject, systemClock } from "../../../lib/index.ts";
import { planeProblems, planRunbook, surplusOf } from "../../../runbooks/index.ts";
import { namingOf } from "../../project.ts";
import { runbookNames } from "../../recovery/scope.ts";
import { whoami } from "../approval.ts";
import { refused, refuseUnknownRunbook, selected } from "../books.ts";
import type { RunbookOptions, ShownRunbook } from "../show.ts";
import { executionName, incidentOf } from "./begin.ts";
import { executionArn, inputOf, machinesOf } from "./machines.ts";

/** A call that is made from here; what the machine calls by itself is in its steps. */
export interface CallFromHere {
  /** `states:StartExecution` */
  readonly what: string;
  readonly region: string;
  readonly when: string;
  readonly input: JsonObject;
}

export interface ShownMachine extends ShownRunbook {
  readonly machine: string;
  readonly incident: string;
  readonly fromHere: readonly CallFromHere[];
}

/** What a run by its machines would call, in order, nothing called. */
export async function runbookOnAwsDryRun(
  options: RunbookOptions & { readonly incident?: string },
): Promise<readonly ShownMachine[]> {
  const { project, environment } = await selected(options, systemClock);
  const { platform, file } = project;
  refuseUnknownRunbook(options.name, file);
  const found = machinesOf(platform, environment, options);
  if ("where" in found) throw refused(file, found);
  const incident = incidentOf(options.incident, systemClock);
  return found.map((machine, index) => {
    const { name: machineName, region, arn: stateMachineArn, runbook } = machine;
    const { name, version, title, when, runsIn } = runbook;
    const execution = executionName(machine, incident);
    const executionIs = executionArn(platform, environment, machine, execution);
    const call = (what: string, said: string, input: JsonObject): CallFromHere => ({
      what,
      region,
      when: said,
      input,
    });
    const fromHere = [
      ...(index === 0 ? [call("sts:GetCallerIdentity", "first", {})] : []),
      call("states:DescribeExecution", "always: is it there already?", { executionArn: executionIs }),
      call("states:ListExecutions", "when it is not", { stateMachineArn, statusFilter: "RUNNING" }),
      ...(surplusOf(runbook).acts
        ? [
            call("ssm:GetParameter", "before it is begun", {
              Name: recoverySwitchName(namingOf(platform, environment)),
            }),
          ]
        : []),
      call("states:StartExecution", "once, when you say so", {
        stateMachineArn,
        name: execution,
        input: { by: whoami(), begun: "<now>", ...inputOf(machine) },
      }),
      call("states:DescribeStateMachine", "once", { stateMachineArn }),
      call("states:GetExecutionHistory", "until it ends", { executionArn: executionIs }),
      call("states:SendTaskSuccess", "for each question that you answer", {
        taskToken: "<of the question>",
        output: { answer: "yes or no" },
      }),
    ];
    const names = runbookNames(platform, environment, runsIn);
    const steps = planRunbook(runbook, names);
    const problems = planeProblems(runbook);
    return { name, version, title, when, runsIn, machine: machineName, incident, fromHere, steps, problems };
  });
}
