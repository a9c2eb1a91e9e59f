import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { InputError, type InputProblem } from "../lib/index.ts";

/** A file of a bill, and how it is packed. */
export interface BillFile {
  /** As it was given, or found in a folder. */
  readonly name: string;
  /** Absolute, links followed. */
  readonly path: string;
  readonly format: "csv" | "parquet";
  readonly packed: "none" | "gzip" | "zstd";
  readonly bytes: number;
}

export interface FoundFiles {
  readonly files: readonly BillFile[];
  /** Same bytes as one before: its rows are counted once. */
  readonly repeated: readonly { readonly name: string; readonly sameAs: string }[];
  /** In the folders, and no bill by its name: manifests and the like. */
  readonly passedOver: readonly string[];
}

const KINDS: readonly (readonly [ending: RegExp, Pick<BillFile, "format" | "packed">])[] = [
  [/\.csv$/i, { format: "csv", packed: "none" }],
  [/\.csv\.gz$/i, { format: "csv", packed: "gzip" }],
  [/\.csv\.zst$/i, { format: "csv", packed: "zstd" }],
  [/\.parquet$/i, { format: "parquet", packed: "none" }],
];

/** First bytes by how a file is packed; a file that was only renamed is told apart before it is read. */
const MAGIC = { parquet: "50415231", gzip: "1f8b", zstd: "28b52ffd" } as const;

/** The files of a bill, in the order given; of folders all files below, by name. Throws `InputError` with all that is wrong. */
export async function findBillFiles(paths: readonly string[]): Promise<FoundFiles> {
  const problems: InputProblem[] = [];
  const found: BillFile[] = [];
  const passedOver: string[] = [];
  for (const path of paths) {
    const status = await stat(path).catch(() => undefined);
    if (status === undefined) {
      problems.push(problem(path, "nothing there", "a file or a folder of bills", "Correct the path."));
      continue;
    }
    const names = status.isDirectory() ? await filesBelow(path) : [path];
    const bills = names.filter((name) => kindOf(name) !== undefined);
    if (!status.isDirectory() && bills.length === 0) {
      problems.push(problem(path, "another kind of file", KINDS_WANTED, "Name a FOCUS export."));
    }
    if (status.isDirectory() && bills.length === 0) {
      problems.push(
        problem(path, `${names.length} files, and no bill`, KINDS_WANTED, "Name another folder."),
      );
    }
    passedOver.push(...names.filter((name) => kindOf(name) === undefined));
    for (const name of bills) {
      const [file, wrong] = await opened(name);
      if (file !== undefined) found.push(file);
      if (wrong !== undefined) problems.push(wrong);
    }
  }
  if (problems.length > 0) throw new InputError("bill", problems);
  return { ...(await withoutRepeated(found)), passedOver };
}

const KINDS_WANTED = "files that end in .csv, .csv.gz, .csv.zst or .parquet";

function kindOf(name: string) {
  return KINDS.find(([ending]) => ending.test(name))?.[1];
}

/** Links to folders are not followed, so no walk goes round in circles. */
async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() || (entry.isSymbolicLink() && kindOf(entry.name) !== undefined))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function opened(name: string): Promise<readonly [BillFile | undefined, InputProblem | undefined]> {
  const kind = kindOf(name);
  if (kind === undefined) throw new Error(`${name} has no kind`);
  const path = await realpath(name).catch(() => undefined);
  const status = path === undefined ? undefined : await stat(path);
  if (path === undefined || status?.isFile() !== true) {
    return [
      undefined,
      problem(name, "no file", "a file", "Remove what stands there, or name the files one by one."),
    ];
  }
  if (status.size === 0) {
    return [
      undefined,
      problem(name, "0 bytes", "a bill", "Fetch it again: an empty file is a broken download."),
    ];
  }
  const magic = kind.format === "parquet" ? MAGIC.parquet : kind.packed === "none" ? "" : MAGIC[kind.packed];
  if (!(await firstBytes(path)).startsWith(magic)) {
    return [
      undefined,
      problem(
        name,
        "content that its name does not fit",
        kind.format === "parquet" ? "Parquet" : `CSV packed by ${kind.packed}`,
        "Fetch it again, or give it the ending that fits.",
      ),
    ];
  }
  return [{ name, path, ...kind, bytes: status.size }, undefined];
}

async function firstBytes(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(4), position: 0 });
    return buffer.subarray(0, bytesRead).toString("hex");
  } finally {
    await file.close();
  }
}

/** Only files of the same size are read for it: a bill of gigabytes is hashed when there is a reason. */
async function withoutRepeated(found: readonly BillFile[]): Promise<Omit<FoundFiles, "passedOver">> {
  const sizes = Map.groupBy(found, ({ bytes }) => bytes);
  const files: BillFile[] = [];
  const repeated: { name: string; sameAs: string }[] = [];
  const seen = new Map<string, string>();
  for (const file of found) {
    const key = sizes.get(file.bytes)?.length === 1 ? file.path : await sha256(file.path);
    const sameAs = seen.get(key);
    if (sameAs === undefined) {
      seen.set(key, file.name);
      files.push(file);
    } else repeated.push({ name: file.name, sameAs });
  }
  return { files, repeated };
}

async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

function problem(where: string, given: string, wanted: string, fix: string): InputProblem {
  return { code: "bill/file", where, given, wanted, fix };
}
