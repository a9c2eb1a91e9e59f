import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";

export interface TetherOptions {
  /** The whole environment of the command. */
  readonly env: Readonly<Record<string, string>>;
  /** Have what the command writes to standard output follow its process id. @default false: it goes nowhere */
  readonly output?: boolean;
}

/**
 * Starts a command that ends when we do, however we end, or when standard input is closed. The first
 * line on standard output is the command's process id.
 */
export function tethered(
  command: string,
  args: readonly string[],
  { env, output = false }: TetherOptions,
): ChildProcessByStdio<Writable, Readable, Readable> {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const script = fileURLToPath(new URL(`./tether.${extension}`, import.meta.url));
  return spawn(process.execPath, [script, ...(output ? ["--output"] : []), command, ...args], {
    env: { ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
}
