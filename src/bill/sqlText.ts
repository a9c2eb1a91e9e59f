/** A text as a literal of standard SQL, the same for DuckDB and Athena. Throws on characters that no value of a bill has. */
export function literal(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  if (/[\u0000-\u001f]/.test(text)) throw new RangeError("a control character in a text for SQL");
  return `'${text.replaceAll("'", "''")}'`;
}
