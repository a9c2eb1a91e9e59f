import type { FreeTypes, PricedTypes } from "./pricing.ts";
import { COMPUTE } from "./types/compute.ts";
import { DATABASES } from "./types/databases.ts";
import { EDGE } from "./types/edge.ts";
import { FREE } from "./types/free.ts";
import { INTEGRATION } from "./types/integration.ts";
import { NETWORK } from "./types/network.ts";
import { OBSERVABILITY } from "./types/observability.ts";
import { SECURITY } from "./types/security.ts";
import { SERVERLESS } from "./types/serverless.ts";
import { STORAGE } from "./types/storage.ts";

export type { FreeTypes, PricedTypes } from "./pricing.ts";

/** Every type that costs something. */
export const PRICED: readonly PricedTypes[] = [
  ...NETWORK,
  ...COMPUTE,
  ...DATABASES,
  ...STORAGE,
  ...OBSERVABILITY,
  ...SERVERLESS,
  ...EDGE,
  ...SECURITY,
  ...INTEGRATION,
];

const PRICED_BY_TYPE: ReadonlyMap<string, PricedTypes> = new Map(
  PRICED.flatMap((priced) => priced.types.map((type) => [type, priced] as const)),
);
const FREE_BY_TYPE: ReadonlyMap<string, FreeTypes> = new Map(
  FREE.flatMap((free) => free.types.map((type) => [type, free] as const)),
);

export function pricedType(type: string): PricedTypes | undefined {
  return PRICED_BY_TYPE.get(type);
}

/** Why the type costs nothing; undefined where that is not known. */
export function freeReason(type: string): string | undefined {
  return FREE_BY_TYPE.get(type)?.reason;
}
