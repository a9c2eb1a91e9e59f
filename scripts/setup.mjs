// Runs before `npm start`, `npm test` and the other scripts, on whatever Node
// the machine has: installs the locked dependencies when they are missing or
// older than the lock file. Plain JavaScript, because Node 20 cannot strip types.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const installed = new URL("../node_modules/.package-lock.json", import.meta.url);
const lock = new URL("../package-lock.json", import.meta.url);

const fresh = existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
if (!fresh) {
  process.stderr.write("Installing dependencies (npm ci), once …\n");
  const run = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: root,
    stdio: ["ignore", process.stderr, process.stderr],
    shell: process.platform === "win32",
  });
  if (run.status !== 0) {
    process.stderr.write("npm ci failed: see its message above. Nothing else was run.\n");
    process.exit(3);
  }
}
