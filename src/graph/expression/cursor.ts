import { ExpressionError } from "./syntax.ts";

const SPACE = /(?:\s|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;

/** A place in the text of an expression, and how deep its parser is. */
export class Cursor {
  readonly text: string;
  at: number;
  /** Nesting of expressions; a chain of operators counts too. */
  depth = 0;
  readonly #maximum: number;

  constructor(text: string, at = 0, maximum = 128) {
    this.text = text;
    this.at = at;
    this.#maximum = maximum;
  }

  space(): void {
    SPACE.lastIndex = this.at;
    SPACE.exec(this.text);
    this.at = SPACE.lastIndex;
  }

  /** What the sticky `pattern` matches here, or nothing. White space before it is passed over. */
  match(pattern: RegExp): string | undefined {
    this.space();
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** Takes `text` if it stands here. */
  take(text: string): boolean {
    this.space();
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  peek(text: string): boolean {
    this.space();
    return this.text.startsWith(text, this.at);
  }

  expect(text: string): void {
    if (!this.take(text)) this.fail(`${JSON.stringify(text)} was expected`);
  }

  fail(message: string): never {
    throw new ExpressionError(message, this.at);
  }

  /** Runs `parse` one level deeper, and refuses what nests beyond all use. */
  within<Value>(parse: () => Value): Value {
    this.depth += 1;
    if (this.depth > this.#maximum) this.fail(`nested more than ${this.#maximum} deep`);
    const value = parse();
    this.depth -= 1;
    return value;
  }
}
