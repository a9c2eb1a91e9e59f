/** HTML that is safe to write down as it stands: made by `markup`, which escapes every text put in, or our own style sheet. */
export class Markup {
  readonly html: string;

  constructor(html: string) {
    this.html = html;
  }
}

/** What can be put into markup. Strings are text, never HTML. */
export type Content = string | number | Markup | undefined | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

/** Text for an element or a quoted attribute. Characters that HTML forbids become the replacement character. */
function escaped(text: string): string {
  const replaced = [...text.toWellFormed()].map((character) =>
    isForbidden(character.charCodeAt(0)) ? "\u{fffd}" : (ENTITIES[character] ?? character),
  );
  return replaced.join("");
}

/** Control characters other than tab, line feed and carriage return. */
function isForbidden(code: number): boolean {
  return (code < 32 && code !== 9 && code !== 10 && code !== 13) || (code >= 127 && code < 160);
}

/** The only way to make HTML: literal parts are ours, everything put in is escaped unless it is markup already. */
export function markup(literals: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  const parts = literals.map((literal, index) => literal + written(contents[index]));
  return new Markup(parts.join(""));
}

function written(content: Content): string {
  if (content === undefined) return "";
  if (content instanceof Markup) return content.html;
  if (typeof content === "string") return escaped(content);
  if (typeof content === "number") return String(content);
  return content.map(written).join("");
}
