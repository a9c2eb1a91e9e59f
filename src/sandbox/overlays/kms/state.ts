import type { World } from "../../overlay.ts";
import { perSandbox } from "../perSandbox.ts";
import { Aliases, aliasName, rawKeyId, regionOfArn } from "./aliases.ts";
import { MultiRegionKeys, standsIn } from "./keys.ts";

/** What a sandbox knows of multi-Region keys. */
export interface KeyState {
  readonly keys: MultiRegionKeys;
  readonly aliases: Aliases;
}

/** The keys of the sandbox that the clock belongs to: overlays and refusals see the same. */
export const keyStateOf = perSandbox(
  (): KeyState => ({ keys: new MultiRegionKeys(), aliases: new Aliases() }),
);

/**
 * What to call a key by that was named by id, ARN, alias or alias ARN, so that the emulator finds it; undefined
 * where the name can be nobody's in this region.
 */
export function nameForEmulator(
  world: Pick<World, "clock">,
  place: { readonly account: string; readonly region: string },
  named: string,
): string | undefined {
  const region = regionOfArn(named);
  if (region !== undefined && region !== place.region) return undefined;
  const { keys, aliases } = keyStateOf(world);
  const alias = aliasName(named);
  const id = alias === undefined ? rawKeyId(named) : aliases.find(place.account, place.region, alias)?.keyId;
  if (id === undefined) return alias;
  const key = keys.find(place.account, id, world.clock.now());
  return key === undefined || standsIn(key, place.region) ? id : undefined;
}
