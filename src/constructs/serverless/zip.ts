import { crc32 } from "node:zlib";

/** 1 January 1980, the first day that a ZIP file knows: equal content gives equal bytes. */
const DATE = 0x0021;
const UNIX = 3;
const READABLE_FILE = 0o100644;

/**
 * A ZIP file of a few small text files, stored as they are. Byte-identical for equal input, which archives made by
 * other means are not: they carry the time.
 * Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.7, 4.3.12 and 4.3.16.
 */
export function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(files).map(([name, text]) => ({
    name: Buffer.from(name, "utf8"),
    data: Buffer.from(text, "utf8"),
  }));
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data } of entries) {
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    common(header, 4, name, data);
    parts.push(header, name, data);

    const record = Buffer.alloc(46);
    record.writeUInt32LE(0x02014b50, 0);
    record.writeUInt8(20, 4);
    record.writeUInt8(UNIX, 5);
    common(record, 6, name, data);
    record.writeUInt32LE(READABLE_FILE * 0x10000, 38);
    record.writeUInt32LE(offset, 42);
    directory.push(record, name);
    offset += header.length + name.length + data.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

/** What a file's own header and its record in the directory have in common, from "version needed" on. */
function common(header: Buffer, at: number, name: Buffer, data: Buffer): void {
  header.writeUInt16LE(20, at);
  header.writeUInt16LE(DATE, at + 8);
  header.writeUInt32LE(crc32(data), at + 10);
  header.writeUInt32LE(data.length, at + 14);
  header.writeUInt32LE(data.length, at + 18);
  header.writeUInt16LE(name.length, at + 22);
}
