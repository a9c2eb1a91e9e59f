import { join } from "node:path";
import { AwsClients, ensureStateBucket, hasStateBucket, readState, SharedObjects } from "../../aws/index.ts";
import type { Platform, Unit } from "../../config/index.ts";
import { stateBucketName } from "../../constructs/index.ts";
import type { Host } from "../../host/index.ts";
import { type Json, type JsonObject, systemClock } from "../../lib/index.ts";
import { CALLER_TAGS } from "../../sandbox/index.ts";
import {
  type LocatedTerraform,
  type OutputStore,
  type Override,
  prepareCliConfig,
  type RolloutOptions,
  type StackProgress,
  type StackSource,
} from "../../terraform/index.ts";
import { namingOf } from "../project.ts";
import { withoutAdopted } from "./imports.ts";
import type { Machine, MeteredDriver } from "./machine.ts";
import type { Target } from "./target.ts";

export interface WorkbenchOptions {
  readonly platform: Platform;
  readonly unit: Unit;
  readonly target: Target;
  readonly terraform: Extract<LocatedTerraform, { ok: true }>;
  readonly workRoot: string;
  readonly machine: Machine;
  readonly host: Host;
  readonly signal?: AbortSignal | undefined;
}

/** A bucket for Terraform states. */
export interface StateBucket {
  readonly region: string;
  readonly bucket: string;
}

/** Everything that is needed to roll stacks out to a target: a driver, buckets for states, a store of outputs. */
export class Workbench {
  readonly driver: MeteredDriver;
  /** Calls of the recovery steps. */
  readonly runbook: AwsClients;
  /** Our own looks at the target, told apart from the recovery's calls. */
  readonly observer: AwsClients;
  readonly stateBuckets: readonly StateBucket[];
  readonly #options: WorkbenchOptions;
  readonly #objects: SharedObjects;
  readonly #outputs: OutputStore;

  private constructor(options: WorkbenchOptions, cliConfigFile: string | undefined) {
    const { target } = options;
    this.#options = options;
    this.stateBuckets = stateBuckets(options);
    this.driver = options.machine.driver({
      binary: options.terraform.binary,
      ...(cliConfigFile === undefined ? {} : { cliConfigFile }),
      env: target.env,
      callerTag: CALLER_TAGS.planning,
      // An emulator has no quotas of requests to run into; AWS has, so there it is Terraform's own default.
      ...(target.kind === "sandbox" ? { parallelism: 30, standingProviders: standingProviders() } : {}),
      standingForApplies: target.endsWithUs,
      reconfigure: target.endpointChanges,
      providerChecksum: "at-init",
      clock: systemClock,
    });
    this.runbook = new AwsClients({ ...target.clients(CALLER_TAGS.runbook), attempts: 1 });
    this.observer = new AwsClients(target.clients(CALLER_TAGS.sandbox));
    this.#objects = new SharedObjects({ clients: this.observer, buckets: this.stateBuckets });
    this.#outputs = {
      read: async (stack) =>
        (await this.#objects.read(outputsKey(stack))) as Readonly<Record<string, Json>> | undefined,
      write: (stack, outputs) => this.#objects.write(outputsKey(stack), outputs),
      remove: (stack) => this.#objects.remove(outputsKey(stack)),
    };
  }

  /** Changes nothing at the target. */
  static async open(options: WorkbenchOptions): Promise<Workbench> {
    const cliConfig = await prepareCliConfig(
      options.terraform.mirror,
      join(options.workRoot, "terraform.rc"),
    );
    return new Workbench(options, cliConfig);
  }

  /** The buckets for states that are there, of the regions that are not avoided. */
  async stateBucketsThere(without: readonly string[] = []): Promise<readonly StateBucket[]> {
    const asked = this.stateBuckets.filter(({ region }) => !without.includes(region));
    const there = await Promise.all(
      asked.map(({ region, bucket }) => hasStateBucket(this.observer.in(region), bucket)),
    );
    return asked.filter((_, index) => there[index]);
  }

