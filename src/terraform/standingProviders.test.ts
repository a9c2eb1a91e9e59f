import { chmod, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ManualClock, systemClock } from "../lib/index.ts";
import { StandingProviders } from "./standingProviders.ts";

let root: string;
let providers: StandingProviders;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "trireme-standing-"));
});
afterEach(() => providers.close());

const env = { PATH: process.env.PATH ?? "" };
const standing = (most: number) => {
  providers = new StandingProviders({ env, most, clock: systemClock });
};

/** What stands in for the provider: says what Terraform is to be given, its process id in it, and waits. */
const ANNOUNCES = `echo 'Provider started.'; echo; printf "\\tTF_REATTACH_PROVIDERS='{\\"Pid\\":%s}'\\n" $$; exec sleep 600`;

/** A workspace whose provider was installed, with these provider configurations. */
async function workspace(name: string, provider: unknown, script = ANNOUNCES): Promise<string> {
  const dir = join(root, name);
  const folder = join(dir, ".terraform/providers/registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64");
  await mkdir(folder, { recursive: true });
  await writeFile(join(dir, "main.tf.json"), JSON.stringify({ provider }));
  const program = join(folder, "terraform-provider-aws_v5.100.0_x5");
  await writeFile(program, `#!/bin/sh\n${script}\n`);
  await chmod(program, 0o755);
  return dir;
}
const east = { aws: [{ region: "us-east-1" }] };
const west = { aws: [{ region: "us-west-2" }] };
const alive = (pid: number | undefined) => {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
};
async function untilGone(pid: number | undefined): Promise<boolean> {
  for (let look = 0; look < 200 && alive(pid); look += 1) await systemClock.sleep(25);
  return !alive(pid);
}

describe("providers that stay up", () => {
  it("are given again to whoever has the same configuration, once they are free", async () => {
    standing(4);
    const one = await providers.lease(await workspace("one", east));
    expect(one?.env.TF_REATTACH_PROVIDERS).toBe(`{"Pid":${one?.pid}}`);
    one?.release();

    const two = await providers.lease(await workspace("two", east));

    expect(two?.pid).toBe(one?.pid);
  });

  it("serve one command at a time", async () => {
    standing(4);
    const dir = await workspace("one", east);
    const [one, two] = [await providers.lease(dir), await providers.lease(dir)];
    expect(alive(one?.pid) && alive(two?.pid)).toBe(true);
    expect(two?.pid).not.toBe(one?.pid);
  });

  it("serve no other configuration, nor one that an override changed", async () => {
    standing(4);
    const one = await providers.lease(await workspace("one", east));
    one?.release();
    const other = await providers.lease(await workspace("two", west));
    const dir = await workspace("three", east);
    await writeFile(join(dir, "sandbox_override.tf.json"), JSON.stringify({ provider: { aws: [{}] } }));
    const overridden = await providers.lease(dir);
    expect(new Set([one?.pid, other?.pid, overridden?.pid]).size).toBe(3);
  });

  it("make room for others when all places are taken: the one that was idle longest goes", async () => {
    standing(2);
    const one = await providers.lease(await workspace("one", east));
    const two = await providers.lease(await workspace("two", west));
    one?.release();
    two?.release();
    expect(
      (await providers.lease(await workspace("three", { aws: [{ region: "eu-west-1" }] })))?.pid,
    ).toEqual(expect.any(Number));
    expect(await untilGone(one?.pid)).toBe(true);
    expect(alive(two?.pid)).toBe(true);
  });

  it("are none when all places are at work, and none where none is wanted", async () => {
    standing(1);
    await providers.lease(await workspace("one", east));
    expect(await providers.lease(await workspace("two", west))).toBeUndefined();
    await providers.close();
    standing(0);
    expect(await providers.lease(await workspace("one", east))).toBeUndefined();
  });

  it("are none for what has several configurations, or was not initialised", async () => {
    standing(4);
    const two = { aws: [{ region: "us-east-1" }, { region: "us-west-2", alias: "west" }] };
    expect(await providers.lease(await workspace("two", two))).toBeUndefined();
    expect(await providers.lease(await workspace("others", { ...east, random: [{}] }))).toBeUndefined();
    expect(await providers.lease(root)).toBeUndefined();
  });

  it("are none once one did not start this way, or did not say so in time", async () => {
    standing(4);
    expect(await providers.lease(await workspace("bad", east, "exit 1"))).toBeUndefined();
    expect(await providers.lease(await workspace("good", west))).toBeUndefined();

    providers = new StandingProviders({ env, most: 4, clock: new ManualClock() });
    expect(await providers.lease(await workspace("mute", east, "exec sleep 600"))).toBeUndefined();
  });

  it("are forgotten when they die, and all end when they are closed", async () => {
    standing(4);
    const dir = await workspace("one", east);
    const one = await providers.lease(dir);
    one?.release();
    process.kill(one?.pid ?? 0, "SIGKILL");
    expect(await untilGone(one?.pid)).toBe(true);
    await systemClock.sleep(200);
    const next = await providers.lease(dir);
    expect(next?.pid).not.toBe(one?.pid);
    const west2 = await providers.lease(await workspace("two", west));
    await providers.close();
    expect(alive(next?.pid) || alive(west2?.pid)).toBe(false);
    expect(await providers.lease(dir)).toBeUndefined();
  });
});
