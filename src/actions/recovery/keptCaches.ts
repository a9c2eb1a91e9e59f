import type { Environment, PlacedStore } from "../../config/index.ts";

/** Whether what is written to a store is to be found again: a cache of each region's own (`regional: true`) promises nothing. */
export function isKept({ replicated }: Pick<PlacedStore, "replicated">): boolean {
  return replicated;
}

/** The same of one that is named by its id. */
export function keeps({ stores }: Environment, id: string): boolean {
  return stores.some((store) => store.id === id && isKept(store));
}

/** Caches that a region has of its own, each with the reason why no customer's write to it is counted. */
export function notCounted({ stores }: Environment, region: string): Readonly<Record<string, string>> {
  const held = stores.filter(({ birth, copies }) => [birth, ...copies].includes(region));
  return Object.fromEntries(held.filter((store) => !isKept(store)).map(({ id }) => [id, WHY]));
}

const WHY =
  "a cache of each region's own (regional: true), which may be empty at any moment: what it held is asked for again from what is behind it, or its users sign in again; that costs time, and no data that were to be kept";
