import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { callerIdentity } from "../../aws/index.ts";
import type { Unit } from "../../config/index.ts";
import type { Host } from "../../host/index.ts";
import { acquireRunLock, InputError, systemClock, TriremeError } from "../../lib/index.ts";
import { CALLER_TAGS, type Sandbox } from "../../sandbox/index.ts";
import type { SynthesizedStack } from "../../stacks/index.ts";

import { openProject, type Project, synthesizeUnit, unitOf } from "../project.ts";
import type { Machine } from "./machine.ts";
import { withStatesInCopies } from "./statesInCopies.ts";
import { awsTarget, sandboxTarget, type Target } from "./target.ts";
import { Workbench } from "./workbench.ts";

/** What `plan`, `deploy` and `destroy` are told alike. */
export interface SiteOptions {
  /** Folder or file of the configuration; the nearest upwards when absent. */
  readonly path?: string;
  /** Name of an environment, or `organization`. */
  readonly environment: string;
  /** @default "sandbox": what leads to AWS is said, never assumed. */
  readonly target?: Target["kind"];
  /**
   * Regions whose states are read and written in their copies, since their own buckets cannot be reached. What is
   * written there travels back when they can. @default none
   */
  readonly statesFromCopies?: readonly string[];
  /** Aborted: nothing new starts, Terraform is asked to stop, and what was done is kept. */
  readonly signal?: AbortSignal;
}

/** One unit at one target, locked for one run. */
export interface Site {
  readonly project: Project;
  readonly unit: Unit;
  readonly stacks: readonly SynthesizedStack[];
  readonly target: Target["kind"];
  readonly bench: Workbench;
  /** Workspaces of the stacks, and the journal. */
  readonly workRoot: string;
  /** Regions that the target says are gone. AWS does not say. */
  readonly lostRegions: readonly string[];
  /** Regions whose states are used in their copies. */
  readonly copied: readonly string[];
}

/**
 * Does `work` on an environment, or on the organization, at its target, while no other run of this machine may. The target and
 * the tools are looked at first; nothing is written to the target.
 *
 * @throws InputError for a bad configuration or option
 * @throws TriremeError `run-locked`, `terraform-missing`, `sandbox-not-up`, `credentials-missing`,
 * `credentials-refused`, `account-mismatch`
 */
export async function onSite<Result>(
  options: SiteOptions,
  operation: string,
  { host, machine }: { readonly host: Host; readonly machine: Machine },
  work: (site: Site) => Promise<Result>,
): Promise<Result> {
  const project = await openProject(options.path, systemClock);
  const unit = unitOf(project, options.environment);
  const copied = options.statesFromCopies ?? [];
  const stacks = withStatesInCopies(
    synthesizeUnit(project.platform, unit).stacks,
    unit,
    copied,
    project.file,
  );
  const terraform = await machine.locateTerraform();
  if (!terraform.ok) {
    const { reason, fix } = terraform;
    throw new TriremeError(reason, { code: "terraform-missing", fault: "environment", fix });
  }
  const stateRoot = join(dirname(project.file), ".trireme");
  const reached = await reach(options.target ?? "sandbox", project, unit, stateRoot, machine);
  const siteDir = join(stateRoot, reached.target.kind, unit.name);
  await mkdir(siteDir, { recursive: true });
  // For the whole of it: between what is shown and what is applied nobody else may apply.
  const lock = await acquireRunLock(siteDir, operation, systemClock);
  try {
    // Terraform remembers where a workspace's state is, so that one with another place is another workspace.
    const workRoot = join(siteDir, copied.length === 0 ? "stacks" : "stacks-from-copies");
    const { target, lostRegions } = reached;
    const common = { platform: project.platform, unit, terraform, machine, host };
    const bench = await Workbench.open({ ...common, target, workRoot, signal: options.signal });
    bench.avoid([...new Set([...lostRegions, ...copied])]);
    try {
      return await work({ project, unit, stacks, target: target.kind, bench, workRoot, lostRegions, copied });
    } finally {
      await bench.close();
    }
  } finally {
    await lock.release();
  }
}

interface Reached {
  readonly target: Target;
  /** Absent on AWS. */
  readonly sandbox?: Sandbox;
  readonly lostRegions: readonly string[];
}

/** Finds the target and sees that it is the right one; `without` is a region that is not asked. */
export async function reach(
  kind: Target["kind"],
  { file }: Pick<Project, "file">,
  unit: Unit,
  stateRoot: string,
  machine: Pick<Machine, "findSandbox">,
  without?: string,
): Promise<Reached> {
  if (kind === "sandbox") {
    const sandbox = await machine.findSandbox(join(stateRoot, "sandbox"));
    if (sandbox === undefined) throw sandboxNotUp(dirname(stateRoot));
    const { lostRegions } = await sandbox.status();
    return { target: sandboxTarget(sandbox, unit.account), sandbox, lostRegions };
  }
  refuseOtherEndpoint(file);
  const target = awsTarget(process.env);
  await refuseOtherAccount(unit, target, without);
  return { target, lostRegions: [] };
}

function sandboxNotUp(folder: string): TriremeError {
  return new TriremeError(`No sandbox is up for ${folder}`, {
    code: "sandbox-not-up",
    fault: "environment",
    fix: "Start one: trireme sandbox up. For AWS itself: --target aws",
  });
}

/** With it, what is said to be AWS would be something else. */
function refuseOtherEndpoint(file: string): void {
  const variable = Object.keys(process.env).find((name) => name.startsWith("AWS_ENDPOINT_URL"));
  if (variable === undefined) return;
  throw new InputError(file, [
    {
      code: "option/endpoint-set",
      where: variable,
      given: process.env[variable] ?? "",
      wanted: "nothing, for --target aws means AWS itself",
      fix: `Unset ${variable}, or leave out --target aws.`,
    },
  ]);
}

/**
 * The account is asked of AWS and compared before anything else is done with the credentials.
 * @throws TriremeError `account-mismatch`, and what `callerIdentity` throws
 */
export async function refuseOtherAccount(unit: Unit, target: Target, without?: string): Promise<void> {
  const region = unit.regions.find(({ name }) => name !== without)?.name ?? "us-east-1";
  const { account, arn } = await callerIdentity(target.clients(CALLER_TAGS.planning), region);
  if (account === unit.account) return;
  throw new TriremeError(
    `The credentials are of account ${account} (${arn}); ${unit.name} is account ${unit.account}`,
    {
      code: "account-mismatch",
      fault: "environment",
      fix: `Use credentials of account ${unit.account}, for example by another AWS_PROFILE.`,
    },
  );
}
