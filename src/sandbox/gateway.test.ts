import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { ManualClock } from "../lib/index.ts";
import { type Gateway, type GatewayOptions, startGateway } from "./gateway.ts";
import type { Overlay, Refusal } from "./overlay.ts";
import { SandboxClock } from "./sandboxClock.ts";
import { exchange } from "./testing/exchange.ts";
import { type FakeEmulator, startFakeEmulator } from "./testing/fakeEmulator.ts";
import { jsonCall, queryCall, sendCall } from "./testing/signedCall.ts";

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function started(
  answer?: Parameters<typeof startFakeEmulator>[0],
  options: Partial<GatewayOptions> = {},
): Promise<{ emulator: FakeEmulator; gateway: Gateway }> {
  const emulator = await startFakeEmulator(answer);
  closing.push(() => emulator.close());
  const gateway = await startGateway({
    emulator: emulator.endpoint,
    overlays: [],
    refusals: [],
    clock: new SandboxClock(new ManualClock(Date.UTC(2026, 10, 22))),
    ...options,
  });
  closing.push(() => gateway.close());
  return { emulator, gateway };
}

function overlay(handle: Overlay["handle"], service = "rds"): Overlay {
  return { name: "test", service, grade: "modelled", models: "What the test says.", handle };
}

const refusal: Refusal = {
  id: "rds-test",
  service: "rds",
  actions: ["CreateDBCluster"],
  rule: "No clusters here.",
  source: "https://docs.aws.amazon.com/",
  check: async () => ({ status: 400, code: "InvalidParameterCombination", message: "a < b & c" }),
};

describe("the gateway passes calls on", () => {
  it("as they are, but for the headers of the connection", async () => {
    const { emulator, gateway } = await started();

    await sendCall(gateway.endpoint, {
      service: "s3",
      method: "PUT",
      path: "/bucket/a%20b?x-id=PutObject",
      headers: {
        host: "bucket.s3.localhost:1",
        connection: "x-private, close",
        "x-private": "1",
        "x-amz-meta-a": "b",
        "content-encoding": "aws-chunked",
      },
      body: "5;chunk-signature=0\r\nhello\r\n0;chunk-signature=1\r\n\r\n",
    });

    const [received] = emulator.received;
    expect(received).toMatchObject({ method: "PUT", url: "/bucket/a%20b?x-id=PutObject" });
    expect(received?.headers).toMatchObject({
      host: "bucket.s3.localhost:1",
      "x-amz-meta-a": "b",
      "content-encoding": "aws-chunked",
      "content-length": "51",
    });
    expect(received?.headers["x-private"]).toBeUndefined();
    expect(received?.body).toBe("5;chunk-signature=0\r\nhello\r\n0;chunk-signature=1\r\n\r\n");
  });

  it("with a length where the client sent chunks", async () => {
    const { emulator, gateway } = await started();

    await sendCall(gateway.endpoint, {
      ...jsonCall("dynamodb", "DynamoDB_20120810.PutItem"),
      headers: { "transfer-encoding": "chunked", "x-amz-target": "DynamoDB_20120810.PutItem" },
    });

    expect(emulator.received[0]?.headers).toMatchObject({ "content-length": "2" });
    expect(emulator.received[0]?.headers["transfer-encoding"]).toBeUndefined();
  });

  it("with the length of the object, and no body, for HEAD", async () => {
    const { gateway } = await started((_request, response) => {
      response.writeHead(200, { "content-length": "12345" }).end();
    });

    const reply = await sendCall(gateway.endpoint, { service: "s3", method: "HEAD", path: "/b/k" });

    expect(reply).toMatchObject({ status: 200, body: "" });
    expect(reply.headers["content-length"]).toBe("12345");
  });

  it("with neither body nor length for 204", async () => {
    const { gateway } = await started((_request, response) => response.writeHead(204).end());

    const reply = await sendCall(gateway.endpoint, { service: "s3", method: "DELETE", path: "/b/k" });

    expect(reply.status).toBe(204);
    expect(reply.headers["content-length"]).toBeUndefined();
  });

  it("after asking for the body when the client expects that, and in origin form when it speaks as to a proxy", async () => {
    const { emulator, gateway } = await started();

    const text = await exchange(gateway.endpoint, [
      "PUT http://bucket.s3.localhost:99/key HTTP/1.1\r\nhost: other\r\nexpect: 100-continue\r\ncontent-length: 2\r\nconnection: close\r\n\r\n",
      "hi",
    ]);

    expect(text).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
    expect(emulator.received[0]).toMatchObject({ url: "/key", body: "hi" });
    expect(emulator.received[0]?.headers.host).toBe("bucket.s3.localhost:99");
  });

  it("with the account, once a key of that account is known", async () => {
    const { emulator, gateway } = await started((request, response) => {
      response.end(
        request.body.includes("AssumeRole")
          ? "<R><Credentials><AccessKeyId>ASIA1</AccessKeyId></Credentials><AssumedRoleUser><Arn>arn:aws:sts::444455556666:assumed-role/r/s</Arn></AssumedRoleUser></R>"
          : "<R/>",
      );
    });

    await sendCall(gateway.endpoint, { ...queryCall("rds", "A"), accessKey: "111122223333" });
    await sendCall(gateway.endpoint, { ...queryCall("rds", "B"), accessKey: "ASIA1" });
    await sendCall(gateway.endpoint, queryCall("sts", "AssumeRole"));
    await sendCall(gateway.endpoint, { ...queryCall("rds", "C"), accessKey: "ASIA1" });

    expect(emulator.received.map((request) => request.headers["x-moto-account-id"])).toEqual([
      "111122223333",
      undefined,
      undefined,
      "444455556666",
    ]);
    expect((await gateway.calls()).map((record) => record.account)).toEqual([
      "111122223333",
      "123456789012",
      "123456789012",
      "444455556666",
    ]);
  });
});

