import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../lib/index.ts";
import { prepareCliConfig } from "./cliConfig.ts";
import { locateTerraform } from "./locate.ts";
import { RealDriver, type RealDriverOptions } from "./realDriver.ts";
import { smallStack } from "./testing/stacks.ts";
import { writeWorkspace } from "./workspace.ts";

const terraform = await locateTerraform();
const mirror = terraform.ok ? terraform.mirror : undefined;
const missing = terraform.ok ? "no mirror of the AWS provider on this machine" : terraform.reason;
const title = mirror === undefined ? ` (NOT TESTED: ${missing})` : "";

describe("the real driver without Terraform", () => {
  it("fails by saying that Terraform is missing", async () => {
    const root = await mkdtemp(join(tmpdir(), "trireme-none-"));
    const driver = new RealDriver({ binary: join(root, "absent"), env: {}, clock: systemClock });
    const workspace = await writeWorkspace(root, smallStack("e/a"));
    await expect(driver.init(workspace)).rejects.toMatchObject({ code: "terraform-missing" });
    await expect(driver.version()).rejects.toMatchObject({ code: "terraform-missing" });
    await rm(root, { recursive: true });
  });
});

describe.skipIf(mirror === undefined)(`the real driver with the AWS provider${title}`, () => {
  let root: string;
  let driver: RealDriver;
  /** A port of loopback on which nothing listens: 1 is reserved (tcpmux). */
  const nowhere = "http://127.0.0.1:1";
  const queue = {
    ...smallStack("e/queue"),
    configuration: {
      terraform: {
        backend: { local: {} },
        required_providers: { aws: { source: "hashicorp/aws" } },
      },
      provider: { aws: { region: "us-west-2", max_retries: 1 } },
      resource: { aws_sqs_queue: { orders: { name: "orders" } } },
    },
  };

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "trireme-real-"));
    const options: RealDriverOptions = {
      binary: terraform.ok ? terraform.binary : "",
      cliConfigFile: await prepareCliConfig(mirror, join(root, "cli.tfrc")),
      env: { AWS_ENDPOINT_URL: nowhere, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" },
      clock: systemClock,
      providerChecksum: "at-init",
    };
    driver = new RealDriver(options);
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  it("installs the provider from the mirror once, and not again for the same configuration", async () => {
    const workspace = await writeWorkspace(root, queue);
    await driver.init(workspace);
    const log = join(workspace.dir, ".trireme", "init.jsonl");
    const { mtimeMs } = await stat(log);
    expect(await readFile(join(workspace.dir, ".terraform.lock.hcl"), "utf8")).not.toContain("hashes");
    await driver.init(workspace);
    expect((await stat(log)).mtimeMs).toBe(mtimeMs);
  }, 60_000);

  it("installs it again after the installed one has vanished", async () => {
    const workspace = await writeWorkspace(root, queue);
    await driver.init(workspace);
    await rm(join(workspace.dir, ".terraform", "providers"), { recursive: true });
    await expect(driver.plan(workspace, { variables: {}, refresh: false })).rejects.toThrow("not installed");
    await driver.init(workspace);
    await expect(stat(join(workspace.dir, ".terraform", "providers"))).resolves.toBeDefined();
  }, 60_000);

  it("fails to plan against an endpoint that refuses connections, and names the endpoint first", async () => {
    const workspace = await writeWorkspace(root, queue);
    await driver.init(workspace);
    const error: unknown = await driver.plan(workspace, { variables: {} }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "terraform-plan-failed" });
    expect((error as Error).message).toMatch(
      /^e\/queue: terraform plan failed: nothing answers at http:\/\/127\.0\.0\.1:1 \(connection refused\)/,
    );
    if (process.platform === "linux") expect(driver.peakMemory().largestProcess).toBeGreaterThan(100e6);
  }, 60_000);
});
