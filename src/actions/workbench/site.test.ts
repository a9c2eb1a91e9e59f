import { rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeAws } from "../../aws/testing/fakeAws.ts";
import type { Environment } from "../../config/index.ts";
import { RecordingHost } from "../../host/index.ts";
import { plan } from "../plan/plan.ts";
import { folderWith, SMALL } from "../testing/configurations.ts";
import { type TestMachine, testMachine } from "../testing/site.ts";
import { refuseOtherAccount } from "./site.ts";
import { awsTarget, sandboxTarget } from "./target.ts";

const ENVIRONMENT = { name: "production", account: "111111111111", regions: [{ name: "us-east-1" }] };

describe("the account of the credentials", () => {
  let server: Server;
  let account: string;
  beforeEach(async () => {
    server = createServer((_, response) => {
      const result = `<Arn>arn:aws:iam::${account}:user/ada</Arn><Account>${account}</Account>`;
      response.end(
        `<GetCallerIdentityResponse><GetCallerIdentityResult>${result}</GetCallerIdentityResult></GetCallerIdentityResponse>`,
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(() => new Promise<void>((resolve) => void server.close(() => resolve())));

  const asked = () => {
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return refuseOtherAccount(ENVIRONMENT as unknown as Environment, sandboxTarget({ endpoint }, account));
  };

  it("is taken when it is the environment's", async () => {
    account = "111111111111";
    await expect(asked()).resolves.toBeUndefined();
  });

  it("is refused when it is another, with both and the caller named", async () => {
    account = "999999999999";
    await expect(asked()).rejects.toMatchObject({
      code: "account-mismatch",
      fault: "environment",
      message: expect.stringMatching(/999999999999 \(arn:aws:iam::999999999999:user\/ada\).*111111111111/),
    });
  });
});

describe("AWS as a target", () => {
  let folder: string;
  let test: TestMachine<FakeAws>;
  beforeEach(async () => {
    folder = await folderWith(SMALL);
    test = await testMachine(await FakeAws.start());
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await test.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("hands on the way to the credentials and nothing else of the environment", () => {
    const { env, override } = awsTarget({
      AWS_PROFILE: "shop",
      AWS_REGION: "eu-west-1",
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      TF_LOG: "trace",
      AWS_SESSION_TOKEN: "",
    });
    expect(env).toEqual({ AWS_PROFILE: "shop", AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" });
    expect(override).toBeUndefined();
  });

  it("is refused while an endpoint that is not AWS's is set, and nothing is planned", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL", test.aws.endpoint);
    const options = { path: folder, environment: "development", target: "aws" } as const;
    await expect(plan(options, new RecordingHost(), test.machine)).rejects.toMatchObject({
      problems: [{ code: "option/endpoint-set", where: "AWS_ENDPOINT_URL" }],
    });
    expect(test.driver.operations).toEqual([]);
    expect(test.aws.calls).toEqual([]);
  });

  it("fails with what to set when there are no credentials, and nothing is planned", async () => {
    for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) vi.stubEnv(name, undefined);
    vi.stubEnv("AWS_CONFIG_FILE", "/nowhere/config");
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere/credentials");
    vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
    const options = { path: folder, environment: "development", target: "aws" } as const;
    await expect(plan(options, new RecordingHost(), test.machine)).rejects.toMatchObject({
      code: "credentials-missing",
      fault: "environment",
    });
    expect(test.driver.operations).toEqual([]);
  });
});