describe("global services", () => {
  it.each([
    ["iam", queryCall("iam", "GetRole"), "us-east-1"],
    ["route53", { service: "route53", method: "GET", path: "/2013-04-01/hostedzone/Z" }, "us-east-1"],
    ["cloudfront", { service: "cloudfront", method: "GET", path: "/2020-05-31/distribution" }, "us-east-1"],
    ["organizations", jsonCall("organizations", "AWSOrganizationsV20161128.ListRoots"), "us-east-1"],
    ["shield", jsonCall("shield", "AWSShield_20160616.DescribeSubscription"), "us-east-1"],
    ["budgets", jsonCall("budgets", "AWSBudgetServiceGateway.DescribeBudgets"), "us-east-1"],
    ["wafv2", jsonCall("wafv2", "AWSWAF_20190729.GetWebACL", { Scope: "CLOUDFRONT" }), "us-east-1"],
    ["wafv2", jsonCall("wafv2", "AWSWAF_20190729.GetWebACL", { Scope: "REGIONAL" }), undefined],
    [
      "globalaccelerator",
      jsonCall("globalaccelerator", "GlobalAccelerator_V20180706.ListAccelerators"),
      "us-west-2",
    ],
    ["sts", queryCall("sts", "GetCallerIdentity"), undefined],
    ["rds", queryCall("rds", "DescribeDBClusters"), undefined],
  ])("a call of %s signed in eu-west-1 has the home of its control plane", async (service, call, home) => {
    const { gateway } = await started();

    await sendCall(gateway.endpoint, { ...call, region: "eu-west-1" });

    expect((await gateway.calls())[0]).toMatchObject({
      service,
      signedRegion: "eu-west-1",
      homeRegion: home ?? "eu-west-1",
      global: home !== undefined,
    });
  });
});

