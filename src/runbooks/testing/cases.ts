import type { LibraryCase } from "./cases/libraryCase.ts";
import { OLD_WRITER_CASES } from "./cases/oldWriters.ts";
import { REGION_CASES } from "./cases/regions.ts";
import { RESTORE_CASES } from "./cases/restores.ts";
import { STORE_CASES } from "./cases/stores.ts";
import { TRAFFIC_CASES } from "./cases/traffic.ts";
import { WAY_CASES } from "./cases/ways.ts";

export type { LibraryCase } from "./cases/libraryCase.ts";

/** Every runbook of the library. */
export const LIBRARY_CASES: readonly LibraryCase[] = [
  ...REGION_CASES,
  ...OLD_WRITER_CASES,
  ...STORE_CASES,
  ...TRAFFIC_CASES,
  ...RESTORE_CASES,
  ...WAY_CASES,
];
