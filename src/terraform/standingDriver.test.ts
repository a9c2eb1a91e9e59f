import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../lib/index.ts";
import { RealDriver } from "./realDriver.ts";

/** Stands in for Terraform: writes down which command was given a provider that stays up, and changes nothing. */
const TERRAFORM = `#!/bin/sh
echo "$1 \${TF_REATTACH_PROVIDERS:-its own}" >> "$COMMANDS"
for each; do case $each in -out=*) : > "\${each#-out=}";; esac; done
echo '{"@level":"info","type":"change_summary","changes":{"add":0,"change":0,"import":0,"remove":0,"operation":"'$1'"}}'
`;
const PROVIDER = `#!/bin/sh
echo; printf "\\tTF_REATTACH_PROVIDERS='standing'\\n"; exec sleep 600
`;

let root: string;
let driver: RealDriver | undefined;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "trireme-standing-driver-"));
});
afterEach(async () => {
  await driver?.close();
  await rm(root, { recursive: true, force: true });
});

async function program(file: string, text: string): Promise<string> {
  await mkdir(join(file, ".."), { recursive: true });
  await writeFile(file, text);
  await chmod(file, 0o755);
  return file;
}

/** Plans a stack and applies the plan; what each command was given. */
async function rolledOut(standingForApplies: boolean | undefined): Promise<readonly string[]> {
  const commands = join(root, "commands");
  const dir = join(root, "stack");
  const installed = ".terraform/providers/registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64";
  await program(join(dir, installed, "terraform-provider-aws_v5.100.0_x5"), PROVIDER);
  await mkdir(join(dir, ".trireme"));
  await writeFile(join(dir, "main.tf.json"), JSON.stringify({ provider: { aws: { region: "us-east-1" } } }));
  driver = new RealDriver({
    binary: await program(join(root, "terraform"), TERRAFORM),
    env: { COMMANDS: commands },
    standingProviders: 1,
    ...(standingForApplies === undefined ? {} : { standingForApplies }),
    clock: systemClock,
  });
  const workspace = { stack: "e/stack", dir };
  await driver.apply(workspace, await driver.plan(workspace, { variables: {} }));
  return (await readFile(commands, "utf8")).trim().split("\n");
}

describe("a driver with providers that stay up", () => {
  it("gives them to plans, and never to an apply: it must outlive us", async () => {
    expect(await rolledOut(undefined)).toEqual(["plan standing", "apply its own"]);
  });

  it("gives them to applies as well where it is told that their target ends with us", async () => {
    expect(await rolledOut(true)).toEqual(["plan standing", "apply standing"]);
  });
});
