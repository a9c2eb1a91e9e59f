/**
 * Runs a command that must not outlive the process that wants it, even if that process is killed:
 * `node tether.ts command arguments…`. Standard input is the tether. When it closes, for whatever
 * reason, the command's whole process group is ended, since the command may be a shim that started
 * another. The first line of standard output is the command's process id; what the command writes follows,
 * if `--output` stands before it, and goes nowhere else.
 */
import { spawn } from "node:child_process";

/** Time that the command has to end by itself before it is killed. */
const GRACE_MS = 2000;

const given = process.argv.slice(2);
const output = given[0] === "--output";
const [command, ...args] = output ? given.slice(1) : given;
if (command === undefined) throw new Error("tether: no command given");

const child = spawn(command, args, {
  detached: true,
  stdio: ["ignore", output ? "pipe" : "ignore", "inherit"],
});
let ending = false;

child.once("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(127);
});
child.once("exit", (code, signal) => {
  // What the command started may still be there when the command itself is gone.
  signalGroup("SIGKILL");
  process.exit(code ?? (signal === null ? 1 : 128));
});
child.once("spawn", () => {
  process.stdout.write(`${child.pid}\n`);
  child.stdout?.pipe(process.stdout);
});

process.stdin.resume();
process.stdin.once("close", end);
process.once("SIGTERM", end);
// A terminal sends these to everybody at once; the owner decides when the command ends.
process.on("SIGINT", () => {});
process.on("SIGHUP", () => {});

function end(): void {
  if (ending) return;
  ending = true;
  signalGroup("SIGTERM");
  setTimeout(() => signalGroup("SIGKILL"), GRACE_MS);
}

function signalGroup(signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}
