/**
 * Rows as a CSV file that spreadsheets open: RFC 4180 quoting and line ends, a byte order mark so that all read it as
 * UTF-8, and no cell that a spreadsheet takes for a formula.
 * Source of the characters that begin one: https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvText(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((cells) => `${cells.map(cell).join(",")}\r\n`).join("")}`;
}

/** An apostrophe in front makes a spreadsheet take the cell for text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
