import type { Host, Level, Message, OpenQuestion, Progress, Question } from "./host.ts";

/** The stream that the terminal host writes to: standard error, so that standard output stays the result's. */
export interface TerminalStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface TerminalHostOptions {
  readonly stream: TerminalStream;
  /** Reads one line typed by a person; absent when nobody can answer. */
  readonly ask?: (prompt: string) => Promise<string>;
  /** Show `debug` messages. @default false */
  readonly verbose?: boolean;
  /** Colour. @default the stream is a terminal and NO_COLOR is unset */
  readonly colour?: boolean;
  /** Without a terminal: seconds between two lines about the same work. @default 15 */
  readonly heartbeatSeconds?: number;
}

const MARKS: Record<Level, readonly [string, number]> = {
  debug: ["·", 90],
  info: ["•", 36],
  warn: ["!", 33],
  error: ["✗", 31],
};

/**
 * Shows messages as lines. Work under way is a block at the bottom that is redrawn on a terminal, and
 * a line now and then where there is none.
 */
export class TerminalHost implements Host {
  readonly #options: TerminalHostOptions;
  readonly #running = new Map<string, Progress>();
  readonly #lastShown = new Map<string, number>();
  #drawn = 0;

  constructor(options: TerminalHostOptions) {
    this.#options = options;
  }

  notify({ level, text }: Message): void {
    if (level === "debug" && this.#options.verbose !== true) return;
    const [mark, colour] = MARKS[level];
    this.#erase();
    for (const [index, line] of text.split("\n").entries()) {
      this.#options.stream.write(`${index === 0 ? this.#paint(mark, colour) : " "} ${line}\n`);
    }
    this.#draw();
  }

  progress(progress: Progress): void {
    const { key, state, seconds, text } = progress;
    const over = state === "done" || state === "failed";
    if (over) this.#running.delete(key);
    else this.#running.set(key, progress);

    if (this.#options.stream.isTTY === true) {
      this.#erase();
      if (over) this.#options.stream.write(`${this.#finished(progress)}\n`);
      this.#draw();
      return;
    }
    const last = this.#lastShown.get(key);
    const due = last === undefined || seconds - last >= (this.#options.heartbeatSeconds ?? 15);
    if (over) {
      this.#lastShown.delete(key);
      this.#options.stream.write(`${this.#finished(progress)}\n`);
    } else if (due) {
      this.#lastShown.set(key, seconds);
      if (last !== undefined) this.#options.stream.write(`  … ${key}  ${text}  (${round(seconds)} s)\n`);
    }
  }

  async confirm({ text, expected }: Question): Promise<boolean> {
    const { ask } = this.#options;
    if (ask === undefined) return false;
    this.#erase();
    const wanted = expected ?? "yes";
    const typed = (await ask(`${text}\n  Type ${wanted} to go on: `)).trim();
    return typed === wanted;
  }

  get attended(): boolean {
    return this.#options.ask !== undefined;
  }

  async ask({ text, suggestion }: OpenQuestion): Promise<string | undefined> {
    const { ask } = this.#options;
    if (ask === undefined) return undefined;
    this.#erase();
    const typed = (await ask(`${text}${suggestion === undefined ? "" : ` [${suggestion}]`}: `)).trim();
    return typed === "" ? (suggestion ?? "") : typed;
  }

  #finished({ key, state, text, seconds }: Progress): string {
    const mark = state === "done" ? this.#paint("✓", 32) : this.#paint("✗", 31);
    return `${mark} ${key}  ${text}  ${this.#paint(`${round(seconds)} s`, 90)}`;
  }

  #erase(): void {
    if (this.#drawn === 0) return;
    this.#options.stream.write(`\u001b[${this.#drawn}A\u001b[0J`);
    this.#drawn = 0;
  }

  #draw(): void {
    const { stream } = this.#options;
    if (stream.isTTY !== true) return;
    const width = (stream.columns ?? 100) - 1;
    for (const { key, text, seconds } of this.#running.values()) {
      stream.write(`${`  ⋯ ${key}  ${text.replaceAll("\n", " ")}  ${round(seconds)} s`.slice(0, width)}\n`);
      this.#drawn += 1;
    }
  }

  #paint(text: string, colour: number): string {
    const { stream, colour: wanted } = this.#options;
    return (wanted ?? stream.isTTY === true) ? `\u001b[${colour}m${text}\u001b[0m` : text;
  }
}

function round(seconds: number): string {
  return seconds < 10 ? seconds.toFixed(1) : seconds.toFixed(0);
}
