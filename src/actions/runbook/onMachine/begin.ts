import { type Execution, type StateMachines, StatesError, UNDER_WAY } from "../../../aws/index.ts";
import { type Clock, TriremeError } from "../../../lib/index.ts";
import { refused } from "../books.ts";
import { type DeployedMachine, inputOf, subjectOf } from "./machines.ts";

/** An execution that is to be followed. */
export interface Begun {
  readonly arn: string;
  /** `begun` by this run; `attached` to one that somebody else began; `done` before, in the same incident. */
  readonly how: "begun" | "attached" | "done";
}

export interface Beginning {
  readonly machines: StateMachines;
  readonly machine: DeployedMachine;
  /** Of the execution with the incident's name. */
  readonly arn: string;
  readonly incident: string;
  /** Of that execution: the incident, and what it is told. */
  readonly name: string;
  /** Whether somebody named it, or it is the day's. */
  readonly named: boolean;
  readonly by: string;
  readonly clock: Clock;
}

/** What Step Functions takes as a name, of what needs no quotes in a shell. */
const NAME = /^[A-Za-z0-9_-]{1,80}$/;

/**
 * Name of the execution that a machine has for an incident: with what it is told, so that one incident may want two stores.
 * @throws InputError for an incident whose name leaves no room for that
 */
export function executionName(machine: Pick<DeployedMachine, "told" | "taken">, incident: string): string {
  const name = `${incident}${subjectOf(machine)}`;
  if (NAME.test(name)) return name;
  throw refused("runbook run", {
    code: "option/incident-name",
    where: "--incident",
    given: `${incident}, which makes ${name}`,
    wanted: "a name that leaves room: an execution is called after it and what it is told, in 80 characters",
    fix: "Give the incident a shorter name: --incident 42.",
  });
}

/**
 * What two people who know nothing of each other call the same incident: the day in UTC.
 * @throws InputError for a name that an execution cannot have
 */
export function incidentOf(given: string | undefined, clock: Clock): string {
  const incident = given ?? new Date(clock.now()).toISOString().slice(0, 10);
  if (NAME.test(incident)) return incident;
  throw refused("runbook run", {
    code: "option/incident-name",
    where: "--incident",
    given: incident,
    wanted: "1 to 80 letters, digits, - and _",
    fix: "Name it so: 2026-11-26-2, or the number of its ticket.",
  });
}

/**
 * What is there already under the incident's name, or runs under another; undefined where nothing does, so that it may be
 * begun.
 * @throws TriremeError `machine-runs-already`, `incident-over`
 */
export async function alreadyBegun(
  beginning: Beginning,
  { isLast }: { readonly isLast: boolean },
): Promise<Begun | undefined> {
  const { machines, machine, arn, named } = beginning;
  const same = await machines.describe(arn).catch((error: unknown) => {
    if (error instanceof StatesError && error.code === "ExecutionDoesNotExist") return undefined;
    throw error;
  });
  if (same !== undefined) return judged(same, beginning, isLast);
  const subject = subjectOf(machine);
  const other = (await machines.running(machine.arn)).find(({ name }) => name.endsWith(subject));
  if (other === undefined) return undefined;
  // Two who begin on both sides of midnight mean the same incident.
  if (!named) return { arn: other.executionArn, how: "attached" };
  const { startDate, input } = await machines.describe(other.executionArn);
  throw new TriremeError(
    `${machine.name} in ${machine.region} runs already, as ${other.name}, begun by ${byOf(input)} at ${moment(startDate)}`,
    {
      code: "machine-runs-already",
      fault: "environment",
      fix: `Follow that one: --incident ${other.name.slice(0, other.name.length - subject.length)}. To stop it first: aws stepfunctions stop-execution --region ${machine.region} --execution-arn ${other.executionArn}`,
    },
  );
}

/**
 * Begins it. Its name is the lock: of two who begin at once AWS lets one through, and the other one is attached. What one of
 * us asks twice, for want of an answer, is one start, since name and input are the same.
 */
export async function begin(beginning: Beginning, { isLast }: { readonly isLast: boolean }): Promise<Begun> {
  const { machines, machine, arn, name, by, clock } = beginning;
  const input = JSON.stringify({ by, begun: new Date(clock.now()).toISOString(), ...inputOf(machine) });
  try {
    return { arn: await machines.start(machine.arn, name, input), how: "begun" };
  } catch (error) {
    if (!(error instanceof StatesError) || error.code !== "ExecutionAlreadyExists") throw error;
    const there = await machines.describe(arn);
    return there.input === input ? { arn, how: "begun" } : judged(there, beginning, isLast);
  }
}

/** A finished one is done where others follow it; the last one that is finished ends the incident. */
function judged(
  { executionArn, status, startDate, input, error, cause }: Execution,
  { machine, incident }: Beginning,
  isLast: boolean,
): Begun {
  if (UNDER_WAY.includes(status)) return { arn: executionArn, how: "attached" };
  if (status === "SUCCEEDED" && !isLast) return { arn: executionArn, how: "done" };
  const why = error === undefined ? "" : ` at ${error}: ${cause ?? "no cause was given"}`;
  throw new TriremeError(
    `${incident} of ${machine.name} in ${machine.region} is over: ${status}${why}. It was begun by ${byOf(input)} at ${moment(startDate)}`,
    {
      code: "incident-over",
      fault: "environment",
      fix: `To run it again, give the run a name of its own: --incident ${incident}-2. What is done is seen and left alone.`,
    },
  );
}

function byOf(input: string | undefined): string {
  try {
    const { by } = JSON.parse(input ?? "") as { readonly by?: unknown };
    return typeof by === "string" && by !== "" ? by : "somebody who gave no name";
  } catch {
    return "somebody whose name cannot be read";
  }
}

function moment(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
