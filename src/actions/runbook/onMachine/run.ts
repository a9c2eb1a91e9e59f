import { dirname, join } from "node:path";
import { AwsClients, StateMachines, StatesError } from "../../../aws/index.ts";
import type { Environment } from "../../../config/index.ts";
import { recoverySwitchName } from "../../../constructs/index.ts";
import type { Host } from "../../../host/index.ts";
import { type Clock, given, systemClock, TriremeError } from "../../../lib/index.ts";
import { type RunResult, surplusOf } from "../../../runbooks/index.ts";
import { CALLER_TAGS } from "../../../sandbox/index.ts";
import { namingOf, type Project } from "../../project.ts";
import { type Machine, thisMachine } from "../../workbench/machine.ts";
import { reach } from "../../workbench/site.ts";
import { mayBegin, refuseProblems, whoami } from "../approval.ts";
import { refused, refuseUnknownRunbook, selected } from "../books.ts";
import { withPoint } from "../recoveryPoints.ts";
import { wantedPoint } from "../restoring.ts";
import type { RunbookRunOptions, RunbookRunResult } from "../run.ts";
import { readSwitch } from "../switchParameter.ts";
import { alreadyBegun, type Beginning, type Begun, begin, executionName, incidentOf } from "./begin.ts";
import { follow } from "./follow.ts";
import { ExecutionHistory } from "./history.ts";
import { type DeployedMachine, executionArn, machinesOf } from "./machines.ts";

export interface RunbookOnAwsOptions extends RunbookRunOptions {
  readonly name: string;
  /** Name of what happened, the same for everybody who sees to it. @default the day, in UTC */
  readonly incident?: string;
}

/** A state machine that was begun or joined. */
export interface FollowedExecution {
  readonly machine: string;
  readonly region: string;
  readonly execution: string;
  readonly how: Begun["how"];
  /** How it stood when it was last looked at. */
  readonly says: string;
}

/** Shape of a run from here, with the executions that it is made of. */
export interface RunbookOnAwsResult extends Omit<RunbookRunResult, "outcome"> {
  /** `running`: nobody follows it any more, and it goes on. */
  readonly outcome: RunbookRunResult["outcome"] | "running";
  readonly incident: string;
  readonly executions: readonly FollowedExecution[];
  readonly proof: "echoed by the emulator" | "never run on AWS";
}

const NOT_PROVEN = {
  sandbox: [
    "the emulator keeps machines and runs none of their steps; its history is the same for all of them",
  ],
  aws: [
    "how a machine is begun, followed and answered was tried against recorded answers and an emulator only",
  ],
} as const;

interface On {
  readonly options: RunbookOnAwsOptions;
  readonly project: Project;
  readonly environment: Environment;
  readonly incident: string;
  readonly host: Host;
  readonly clock: Clock;
  readonly clients: AwsClients;
}

/**
 * Begins the state machines of a runbook, each in the region that takes over, and follows them; joins what somebody else
 * has begun. Calls that region and no other. Whoever stops following stops nothing.
 */
export async function runbookOnAws(
  options: RunbookOnAwsOptions,
  host: Host,
  machine: Pick<Machine, "findSandbox"> = thisMachine,
  clock: Clock = systemClock,
): Promise<RunbookOnAwsResult> {
  const { project, environment } = await selected(options, clock);
  refuseUnknownRunbook(options.name, project.file);
  const incident = incidentOf(options.incident, clock);
  const kind = options.target ?? "aws";
  const { lost: region } = options;
  // A recovery point is looked for in the region that restores it, which is the one that is named.
  const looks = wantedPoint({ platform: project.platform, environment, region, parameters: options });
  const acts = looks === undefined ? foundFor(options, project, environment)[0]?.region : region;
  // The account is asked in the region that acts, and nowhere else.
  const asked = environment.regions.filter(({ name }) => name === acts);
  const stateRoot = join(dirname(project.file), ".trireme");
  const { target } = await reach(kind, project, { ...environment, regions: asked }, stateRoot, machine);
  const clients = new AwsClients({ ...target.clients(CALLER_TAGS.runbook), attempts: 1 });
  try {
    const pointed = await withPoint(options, { project, environment }, clients);
    const on = { options: pointed, project, environment, incident, host, clock, clients };
    return {
      environment: environment.name,
      target: kind,
      lost: options.lost,
      incident,
      ...(await runAll(foundFor(pointed, project, environment), on)),
      proof: kind === "aws" ? "never run on AWS" : "echoed by the emulator",
      notProven: NOT_PROVEN[kind],
    };
  } catch (error) {
    throw error instanceof StatesError ? explained(error) : error;
  } finally {
    clients.destroy();
  }
}

/** @throws InputError for a runbook of which there is no machine, and for one that leans on what it may not */
function foundFor(
  options: RunbookOnAwsOptions,
  { platform, file }: Project,
  environment: Environment,
): readonly DeployedMachine[] {
  const found = machinesOf(platform, environment, options);
  if ("where" in found) throw refused(file, found);
  refuseProblems(
    found.map(({ runbook }) => runbook),
    file,
  );
  return found;
}

