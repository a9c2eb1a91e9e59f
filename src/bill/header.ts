import { createReadStream } from "node:fs";
import { createGunzip, createZstdDecompress } from "node:zlib";
import type { BillFile } from "./files.ts";

/** Longer than any header: FOCUS 1.2 has 58 names. What has no end of line by then is no CSV of a bill. */
const LONGEST_HEADER = 64 * 1024;

/**
 * The names in the first line of a CSV. Read here, and not left to a reader that guesses: one that guesses takes a
 * longer line further down for the header, and leaves out what stands above it.
 * Undefined where there is no first line.
 */
export async function csvHeader({ path, packed }: BillFile): Promise<readonly string[] | undefined> {
  const line = (await firstPart(path, packed)).replace(/^\uFEFF/, "");
  const names: string[] = [];
  let name = "";
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const sign = line[at] ?? "";
    if (sign === '"') {
      if (quoted && line[at + 1] === '"') name += line[++at];
      else quoted = !quoted;
    } else if (sign === "," && !quoted) {
      names.push(name);
      name = "";
    } else if ((sign === "\n" || sign === "\r") && !quoted)
      return [...names, name].map((each) => each.trim());
    else name += sign;
  }
  // The end of the file ends a header too, when it is not cut off.
  return quoted || line.length >= LONGEST_HEADER || line === ""
    ? undefined
    : [...names, name].map((each) => each.trim());
}

async function firstPart(path: string, packed: BillFile["packed"]): Promise<string> {
  const source = createReadStream(path, packed === "none" ? { end: LONGEST_HEADER } : {});
  const stream =
    packed === "none" ? source : source.pipe(packed === "gzip" ? createGunzip() : createZstdDecompress());
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length >= LONGEST_HEADER) break;
    }
  } finally {
    source.destroy();
  }
  return Buffer.concat(chunks).toString("utf8").slice(0, LONGEST_HEADER);
}
