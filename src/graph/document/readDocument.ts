import { open } from "node:fs/promises";
import { InputError, type InputProblem } from "../../lib/index.ts";
import { overLimit } from "../inputProblems.ts";
import type { Limits } from "../limits.ts";

/**
 * The bytes of a plan or state file. Its size is checked before it is read; a pipe (`<(terraform show …)`) is
 * read up to the limit. Throws `InputError` for what cannot be such a file: missing, a folder, too large, a
 * binary plan, UTF-16.
 */
export async function readDocument(file: string, limits: Pick<Limits, "bytes">): Promise<Uint8Array> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    throw refusal(file, {
      code: "graph/file-unreadable",
      given: `a path that cannot be opened (${error.code ?? error.message})`,
      wanted: "a JSON file written by terraform show -json",
      fix: "Check the path and who may read it.",
    });
  });
  try {
    const stat = await handle.stat();
    if (stat.isDirectory()) {
      throw refusal(file, {
        code: "graph/not-a-file",
        given: "a folder",
        wanted: "a JSON file written by terraform show -json",
        fix: "Name the file, or use --dir for a folder of .tf files.",
      });
    }
    if (stat.size > limits.bytes) throw tooLarge(file, limits.bytes, `${stat.size} bytes`);
    const bytes = stat.isFile()
      ? await wholeFile(handle, stat.size)
      : await piped(handle, file, limits.bytes);
    refuseOtherFormats(file, bytes);
    return bytes;
  } finally {
    await handle.close();
  }
}

type Handle = Awaited<ReturnType<typeof open>>;

async function wholeFile(handle: Handle, size: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(size);
  let filled = 0;
  while (filled < size) {
    const { bytesRead } = await handle.read(bytes, filled, size - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

async function piped(handle: Handle, file: string, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of handle.createReadStream({ autoClose: false })) {
    size += (chunk as Buffer).length;
    if (size > limit) throw tooLarge(file, limit, "more bytes than that");
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks, size);
}

function refuseOtherFormats(file: string, bytes: Buffer): void {
  const start = bytes.subarray(0, 4).toString("latin1");
  if (start.startsWith("PK")) {
    throw refusal(file, {
      code: "graph/binary-plan",
      given: "a binary plan file",
      wanted: "its JSON form",
      fix: "Run terraform show -json <plan file> > plan.json in the folder of the configuration.",
    });
  }
  if (start.startsWith("\xff\xfe") || start.startsWith("\xfe\xff")) {
    throw refusal(file, {
      code: "graph/not-utf8",
      given: "UTF-16 text, as PowerShell writes it",
      wanted: "UTF-8",
      fix: "Write it with: terraform show -json <plan file> | Out-File -Encoding utf8 plan.json.",
    });
  }
}

function tooLarge(file: string, limit: number, given: string): InputError {
  const fix = 'Plan fewer stacks at once, or raise the limit "bytes" (--max-size, in MB).';
  return new InputError(file, [overLimit("bytes", limit, file, given, fix)]);
}

function refusal(file: string, problem: Omit<InputProblem, "where">): InputError {
  return new InputError(file, [{ ...problem, where: file }]);
}
