/** A key of an interface, as its author describes it. */
export interface DocumentedProperty {
  /** `logDays`; of an object within an object, `applicationNodes.min`. */
  readonly name: string;
  /** As TypeScript writes it, without `| undefined`. */
  readonly type: string;
  readonly optional: boolean;
  /** Empty when the author says nothing. */
  readonly doc: string;
  readonly defaultValue: string | undefined;
  /** Of a type that is one of several: what tells those that have the key, `origin: "joined"`. */
  readonly only: string | undefined;
}

/** Anything that a file exports under a name. */
export interface DocumentedName {
  readonly name: string;
  /** Path in the project, `src/constructs/storage/globalTable.ts`. */
  readonly file: string;
  /** Empty when the author says nothing. */
  readonly doc: string;
}

export interface DocumentedConstruct extends DocumentedName {
  /** What its constructor throws, as its author says it. */
  readonly throws: readonly string[];
  readonly props: readonly DocumentedProperty[];
  /** What can be read of it once it is made. */
  readonly outputs: readonly DocumentedProperty[];
}

export interface DocumentedType extends DocumentedName {
  /** What it stands for, of a type that has no keys. */
  readonly text: string | undefined;
  readonly properties: readonly DocumentedProperty[];
}

/** A function or a constant. */
export interface DocumentedValue extends DocumentedName {
  readonly type: string;
}

/** All that a file exports, in the order of its exports. */
export interface DocumentedFace {
  readonly constructs: readonly DocumentedConstruct[];
  readonly types: readonly DocumentedType[];
  readonly values: readonly DocumentedValue[];
}
