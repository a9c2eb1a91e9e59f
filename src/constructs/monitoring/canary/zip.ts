import { crc32 } from "node:zlib";

/** The first moment that a zip can name, 1980-01-01: a file's time would make every synthesis another one. */
const DATE = 0x21;
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** Version 2.0 of the format, and its bit for names in UTF-8. */
const VERSION = 20;
const UTF8 = 0x0800;

/**
 * A zip of text files, uncompressed: equal files give equal bytes, whatever machine packs them.
 * Source: PKWARE's APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16.
 */
export function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [path, text] of Object.entries(files)) {
    const [name, data] = [Buffer.from(path), Buffer.from(text)];
    const common = numbers(
      [2, VERSION],
      [2, UTF8],
      [2, 0],
      [2, 0],
      [2, DATE],
      [4, crc32(data)],
      [4, data.length],
      [4, data.length],
      [2, name.length],
      [2, 0],
    );
    const entry = Buffer.concat([numbers([4, LOCAL]), common, name, data]);
    // Comment, disk and attributes are nothing; then where the file begins.
    const rest = numbers([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]);
    central.push(numbers([4, CENTRAL], [2, VERSION]), common, rest, name);
    local.push(entry);
    offset += entry.length;
  }
  const directory = Buffer.concat(central);
  const count = Object.keys(files).length;
  const end = numbers(
    [4, END],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, directory.length],
    [4, offset],
    [2, 0],
  );
  return Buffer.concat([...local, directory, end]);
}

/** Little endian, each in so many bytes. */
function numbers(...fields: readonly (readonly [bytes: number, value: number])[]): Buffer {
  return Buffer.concat(
    fields.map(([bytes, value]) => {
      const buffer = Buffer.alloc(bytes);
      buffer.writeUIntLE(value, 0, bytes);
      return buffer;
    }),
  );
}