describe("a lost region", () => {
  it("fails its calls at the connection, global services included, and leaves the others alone", async () => {
    const { emulator, gateway } = await started();
    await gateway.loseRegion("us-east-1");

    await expect(sendCall(gateway.endpoint, queryCall("rds", "A", "us-east-1"))).rejects.toThrow(
      /ECONNRESET|hang up/,
    );
    await expect(sendCall(gateway.endpoint, queryCall("iam", "GetRole", "us-west-2"))).rejects.toThrow();
    expect((await sendCall(gateway.endpoint, queryCall("rds", "A", "us-west-2"))).status).toBe(200);

    expect(emulator.received).toHaveLength(1);
    expect((await gateway.calls({ region: "us-east-1" })).map((record) => record.outcome)).toEqual([
      "faulted",
      "faulted",
    ]);

    await gateway.restoreRegion("us-east-1");
    expect((await sendCall(gateway.endpoint, queryCall("iam", "GetRole", "us-west-2"))).status).toBe(200);
  });
});

describe("refusals and overlays", () => {
  it("refuses before an overlay is asked, in the service's own words", async () => {
    const answered = overlay(async () => ({ status: 200, headers: {}, body: "never" }));
    const { emulator, gateway } = await started(undefined, { overlays: [answered], refusals: [refusal] });

    const reply = await sendCall(gateway.endpoint, queryCall("rds", "CreateDBCluster"));

    expect(reply.status).toBe(400);
    expect(reply.body).toContain("<Code>InvalidParameterCombination</Code>");
    expect(reply.body).toContain("a &lt; b &amp; c");
    expect(emulator.received).toHaveLength(0);
    expect((await gateway.calls())[0]).toMatchObject({ outcome: "refused", status: 400 });
  });

  it("asks the overlays of the service in order and records what they did", async () => {
    const overlays = [
      overlay(async () => undefined),
      overlay(async (call) =>
        call.action === "Own" ? { status: 200, headers: {}, body: "mine" } : undefined,
      ),
      overlay(async (call, world) =>
        call.action === "Amend" ? { ...(await world.forward(call)), body: "better" } : undefined,
      ),
      overlay(async () => ({ status: 200, headers: {}, body: "wrong service" }), "kms"),
    ];
    const { gateway } = await started((_request, response) => response.end("plain"), { overlays });

    const bodies = [];
    for (const action of ["Own", "Amend", "Other"]) {
      bodies.push((await sendCall(gateway.endpoint, queryCall("rds", action))).body);
    }

    expect(bodies).toEqual(["mine", "better", "plain"]);
    expect((await gateway.calls()).map((record) => record.outcome)).toEqual([
      "overlay",
      "amended",
      "forwarded",
    ]);
  });

  it("lets an overlay ask the emulator for another account, unrecorded and untouched by faults", async () => {
    const asking = overlay(async (_call, world) => {
      const place = { account: "999988887777", service: "cloudwatch", region: "eu-west-1" };
      return world.ask({
        ...place,
        method: "POST",
        target: "/x",
        headers: { "Content-Type": "text/plain" },
        body: "q",
      });
    });
    const { emulator, gateway } = await started(undefined, { overlays: [asking] });
    await gateway.loseRegion("eu-west-1");

    await sendCall(gateway.endpoint, queryCall("rds", "A"));

    expect(emulator.received[0]).toMatchObject({ url: "/x", body: "q" });
    expect(emulator.received[0]?.headers).toMatchObject({
      "x-moto-account-id": "999988887777",
      "content-type": "text/plain",
    });
    expect(emulator.received[0]?.headers.authorization).toContain(
      "999988887777/20261122/eu-west-1/monitoring/aws4_request",
    );
    expect((await gateway.calls()).map((record) => record.service)).toEqual(["rds"]);
  });

  it("fails with a final error when an overlay throws", async () => {
    const { gateway } = await started(undefined, {
      overlays: [overlay(async () => Promise.reject(new TypeError("oops")))],
    });

    const reply = await sendCall(gateway.endpoint, queryCall("rds", "A"));

    expect(reply.status).toBe(400);
    expect(reply.body).toContain("<Code>SandboxFailed</Code>");
    expect(reply.body).toContain("oops");
    expect((await gateway.calls())[0]?.outcome).toBe("failed");
  });
});

