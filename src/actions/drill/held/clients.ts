import type { Environment, Platform } from "../../../config/index.ts";
import type { RegionScope } from "../../../runbooks/index.ts";
import type { ClientsOptions, RegionEntry } from "../../../sandbox/index.ts";
import { clientsOf } from "../../rehearse/customers.ts";

export interface StoreClientsOptions {
  readonly platform: Platform;
  readonly environment: Environment;
  readonly scope: RegionScope;
  /** Whether the public names are there to be resolved; without them each customer arrives at the region nearby. */
  readonly names: boolean;
  readonly entries?: Readonly<Record<string, RegionEntry>>;
}

/** Those who use a store of the scope, near the regions that hold one. */
export function storeClients({
  platform,
  environment,
  scope,
  names,
  entries,
}: StoreClientsOptions): ClientsOptions {
  const all = clientsOf(platform, environment, scope);
  const held = new Set(all.stores.flatMap(({ members }) => Object.keys(members)));
  return {
    ...all,
    clientRegions: all.clientRegions.filter((region) => held.has(region)),
    services: names ? all.services : all.services.map(({ host: _, ...service }) => service),
    ...(entries === undefined ? {} : { entries }),
  };
}
