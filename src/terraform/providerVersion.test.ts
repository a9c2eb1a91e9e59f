import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chosenProviderVersion } from "./providerVersion.ts";

describe("the version of the provider that Terraform chose", () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "trireme-lock-"));
    await mkdir(join(root, "e", "network"), { recursive: true });
  });
  afterEach(() => rm(root, { recursive: true }));

  it("stands in the stack's lock file, beside those of other providers", async () => {
    const random = 'provider "registry.terraform.io/hashicorp/random" {\n  version = "3.6.0"\n}\n';
    const aws =
      'provider "registry.terraform.io/hashicorp/aws" {\n  version     = "5.100.0"\n  constraints = ">= 5.90.0"\n}\n';
    await writeFile(join(root, "e", "network", ".terraform.lock.hcl"), `${random}\n${aws}`);
    expect(await chosenProviderVersion(root, "e/network")).toBe("5.100.0");
  });

  it("is unknown before the stack was initialised, and when it uses no AWS provider", async () => {
    expect(await chosenProviderVersion(root, "e/network")).toBeUndefined();
    await writeFile(join(root, "e", "network", ".terraform.lock.hcl"), "");
    expect(await chosenProviderVersion(root, "e/network")).toBeUndefined();
  });
});
