import { access, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Clock, type Json, TriremeError } from "../lib/index.ts";
import { childEnvironment } from "./childEnvironment.ts";
import type { AppliedStack, OnEvent, PlanOptions, SavedPlan, TerraformDriver, Workspace } from "./driver.ts";
import { type Diagnostic, StreamReport } from "./events.ts";
import { failureOf, type Operation, TerraformError } from "./failure.ts";
import { askVersion } from "./locate.ts";
import { MemoryMeter, type PeakMemory } from "./memory.ts";
import { type AbandonedRun, forgetAbandoned, isOurStaleLock, settleOrphan } from "./runRecord.ts";
import { refuseUnfit, sha256Of } from "./savedPlan.ts";
import { StandingProviders } from "./standingProviders.ts";
import { lockMessage, lockOf } from "./stateLock.ts";
import { runTerraform } from "./terraformProcess.ts";
import { initHash, outputFile, recordsOf, replaceFile } from "./workspace.ts";

export interface RealDriverOptions {
  /** Path of Terraform or OpenTofu, as `locateTerraform` found it. */
  readonly binary: string;
  /** As `prepareCliConfig` gave it. */
  readonly cliConfigFile?: string | undefined;
  /** Credentials, `AWS_ENDPOINT_URL`: with a short list of harmless names, all of the environment that Terraform gets. */
  readonly env: Readonly<Record<string, string>>;
  /** Appended to the user agent of every AWS call. */
  readonly callerTag?: string;
  /** Resources at work at once within one stack. Default: Terraform's own, 10. */
  readonly parallelism?: number;
  /** How long to wait for a state lock before failing. Default 0. */
  readonly lockTimeoutSeconds?: number;
  /**
   * Take a changed backend as it now stands and never look at the old one. For
   * sandboxes, whose endpoint changes; elsewhere a changed backend fails. Default false.
   */
  readonly reconfigure?: boolean;
  /**
   * When Terraform hashes the provider (0.5 s of processor time for 700 MB, measured
   * November 2026). `at-init`: once for each workspace, the lock file's hashes are taken
   * out afterwards. Default `every-command`, as Terraform does by itself.
   */
  readonly providerChecksum?: "every-command" | "at-init";
  /**
   * Most providers that stay up for later commands, each of about 0.5 GB; `close` ends them. For sandboxes: Terraform
   * then holds none of them against the lock file. @default 0
   */
  readonly standingProviders?: number;
  /**
   * Whether they serve applies too, and not plans alone. They end with this process, however it ends, so only where
   * what is applied to ends with it as well. @default false
   */
  readonly standingForApplies?: boolean;
  readonly clock: Clock;
}

/** Terraform or OpenTofu itself. One operation at a time in a workspace; any number of workspaces at once. */
export class RealDriver implements TerraformDriver {
  readonly #options: RealDriverOptions;
  readonly #env: Readonly<Record<string, string>>;
  readonly #meter = new MemoryMeter();
  readonly #queues = new Map<string, Promise<unknown>>();
  readonly #standing: StandingProviders;

  constructor(options: RealDriverOptions) {
    this.#options = options;
    const { env, cliConfigFile, callerTag, clock, standingProviders: most = 0 } = options;
    this.#env = childEnvironment(process.env, { given: env, cliConfigFile, callerTag });
    this.#standing = new StandingProviders({ env: this.#env, most, clock });
  }

  /** Ends the providers that stayed up. Not to be used again after. */
  async close(): Promise<void> {
    await this.#standing.close();
  }

  /** Highest memory so far of the processes that this driver started. */
  peakMemory(): PeakMemory {
    return this.#meter.peak();
  }

  async version(): Promise<{ readonly name: string; readonly version: string; readonly path: string }> {
    const answer = await askVersion(this.#options.binary);
    if (answer === undefined) {
      throw new TriremeError(`${this.#options.binary} does not answer as Terraform`, {
        code: "terraform-missing",
        fault: "environment",
        fix: "Install Terraform, or name it in TRIREME_TERRAFORM.",
      });
    }
    return { ...answer, path: this.#options.binary };
  }

  async init(workspace: Workspace, signal?: AbortSignal): Promise<void> {
    await this.#inTurn(workspace, () => this.#initialise(workspace, "with backend", signal));
  }

  async validate(workspace: Workspace, signal?: AbortSignal): Promise<void> {
    await this.#inTurn(workspace, async () => {
      await this.#initialise(workspace, "without backend", signal);
      await this.#run(workspace, "validate", ["-json"], undefined, signal);
    });
  }

