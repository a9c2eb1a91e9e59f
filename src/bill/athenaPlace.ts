/** The table of a FOCUS export in Athena, and how it is asked. */
export interface AthenaPlace {
  readonly region: string;
  readonly workgroup: string;
  readonly database: string;
  readonly table: string;
}

/** What a query read. */
export interface AthenaQuery {
  readonly id: string;
  /** Null: Athena did not say. */
  readonly scannedBytes: number | null;
}
