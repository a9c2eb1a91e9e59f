import { readdir, readFile } from "node:fs/promises";

/** Peak memory of Terraform and its providers, in bytes. Zero where the system does not tell (not Linux). */
export interface PeakMemory {
  /** Largest resident set that any one process reached. */
  readonly largestProcess: number;
  /** Largest sum over all processes at one moment, pages that several share counted once. */
  readonly total: number;
}

/** Samples process trees. One meter for a whole run, so that stacks which run side by side add up. */
export class MemoryMeter {
  #largestProcess = 0;
  #largestFile = 0;
  #peakTotal = 0;
  readonly #now = new Map<number, number>();

  peak(): PeakMemory {
    return { largestProcess: this.#largestProcess, total: this.#peakTotal };
  }

  /**
   * Looks at a process and its descendants. Pages of files (mostly the provider's 700 MB program) are
   * shared by all of them and counted once, by the largest share that any holds. The kernel would
   * reckon shares exactly, at 13 ms of processor time a look (`smaps_rollup`); this costs none to speak of.
   */
  async sample(root: number): Promise<void> {
    let own = 0;
    for (const pid of await treeOf(root)) {
      const status = await textOf(`/proc/${pid}/status`);
      this.#largestProcess = Math.max(this.#largestProcess, kilobytes(status, "VmHWM") * 1024);
      this.#largestFile = Math.max(this.#largestFile, kilobytes(status, "RssFile") * 1024);
      own += (kilobytes(status, "RssAnon") + kilobytes(status, "RssShmem")) * 1024;
    }
    this.#now.set(root, own);
    const total = [...this.#now.values()].reduce((sum, bytes) => sum + bytes, this.#largestFile);
    this.#peakTotal = Math.max(this.#peakTotal, total);
  }

  /** The process has ended and holds nothing any more. */
  ended(root: number): void {
    this.#now.delete(root);
  }
}

async function treeOf(root: number): Promise<number[]> {
  const all = [root];
  for (const pid of all) {
    // A Go process forks from any of its threads; each thread lists its own children.
    const threads = await threadsOf(pid);
    for (const thread of threads) {
      const children = await textOf(`/proc/${pid}/task/${thread}/children`);
      for (const child of children.split(" ")) if (child.trim() !== "") all.push(Number(child));
    }
  }
  return all;
}

async function threadsOf(pid: number): Promise<string[]> {
  return await readdir(`/proc/${pid}/task`).catch(() => []);
}

async function textOf(path: string): Promise<string> {
  return await readFile(path, "utf8").catch(() => "");
}

function kilobytes(text: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? 0);
}
