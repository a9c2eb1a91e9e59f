import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { workspaceOf } from "./workspace.ts";

/** Version of the AWS provider in a lock file, after the provider's block has begun. */
const AWS_VERSION = /provider\s+"[^"]*\/hashicorp\/aws"\s*\{[^}]*?\bversion\s*=\s*"([^"]+)"/;

/** Version of hashicorp/aws that Terraform chose for a stack. Undefined where it has not been initialised yet. */
export async function chosenProviderVersion(workRoot: string, stack: string): Promise<string | undefined> {
  const file = join(workspaceOf(workRoot, stack).dir, ".terraform.lock.hcl");
  const text = await readFile(file, "utf8").catch(() => "");
  return AWS_VERSION.exec(text)?.[1];
}
