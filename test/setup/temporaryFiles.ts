import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const PREFIX = "trireme-tests-";

/**
 * One folder for what tests put into the system's temporary folder, removed with them: no test need tidy up. Every
 * project of the configuration asks for it, and the first makes it: paths of sockets must stay short.
 */
export default function setup(): (() => void) | undefined {
  if (basename(tmpdir()).startsWith(PREFIX)) return undefined;
  const dir = mkdtempSync(join(tmpdir(), PREFIX));
  process.env.TMPDIR = dir;
  return () => rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
}
