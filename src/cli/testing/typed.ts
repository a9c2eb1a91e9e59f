import { Readable } from "node:stream";
import { run } from "../run.ts";

/** For tests: what the command line writes and ends with when somebody types this, and answers nothing. */
export async function typed(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const written = { out: "", err: "" };
  const code = await run(args, {
    stdout: { write: (text) => (written.out += text) },
    stderr: { write: (text) => (written.err += text) },
    stdin: Readable.from([]),
  });
  return { code, ...written };
}
