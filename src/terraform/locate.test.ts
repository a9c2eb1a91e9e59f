import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cliConfigText, prepareCliConfig } from "./cliConfig.ts";
import { atLeast, locateTerraform } from "./locate.ts";
import { locateMirror } from "./mirror.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "trireme-locate-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A program that answers `version` as Terraform would. */
async function program(name: string, says: string): Promise<string> {
  const path = join(root, name);
  await writeFile(path, `#!/bin/sh\necho '${says}'\n`);
  await chmod(path, 0o755);
  return path;
}

/** A mirror folder with one unpacked provider version for this platform. */
async function mirrorAt(path: string, version = "5.100.0"): Promise<string> {
  const arch = process.arch === "x64" ? "amd64" : process.arch;
  const folder = join(
    path,
    "registry.terraform.io",
    "hashicorp",
    "aws",
    version,
    `${process.platform}_${arch}`,
  );
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "terraform-provider-aws"), "");
  return path;
}

describe("locating Terraform", () => {
  it("takes the program that TRIREME_TERRAFORM names before the PATH", async () => {
    const named = await program("mine", "Terraform v1.12.1");
    await program("terraform", "Terraform v1.11.4");
    const found = await locateTerraform({ TRIREME_TERRAFORM: named, PATH: root, HOME: root });
    expect(found).toMatchObject({ ok: true, binary: named, version: "1.12.1", foundBy: "TRIREME_TERRAFORM" });
  });

  it("takes OpenTofu when Terraform is absent or too old", async () => {
    const tofu = await program("tofu", "OpenTofu v1.11.0");
    expect(await locateTerraform({ PATH: root, HOME: root })).toMatchObject({
      ok: true,
      binary: tofu,
      name: "tofu",
    });
    await program("terraform", "Terraform v1.5.7");
    expect(await locateTerraform({ PATH: root, HOME: root })).toMatchObject({ ok: true, binary: tofu });
  });

  it("refuses a Terraform that is too old, and says which version is wanted", async () => {
    await program("terraform", "Terraform v1.10.5");
    const found = await locateTerraform({ PATH: root, HOME: root });
    expect(found).toMatchObject({ ok: false, reason: expect.stringMatching(/1\.10\.5.*1\.11\.0/) });
  });

  it("refuses a named program that is not there, instead of silently taking another", async () => {
    await program("terraform", "Terraform v1.11.4");
    const found = await locateTerraform({ TRIREME_TERRAFORM: join(root, "absent"), PATH: root, HOME: root });
    expect(found).toMatchObject({ ok: false, reason: expect.stringContaining("TRIREME_TERRAFORM") });
  });

  it("refuses a program that does not answer like Terraform", async () => {
    await program("terraform", "hello");
    expect(await locateTerraform({ PATH: root, HOME: root })).toMatchObject({ ok: false });
  });

  it("tells what to install where there is none", async () => {
    const found = await locateTerraform({ PATH: root, HOME: root });
    expect(found).toMatchObject({ ok: false, fix: expect.stringContaining("Install Terraform or OpenTofu") });
  });

  it("compares versions by number", () => {
    expect(atLeast("1.11.0", "1.11.0")).toBe(true);
    expect(atLeast("1.9.8", "1.11.0")).toBe(false);
    expect(atLeast("2.0.0-beta1", "1.11.0")).toBe(true);
  });
});

describe("locating a provider mirror", () => {
  it("takes the folder that TRIREME_PROVIDER_MIRROR names, and lists its versions by number", async () => {
    await mirrorAt(join(root, "m"), "5.100.0");
    await mirrorAt(join(root, "m"), "5.99.1");
    const found = await locateMirror({ TRIREME_PROVIDER_MIRROR: join(root, "m"), HOME: root });
    expect(found).toEqual({
      path: join(root, "m"),
      foundBy: "TRIREME_PROVIDER_MIRROR",
      versions: ["5.99.1", "5.100.0"],
    });
  });

  it("reads the mirror from the CLI configuration file that the user has", async () => {
    const mirror = await mirrorAt(join(root, "m"));
    const file = join(root, "user.tfrc");
    await writeFile(
      file,
      `# comment\nprovider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`,
    );
    const found = await locateMirror({ TF_CLI_CONFIG_FILE: file, HOME: root });
    expect(found).toMatchObject({ path: mirror, foundBy: "cli-config", cliConfigFile: file });
  });

  it("passes over a CLI configuration file that does not exist", async () => {
    const mirror = await mirrorAt(join(root, ".terraform.d", "plugins"));
    const found = await locateMirror({ TF_CLI_CONFIG_FILE: join(root, "absent.tfrc"), HOME: root });
    expect(found).toMatchObject({ path: mirror, foundBy: "implied-directory" });
  });

  it("looks where Terraform itself looks by the XDG folders", async () => {
    const mirror = await mirrorAt(join(root, "data", "terraform", "plugins"));
    const found = await locateMirror({ XDG_DATA_HOME: join(root, "data"), HOME: root });
    expect(found).toMatchObject({ path: mirror, foundBy: "implied-directory" });
  });

  it("finds an undeclared mirror by search and does not run in circles of links", async () => {
    const mirror = await mirrorAt(join(root, "somewhere", "deep"));
    await symlink(root, join(root, "somewhere", "circle"));
    const found = await locateMirror({ HOME: root }, [root]);
    expect(found).toMatchObject({ path: mirror, foundBy: "search", versions: ["5.100.0"] });
  });

  it("finds nothing in a mirror for another platform", async () => {
    const folder = join(root, "m", "registry.terraform.io", "hashicorp", "aws", "5.100.0", "plan9_mips");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "terraform-provider-aws"), "");
    expect(await locateMirror({ HOME: root }, [root])).toBeUndefined();
  });
});

describe("the CLI configuration", () => {
  it("names the mirror for the AWS provider and leaves all others to their registry", () => {
    const text = cliConfigText("/mirrors/aws");
    expect(text).toMatch(
      /filesystem_mirror \{\s+path {4}= "\/mirrors\/aws"\s+include = \["hashicorp\/aws"\]/,
    );
    expect(text).toMatch(/direct \{\s+exclude = \["hashicorp\/aws"\]/);
  });

  it("keeps a path with quotes and template signs whole", () => {
    const path = `/a "b" $\{c} %{d}`;
    expect(cliConfigText(path)).toContain(`path    = "/a \\"b\\" $\{c} %{d}"`);
  });

  it("is written for a mirror, is the user's own where that names the mirror, and is none without both", async () => {
    const file = join(root, "made", "cli.tfrc");
    const mirror = { path: "/m", foundBy: "search", versions: [] } as const;
    expect(await prepareCliConfig(mirror, file)).toBe(file);
    expect(await readFile(file, "utf8")).toBe(cliConfigText("/m"));
    expect(await prepareCliConfig({ ...mirror, cliConfigFile: "/own.tfrc" }, file)).toBe("/own.tfrc");
    expect(await prepareCliConfig(undefined, file, { HOME: root })).toBeUndefined();
  });
});
