import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { promisify } from "node:util";

const execFileAsync = promisify(execFile);

/** A process that can be recognised later, even when its number has been given to another. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When the process began, in whatever unit the system counts it; undefined where it cannot be known. */
  readonly started: string | undefined;
  readonly host: string;
}

/** The identity of a running process of this machine. */
export async function identify(pid: number): Promise<ProcessIdentity> {
  return { pid, started: await startOf(pid), host: hostname() };
}

/**
 * Whether that very process still runs. `unknown` when it belongs to another
 * host: what cannot be looked at is never taken for dead.
 */
export async function lifeOf(identity: ProcessIdentity): Promise<"alive" | "dead" | "unknown"> {
  if (identity.host !== hostname()) return "unknown";
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return "dead";
  }
  const started = await startOf(identity.pid);
  if (identity.started === undefined) return "alive";
  return started === identity.started ? "alive" : "dead";
}

/** Start of a process: ticks since boot, with the boot's own id, on Linux; the text of `ps` elsewhere. */
async function startOf(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    // The command name, in parentheses, may hold spaces: count fields from behind it (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const state = fields[0];
    if (state === "Z" || state === "X") return undefined;
    const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
    return `${boot.trim()}:${fields[19]}`;
  } catch {
    if (process.platform === "linux" || process.platform === "win32") return undefined;
    const { stdout } = await execFileAsync("ps", ["-o", "lstart=", "-p", String(pid)]).catch(() => ({
      stdout: "",
    }));
    return stdout.trim() === "" ? undefined : stdout.trim();
  }
}
