import type { FreeTypes } from "../pricing.ts";
import { FREE_FOUNDATIONS } from "./freeFoundations.ts";
import { FREE_SERVICES } from "./freeServices.ts";

/**
 * Types for which AWS charges nothing, and why. The pricing page of each service is the source; what a type makes
 * possible is charged where it is used, and counted there.
 */
export const FREE: readonly FreeTypes[] = [...FREE_FOUNDATIONS, ...FREE_SERVICES];
