export { type AsOf, Clients } from "./clients.ts";
export type {
  ClientService,
  ClientStore,
  ClientsOptions,
  ClientsReport,
  Fence,
  RegionEntry,
  ServiceReport,
  StoreReport,
  Tally,
  Unserved,
  WriterSpan,
} from "./model.ts";
export type { Resolve } from "./names.ts";
