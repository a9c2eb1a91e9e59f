import { packageVersion } from "../../lib/index.ts";
import { chosenProviderVersion } from "../../terraform/index.ts";
import type { Versions } from "./result.ts";
import type { Tools } from "./tools.ts";

/** What a rehearsal is made with, as far as the tools tell before anything ran. */
export async function versionsOf({ terraform, sandbox }: Tools): Promise<Versions> {
  const emulator = (await sandbox?.status())?.emulator.kind;
  return {
    trireme: packageVersion(),
    ...(terraform === undefined ? {} : { terraform: `${terraform.name} ${terraform.version}` }),
    ...(emulator === undefined ? {} : { emulator }),
  };
}

/** With the provider that Terraform chose for a stack of this rehearsal; the folder may hold those of an earlier one. */
export async function withProvider(
  versions: Versions,
  workRoot: string,
  initialised: string | undefined,
): Promise<Versions> {
  const provider = initialised === undefined ? undefined : await chosenProviderVersion(workRoot, initialised);
  return provider === undefined ? versions : { ...versions, provider };
}
