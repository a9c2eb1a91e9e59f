import { type ChildProcess, spawn } from "node:child_process";
import { type FileHandle, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { type Clock, TriremeError } from "../lib/index.ts";
import type { Operation } from "./failure.ts";
import { onInterrupt } from "./interrupts.ts";
import type { MemoryMeter } from "./memory.ts";
import { writeRunRecord } from "./runRecord.ts";
import { outputFile, recordsOf } from "./workspace.ts";

/** How often the output file is looked at, and every how many looks memory is sampled. */
const POLL_MS = 100;
const LOOKS_PER_SAMPLE = 5;

export interface TerraformRun {
  readonly binary: string;
  readonly stack: string;
  readonly dir: string;
  readonly operation: Operation;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Process id of a provider that it uses and does not start. */
  readonly provider?: number | undefined;
  readonly clock: Clock;
  readonly meter: MemoryMeter;
  /** Each whole line of standard output, as it comes. */
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal | undefined;
}

export interface TerraformExit {
  readonly code: number | undefined;
  readonly signal: string | undefined;
  readonly stderr: string;
}

/**
 * Runs Terraform so that it survives us: in a process group of its own, writing
 * to files and not to pipes (a pipe whose reader is gone would kill it in the
 * middle of an apply, with the state unsaved). We read the file as it grows.
 *
 * @throws TriremeError `terraform-missing` when the command cannot be started,
 * `interrupted` when it was asked to stop by the signal, SIGINT or SIGTERM.
 */
export async function runTerraform(run: TerraformRun): Promise<TerraformExit> {
  if (run.signal?.aborted) throw interrupted(run);
  const stdoutFile = outputFile(run.dir, run.operation);
  const stderrFile = join(recordsOf(run.dir), `${run.operation}.stderr`);
  const { child, ended } = await start(run, stdoutFile, stderrFile);
  const pid = child.pid;
  let asked = false;
  const stop = () => {
    // A second SIGINT makes Terraform leave at once, its state unwritten.
    if (asked) return;
    asked = true;
    child.kill("SIGINT");
  };
  const leave = onInterrupt(stop);
  run.signal?.addEventListener("abort", stop, { once: true });
  const tail = await LineTail.open(stdoutFile, run.onLine);
  try {
    if (pid !== undefined) await writeRunRecord(run.dir, pid, run.operation, run.clock);
    const exit = await followed(ended, tail, run, pid);
    // A Terraform that was killed may have left a lock: its record stays for the next operation to judge.
    if (exit.signal === undefined) await rm(join(recordsOf(run.dir), "running.json"), { force: true });
    if (asked) throw interrupted(run);
    return { ...exit, stderr: await readFile(stderrFile, "utf8") };
  } finally {
    leave();
    run.signal?.removeEventListener("abort", stop);
    if (pid !== undefined) run.meter.ended(pid);
    await tail.close();
  }
}

interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

async function followed(
  ended: Promise<ProcessEnd>,
  tail: LineTail,
  run: TerraformRun,
  pid: number | undefined,
): Promise<{ code: number | undefined; signal: string | undefined }> {
  for (let look = 0; ; look++) {
    const stopSleeping = new AbortController();
    const sleep = run.clock.sleep(POLL_MS, stopSleeping.signal).then(
      () => undefined,
      () => undefined,
    );
    const exit = await Promise.race([ended, sleep]);
    stopSleeping.abort();
    await tail.drain();
    if (exit !== undefined) {
      tail.flush();
      return { code: exit.code ?? undefined, signal: exit.signal ?? undefined };
    }
    if (look % LOOKS_PER_SAMPLE !== 0) continue;
    if (pid !== undefined) await run.meter.sample(pid);
    if (run.provider !== undefined) await run.meter.sample(run.provider);
  }
}

async function start(
  run: TerraformRun,
  stdoutFile: string,
  stderrFile: string,
): Promise<{ readonly child: ChildProcess; readonly ended: Promise<ProcessEnd> }> {
  const stdout = await open(stdoutFile, "w", 0o600);
  const stderr = await open(stderrFile, "w", 0o600);
  try {
    const child = spawn(run.binary, run.args, {
      cwd: run.dir,
      env: { ...run.env },
      detached: true,
      stdio: ["ignore", stdout.fd, stderr.fd],
    });
    // Listened for at once: a command that fails at its first look is gone before our files are closed.
    const ended = new Promise<ProcessEnd>((resolve) => {
      child.once("exit", (code, signal) => resolve({ code, signal }));
    });
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", (cause) => {
        reject(
          new TriremeError(`${run.stack}: ${run.binary} could not be started`, {
            code: "terraform-missing",
            fault: "environment",
            fix: "Install Terraform, or name it in TRIREME_TERRAFORM.",
            cause,
          }),
        );
      });
    });
    return { child, ended };
  } finally {
    await stdout.close();
    await stderr.close();
  }
}

function interrupted(run: TerraformRun): TriremeError {
  return new TriremeError(`${run.stack}: terraform ${run.operation} was interrupted and has stopped`, {
    code: "interrupted",
    fault: "environment",
    fix: "Run the same command again to go on.",
  });
}

/** Reads the lines that are added to a file. */
class LineTail {
  readonly #file: FileHandle;
  readonly #onLine: (line: string) => void;
  readonly #decoder = new StringDecoder("utf8");
  readonly #buffer = Buffer.alloc(64 * 1024);
  #rest = "";

  static async open(path: string, onLine: (line: string) => void): Promise<LineTail> {
    return new LineTail(await open(path, "r"), onLine);
  }

  constructor(file: FileHandle, onLine: (line: string) => void) {
    this.#file = file;
    this.#onLine = onLine;
  }

  async drain(): Promise<void> {
    for (;;) {
      const { bytesRead } = await this.#file.read(this.#buffer, 0, this.#buffer.length);
      if (bytesRead === 0) return;
      const lines = (this.#rest + this.#decoder.write(this.#buffer.subarray(0, bytesRead))).split("\n");
      this.#rest = lines.pop() ?? "";
      for (const line of lines) this.#onLine(line);
    }
  }

  /** Hands on what stands behind the last line end; nothing more will come. */
  flush(): void {
    if (this.#rest !== "") this.#onLine(this.#rest);
    this.#rest = "";
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
