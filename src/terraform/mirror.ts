import type { Dirent } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** A folder from which Terraform installs the AWS provider without the internet. */
export interface ProviderMirror {
  /** The folder that holds one folder for each registry host. */
  readonly path: string;
  readonly foundBy: "TRIREME_PROVIDER_MIRROR" | "cli-config" | "implied-directory" | "search";
  /** Versions of hashicorp/aws for this platform, newest last. */
  readonly versions: readonly string[];
  /** The CLI configuration file that names it, when `foundBy` is `cli-config`. */
  readonly cliConfigFile?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a mirror keeps the AWS provider, below its own folder. */
const AWS_PROVIDER = join("registry.terraform.io", "hashicorp", "aws");

/** How many folders below a root the search looks, and how many folders it reads in all. */
const SEARCH_DEPTH = 4;
const SEARCH_FOLDERS = 4000;

/** Folders that are large and never hold a mirror. */
const SKIPPED = new Set([
  "node_modules",
  ".git",
  "proc",
  "sys",
  "dev",
  ".npm",
  ".cache",
  "doc",
  "locale",
  "man",
]);

/** Finds a mirror of the AWS provider: first where it is named, then where Terraform looks, then by a bounded search. */
export async function locateMirror(
  env: Environment = process.env,
  searched: readonly string[] = ["/usr/share", "/usr/local", "/opt", "/var/lib", env.HOME ?? homedir()],
): Promise<ProviderMirror | undefined> {
  const named = env.TRIREME_PROVIDER_MIRROR;
  if (named !== undefined && named !== "") {
    const path = resolve(named);
    const versions = await versionsIn(path);
    return { path, foundBy: "TRIREME_PROVIDER_MIRROR", versions };
  }
  const home = env.HOME ?? homedir();
  const configFile = await userCliConfigFile(env);
  if (configFile !== undefined) {
    for (const path of await mirrorsNamedIn(configFile)) {
      const versions = await versionsIn(path);
      if (versions.length > 0) return { path, foundBy: "cli-config", versions, cliConfigFile: configFile };
    }
  }
  for (const path of impliedDirectories(env, home)) {
    const versions = await versionsIn(path);
    if (versions.length > 0) return { path, foundBy: "implied-directory", versions };
  }
  const found = await search(searched);
  return found === undefined ? undefined : { ...found, foundBy: "search" };
}

/** The CLI configuration file that Terraform itself would read, if it exists. */
export async function userCliConfigFile(env: Environment = process.env): Promise<string | undefined> {
  const home = env.HOME ?? homedir();
  const candidates = [
    env.TF_CLI_CONFIG_FILE,
    env.TERRAFORM_CONFIG,
    join(home, ".terraformrc"),
    join(home, ".tofurc"),
  ];
  for (const candidate of candidates) {
    if (candidate === undefined || candidate === "") continue;
    if ((await readFile(candidate, "utf8").catch(() => undefined)) !== undefined) return candidate;
  }
  return undefined;
}

/**
 * Paths of the `filesystem_mirror` blocks of a CLI configuration file, HCL or JSON.
 * Read by pattern: a path with escapes in it is missed, and then found by the search or not at all.
 */
async function mirrorsNamedIn(file: string): Promise<string[]> {
  const text = (await readFile(file, "utf8").catch(() => "")).replace(/^\s*(#|\/\/).*$/gm, "");
  const paths: string[] = [];
  for (const block of text.matchAll(/"?filesystem_mirror"?\s*[:=]?\s*\[?\s*\{([^}]*)\}/g)) {
    const path = /"?path"?\s*[=:]\s*"([^"]+)"/.exec(block[1] ?? "")?.[1];
    if (path !== undefined) paths.push(path);
  }
  return paths;
}

/** Terraform's implied local mirror directories (its documentation of the CLI configuration, read November 2026). */
function impliedDirectories(env: Environment, home: string): string[] {
  const folders = [join(home, ".terraform.d", "plugins")];
  if (process.platform === "darwin") {
    folders.push(join(home, "Library", "Application Support", "io.terraform", "plugins"));
    folders.push("/Library/Application Support/io.terraform/plugins");
    return folders;
  }
  const dataHome = env.XDG_DATA_HOME ?? join(home, ".local", "share");
  const dataFolders = (env.XDG_DATA_DIRS ?? "/usr/local/share:/usr/share").split(":");
  for (const folder of [dataHome, ...dataFolders]) {
    if (folder !== "") folders.push(join(folder, "terraform", "plugins"));
  }
  return folders;
}

/** Versions of the AWS provider for this platform, unpacked or packed, numerically ascending. */
async function versionsIn(mirror: string): Promise<string[]> {
  const folder = join(mirror, AWS_PROVIDER);
  const platform = `${process.platform === "win32" ? "windows" : process.platform}_${goArch()}`;
  const versions = new Set<string>();
  for (const entry of await entriesOf(folder)) {
    const packed = /^terraform-provider-aws_(.+?)_([a-z0-9]+_[a-z0-9]+)\.zip$/.exec(entry.name);
    if (packed?.[1] !== undefined && packed[2] === platform) versions.add(packed[1]);
    else if (/^\d/.test(entry.name) && (await entriesOf(join(folder, entry.name, platform))).length > 0) {
      versions.add(entry.name);
    }
  }
  return [...versions].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

function goArch(): string {
  const names: Record<string, string> = { x64: "amd64", ia32: "386" };
  return names[process.arch] ?? process.arch;
}

/** Breadth first, so that a mirror near a root is found before the budget of folders is spent. Links are not followed. */
async function search(roots: readonly string[]): Promise<{ path: string; versions: string[] } | undefined> {
  let level = [...roots];
  let budget = SEARCH_FOLDERS;
  for (let depth = 0; depth <= SEARCH_DEPTH; depth++) {
    const next: string[] = [];
    for (const folder of level) {
      if (budget-- <= 0) return undefined;
      for (const entry of await entriesOf(folder)) {
        if (!entry.isDirectory() || SKIPPED.has(entry.name)) continue;
        if (entry.name === "registry.terraform.io") {
          const versions = await versionsIn(folder);
          if (versions.length > 0) return { path: folder, versions };
        } else next.push(join(folder, entry.name));
      }
    }
    level = next;
  }
  return undefined;
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  return await readdir(folder, { withFileTypes: true }).catch(() => []);
}
