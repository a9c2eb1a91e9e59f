/** Acknowledged writes of one fate, and how many seconds the oldest of them reaches back from the loss. */
export interface WritesOfAFate {
  readonly writes: number;
  readonly seconds: number;
}

/** What was found of the writes that customers had acknowledged until a moment. */
export interface DataFound {
  readonly lookedFor: number;
  readonly found: number;
  /** Had not left the old writer when another took over. */
  readonly lost: WritesOfAFate;
  /** Taken by the old writer after the others had lost it. */
  readonly diverged: WritesOfAFate;
  /** Stand in a region that is away, and are found when it is back. */
  readonly late: WritesOfAFate;
}

/** What kept an old writer from going on. Seconds since the loss. */
export interface FenceSeen {
  readonly oldWriter: string;
  readonly newWriter: string;
  /** When the others lost it, or it was told to stop. */
  readonly cutAt: number;
  /** From when it could take no more writes; absent while it can, or could if its region were there. */
  readonly at?: number;
  readonly how: string;
  readonly acknowledgedAfterCut: number;
}

export interface StoreData {
  readonly store: string;
  readonly engine: string;
  /** Seconds that a write takes to the other copies: the sandbox's model of it, from which all of this is computed. */
  readonly lagSeconds: number;
  readonly afterFailover?: DataFound;
  readonly atEnd: DataFound;
  /** Region, or `every copy`; seconds since the loss, so what was before it is negative. */
  readonly writers: readonly { readonly region: string; readonly start: number; readonly end?: number }[];
  readonly fences: readonly FenceSeen[];
}

/** How long customers of a service went without it in this run. */
export interface ServiceTaken {
  readonly service: string;
  /** False when somebody near a region was not served when it was lost: then the time without it says nothing of the loss. */
  readonly servedBefore: boolean;
  /** From the loss until the last of them was served again, on the sandbox's clock. */
  readonly unservedSeconds: number;
  /** False when some were not until the region came back. */
  readonly servedAgain: boolean;
  /** Region near which the last of them are, and what their requests met. */
  readonly near?: string;
  readonly why?: readonly string[];
  /** The longest time without it after the region was back: what the failback costs. */
  readonly unservedAfterReturnSeconds: number;
}

/** What simulated customers saw of a loss: they resolve the platform's real names and write to its stores. */
export interface CustomersSummary {
  /** No byte was stored: which write stands on which copy follows from the modelled lag. */
  readonly grade: "modelled";
  /** Mean seconds between two requests of each. */
  readonly everySeconds: number;
  readonly stores: readonly StoreData[];
  /** Caches to which no write is counted, each with the reason. @default none */
  readonly notCounted?: Readonly<Record<string, string>>;
  readonly services: readonly ServiceTaken[];
}
