import { stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { InputError } from "../lib/index.ts";

/** What the file is called. */
const CONFIG_FILE = "trireme.config.ts";

/**
 * The absolute path of the configuration.
 *
 * `path` is a configuration file, or the folder that holds one: exactly that is used, so that a mistyped
 * folder never finds another platform's file. Without it, the nearest file at or above `cwd` is used.
 * Throws InputError that says where it looked.
 */
export async function findConfig(path?: string, cwd: string = process.cwd()): Promise<string> {
  const looked = path === undefined ? upwards(resolve(cwd)) : [await fileOf(resolve(cwd, path))];
  for (const candidate of looked) {
    if ((await kindOf(candidate)) === "file") return candidate;
  }
  throw new InputError(path ?? CONFIG_FILE, [
    {
      code: "config/not-found",
      where: path ?? resolve(cwd),
      given: `no file at ${looked.join(", ")}`,
      wanted: `a ${CONFIG_FILE}, or the folder that holds it`,
      fix:
        path === undefined
          ? `Go to the folder of your ${CONFIG_FILE}, or name it as an argument.`
          : "Correct the path.",
    },
  ]);
}

async function fileOf(path: string): Promise<string> {
  return (await kindOf(path)) === "folder" ? join(path, CONFIG_FILE) : path;
}

function upwards(folder: string): readonly string[] {
  const above = dirname(folder);
  return [join(folder, CONFIG_FILE), ...(above === folder ? [] : upwards(above))];
}

async function kindOf(path: string): Promise<"file" | "folder" | undefined> {
  try {
    return (await stat(path)).isDirectory() ? "folder" : "file";
  } catch {
    // Unreadable and absent are the same to someone who looks for a file; the error names the path.
    return undefined;
  }
}
