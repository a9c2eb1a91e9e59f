import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { InputError, writeWhole } from "../../lib/index.ts";
import { MADE_BY } from "./scheduleForms.ts";

/**
 * Writes a schedule, whole or not at all. An earlier one is replaced.
 *
 * @throws InputError for a file that was made by somebody else, unless `force`, and for a folder
 */
export async function writeSchedule(out: string, text: string, force: boolean): Promise<string> {
  const file = resolve(out);
  const there = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    if (error.code !== "EISDIR") throw error;
    throw refused(file, "schedule/folder", "a folder", "a file", "Name a file in it.");
  });
  if (there !== undefined && !there.startsWith(MADE_BY) && !force) {
    const fix = "Name another file, or say --force to lose what is there.";
    throw refused(file, "schedule/not-ours", "a file that no schedule was written to", "none, or ours", fix);
  }
  await writeWhole(file, text);
  return file;
}

function refused(file: string, code: string, given: string, wanted: string, fix: string): InputError {
  return new InputError("--out", [{ code, where: file, given, wanted, fix }]);
}