async function runAll(
  found: readonly DeployedMachine[],
  on: On,
): Promise<Pick<RunbookOnAwsResult, "outcome" | "runs" | "executions">> {
  const { options, environment, host } = on;
  const { name, lost, target = "aws", yes } = options;
  const runs: RunResult[] = [];
  const executions: FollowedExecution[] = [];
  let approved = false;
  for (const [index, machine] of found.entries()) {
    const beginning = beginningOf(machine, on);
    const isLast = index === found.length - 1;
    let begun = await alreadyBegun(beginning, { isLast });
    if (begun === undefined) {
      await refuseSwitchedOff(machine, on);
      const approval = { name, environment: environment.name, lost, target, yes };
      const rest = found.slice(index).map(({ runbook }) => runbook);
      approved ||= await mayBegin(approval, rest, host);
      if (!approved) return { outcome: "declined", runs, executions };
      begun = await begin(beginning, { isLast });
    }
    told(begun, machine, host);
    const { run, says, seen } = await followed(begun, machine, beginning, on);
    if (run !== undefined) runs.push(run);
    executions.push({
      machine: machine.name,
      region: machine.region,
      execution: begun.arn,
      how: begun.how,
      says,
    });
    if (!seen) return { outcome: "running", runs, executions };
    if (run !== undefined && !run.completed) return { outcome: "incomplete", runs, executions };
  }
  return { outcome: "completed", runs, executions };
}

function beginningOf(machine: DeployedMachine, on: On): Beginning {
  const { project, environment, incident, options, clients, clock } = on;
  const name = executionName(machine, incident);
  return {
    machines: new StateMachines(clients.in(machine.region).plain, clock, options.signal),
    machine,
    arn: executionArn(project.platform, environment, machine, name),
    incident,
    name,
    named: options.incident !== undefined,
    by: whoami(),
    clock,
  };
}

async function followed(
  { arn, how }: Begun,
  { arn: machineArn, runbook }: DeployedMachine,
  { machines, by }: Beginning,
  { host, clock, options: { signal } }: On,
): Promise<{ readonly run?: RunResult; readonly says: string; readonly seen: boolean }> {
  if (how === "done") return { says: "done before", seen: true };
  const history = new ExecutionHistory(await machines.definitionOf(machineArn), runbook);
  const seen = await follow(arn, history, { machines, host, clock, by, ...given({ signal }) });
  const { ending, records, underWay } = history;
  // An execution that succeeded has ended steps; without any, whoever answers has run none.
  const completed = ending?.completed === true && records.length > 0;
  const run = { run: arn, runbook: runbook.name, completed, steps: records };
  if (ending === undefined) {
    const steps = [...underWay.keys()].join(", ");
    return { run, says: `goes on${steps === "" ? "" : `, at ${steps}`}`, seen };
  }
  const says = ending.completed && !completed ? "said to be done, and no step of it was run" : ending.says;
  return { run, says, seen };
}

function told({ arn, how }: Begun, { name, region }: DeployedMachine, host: Host): void {
  const text = {
    begun: `${name} was begun in ${region}: ${arn}`,
    attached: `${name} runs in ${region} already. Nothing was begun; this follows ${arn}`,
    done: `${name} in ${region} is done: ${arn}`,
  }[how];
  host.notify({ code: `machine-${how}`, level: how === "attached" ? "warn" : "info", text });
}

/**
 * The switch that the machine itself reads before each call. Read here as well, so that whoever is held back is told before
 * anything is begun.
 * @throws TriremeError `recoveries-switched-off`, `switch-unreadable`
 */
async function refuseSwitchedOff(
  { region, runbook }: DeployedMachine,
  { project: { platform }, environment, clients }: On,
): Promise<void> {
  if (!surplusOf(runbook).acts) return;
  const parameter = recoverySwitchName(namingOf(platform, environment));
  const value = await readSwitch(clients.in(region), parameter).catch((cause: unknown) => {
    throw new TriremeError(
      `whether recoveries may act in ${region} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        code: "switch-unreadable",
        fault: "environment",
        fix: `Nothing was begun. See that ${environment.name} is deployed in ${region} and that your credentials may read ${parameter}.`,
        cause,
      },
    );
  });
  if (value === "on" || value === "manual") return;
  throw new TriremeError(`recoveries are switched ${value} in ${region} (${parameter})`, {
    code: "recoveries-switched-off",
    fault: "environment",
    fix: `Nothing was begun. Ask who switched them off; then: trireme runbook switch --env ${environment.name} --target aws --to manual`,
  });
}

function explained(error: StatesError): TriremeError {
  const missing = error.code === "StateMachineDoesNotExist";
  return new TriremeError(error.message, {
    code: missing ? "machine-not-deployed" : "machine-refused",
    fault: "environment",
    fix: missing
      ? "Deploy the environment there. Until then run it from here: leave --on away, with --target aws."
      : "Sign in as an operator or with the role for emergencies. An execution that was begun goes on: the same command follows it again.",
    cause: error,
  });
}
