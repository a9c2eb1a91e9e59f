/**
 * What a source may hold before it is refused. They bound memory: a file of 200 MB passes, a file made to
 * fill the machine does not. Each is named in the error that it causes.
 */
export interface Limits {
  /** Bytes of one plan, state or `.tf` file, checked before it is read. */
  readonly bytes: number;
  /** Nesting of objects, lists and expressions. Provider schemas nest about 10 deep. */
  readonly depth: number;
  /** JSON values read into memory at once or kept in the graph. About 60 bytes each. */
  readonly values: number;
  /** Resources, data sources included. */
  readonly resources: number;
  readonly edges: number;
  /** Instances of one resource or module through `count` or `for_each`. */
  readonly instances: number;
  /** Steps of evaluating expressions; 10,000 resources take about 1,000,000. */
  readonly steps: number;
}

/** The limits unless told otherwise. 10,000 resources need about 30 MB and 1,000,000 values. */
export const LIMITS: Limits = {
  bytes: 256 * 1024 * 1024,
  depth: 128,
  values: 5_000_000,
  resources: 100_000,
  edges: 1_000_000,
  instances: 10_000,
  steps: 5_000_000,
};