  /** Prepares the target as an account must be: a bucket for states in each region that is not avoided. */
  async makeStateBuckets(without: readonly string[] = []): Promise<void> {
    await Promise.all(
      this.stateBuckets
        .filter(({ region }) => !without.includes(region))
        .map(({ region, bucket }) => ensureStateBucket(this.observer.in(region), bucket)),
    );
  }

  /** A stack's state as it lies in its bucket, or in its copy where that is used; undefined where there is none yet. */
  async stateOf(stack: StackSource): Promise<Uint8Array | undefined> {
    const own = backendOf(stack);
    const other = this.#otherPlace(stack)?.terraform.backend.s3;
    const { region, bucket, key } = { ...own, ...other };
    if (region === undefined || bucket === undefined || key === undefined) return undefined;
    return await readState(this.observer.in(region), bucket, key);
  }

  /** What `applyStacks` and `planStacks` are told. */
  rollout(stacks: readonly StackSource[], label: string): RolloutOptions {
    const { host, workRoot, signal, target } = this.#options;
    return {
      stacks: target.kind === "sandbox" ? stacks.map(withoutAdopted) : stacks,
      driver: this.driver,
      workRoot,
      outputs: this.#outputs,
      override: (stack) => mergedOverride(target.override, this.#otherPlace(stack)),
      onProgress: (progress) => showProgress(host, progress, label),
      ...(signal === undefined ? {} : { signal }),
    };
  }

  /** Where the state is, when that is not where the configuration has it: in the copy of another region. */
  #otherPlace(stack: StackSource): OtherPlace | undefined {
    const { id, stateRegion } = stack;
    const own = backendOf(stack);
    if (own.region === undefined || own.region === stateRegion) return undefined;
    const bucket = this.stateBuckets.find(({ region }) => region === stateRegion)?.bucket;
    if (bucket === undefined) throw new RangeError(`${id}: no bucket of states in ${stateRegion}`);
    return { terraform: { backend: { s3: { ...own, bucket, region: stateRegion } } } };
  }

  /** Outputs are read from a region that is there. */
  avoid(regions: readonly string[]): void {
    this.#objects.avoid(regions);
  }

  /** Ends what the driver kept up, and the connections. */
  async close(): Promise<void> {
    await this.driver.close?.();
    this.runbook.destroy();
    this.observer.destroy();
  }
}

/** Where Terraform keeps a state: settings of its `s3` backend. Other backends have none of them. */
type Backend = JsonObject & { readonly region?: string; readonly bucket?: string; readonly key?: string };

type OtherPlace = Override & { readonly terraform: { readonly backend: { readonly s3: Backend } } };

function backendOf({ configuration }: StackSource): Backend {
  const { backend } = (configuration.terraform ?? {}) as { backend?: { s3?: Backend } };
  return backend?.s3 ?? {};
}

function stateBuckets({ platform, unit }: WorkbenchOptions): readonly StateBucket[] {
  const naming = namingOf(platform, unit);
  return unit.regions.map(({ name }) => ({ region: name, bucket: stateBucketName(naming, name) }));
}

function mergedOverride(one: Override | undefined, other: Override | undefined): Override | undefined {
  return other === undefined ? one : { ...one, ...other };
}

/** Each takes 0.5 GB: of a quarter of the memory at hand, and a dozen serve the regions and accounts of any platform. */
function standingProviders(): number {
  return Math.min(12, Math.floor(process.availableMemory() / 4 / 0.5e9));
}

function outputsKey(stack: string): string {
  return `outputs/${stack}.json`;
}

/** Hands a stack's progress on to the host. */
export function showProgress(
  host: Host,
  { stack, state, text, seconds }: StackProgress,
  label: string,
): void {
  const shown = state === "skipped" ? "failed" : state;
  host.progress({
    key: stack,
    state: shown,
    text: text === "unchanged" ? `${label}: unchanged` : text,
    seconds,
  });
}
