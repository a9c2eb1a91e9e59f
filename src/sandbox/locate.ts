import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import { TriremeError } from "../lib/index.ts";

/** Where an emulator would come from. */
export type EmulatorPlace =
  | { readonly ok: true; readonly kind: "endpoint"; readonly endpoint: string }
  | { readonly ok: true; readonly kind: "moto"; readonly command: string }
  | { readonly ok: false; readonly reason: string; readonly fix: string };

export type Environment = Readonly<Record<string, string | undefined>>;

/** Names the endpoint of an emulator that runs already. */
const ENDPOINT_VARIABLE = "TRIREME_EMULATOR_ENDPOINT";
/** Names moto's server command. */
const MOTO_VARIABLE = "TRIREME_MOTO";

/**
 * Finds an emulator without starting it: the endpoint given or named in the environment, else the
 * command named there, else `moto_server` on PATH.
 */
export async function locateEmulator(env: Environment, endpoint?: string): Promise<EmulatorPlace> {
  const named = endpoint ?? nonEmpty(env[ENDPOINT_VARIABLE]);
  if (named !== undefined) return { ok: true, kind: "endpoint", endpoint: named };
  const chosen = nonEmpty(env[MOTO_VARIABLE]);
  if (chosen !== undefined) {
    const command = await findCommand(chosen, env);
    if (command !== undefined) return { ok: true, kind: "moto", command };
    return {
      ok: false,
      reason: `${MOTO_VARIABLE} names ${chosen}, which is no command that can be run`,
      fix: `Correct or unset ${MOTO_VARIABLE}.`,
    };
  }
  const command = await findCommand("moto_server", env);
  if (command !== undefined) return { ok: true, kind: "moto", command };
  return { ok: false, reason: "moto_server is not on PATH", fix: await hint(env) };
}

async function hint(env: Environment): Promise<string> {
  const endpoint = `name a running emulator in ${ENDPOINT_VARIABLE}`;
  if ((await findCommand("uv", env)) !== undefined)
    return `Run: uv tool install 'moto[server]'; or ${endpoint}.`;
  if ((await findCommand("pipx", env)) !== undefined)
    return `Run: pipx install 'moto[server]'; or ${endpoint}.`;
  return `Run: python3 -m pip install 'moto[server]'; or ${endpoint}.`;
}

async function findCommand(name: string, env: Environment): Promise<string | undefined> {
  const candidates =
    isAbsolute(name) || name.includes("/")
      ? [resolve(name)]
      : (env.PATH ?? "")
          .split(delimiter)
          .filter((folder) => folder !== "")
          .map((folder) => join(folder, name));
  for (const candidate of candidates) if (await runs(candidate)) return candidate;
  return undefined;
}

async function runs(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === undefined || value === "" ? undefined : value;
}

/** The error for a place that was not found. */
export function emulatorMissing(place: { readonly reason: string; readonly fix: string }): TriremeError {
  return new TriremeError(`No emulated AWS: ${place.reason}`, {
    code: "emulator-missing",
    fault: "environment",
    fix: place.fix,
  });
}
