import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { callerIdentity } from "./identity.ts";
import type { AwsTarget } from "./target.ts";

let server: Server;
let answer: { status: number; body: string };
beforeEach(async () => {
  answer = { status: 200, body: "" };
  server = createServer((_, response) => response.writeHead(answer.status).end(answer.body));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => new Promise<void>((resolve) => void server.close(() => resolve())));

const target = (more: Partial<AwsTarget> = {}): AwsTarget => ({
  endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  credentials: { accessKeyId: "key", secretAccessKey: "secret" },
  appId: "trireme-planning",
  ...more,
});

describe("the caller's identity", () => {
  it("is the account and the name that AWS gives", async () => {
    const identity =
      "<Arn>arn:aws:iam::111111111111:user/ada</Arn><UserId>A</UserId><Account>111111111111</Account>";
    answer.body = `<GetCallerIdentityResponse><GetCallerIdentityResult>${identity}</GetCallerIdentityResult></GetCallerIdentityResponse>`;
    expect(await callerIdentity(target(), "us-east-1")).toEqual({
      account: "111111111111",
      arn: "arn:aws:iam::111111111111:user/ada",
    });
  });

  it("fails with what AWS said of credentials that it does not take", async () => {
    answer = {
      status: 403,
      body: "<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>The security token included in the request is expired</Message></Error></ErrorResponse>",
    };
    await expect(callerIdentity(target(), "us-east-1")).rejects.toMatchObject({
      code: "credentials-refused",
      fault: "environment",
      message: expect.stringContaining("is expired"),
      fix: expect.stringContaining("AWS_PROFILE"),
    });
  });

  it("fails with what to set when there are no credentials", async () => {
    const none = async () => {
      throw Object.assign(new Error("Could not load credentials from any providers"), {
        name: "CredentialsProviderError",
      });
    };
    // As the SDK's chain fails at its end, without looking at the machine that the test runs on.
    const without = target({ credentials: none as never });
    await expect(callerIdentity(without, "us-east-1")).rejects.toMatchObject({
      code: "credentials-missing",
      fault: "environment",
      fix: expect.stringMatching(/AWS_PROFILE.*AWS_ACCESS_KEY_ID/),
    });
  });

  it("fails apart from that when nothing answers", async () => {
    const gone = target({ endpoint: "http://127.0.0.1:1" });
    await expect(callerIdentity(gone, "us-east-1")).rejects.toMatchObject({ code: "aws-unreachable" });
  });
});
