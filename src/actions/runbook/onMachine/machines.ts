import type { Environment, Platform } from "../../../config/index.ts";
import { nameOf, recoveryMachineArn, recoveryMachineThing } from "../../../constructs/index.ts";
import { canonicalJson, type InputProblem, type JsonObject } from "../../../lib/index.ts";
import type { Runbook, TakenForm } from "../../../runbooks/index.ts";
import { type RecoveryMachine, recoveryMachines } from "../../../stacks/index.ts";
import { namingOf } from "../../project.ts";
import { regionScope } from "../../recovery/scope.ts";
import { booksMade } from "../booksMade.ts";
import type { RunbookParameters } from "../parameters.ts";

/** A machine that Terraform has made of a runbook, and where. */
export interface DeployedMachine extends RecoveryMachine {
  readonly region: string;
  readonly arn: string;
  /** Words that its runbook takes, as they are said this time. */
  readonly taken: Readonly<Record<string, string>>;
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
  restore: ["restore"],
};

/** Runbooks that one machine of a region has beside others, and is told which. */
const TOLD: readonly string[] = ["store-failover", "zone-evacuation", "zone-return", "restore"];

/**
 * As a failback from here has it: fences first, then the ways to what is behind them; who keeps the names away lets them
 * come back last, once all is right.
 */
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
    .flatMap((machine) => {
      const taken = meant.taken(machine);
      if (taken === undefined) return [];
      const region = machine.runbook.runsIn;
      return [{ ...machine, region, arn: recoveryMachineArn(naming, machine.name, region), taken }];
    })
    .toSorted((one, other) => rankOf(one, latch) - rankOf(other, latch));
  if (found.length > 0) return found;
  if (name === "restore" && about.from !== "backup" && about.at === undefined) return WANTS_MOMENT;
  return {
    code: "option/no-machine",
    where: "--on",
    given: `aws, for ${name} of ${lost}`,
    wanted: "a runbook of which a state machine is made for that region",
    fix: "Leave --on away: it then runs from here, by the same steps.",
  };
}

/** A restore from a store's own history by a machine. */
const WANTS_MOMENT: InputProblem = {
  code: "option/machine-wants-moment",
  where: "--before",
  given: "nothing",
  wanted: "the moment as which the store is brought back: its machine takes no other",
  fix: "Say it: --before 2026-11-25T03:00:00Z. Or leave --on away: the newest moment is brought back from here.",
};

type Taken = DeployedMachine["taken"];

interface Meant {
  /** What a machine that does what is asked for is to be given; undefined for one that does something else. */
  readonly taken: (machine: RecoveryMachine) => Taken | undefined;
}

/** Of all machines, those that do what is asked for: by their names, or by what they would be told. */
function meantBy(
  platform: Platform,
  environment: Environment,
  { name, lost, ...parameters }: RunbookParameters & { readonly name: string; readonly lost: string },
): Meant | InputProblem {
  const names = (MACHINE_NAMES[name] ?? []).map((each) => `${each}-${lost}`);
  if (!TOLD.includes(name)) return { taken: (machine) => (names.includes(machine.name) ? {} : undefined) };
  const books = booksMade({ platform, environment, name, region: lost, parameters });
  if ("where" in books) return books;
  return {
    taken: ({ told, runbook }) =>
      told === undefined
        ? undefined
        : books.map((book) => takenAs(runbook, book)).find((each) => each !== undefined),
  };
}

/** What a machine's runbook has to be given to be the one that is meant, if it can be. */
function takenAs(machine: Runbook, meant: Runbook): Taken | undefined {
  const words = Object.entries(machine.takes ?? {}).flatMap(([word, form]) => {
    const said = meant.inputs[word];
    return said !== undefined && fits(said, form) ? [[word, said] as const] : [];
  });
  const taken = Object.fromEntries(words);
  const told = { ...machine, inputs: { ...machine.inputs, ...taken } };
  return keyOf(told) === keyOf(meant) ? taken : undefined;
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** As the machine itself looks at it. */
function fits(said: string, form: TakenForm): boolean {
  if ("is" in form) return form.is === "moment" && MOMENT.test(said);
  return form.like.some((pattern) => {
    const literal = pattern.split("*").map((each) => each.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${literal.join(".*")}$`).test(said);
  });
}

/** What a runbook is, whatever its steps are called in a machine that has others beside it. */
function keyOf({ name, runsIn, lost, inputs }: Runbook): string {
  return canonicalJson({ name, runsIn, lost: lost ?? null, inputs });
}

/** What an execution of a machine is told by its input, in its name: two stores of one day are two executions. */
export function subjectOf({ told, taken }: Pick<DeployedMachine, "told" | "taken">): string {
  const words = Object.values(told ?? {}).filter((each) => typeof each === "string");
  // A name has no colons and few characters: the end of an ARN tells it from others, a moment is whole.
  const ends = Object.values(taken)
    .map((each) => (each.startsWith("arn:") ? (each.split(/[:/]/).at(-1) ?? each) : each))
    .map((each) => each.replaceAll(/[^A-Za-z0-9-]/g, "").slice(-18));
  return [...new Set([...words, ...ends])].map((each) => `-${each}`).join("");
}

/** What its input says beside who begins it. */
export function inputOf({ told, taken }: Pick<DeployedMachine, "told" | "taken">): JsonObject {
  return { ...told, ...taken };
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
