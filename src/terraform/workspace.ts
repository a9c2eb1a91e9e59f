import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { canonicalJson, type JsonObject } from "../lib/index.ts";
import type { Override, Workspace } from "./driver.ts";
import type { StackSource } from "./stack.ts";

export const CONFIGURATION = "main.tf.json";
export const OVERRIDE = "sandbox_override.tf.json";

/** Folder inside a workspace for what we keep there: plans, output, process records. Its owner's alone, for plans hold secrets. */
export function recordsOf(dir: string): string {
  return join(dir, ".trireme");
}

/** Where an operation's standard output goes. */
export function outputFile(dir: string, operation: string): string {
  return join(recordsOf(dir), `${operation}.jsonl`);
}

/** Folder of a stack below the work root: its id. */
export function workspaceOf(workRoot: string, stack: string): Workspace {
  return { stack, dir: join(workRoot, ...stack.split("/")) };
}

/**
 * Writes a stack's approved configuration and, beside it, the sandbox's override,
 * or removes an override of an earlier run. Equal input gives equal bytes.
 */
export async function writeWorkspace(
  workRoot: string,
  stack: StackSource,
  override?: Override,
): Promise<Workspace> {
  const workspace = workspaceOf(workRoot, stack.id);
  await mkdir(recordsOf(workspace.dir), { recursive: true, mode: 0o700 });
  await replaceFile(join(workspace.dir, CONFIGURATION), canonicalJson(stack.configuration));
  const overrideFile = join(workspace.dir, OVERRIDE);
  if (override === undefined) await rm(overrideFile, { force: true });
  else await replaceFile(overrideFile, canonicalJson(override));
  return workspace;
}

/** Writes beside and renames, so that a crash leaves the old file or the new one. */
export async function replaceFile(path: string, text: string, mode = 0o644): Promise<void> {
  const temporary = `${path}.new`;
  await writeFile(temporary, text, { mode });
  await rename(temporary, path);
}

/**
 * Hash of what `terraform init` depends on: backend, required providers, modules
 * and the providers that resources imply, and `tools`, whatever else matters. A
 * changed resource needs no new init.
 */
export async function initHash(dir: string, tools: string): Promise<string> {
  const hash = createHash("sha256").update(`${tools}\n`);
  for (const name of [CONFIGURATION, OVERRIDE]) {
    const text = await readFile(join(dir, name), "utf8").catch(() => undefined);
    hash.update(text === undefined ? `${name}: none\n` : canonicalJson(relevantToInit(text)));
  }
  return hash.digest("hex");
}

function relevantToInit(text: string): unknown {
  let configuration: JsonObject;
  try {
    configuration = JSON.parse(text) as JsonObject;
  } catch {
    // Terraform's own message on broken JSON is the one to show; init must run to get it.
    return text;
  }
  const names = (key: string) => Object.keys((configuration[key] as JsonObject | undefined) ?? {});
  const implied = ["resource", "data", "ephemeral"].flatMap(names).map((type) => type.split("_")[0]);
  return {
    terraform: configuration.terraform ?? {},
    module: configuration.module ?? {},
    providers: [...new Set([...implied, ...names("provider")])].sort(),
  };
}