describe("what the emulator cannot do", () => {
  it.each([
    [404, "<!doctype html><title>404 Not Found</title>", "NotEmulated"],
    [500, "<!doctype html><title>500 Internal Server Error</title>", "EmulatorFailed"],
  ])("fails with a final error instead of the emulator's page %d", async (status, page, code) => {
    const { gateway } = await started((_request, response) => {
      response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(page);
    });

    const reply = await sendCall(gateway.endpoint, jsonCall("kms", "TrentService.ReplicateKey"));

    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.body)).toMatchObject({ __type: code });
    expect((await gateway.calls())[0]?.outcome).toBe("not-emulated");
  });

  it.each([
    ["a role", queryCall("iam", "GetRole")],
    ["log groups", jsonCall("logs", "Logs_20140328.DescribeLogGroups")],
  ])("is asked again for %s when it crashed, which it does while others are made", async (_what, call) => {
    let crashes = 1;
    const { emulator, gateway } = await started((_request, response) => {
      if (crashes-- > 0) response.writeHead(500, { "content-type": "text/html" }).end("<!doctype html>");
      else response.end("<GetRoleResponse/>");
    });

    const reply = await sendCall(gateway.endpoint, call);

    expect(reply.status).toBe(200);
    expect(emulator.received).toHaveLength(2);
    expect((await gateway.calls())[0]?.outcome).toBe("forwarded");
  });

  it("is not asked again for what it may have done already", async () => {
    const { emulator, gateway } = await started((_request, response) => {
      response.writeHead(500, { "content-type": "text/html" }).end("<!doctype html>");
    });
    await sendCall(gateway.endpoint, jsonCall("logs", "Logs_20140328.CreateLogGroup"));
    expect(emulator.received).toHaveLength(1);
  });

  it("passes on an error that the emulator means", async () => {
    const { gateway } = await started((_request, response) => {
      response.writeHead(404, { "content-type": "text/xml" }).end("<Error><Code>NoSuchBucket</Code></Error>");
    });

    expect((await sendCall(gateway.endpoint, { service: "s3", method: "GET", path: "/b" })).status).toBe(404);
    expect((await gateway.calls())[0]?.outcome).toBe("forwarded");
  });

  it("fails with a final error, and says so in the status, when the emulator is gone", async () => {
    const { emulator, gateway } = await started();
    await sendCall(gateway.endpoint, queryCall("rds", "A"));
    expect((await gateway.status()).emulator.alive).toBe(true);

    await emulator.close();
    const reply = await sendCall(gateway.endpoint, queryCall("rds", "A"));

    expect(reply.status).toBe(400);
    expect(reply.body).toContain("<Code>EmulatorGone</Code>");
    expect((await gateway.status()).emulator.alive).toBe(false);
    expect((await gateway.calls()).at(-1)?.outcome).toBe("emulator-gone");
  });

  it("carries on when the client goes away in the middle of a call", async () => {
    const { gateway } = await started();

    const socket = connect(Number(new URL(gateway.endpoint).port), "127.0.0.1");
    await new Promise<void>((resolve) =>
      socket.write("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf", () => resolve()),
    );
    socket.destroy();

    expect((await sendCall(gateway.endpoint, queryCall("rds", "A"))).status).toBe(200);
  });
});

describe("own time", () => {
  it("leaves out what the emulator took", async () => {
    let now = 0;
    const { gateway } = await started(
      (_request, response) => {
        now += 150;
        response.end("{}");
      },
      {
        timer: () => now,
        overlays: [
          overlay(async () => {
            now += 3;
            return undefined;
          }),
        ],
      },
    );

    await sendCall(gateway.endpoint, queryCall("rds", "A"));

    expect((await gateway.calls())[0]).toMatchObject({ totalMs: 153, ownMs: 3 });
  });
});
