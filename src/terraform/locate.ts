import { execFile } from "node:child_process";
import { access, constants, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import { promisify } from "node:util";
import { locateMirror, type ProviderMirror } from "./mirror.ts";

const execFileAsync = promisify(execFile);

/** Oldest version that has write-only arguments and ephemeral values (HashiCorp's release notes of 1.11, February 2025). */
export const OLDEST_TERRAFORM = "1.11.0";

export type LocatedTerraform =
  | {
      readonly ok: true;
      /** Absolute path of the command. */
      readonly binary: string;
      readonly name: "terraform" | "tofu";
      readonly version: string;
      /** How it was found: an environment variable or the search path. */
      readonly foundBy: string;
      /** Providers on this machine; without one Terraform asks its registry, which needs the internet. */
      readonly mirror?: ProviderMirror;
    }
  | { readonly ok: false; readonly reason: string; readonly fix: string };

type Environment = Readonly<Record<string, string | undefined>>;

/** Finds Terraform or OpenTofu and a provider mirror. What is missing is told, not thrown. */
export async function locateTerraform(env: Environment = process.env): Promise<LocatedTerraform> {
  const named = env.TRIREME_TERRAFORM;
  if (named !== undefined && named !== "") {
    const path = isAbsolute(named) || named.includes("/") ? resolve(named) : await onPath(named, env);
    if (path === undefined || !(await isExecutable(path))) {
      return {
        ok: false,
        reason: `TRIREME_TERRAFORM names ${named}, which is not a program that can be run`,
        fix: "Correct TRIREME_TERRAFORM, or unset it to search the PATH.",
      };
    }
    return judged(path, "TRIREME_TERRAFORM", env);
  }
  let firstRefusal: LocatedTerraform | undefined;
  for (const command of ["terraform", "tofu"]) {
    const path = await onPath(command, env);
    if (path === undefined) continue;
    const found = await judged(path, "PATH", env);
    if (found.ok) return found;
    firstRefusal ??= found;
  }
  return (
    firstRefusal ?? {
      ok: false,
      reason: "neither terraform nor tofu is on the PATH",
      fix: `Install Terraform or OpenTofu ${OLDEST_TERRAFORM} or newer, or name it in TRIREME_TERRAFORM.`,
    }
  );
}

async function judged(binary: string, foundBy: string, env: Environment): Promise<LocatedTerraform> {
  const answer = await askVersion(binary);
  if (answer === undefined) {
    return {
      ok: false,
      reason: `${binary} did not answer \`version\` as Terraform or OpenTofu does`,
      fix: "Name a working Terraform in TRIREME_TERRAFORM.",
    };
  }
  if (!atLeast(answer.version, OLDEST_TERRAFORM)) {
    return {
      ok: false,
      reason: `${binary} is ${answer.name} ${answer.version}; ${OLDEST_TERRAFORM} or newer is needed for write-only arguments`,
      fix: `Install ${answer.name} ${OLDEST_TERRAFORM} or newer, or name one in TRIREME_TERRAFORM.`,
    };
  }
  const mirror = await locateMirror(env);
  return { ok: true, binary, ...answer, foundBy, ...(mirror === undefined ? {} : { mirror }) };
}

/** Name and version of a Terraform command, or undefined when it does not answer like one. */
export async function askVersion(
  binary: string,
): Promise<{ readonly name: "terraform" | "tofu"; readonly version: string } | undefined> {
  const { stdout } = await execFileAsync(binary, ["version"], {
    timeout: 20_000,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, CHECKPOINT_DISABLE: "1" },
  }).catch(() => ({ stdout: "" }));
  const match = /^(Terraform|OpenTofu) v(\d+\.\d+\.\d+\S*)/m.exec(stdout);
  if (match?.[2] === undefined) return undefined;
  return { name: match[1] === "OpenTofu" ? "tofu" : "terraform", version: match[2] };
}

/** Compares dotted versions by their numbers; a pre-release counts as its release. */
export function atLeast(version: string, oldest: string): boolean {
  const parts = (text: string) =>
    text
      .replace(/[-+].*$/, "")
      .split(".")
      .map(Number);
  const have = parts(version);
  for (const [index, wanted] of parts(oldest).entries()) {
    const difference = (have[index] ?? 0) - wanted;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

async function onPath(command: string, env: Environment): Promise<string | undefined> {
  for (const folder of (env.PATH ?? "").split(delimiter)) {
    if (folder === "") continue;
    const path = resolve(join(folder, command));
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
