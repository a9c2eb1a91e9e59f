import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Writes a file beside its place and then renames it, with the folders that it needs: whoever reads sees the old file or
 * the new one, never half of one, and what could not be written leaves nothing behind.
 */
export async function writeWhole(file: string, text: string, mode?: number): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const beside = `${file}.${randomUUID()}`;
  try {
    await writeFile(beside, text, mode === undefined ? {} : { mode });
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
