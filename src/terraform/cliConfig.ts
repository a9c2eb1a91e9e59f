import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type ProviderMirror, userCliConfigFile } from "./mirror.ts";

/** The text of a Terraform CLI configuration that takes the AWS provider from `mirror` and all others as usual. */
export function cliConfigText(mirror: string): string {
  // This file is HCL 1: template signs in a string stand for themselves (seen with Terraform 1.11.4).
  const path = JSON.stringify(mirror);
  return `provider_installation {
  filesystem_mirror {
    path    = ${path}
    include = ["hashicorp/aws"]
  }
  direct {
    exclude = ["hashicorp/aws"]
  }
}
`;
}

/**
 * The CLI configuration file to run Terraform with (`TF_CLI_CONFIG_FILE`): the
 * user's own where that names the mirror or where there is none, else one written
 * to `file`. Undefined when there is neither: then Terraform goes by its defaults.
 */
export async function prepareCliConfig(
  mirror: ProviderMirror | undefined,
  file: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string | undefined> {
  if (mirror === undefined) return await userCliConfigFile(env);
  if (mirror.cliConfigFile !== undefined) return mirror.cliConfigFile;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, cliConfigText(mirror.path));
  return file;
}
