import { type RegionClients, readParameter, writeParameter } from "../../aws/index.ts";

/** `on`: recoveries act, whatever began them; `manual`: those that somebody began by name; `off`: none. */
export const SWITCH_VALUES = ["on", "manual", "off"] as const;
export type SwitchValue = (typeof SWITCH_VALUES)[number];

/** What a region's switch says. Throws with what AWS answered. */
export function readSwitch({ plain }: RegionClients, name: string): Promise<string> {
  return readParameter(plain, name);
}

/** Sets a region's switch, which Terraform has made. Throws with what AWS answered. */
export function setSwitch({ plain }: RegionClients, name: string, value: SwitchValue): Promise<void> {
  return writeParameter(plain, name, value);
}
