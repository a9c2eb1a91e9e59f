import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { type Clock, canonicalJson, type JsonObject, tethered } from "../lib/index.ts";
import { CONFIGURATION, OVERRIDE } from "./workspace.ts";

/** Where Terraform's `init` puts the AWS provider, below a workspace. OpenTofu's registry is another, and left alone. */
const INSTALLED = join(".terraform", "providers", "registry.terraform.io", "hashicorp", "aws");
const START_SECONDS = 60;

export interface StandingProvidersOptions {
  /** The whole environment of a provider: that of the Terraform commands which use it. */
  readonly env: Readonly<Record<string, string>>;
  /** Most processes at once, each of about 0.5 GB. */
  readonly most: number;
  readonly clock: Clock;
}

/** A provider process of one's own until it is given back. */
export interface ProviderLease {
  /** Added to the environment of the Terraform command. */
  readonly env: { readonly TF_REATTACH_PROVIDERS: string };
  /** Process id of the provider. */
  readonly pid: number;
  release(): void;
}

interface Standing {
  /** Hash of the provider configuration that it serves. */
  readonly key: string;
  readonly pid: number;
  readonly reattach: string;
  readonly gone: Promise<void>;
  end(): void;
}

/**
 * AWS providers that stay up between Terraform commands, by the way that Terraform has for debugging them
 * (`TF_REATTACH_PROVIDERS`: https://developer.hashicorp.com/terraform/plugin/debugging). Starting one, which then
 * builds the schemas of 1,500 resource types, is half of what a plan costs: 6.8 s of processor time with it, 3.6 s
 * without (measured, provider 5.100, November 2026). A process serves one command at a time, and only commands with
 * the very provider configuration that it had before.
 *
 * They end when we do, however we end. So they are for commands that may be cut off: for plans, and for applies only to
 * what ends with us, such as a rehearsal's own sandbox.
 */
export class StandingProviders {
  readonly #options: StandingProvidersOptions;
  /** Those that nobody uses, the one that was used last at the end. */
  #idle: Standing[] = [];
  readonly #leased = new Set<Standing>();
  #starting = 0;
  #closed = false;
  /** One did not start this way, so that none will: each try would cost its waiting time. */
  #gaveUp = false;

  constructor(options: StandingProvidersOptions) {
    this.#options = options;
  }

  /**
   * A provider for a workspace that was initialised. Undefined where there can be none: more than one provider
   * configuration, all places taken, a provider that does not start this way. Terraform then starts its own.
   */
  async lease(dir: string): Promise<ProviderLease | undefined> {
    if (this.#closed || this.#gaveUp) return undefined;
    const key = await keyOf(dir);
    if (key === undefined) return undefined;
    const found = this.#idle.findLast((each) => each.key === key);
    if (found !== undefined) return this.#leaseOf(found);
    if (!this.#roomForOne()) return undefined;
    this.#starting += 1;
    try {
      const started = await this.#start(key, dir);
      if (started !== undefined) return this.#leaseOf(started);
      this.#gaveUp = true;
      return undefined;
    } finally {
      this.#starting -= 1;
    }
  }

  /** Ends all of them, and waits until they are gone. */
  async close(): Promise<void> {
    this.#closed = true;
    const all = [...this.#idle, ...this.#leased];
    for (const each of all) each.end();
    await Promise.all(all.map(({ gone }) => gone));
  }

  #leaseOf(standing: Standing): ProviderLease {
    this.#idle = this.#idle.filter((each) => each !== standing);
    this.#leased.add(standing);
    return {
      env: { TF_REATTACH_PROVIDERS: standing.reattach },
      pid: standing.pid,
      release: () => {
        if (this.#leased.delete(standing)) this.#idle.push(standing);
      },
    };
  }

  /** Ends the one that was idle longest, if all places are taken. */
  #roomForOne(): boolean {
    const taken = this.#idle.length + this.#leased.size + this.#starting;
    if (taken < this.#options.most) return true;
    const oldest = this.#idle.shift();
    oldest?.end();
    return oldest !== undefined;
  }

  async #start(key: string, dir: string): Promise<Standing | undefined> {
    const binary = await installedProvider(dir);
    if (binary === undefined) return undefined;
    const child = tethered(binary, ["-debug"], { env: this.#options.env, output: true });
    // What it logs is for those who debug it.
    child.stderr.resume();
    const gone = new Promise<void>((resolve) => {
      child.once("close", () => resolve());
      child.once("error", () => resolve());
    });
    const told = await announcement(child.stdout, gone, this.#options.clock);
    if (told === undefined || this.#closed) {
      child.stdin.end();
      await gone;
      return undefined;
    }
    const standing: Standing = { key, ...told, gone, end: () => child.stdin.end() };
    gone.then(() => {
      this.#leased.delete(standing);
      this.#idle = this.#idle.filter((each) => each !== standing);
    });
    return standing;
  }
}

/** Hash of the only configuration of the only provider of a workspace; undefined where there are several, or none. */
async function keyOf(dir: string): Promise<string | undefined> {
  const main = await providersIn(join(dir, CONFIGURATION));
  const override = await providersIn(join(dir, OVERRIDE));
  const [name, ...others] = Object.keys(main);
  const configurations = [main.aws].flat();
  if (name !== "aws" || others.length > 0 || configurations.length !== 1) return undefined;
  return createHash("sha256")
    .update(canonicalJson([main, override]))
    .digest("hex");
}

async function providersIn(file: string): Promise<JsonObject> {
  const text = await readFile(file, "utf8").catch(() => "{}");
  try {
    return ((JSON.parse(text) as JsonObject).provider ?? {}) as JsonObject;
  } catch {
    // Terraform says best what is wrong with it.
    return {};
  }
}

/** Path of the provider that `init` installed, `<version>/<platform>/terraform-provider-aws_v…`. */
async function installedProvider(dir: string): Promise<string | undefined> {
  const root = join(dir, INSTALLED);
  const [version, ...others] = await readdir(root).catch(() => []);
  if (version === undefined || others.length > 0) return undefined;
  const [platform] = await readdir(join(root, version));
  const folder = join(root, version, platform ?? "");
  const program = (await readdir(folder)).find((name) => name.startsWith("terraform-provider-aws_"));
  return program === undefined ? undefined : join(folder, program);
}

/** What the tether and the provider write first: the process id, and what Terraform wants to be given. */
async function announcement(
  stdout: Readable,
  gone: Promise<void>,
  clock: Clock,
): Promise<{ readonly pid: number; readonly reattach: string } | undefined> {
  let text = "";
  const told = new Promise<{ pid: number; reattach: string }>((resolve) => {
    stdout.setEncoding("utf8");
    stdout.on("data", (chunk: string) => {
      text += chunk;
      const reattach = /TF_REATTACH_PROVIDERS='([^'\n]+)'/.exec(text)?.[1];
      if (reattach !== undefined) resolve({ pid: Number.parseInt(text, 10), reattach });
    });
  });
  const patience = new AbortController();
  const waited = clock.sleep(START_SECONDS * 1000, patience.signal).catch(() => undefined);
  const first = await Promise.race([told, gone, waited]);
  patience.abort();
  return first ?? undefined;
}
