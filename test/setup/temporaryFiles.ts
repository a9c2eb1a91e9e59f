import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** One folder for what tests put into the system's temporary folder, removed with them: no test need tidy up. */
export default function setup(): () => void {
  const dir = mkdtempSync(join(tmpdir(), "trireme-tests-"));
  process.env.TMPDIR = dir;
  return () => rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
}