  /** An init with a backend serves whoever needs none as well; not the other way round. */
  async #initialise(
    workspace: Workspace,
    reach: "with backend" | "without backend",
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const stamp = stampOf(workspace);
    const tools = `${this.#options.binary}\n${this.#options.cliConfigFile ?? ""}`;
    const whole = await initHash(workspace.dir, tools);
    const partial = `${whole} without backend`;
    const found = await textOf(stamp);
    const enough = found === whole || (found === partial && reach === "without backend");
    if (enough && (await exists(join(workspace.dir, ".terraform")))) return;
    await rm(stamp, { force: true });
    const backend = reach === "without backend" ? ["-backend=false"] : [];
    const reconfigure = this.#options.reconfigure && reach === "with backend" ? ["-reconfigure"] : [];
    const args = ["-json", "-input=false", ...backend, ...reconfigure];
    await this.#run(workspace, "init", args, undefined, signal);
    const lockFile = join(workspace.dir, ".terraform.lock.hcl");
    if (this.#options.providerChecksum === "at-init") await dropHashes(lockFile);
    await replaceFile(stamp, reach === "with backend" ? whole : partial);
  }

  async plan(
    workspace: Workspace,
    options: PlanOptions,
    onEvent?: OnEvent,
    signal?: AbortSignal,
  ): Promise<SavedPlan> {
    return await this.#inTurn(workspace, async () => {
      const file = join(recordsOf(workspace.dir), "plan.tfplan");
      const variables = join(recordsOf(workspace.dir), "variables.tfvars.json");
      await rm(file, { force: true });
      await rm(variables, { force: true });
      await writeFile(variables, JSON.stringify(options.variables), { mode: 0o600 });
      const args = ["-json", "-input=false", `-out=${file}`, `-var-file=${variables}`, ...this.#limits()];
      if (options.refresh === false) args.push("-refresh=false");
      if (options.destroy === true) args.push("-destroy");
      try {
        const report = await this.#run(workspace, "plan", args, onEvent, signal);
        return {
          stack: workspace.stack,
          file,
          sha256: await sha256Of(file),
          counts: checkedCounts(workspace.stack, report),
          changes: report.changes,
          outputChanges: changedOutputs(report),
          provisional: (options.provisional ?? []).length > 0,
        };
      } finally {
        await rm(variables, { force: true });
      }
    });
  }

  async apply(
    workspace: Workspace,
    plan: SavedPlan,
    onEvent?: OnEvent,
    signal?: AbortSignal,
  ): Promise<AppliedStack> {
    return await this.#inTurn(workspace, async () => {
      await refuseUnfit(workspace, plan);
      const args = ["-json", "-input=false", ...this.#limits(), plan.file];
      const report = await this.#run(workspace, "apply", args, onEvent, signal);
      // The stream leaves out the value of a sensitive output.
      const complete = [...report.outputs.values()].every((output) => output.value !== undefined);
      const outputs = complete
        ? Object.fromEntries([...report.outputs].map(([name, output]) => [name, output.value ?? null]))
        : await this.#readOutputs(workspace);
      const slowest = report.durations.toSorted((a, b) => b.seconds - a.seconds);
      return { outputs, counts: plan.counts, slowest };
    });
  }

  async outputs(workspace: Workspace): Promise<Readonly<Record<string, Json>>> {
    return await this.#inTurn(workspace, () => this.#readOutputs(workspace));
  }

  async #readOutputs(workspace: Workspace): Promise<Record<string, Json>> {
    await this.#run(workspace, "output", ["-json"], undefined, undefined);
    const text = await readFile(outputFile(workspace.dir, "output"), "utf8");
    const found = JSON.parse(text) as Record<string, { readonly value: Json }>;
    return Object.fromEntries(Object.entries(found).map(([name, output]) => [name, output.value]));
  }

  #limits(): string[] {
    const { parallelism, lockTimeoutSeconds = 0 } = this.#options;
    const args = [`-lock-timeout=${lockTimeoutSeconds}s`];
    if (parallelism !== undefined) args.push(`-parallelism=${parallelism}`);
    return args;
  }

  /** Runs one operation, after whatever an earlier run left at work here, and past a stale lock that is ours. */
  async #run(
    workspace: Workspace,
    operation: Operation,
    args: readonly string[],
    onEvent: OnEvent | undefined,
    signal: AbortSignal | undefined,
  ): Promise<StreamReport> {
    await mkdir(recordsOf(workspace.dir), { recursive: true, mode: 0o700 });
    const abandoned = await settleOrphan(workspace, this.#options.clock, onEvent, signal);
    try {
      return await this.#once(workspace, operation, args, onEvent, signal);
    } catch (error) {
      if (abandoned === undefined || !(await this.#released(workspace, error, abandoned, onEvent)))
        throw error;
      return await this.#once(workspace, operation, args, onEvent, signal);
    }
  }

  async #once(
    workspace: Workspace,
    operation: Operation,
    args: readonly string[],
    onEvent: OnEvent | undefined,
    signal: AbortSignal | undefined,
  ): Promise<StreamReport> {
    const report = new StreamReport();
    const { standingForApplies = false } = this.#options;
    const leased = operation === "plan" || (operation === "apply" && standingForApplies);
    const provider = leased ? await this.#standing.lease(workspace.dir) : undefined;
    const exit = await runTerraform({
      binary: this.#options.binary,
      stack: workspace.stack,
      dir: workspace.dir,
      operation,
      args: [operation === "unlock" ? "force-unlock" : operation, ...args],
      env: { ...this.#env, ...provider?.env },
      provider: provider?.pid,
      clock: this.#options.clock,
      meter: this.#meter,
      signal,
      onLine: (line) => {
        const event = report.take(line);
        if (event !== undefined) onEvent?.(event);
      },
    }).finally(() => provider?.release());
    if (operation === "validate") {
      report.takeValidation(await readFile(outputFile(workspace.dir, "validate"), "utf8"));
    }
    if (exit.code !== 0) {
      // A provider that moved or vanished since: the next init must look again.
      if (report.diagnostics.some(wantsInit)) await rm(stampOf(workspace), { force: true });
      throw failureOf(workspace.stack, operation, report, exit.stderr, exit);
    }
    if (operation === "plan" || operation === "apply") await forgetAbandoned(workspace.dir);
    return report;
  }

  /** Releases the lock that stopped an operation, if it is certainly that of a dead run of ours. */
  async #released(
    workspace: Workspace,
    error: unknown,
    abandoned: AbandonedRun,
    onEvent: OnEvent | undefined,
  ): Promise<boolean> {
    if (!(error instanceof TerraformError) || error.code !== "state-locked") return false;
    const lock = error.diagnostics.map(lockOf).find((found) => found !== undefined);
    if (lock === undefined || !(await isOurStaleLock(lock, abandoned))) return false;
    const pid = abandoned.record.process.pid;
    onEvent?.({
      kind: "message",
      text: `${lockMessage(workspace.stack, lock)}, which was process ${pid} of an earlier run and is dead: released`,
    });
    await this.#once(workspace, "unlock", ["-force", lock.id], onEvent, undefined);
    return true;
  }

  async #inTurn<T>(workspace: Workspace, work: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(workspace.dir) ?? Promise.resolve();
    const mine = before.then(work, work);
    const settled = mine.catch(() => undefined);
    this.#queues.set(workspace.dir, settled);
    try {
      return await mine;
    } finally {
      if (this.#queues.get(workspace.dir) === settled) this.#queues.delete(workspace.dir);
    }
  }
}

function stampOf(workspace: Workspace): string {
  return join(recordsOf(workspace.dir), "initialised");
}

/** The summaries by which Terraform asks for an init; told that it runs unattended, it does not name the command. */
function wantsInit(diagnostic: Diagnostic): boolean {
  return /^(?:required plugins are not installed|inconsistent dependency lock file|.*initialization required)/i.test(
    diagnostic.summary,
  );
}

/** The counts of the single changes, held against Terraform's own sum: a change we did not understand must not vanish. */
function checkedCounts(stack: string, report: StreamReport) {
  const counts = report.counts();
  const sum = report.summary;
  const agree =
    sum !== undefined &&
    sum.add === counts.add + counts.replace &&
    sum.change === counts.change &&
    sum.remove === counts.destroy + counts.replace;
  if (agree) return counts;
  throw new TriremeError(
    `${stack}: the changes that Terraform listed (${JSON.stringify(counts)}) do not add up to its summary (${JSON.stringify(sum ?? "none")})`,
    { code: "terraform-plan-failed", fault: "ours", fix: "Report this with the plan's output." },
  );
}

function changedOutputs(report: StreamReport): string[] {
  return [...report.outputs]
    .filter(([, output]) => output.action !== undefined && output.action !== "noop")
    .map(([name]) => name)
    .sort();
}

async function dropHashes(lockFile: string): Promise<void> {
  const text = await textOf(lockFile);
  if (text !== undefined) await replaceFile(lockFile, text.replaceAll(/^ {2}hashes = \[[^\]]*\]\n/gm, ""));
}

async function textOf(path: string): Promise<string | undefined> {
  return await readFile(path, "utf8").catch(() => undefined);
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
