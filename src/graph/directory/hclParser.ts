import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { InputError } from "../../lib/index.ts";
import { overLimit } from "../inputProblems.ts";
import type { Limits } from "../limits.ts";
import type { HclReply } from "./hclWorker.ts";

/** A file of a megabyte takes about a second; one that takes this long will never end. */
const LONGEST_MS = 30_000;

/** Converts HCL files to Terraform JSON. Close it when done. */
export class HclParser {
  readonly #limits: Limits;
  #worker: Worker | undefined;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Throws `InputError` with line and column for what is no HCL or nests too deeply. One call at a time. */
  async parse(file: string, text: string): Promise<unknown> {
    this.#refuseDepth(file, text);
    const reply = await this.#ask(file, text);
    if (reply.kind === "parsed") return reply.json;
    throw syntaxError(file, reply.message);
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  async #ask(file: string, text: string): Promise<HclReply> {
    const worker = this.#worker ?? startWorker();
    this.#worker = worker;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<HclReply>((resolve, reject) => {
        const give = (up: string) => () => reject(gaveUp(file, up));
        timer = setTimeout(give(`nothing after ${LONGEST_MS / 1000} s`), LONGEST_MS);
        worker.once("message", resolve);
        worker.once("error", give("a parser that broke"));
        worker.once("exit", give("a parser that ended"));
        worker.postMessage({ file, text });
      });
    } catch (error) {
      await this.close();
      throw error;
    } finally {
      clearTimeout(timer);
      for (const event of ["message", "error", "exit"]) worker.removeAllListeners(event);
      // An error after the reply belongs to a parser that is thrown away.
      worker.on("error", () => {
        this.#worker = undefined;
      });
    }
  }

  /** Brackets inside each other, and signs in a row, which the parser takes as recursion. */
  #refuseDepth(file: string, text: string): void {
    const most = this.#limits.depth;
    let depth = 0;
    for (const [offset, sign] of brackets(text)) {
      depth = "([{".includes(sign) ? depth + 1 : Math.max(0, depth - 1);
      if (depth > most) refuseAt(file, text, offset, most);
    }
    const signs = new RegExp(`[!-](?:\\s*[!-]){${most},}|(?:\\?[^?\\n]*){${most + 1},}`).exec(text);
    if (signs !== null) refuseAt(file, text, signs.index, most);
  }
}

function* brackets(text: string): Generator<readonly [number, string]> {
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    if ("([{)]}".includes(sign)) yield [at, sign];
  }
}

function refuseAt(file: string, text: string, offset: number, most: number): never {
  const line = text.slice(0, offset).split("\n").length;
  const given = "brackets or operators inside each other beyond that";
  throw new InputError(file, [overLimit("depth", most, `${file}, line ${line}`, given)]);
}

function startWorker(): Worker {
  const file = fileURLToPath(new URL(`./hclWorker${extname(import.meta.url)}`, import.meta.url));
  return new Worker(file, {
    // What the converter prints when it dies is of no use to anybody.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
}

/** `parse config: [main.tf:3,1-1: Missing expression; Expected the start …]` */
function syntaxError(file: string, message: string): InputError {
  const pattern = /:(\d+),(\d+)(?:-[\d,]+)?: ([^;\]]*);? ?((?:(?!, [^\s,]*:\d+,\d+-).)*)/gs;
  const found = [...message.matchAll(pattern)].slice(0, 20);
  if (found.length === 0) return gaveUp(file, "text that the HCL parser refuses");
  return new InputError(
    file,
    found.map(([, line, column, what = "", why = ""]) => ({
      code: "graph/hcl-syntax",
      where: `${file}, line ${line}, column ${column}`,
      given: what.trim(),
      wanted: why.replace(/\]$/, "").trim() || "Terraform's language",
      fix: "Correct it there; terraform validate shows the same place.",
    })),
  );
}

function gaveUp(file: string, given: string): InputError {
  return new InputError(file, [
    {
      code: "graph/hcl-unreadable",
      where: file,
      given,
      wanted: "a .tf file that terraform validate accepts",
      fix: "Check the file with terraform validate; split it if it is very large.",
    },
  ]);
}
