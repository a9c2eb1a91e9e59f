import { InputProblems, overLimit } from "../inputProblems.ts";
import type { Limits } from "../limits.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const WORDS = new Set(["true", "false", "null"]);

/** A value in the text: from its first byte to behind its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * JSON text that is read part by part: a plan says everything up to four times, and of 200 MB only the
 * resource at hand need be in memory as objects. Depth and number of values are checked on the bytes, before
 * anything is built of them. Throws `InputError` with line and column.
 */
export class JsonBytes {
  readonly #bytes: Buffer;
  readonly #limits: Limits;
  readonly #open: Uint8Array;
  readonly problems: InputProblems;
  /** Of the last value skipped: how many values it holds, and whether a number may not fit a double. */
  #values = 0;
  #oddNumber = false;
  #skipped = -1;
  /** Where the object ended whose members were gone through last. */
  #lastClose = 0;

  constructor(bytes: Uint8Array, source: string, limits: Limits) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#limits = limits;
    this.#open = new Uint8Array(limits.depth + 1);
    this.problems = new InputProblems(source);
  }

  /** The members of the whole document, which must be an object with nothing behind it; one pass over it. */
  parts(): ReadonlyMap<string, Span> {
    const start = this.#documentStart();
    const parts = new Map<string, Span>();
    for (const { name, ...span } of this.members({ start })) parts.set(name, span);
    this.#refuseBehind(this.#lastClose + 1);
    return parts;
  }

  /** The whole document, for one that is parsed at once. */
  root(): Span {
    const start = this.#documentStart();
    const end = this.#skip(start);
    this.#refuseBehind(end);
    return { start, end };
  }

  #documentStart(): number {
    const start = this.#space(this.#bytes.subarray(0, 3).toString("latin1") === "\xef\xbb\xbf" ? 3 : 0);
    if (this.#bytes[start] !== OPEN_OBJECT) this.#refuse(start, "no JSON object");
    return start;
  }

  #refuseBehind(end: number): void {
    const behind = this.#space(end);
    if (behind < this.#bytes.length) this.#refuse(behind, "text behind the end of the JSON object");
  }

  isObject({ start }: Span): boolean {
    return this.#bytes[start] === OPEN_OBJECT;
  }

  isList({ start }: Span): boolean {
    return this.#bytes[start] === OPEN_LIST;
  }

  /** Members of an object, in order; a name that occurs twice is given twice. */
  *members({ start }: Pick<Span, "start">): Generator<Span & { readonly name: string }> {
    let at = this.#space(start + 1);
    while (this.#bytes[at] !== CLOSE_OBJECT) {
      const end = this.#bytes[at] === QUOTE ? this.#string(at) : this.#refuse(at, "no member name");
      const name = this.parse({ start: at, end }) as string;
      at = this.#space(end);
      if (this.#bytes[at] !== COLON) this.#refuse(at, "no colon behind a member's name");
      const value = this.#space(at + 1);
      const behind = this.#skip(value);
      yield { name, start: value, end: behind };
      at = this.#next(behind, CLOSE_OBJECT);
    }
    this.#lastClose = at;
  }

  /** Elements of a list, in order. */
  *elements({ start }: Span): Generator<Span> {
    let at = this.#space(start + 1);
    while (this.#bytes[at] !== CLOSE_LIST) {
      const end = this.#skip(at);
      yield { start: at, end };
      at = this.#next(end, CLOSE_LIST);
    }
  }

  /** Whether these bytes occur in the value: cheaper than to parse it. */
  includes({ start, end }: Span, text: string): boolean {
    return this.#bytes.subarray(start, end).includes(text);
  }

  /**
   * The value as objects. Integers beyond 2^53 and numbers beyond the range of a double stay text, digit for
   * digit; `onOddNumber` is told.
   */
  parse(span: Span, onOddNumber: (digits: string) => void = () => {}): unknown {
    if (this.#skipped !== span.start) this.#skip(span.start);
    if (this.#values > this.#limits.values) {
      const where = this.#place(span.start);
      this.problems.refuse(overLimit("values", this.#limits.values, where, `${this.#values} values`));
    }
    const odd = this.#oddNumber;
    const text = this.#bytes.toString("utf8", span.start, span.end);
    try {
      return odd ? JSON.parse(text, exactNumber(onOddNumber)) : JSON.parse(text);
    } catch (error) {
      // The engine's own message quotes the text, which may be a secret: only its position is used.
      const at = /position (\d+)/.exec((error as Error).message)?.[1];
      const ahead = at === undefined ? 0 : Buffer.byteLength(text.slice(0, Number(at)));
      return this.#refuse(span.start + ahead, "something that is not JSON");
    }
  }

  /** Where a value stands, for messages: `line 3, column 14`. */
  #place(at: number): string {
    let line = 1;
    let lineStart = 0;
    for (
      let found = this.#bytes.indexOf(10);
      found >= 0 && found < at;
      found = this.#bytes.indexOf(10, found + 1)
    ) {
      line += 1;
      lineStart = found + 1;
    }
    return `line ${line}, column ${at - lineStart + 1}`;
  }

  #refuse(at: number, given: string): never {
    const truncated = at >= this.#bytes.length;
    return this.problems.refuse({
      code: truncated ? "graph/json-truncated" : "graph/json-malformed",
      where: this.#place(at),
      given: truncated ? "the end of the file in the middle of a value" : given,
      wanted: "one JSON object, as terraform show -json writes it",
      fix: "Write the file again: terraform show -json <plan file> > plan.json.",
    });
  }

  #space(at: number): number {
    let next = at;
    for (let byte = this.#bytes[next]; byte === 32 || byte === 10 || byte === 13 || byte === 9; ) {
      next += 1;
      byte = this.#bytes[next];
    }
    return next;
  }

  /** Behind the comma, or at the closing bracket. */
  #next(at: number, close: number): number {
    const next = this.#space(at);
    if (this.#bytes[next] === COMMA) {
      const item = this.#space(next + 1);
      return this.#bytes[item] === close ? this.#refuse(item, "a comma with nothing behind it") : item;
    }
    return this.#bytes[next] === close ? next : this.#refuse(next, "no comma between two values");
  }

  /** Behind the closing quote of the string that opens at `at`. */
  #string(at: number): number {
    const bytes = this.#bytes;
    let next = at + 1;
    for (let byte = bytes[next]; byte !== QUOTE; byte = bytes[next]) {
      if (byte === undefined) return this.#refuse(bytes.length, "");
      next += byte === BACKSLASH ? 2 : 1;
    }
    return next + 1;
  }

  /** Behind the value that begins at `at`; counts what it holds. No recursion, whatever the depth. */
  #skip(at: number): number {
    const bytes = this.#bytes;
    let depth = 0;
    let next = at;
    this.#skipped = at;
    this.#values = 1;
    this.#oddNumber = false;
    do {
      const byte = bytes[next];
      if (byte === QUOTE) next = this.#string(next);
      else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        this.#values += 1;
        depth += 1;
        if (depth > this.#limits.depth) {
          const given = `more than ${this.#limits.depth} objects and lists inside each other`;
          this.problems.refuse(overLimit("depth", this.#limits.depth, this.#place(next), given));
        }
        this.#open[depth] = byte + 2;
        next += 1;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        if (depth === 0 || this.#open[depth] !== byte) this.#refuse(next, "a closing bracket too many");
        depth -= 1;
        next += 1;
      } else if (byte === undefined) this.#refuse(bytes.length, "");
      else if (byte === COMMA || byte === COLON) {
        if (depth === 0) this.#refuse(next, "no value");
        if (byte === COMMA) this.#values += 1;
        next += 1;
      } else if (byte <= 32) next += 1;
      else next = this.#word(next);
    } while (depth > 0);
    return next;
  }

  /** Behind a number, `true`, `false` or `null`. */
  #word(at: number): number {
    const bytes = this.#bytes;
    let next = at;
    let exponent = false;
    for (let byte = bytes[next]; byte !== undefined && isWord(byte); byte = bytes[next]) {
      exponent ||= byte === 0x65 || byte === 0x45;
      next += 1;
    }
    if (next === at) this.#refuse(at, "a character that begins no value");
    const first = bytes[at] ?? 0;
    if ((first === 0x2d || (first >= 0x30 && first <= 0x39)) && (exponent || next - at > 15)) {
      this.#oddNumber = true;
    } else if (first > 0x39 && !WORDS.has(bytes.toString("latin1", at, Math.min(next, at + 6)))) {
      this.#refuse(at, "a word that is no JSON");
    }
    return next;
  }
}

/** Letters, digits, `+`, `-`, `.`. */
function isWord(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    byte === 0x2b ||
    byte === 0x2d ||
    byte === 0x2e
  );
}

function exactNumber(onOddNumber: (digits: string) => void) {
  return (_: string, value: unknown, context?: { readonly source?: string }): unknown => {
    if (typeof value !== "number") return value;
    const exact = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
    if (exact || context?.source === undefined) return value;
    onOddNumber(context.source);
    return context.source;
  };
}
