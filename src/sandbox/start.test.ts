import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateDBClusterCommand, DescribeDBClustersCommand, RDSClient } from "@aws-sdk/client-rds";
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../lib/index.ts";
import { locateEmulator } from "./locate.ts";
import { processExists } from "./processes.ts";
import { type RunningSandbox, startSandbox } from "./start.ts";
import { queryCall, sendCall } from "./testing/signedCall.ts";

const place = await locateEmulator(process.env);
const missing = place.ok ? "" : ` (NOT RUN: ${place.reason})`;

function settings(sandbox: RunningSandbox, account: string, region = "eu-west-1") {
  return {
    endpoint: sandbox.endpoint,
    region,
    credentials: { accessKeyId: account, secretAccessKey: "none" },
    userAgentAppId: "trireme-application",
  };
}

describe.skipIf(!place.ok)(`a sandbox on a real emulator${missing}`, () => {
  let sandbox: RunningSandbox;
  let dir: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "trireme-sandbox-"));
    sandbox = await startSandbox({ dir });
  });

  afterAll(async () => {
    await sandbox.stop();
    expect(sandbox.emulatorPid !== undefined && processExists(sandbox.emulatorPid)).toBe(false);
    expect(await readFile(join(dir, "calls.jsonl"), "utf8")).toContain('"action":"CreateTable"');
  });

  it("keeps accounts apart by a key of twelve digits", async () => {
    const mine = new DynamoDBClient(settings(sandbox, "111122223333"));
    const other = new DynamoDBClient(settings(sandbox, "444455556666"));

    await mine.send(
      new CreateTableCommand({
        TableName: "orders",
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );

    const table = await mine.send(new DescribeTableCommand({ TableName: "orders" }));
    expect(table.Table?.TableArn).toBe("arn:aws:dynamodb:eu-west-1:111122223333:table/orders");
    await expect(other.send(new DescribeTableCommand({ TableName: "orders" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  it("knows the account of a role that was assumed", async () => {
    const body =
      "Action=AssumeRole&Version=2011-06-15&RoleSessionName=s&RoleArn=arn:aws:iam::777788889999:role/deploy";
    const reply = await sendCall(sandbox.endpoint, { ...queryCall("sts", "AssumeRole"), body });
    const accessKey = /<AccessKeyId>([^<]+)</.exec(reply.body)?.[1] ?? "";

    await sendCall(sandbox.endpoint, { ...queryCall("sqs", "ListQueues"), accessKey });

    expect((await sandbox.calls({ service: "sqs" })).at(-1)?.account).toBe("777788889999");
  });

  it("carries objects of S3 whole, with their length for HEAD", async () => {
    const s3 = new S3Client(settings(sandbox, "111122223333"));
    const place = { Bucket: "carried", Key: "a folder/ö+b" };
    await s3.send(
      new CreateBucketCommand({
        Bucket: place.Bucket,
        CreateBucketConfiguration: { LocationConstraint: "eu-west-1" },
      }),
    );

    await s3.send(new PutObjectCommand({ ...place, Body: "x".repeat(300_000) }));

    expect((await s3.send(new HeadObjectCommand(place))).ContentLength).toBe(300_000);
    const text = await (await s3.send(new GetObjectCommand(place))).Body?.transformToString();
    expect(text).toBe("x".repeat(300_000));
    const actions = (await sandbox.calls({ service: "s3" })).map((record) => record.action);
    expect(actions).toEqual(["CreateBucket", "PutObject", "HeadObject", "GetObject"]);
  });

  it("fails the calls of a lost region for the AWS client and answers again when it is back", async () => {
    const rds = new RDSClient({ ...settings(sandbox, "111122223333", "us-west-2"), maxAttempts: 1 });
    await rds.send(
      new CreateDBClusterCommand({
        DBClusterIdentifier: "c",
        Engine: "aurora-postgresql",
        MasterUsername: "u",
        MasterUserPassword: "password-of-a-test",
      }),
    );

    await sandbox.loseRegion("us-west-2");
    await expect(rds.send(new DescribeDBClustersCommand({}))).rejects.toMatchObject({ code: "ECONNRESET" });
    await sandbox.restoreRegion("us-west-2");

    expect((await rds.send(new DescribeDBClustersCommand({}))).DBClusters).toHaveLength(1);
  });

  it("fails with a final error for an action that the emulator lacks", async () => {
    const reply = await sendCall(sandbox.endpoint, queryCall("elasticache", "CreateServerlessCache"));

    expect(reply.status).toBe(400);
    expect((await sandbox.calls({ service: "elasticache" })).at(-1)?.outcome).toBe("not-emulated");
  });

  it("fails with a final error when the emulator is killed", async () => {
    const short = await startSandbox();
    process.kill(short.emulatorPid ?? 0, "SIGKILL");
    while ((await short.status()).emulator.alive) await systemClock.sleep(20);

    const reply = await sendCall(short.endpoint, queryCall("rds", "DescribeDBClusters"));
    expect(reply.body).toContain("EmulatorGone");
    await short.stop();
  });

  it("takes its emulator along when its own process is killed", async () => {
    const module = new URL("./start.ts", import.meta.url).href;
    const code = `const s = await (await import(${JSON.stringify(module)})).startSandbox();
      process.stdout.write(String(s.emulatorPid)); setInterval(() => {}, 1000);`;
    const owner = spawn(process.execPath, ["--input-type=module", "-e", code], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [chunk] = (await once(owner.stdout, "data")) as [Buffer];
    const emulator = Number(chunk.toString());
    expect(processExists(emulator)).toBe(true);

    owner.kill("SIGKILL");

    for (let attempt = 0; attempt < 200 && processExists(emulator); attempt += 1) await systemClock.sleep(25);
    expect(processExists(emulator)).toBe(false);
  });
});
