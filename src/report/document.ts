import type { Grade } from "../lib/index.ts";

/**
 * How something stands. `good`: looked at, and as it must be. `attention`: somebody should look.
 * `bad`: looked at, and wrong. `open`: not looked at, or not asked for; never to be read as good.
 */
export type Standing = "good" | "attention" | "bad" | "open";

/**
 * What any verb has to say about what it found out, without a word about how it looks. Every text is plain:
 * a renderer escapes it, and no markup in it has an effect.
 */
export interface ReportDocument {
  /** What kind of report this is: `Rehearsal`. */
  readonly kind: string;
  readonly title: string;
  /** When it was made, ISO 8601, UTC. */
  readonly made: string;
  /** Name and version of what made it: `Trireme 0.1.0`. */
  readonly maker: string;
  readonly verdict: Verdict;
  /** What the report is about and what it was made with, in pairs. */
  readonly facts: readonly Fact[];
  /** The few numbers that a reader wants first. */
  readonly figures: readonly Figure[];
  readonly sections: readonly Section[];
}

export interface Verdict {
  readonly standing: Standing;
  /** Some words: `Proven on the emulated AWS`. */
  readonly headline: string;
  /** A sentence or two: what that means, and what it does not. */
  readonly text: string;
}

export interface Fact {
  readonly term: string;
  readonly value: string;
}

export interface Figure {
  readonly label: string;
  /** With its unit: `1,330`, `65 s`. */
  readonly value: string;
  readonly note?: string;
  readonly standing?: Standing;
  /** What kind of proof it rests on. Absent for a count of things in the configuration. */
  readonly grade?: Grade;
  /** True for a figure that rests on remembered timings of AWS, not on anything seen. @default false */
  readonly recalled?: boolean;
}

export interface Section {
  /** Short: it stands in the contents too. */
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: "prose"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  /** Closed until the reader opens it, and open on paper. */
  | { readonly kind: "folded"; readonly title: string; readonly blocks: readonly Block[] }
  | Table
  | Timeline
  | Matrix
  | Shares
  | Findings;

export interface Column {
  readonly head: string;
  /** `code`: names of regions and the like, which are not broken at their hyphens. @default "text" */
  readonly of?: "text" | "number" | "code";
}

/** A text, or a text with what it is. */
export type Cell = string | MarkedCell;

export interface MarkedCell {
  readonly text: string;
  /** `code`: an identifier of the platform. `message`: words of another program, line by line. */
  readonly form?: "code" | "message";
  readonly standing?: Standing;
  readonly grade?: Grade;
}

/** The first cell of a row says what the row is about. */
export interface Table {
  readonly kind: "table";
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What happened when, on one clock. */
export interface Timeline {
  readonly kind: "timeline";
  readonly caption: string;
  /** Whose clock: `wall clock`. */
  readonly clock: string;
  /** Stretches of time in which something held: `us-east-1 is gone`. */
  readonly bands: readonly { readonly label: string; readonly start: number; readonly end: number }[];
  readonly groups: readonly {
    readonly label?: string;
    readonly spans: readonly Span[];
  }[];
}

export interface Span {
  readonly label: string;
  readonly detail?: string;
  /** Seconds from the zero of the timeline. */
  readonly start: number;
  readonly end: number;
  readonly standing: Standing;
}

/** Things against moments: a map of what was looked at. */
export interface Matrix {
  readonly kind: "matrix";
  readonly caption: string;
  /** What the rows are: `stack`. */
  readonly of: string;
  readonly columns: readonly string[];
  readonly groups: readonly {
    readonly label: string;
    readonly rows: readonly {
      readonly label: string;
      /** One for each column. */
      readonly cells: readonly { readonly standing: Standing; readonly text: string }[];
    }[];
  }[];
}

/** Parts of a whole by grade of proof. */
export interface Shares {
  readonly kind: "shares";
  readonly caption: string;
  /** What is counted: `resources`. */
  readonly of: string;
  readonly parts: readonly { readonly grade: Grade; readonly count: number; readonly meaning: string }[];
}

export interface Findings {
  readonly kind: "findings";
  readonly findings: readonly {
    readonly severity: "error" | "warning" | "note";
    /** Stable code of the rule. */
    readonly code: string;
    readonly where: string;
    readonly text: string;
    /** What to do, in the imperative. */
    readonly fix: string;
  }[];
}
