import { DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DescribeDBClustersCommand, RDSClient } from "@aws-sdk/client-rds";
import { PutBucketReplicationCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../lib/index.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import type { Refusal } from "./overlay.ts";
import { SandboxClock } from "./sandboxClock.ts";
import { type FakeEmulator, startFakeEmulator } from "./testing/fakeEmulator.ts";
import { queryCall, sendCall } from "./testing/signedCall.ts";

function refuse(service: string, action: string): Refusal {
  return {
    id: `${service}-test`,
    service,
    actions: [action],
    rule: "Refused by the test.",
    source: "https://docs.aws.amazon.com/",
    check: async () => ({ status: 400, code: "TestRefused", message: `no <${action}> today` }),
  };
}

let emulator: FakeEmulator;
let gateway: Gateway;

beforeAll(async () => {
  emulator = await startFakeEmulator();
  gateway = await startGateway({
    emulator: emulator.endpoint,
    overlays: [],
    refusals: [
      refuse("rds", "DescribeDBClusters"),
      refuse("dynamodb", "DescribeTable"),
      refuse("s3", "PutBucketReplication"),
      refuse("ec2", "DescribeVpcs"),
      refuse("route53", "GetHostedZone"),
      refuse("cloudwatch", "PutMetricAlarm"),
    ],
    clock: new SandboxClock(systemClock),
  });
});

afterAll(async () => {
  await gateway.close();
  await emulator.close();
});

function settings() {
  return {
    endpoint: gateway.endpoint,
    region: "eu-west-1",
    credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "none" },
    userAgentAppId: "trireme-runbook",
    forcePathStyle: true,
  };
}

describe("a refusal reaches the AWS client with code and message", () => {
  const seen = (action: string) => ({ name: "TestRefused", message: `no <${action}> today` });

  it("of a query service", async () => {
    const call = new RDSClient(settings()).send(new DescribeDBClustersCommand({}));
    await expect(call).rejects.toMatchObject(seen("DescribeDBClusters"));
  });

  it("of a JSON service", async () => {
    const call = new DynamoDBClient(settings()).send(new DescribeTableCommand({ TableName: "t" }));
    await expect(call).rejects.toMatchObject(seen("DescribeTable"));
  });

  it("of S3", async () => {
    const replication = { Role: "arn:aws:iam::1:role/r", Rules: [] };
    const call = new S3Client(settings()).send(
      new PutBucketReplicationCommand({ Bucket: "b", ReplicationConfiguration: replication }),
    );
    await expect(call).rejects.toMatchObject(seen("PutBucketReplication"));
  });

  it("and the client is known by its application id", async () => {
    const callers = (await gateway.calls()).map((record) => record.caller);
    expect(callers).toEqual(["runbook", "runbook", "runbook"]);
  });
});

describe("a refusal has the form of the service", () => {
  it("EC2's own, for EC2", async () => {
    const { body } = await sendCall(gateway.endpoint, queryCall("ec2", "DescribeVpcs"));
    expect(body).toMatch(/<Response>\s*<Errors>\s*<Error>\s*<Code>TestRefused<\/Code>/);
  });

  it("XML, for Route 53", async () => {
    const call = { service: "route53", method: "GET", path: "/2013-04-01/hostedzone/Z" };
    const { body } = await sendCall(gateway.endpoint, call);
    expect(body).toMatch(/<ErrorResponse.*>\s*<Error>[\s\S]*<Code>TestRefused<\/Code>/);
  });

  it("CBOR, for a client that speaks it", async () => {
    const reply = await sendCall(gateway.endpoint, {
      service: "monitoring",
      path: "/service/GraniteServiceVersion20100801/operation/PutMetricAlarm",
      headers: { "smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor" },
    });
    expect(reply.status).toBe(400);
    expect(reply.headers["smithy-protocol"]).toBe("rpc-v2-cbor");
    expect(reply.body).toContain("TestRefused");
  });
});
