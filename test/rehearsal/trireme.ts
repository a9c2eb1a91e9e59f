import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { locateEmulator } from "../../src/sandbox/index.ts";
import { locateTerraform } from "../../src/terraform/index.ts";

const MAIN = join(import.meta.dirname, "..", "..", "src", "cli", "main.ts");

/** Why rehearsals cannot run here; undefined when they can. */
export async function missingTools(): Promise<string | undefined> {
  const [terraform, emulator] = await Promise.all([locateTerraform(), locateEmulator(process.env)]);
  if (!terraform.ok) return terraform.reason;
  return emulator.ok ? undefined : emulator.reason;
}

export interface Run {
  readonly child: ChildProcess;
  /** What it wrote to standard error so far. */
  progress(): string;
  /** Resolves when standard error holds the text; rejects when the process ends first. */
  seen(text: string): Promise<void>;
  readonly ended: Promise<{
    readonly exitCode: number | null;
    readonly stdout: string;
    readonly stderr: string;
  }>;
}

/** Starts the command line as a user would, in a process of its own. */
export function trireme(...args: string[]): Run {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  const watchers = new Set<() => void>();
  child.stdout?.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
    for (const watch of watchers) watch();
  });
  const ended = new Promise<Awaited<Run["ended"]>>((resolve) => {
    child.once("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
  const seen = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const watch = () => {
        if (!stderr.includes(text)) return;
        watchers.delete(watch);
        resolve();
      };
      watchers.add(watch);
      watch();
      ended.then(() => reject(new Error(`ended without saying ${JSON.stringify(text)}:\n${stderr}`)), reject);
    });
  return { child, progress: () => stderr, seen, ended };
}

/** A folder with a configuration, removed by `remove`. */
export async function folderWith(config: string): Promise<{ readonly dir: string; remove(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), "trireme-rehearsal-"));
  await writeFile(join(dir, "trireme.config.ts"), config);
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
}

/** One region and pictures: the smallest platform there is. It has no second region to lose the first to. */
export const SMALL_PLATFORM = `
import { definePlatform } from "trireme";

export default definePlatform({
  name: "small",
  domain: "small.example.com",
  owner: "platform-team",
  costCentre: "small-1",
  homes: { US: { regions: ["us-east-1"] } },
  environments: [{ name: "staging", account: "111111111111", slot: 0, zones: 2, size: "small" }],
  stores: [{ name: "media", engine: "s3", data: "public", global: true, birth: "us-east-1" }],
  services: [{ name: "storefront", host: "www", public: true, stores: ["media"] }],
});
`;

/** One region and a service that nobody reaches from outside: no edge, no certificates, nothing that AWS makes slowly. */
export const SMALLEST_PLATFORM = SMALL_PLATFORM.replace(
  /stores: .*\n {2}services: .*/,
  'stores: [],\n  services: [{ name: "worker" }],',
);

/**
 * Two regions of one home with a store of nearly every engine: what the whole loop can be turned on within minutes.
 * The example has the rest; `npm start` turns it on that.
 */
export const TWO_REGIONS = `
import { definePlatform } from "trireme";

export default definePlatform({
  name: "duo",
  domain: "duo.example.com",
  owner: "platform-team",
  costCentre: "duo-1",
  homes: { US: { regions: ["us-east-1", "us-west-2"] } },
  environments: [{ name: "staging", account: "222222222222", slot: 1, zones: 2, size: "small" }],
  stores: [
    { name: "orders", engine: "aurora-postgresql", data: "cardholder", partitionedBy: "home" },
    { name: "inventory", engine: "rds-postgresql", data: "internal", partitionedBy: "home" },
    { name: "cart", engine: "dynamodb", data: "personal", partitionedBy: "home" },
    { name: "sessions", engine: "redis", data: "personal", regional: true },
    { name: "pages", engine: "memcached", data: "public", regional: true },
    { name: "media", engine: "s3", data: "public", global: true, birth: "us-east-1" },
  ],
  services: [
    { name: "storefront", host: "www", stores: ["sessions", "pages", "media"], critical: true },
    { name: "checkout", stores: ["cart", "orders", "inventory"], critical: true },
  ],
});
`;

/** One region, with what a zone is left by and a table with a history: for the loss of parts of a region. */
export const ONE_REGION = `
import { definePlatform } from "trireme";

export default definePlatform({
  name: "solo",
  domain: "solo.example.com",
  owner: "platform-team",
  costCentre: "solo-1",
  homes: { US: { regions: ["us-east-1"] } },
  environments: [{ name: "staging", account: "333333333333", slot: 1, zones: 2, size: "standard" }],
  stores: [
    { name: "inventory", engine: "rds-postgresql", data: "internal", partitionedBy: "home" },
    { name: "cart", engine: "dynamodb", data: "personal", partitionedBy: "home" },
  ],
  services: [
    { name: "storefront", host: "www", stores: ["cart"], critical: true },
    { name: "checkout", stores: ["inventory"], critical: true },
  ],
});
`;
