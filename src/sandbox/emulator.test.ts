import { chmod, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { systemClock } from "../lib/index.ts";
import { startEmulator } from "./emulator.ts";
import { locateEmulator } from "./locate.ts";
import { startFakeEmulator } from "./testing/fakeEmulator.ts";

async function command(name: string, script: string): Promise<{ dir: string; file: string }> {
  const dir = await mkdtemp(join(tmpdir(), "trireme-emulator-"));
  const file = join(dir, name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return { dir, file };
}

describe("locateEmulator", () => {
  it("prefers the endpoint given, then the one in the environment, then the command named, then PATH", async () => {
    const { dir, file } = await command("moto_server", "exit 0");
    const other = await command("other", "exit 0");
    const PATH = `/nowhere:${dir}`;
    const TRIREME_MOTO = other.file;
    const TRIREME_EMULATOR_ENDPOINT = "http://127.0.0.1:4566";

    expect(await locateEmulator({ PATH })).toEqual({ ok: true, kind: "moto", command: file });
    expect(await locateEmulator({ PATH, TRIREME_MOTO })).toEqual({
      ok: true,
      kind: "moto",
      command: other.file,
    });
    expect(await locateEmulator({ PATH, TRIREME_MOTO, TRIREME_EMULATOR_ENDPOINT })).toEqual({
      ok: true,
      kind: "endpoint",
      endpoint: TRIREME_EMULATOR_ENDPOINT,
    });
    expect(await locateEmulator({ TRIREME_EMULATOR_ENDPOINT }, "http://127.0.0.1:1")).toMatchObject({
      endpoint: "http://127.0.0.1:1",
    });
  });

  it("says what to install with the tools that are there", async () => {
    const { dir } = await command("pipx", "exit 0");

    expect(await locateEmulator({ PATH: dir })).toMatchObject({
      ok: false,
      fix: expect.stringContaining("pipx install"),
    });
    expect(await locateEmulator({})).toMatchObject({
      ok: false,
      fix: expect.stringContaining("pip install"),
    });
  });

  it("refuses a named command that cannot be run instead of taking another", async () => {
    const { dir } = await command("moto_server", "exit 0");

    expect(await locateEmulator({ PATH: dir, TRIREME_MOTO: "/nowhere/moto" })).toMatchObject({
      ok: false,
      reason: expect.stringContaining("/nowhere/moto"),
    });
  });
});

describe("startEmulator", () => {
  it("fails with the emulator's own words when it ends at once", async () => {
    const { dir } = await command("moto_server", "echo 'no module named moto' >&2; exit 3");
    const PATH = `${dir}:${process.env.PATH}`;

    const starting = startEmulator({ env: { PATH }, clock: systemClock });

    await expect(starting).rejects.toMatchObject({ code: "emulator-start-failed", fault: "environment" });
    await expect(starting).rejects.toThrow(/exit code 3[\s\S]*no module named moto/);
  });

  it("fails when it is not ready in time, and ends it", async () => {
    const { dir } = await command("moto_server", "exec sleep 600");
    const PATH = `${dir}:${process.env.PATH}`;

    const starting = startEmulator({ env: { PATH }, clock: systemClock, readyWithin: 0.3 });

    await expect(starting).rejects.toThrow(/not ready within 0.3 s/);
  });

  it("fails when there is none", async () => {
    await expect(startEmulator({ env: {}, clock: systemClock })).rejects.toMatchObject({
      code: "emulator-missing",
      fix: expect.stringContaining("moto"),
    });
  });

  it("uses an endpoint that answers, and refuses one that does not", async () => {
    const fake = await startFakeEmulator();

    const emulator = await startEmulator({ env: {}, clock: systemClock, endpoint: fake.endpoint });
    expect(emulator).toMatchObject({ kind: "endpoint", endpoint: fake.endpoint, pid: undefined });

    await fake.close();
    await expect(
      startEmulator({ env: {}, clock: systemClock, endpoint: fake.endpoint }),
    ).rejects.toMatchObject({
      code: "emulator-gone",
    });
  });
});
