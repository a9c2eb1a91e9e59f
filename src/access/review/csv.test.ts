import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvText } from "./csv.ts";

/** A reader of RFC 4180, to see that what was written is read again. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const body = text.replace(/^\uFEFF/, "");
  for (const [, quoted, plain = "", end] of body.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

describe("csvText", () => {
  it("quotes what needs it, and ends every line as RFC 4180 says", () => {
    expect(csvText([["a", 'b "c", d', "e\nf"]])).toBe('\uFEFFa,"b ""c"", d","e\nf"\r\n');
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])("makes text of %j", (formula) => {
    expect(parse(csvText([[formula]]))[0]?.[0]).toBe(`'${formula}`);
  });

  it("is read again as it was written, whatever the texts, but for the guard before formulas", () => {
    const rows = fc.array(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(rows, (given) => {
        const read = parse(csvText(given)).map((row) =>
          row.map((each) => each.replace(/^'(?=[=+\-@\t\r\n])/, "")),
        );
        expect(read).toEqual(given.map((row) => row.map((each) => each.replace(/^'(?=[=+\-@\t\r\n])/, ""))));
      }),
    );
  });
});
