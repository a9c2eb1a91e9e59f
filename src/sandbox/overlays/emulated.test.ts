import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  PutBucketLoggingCommand,
  PutBucketPolicyCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { locateEmulator, type RunningSandbox, startSandbox } from "../index.ts";
import { sendCall } from "../testing/signedCall.ts";
import { parseXml, textAt, walk } from "../wire/index.ts";
import { OBJECT_LAG_MS, TIMED_OBJECT_LAG_MS } from "./s3/index.ts";

const EAST = "us-east-1";
const WEST = "us-west-2";
const emulator = await locateEmulator(process.env);
const title = emulator.ok ? "" : " (SKIPPED: no emulator on this machine, install moto's server)";

describe.skipIf(!emulator.ok)(`overlays in front of the emulator${title}`, () => {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox?.stop());

  const s3 = (region: string) =>
    new S3Client({
      region,
      endpoint: sandbox.endpoint,
      forcePathStyle: true,
      credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
      maxAttempts: 1,
    });

  async function makeBucket(region: string, Bucket: string): Promise<void> {
    const place = region === EAST ? {} : { CreateBucketConfiguration: { LocationConstraint: WEST } as const };
    await s3(region).send(new CreateBucketCommand({ Bucket, ...place }));
    await s3(region).send(
      new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }),
    );
  }

  /** What S3 asks for when replication is to be timed. */
  const TIMED = {
    ReplicationTime: { Status: "Enabled", Time: { Minutes: 15 } },
    Metrics: { Status: "Enabled", EventThreshold: { Minutes: 15 } },
  } as const;

  async function replicate(region: string, Bucket: string, to: string, how: object = {}): Promise<void> {
    const rule = {
      ID: "all",
      Priority: 1,
      Status: "Enabled",
      Filter: { Prefix: "" },
      DeleteMarkerReplication: { Status: "Enabled" },
      Destination: { Bucket: `arn:aws:s3:::${to}`, ...how },
    } as const;
    const ReplicationConfiguration = { Role: "arn:aws:iam::123456789012:role/copy", Rules: [rule] };
    await s3(region).send(new PutBucketReplicationCommand({ Bucket, ReplicationConfiguration }));
  }

  /** Bytes of the object, or the name of the error. */
  async function read(region: string, Bucket: string, Key: string): Promise<number[] | string> {
    try {
      const found = await s3(region).send(new GetObjectCommand({ Bucket, Key }));
      return [...((await found.Body?.transformToByteArray()) ?? [])];
    } catch (error) {
      return error instanceof Error ? error.name : String(error);
    }
  }

  const lag = () => sandbox.advanceClock(OBJECT_LAG_MS / 1000);

  it("copies objects and delete markers both ways after the lag, byte for byte and once only", async () => {
    // given
    await makeBucket(EAST, "both-east");
    await makeBucket(WEST, "both-west");
    await replicate(EAST, "both-east", "both-west");
    await replicate(WEST, "both-west", "both-east");

    // when
    const Key = "folder/a b+c.bin";
    await s3(EAST).send(
      new PutObjectCommand({ Bucket: "both-east", Key, Body: Uint8Array.of(0, 255, 128, 10) }),
    );

    // then
    expect(await read(WEST, "both-west", Key)).toBe("NoSuchKey");
    await lag();
    expect(await read(WEST, "both-west", Key)).toEqual([0, 255, 128, 10]);

    // when
    await s3(WEST).send(new DeleteObjectCommand({ Bucket: "both-west", Key }));
    await lag();
    expect(await read(EAST, "both-east", Key)).toBe("NoSuchKey");
  });

  it("copies within seconds what S3 is asked to time, and not at once", async () => {
    await makeBucket(EAST, "timed-east");
    await makeBucket(WEST, "timed-west");
    await replicate(EAST, "timed-east", "timed-west", TIMED);
    await s3(EAST).send(new PutObjectCommand({ Bucket: "timed-east", Key: "a", Body: "1" }));
    expect(await read(WEST, "timed-west", "a")).toBe("NoSuchKey");
    await sandbox.advanceClock(TIMED_OBJECT_LAG_MS / 1000);
    expect(await read(WEST, "timed-west", "a")).toEqual(["1".charCodeAt(0)]);
  });

  it("takes a log bucket whose policy lets log delivery in on a condition", async () => {
    await makeBucket(EAST, "logged");
    await makeBucket(EAST, "logs");
    const LoggingEnabled = { TargetBucket: "logs", TargetPrefix: "logged/" };
    const log = () =>
      s3(EAST).send(
        new PutBucketLoggingCommand({ Bucket: "logged", BucketLoggingStatus: { LoggingEnabled } }),
      );
    await expect(log()).rejects.toThrow(/logging service/);

    const Statement = {
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::logs/*",
      Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [Statement] });
    await s3(EAST).send(new PutBucketPolicyCommand({ Bucket: "logs", Policy }));
    await expect(log()).resolves.toBeDefined();
  });

  it("holds back what a lost region had not sent and sends it when the region is back", async () => {
    await makeBucket(EAST, "lost-east");
    await makeBucket(WEST, "lost-west");
    await replicate(EAST, "lost-east", "lost-west");
    await s3(EAST).send(new PutObjectCommand({ Bucket: "lost-east", Key: "a", Body: "1" }));
    await sandbox.loseRegion(EAST);
    await lag();
    expect(await read(WEST, "lost-west", "a")).toBe("NoSuchKey");
    await sandbox.restoreRegion(EAST);
    expect(await read(WEST, "lost-west", "a")).toEqual(["1".charCodeAt(0)]);
  });

  it("gives a policy back as it was put and lets those in whom its condition does not concern", async () => {
    // given
    await makeBucket(EAST, "only-tls");
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: "arn:aws:s3:::only-tls/*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });

    // when
    await s3(EAST).send(new PutBucketPolicyCommand({ Bucket: "only-tls", Policy }));
    await s3(EAST).send(new PutObjectCommand({ Bucket: "only-tls", Key: "a", Body: "1" }));

    // then
    const back = await s3(EAST).send(new GetBucketPolicyCommand({ Bucket: "only-tls" }));
    expect(back.Policy).toBe(Policy);
    expect(await read(EAST, "only-tls", "a")).toEqual(["1".charCodeAt(0)]);
  });

  it("refuses a second lock file while the first is there, and of many at once takes one", async () => {
    await makeBucket(EAST, "locks");
    const lock = (Key: string) =>
      s3(EAST)
        .send(new PutObjectCommand({ Bucket: "locks", Key, Body: "me", IfNoneMatch: "*" }))
        .then(
          () => 200,
          (error: { $metadata?: { httpStatusCode?: number } }) => error.$metadata?.httpStatusCode,
        );
    expect([await lock("state.tflock"), await lock("state.tflock")]).toEqual([200, 412]);
    await s3(EAST).send(new DeleteObjectCommand({ Bucket: "locks", Key: "state.tflock" }));
    expect(await lock("state.tflock")).toBe(200);
    const many = await Promise.all(Array.from({ length: 6 }, () => lock("race.tflock")));
    expect(many.filter((status) => status === 200)).toHaveLength(1);
  });

  const route53 = (path: string, body?: string) =>
    sendCall(sandbox.endpoint, {
      service: "route53",
      region: EAST,
      method: body === undefined ? "GET" : "POST",
      path: `/2013-04-01/${path}`,
      headers: { "content-type": "application/xml" },
      ...(body === undefined ? {} : { body }),
    });
  const all = (text: string, name: string) =>
    [...walk(parseXml(text))].flatMap((node) => (node.name === name ? [node.text] : []));

  async function makeZone(name: string): Promise<string> {
    const reply = await route53(
      "hostedzone",
      `<CreateHostedZoneRequest><Name>${name}</Name><CallerReference>${name}</CallerReference></CreateHostedZoneRequest>`,
    );
    return (all(reply.body, "Id")[0] ?? "").replace("/hostedzone/", "");
  }

  const change = (zone: string, action: string, name: string, region: string) =>
    route53(
      `hostedzone/${zone}/rrset/`,
      `<ChangeResourceRecordSetsRequest><ChangeBatch><Changes><Change><Action>${action}</Action><ResourceRecordSet><Name>${name}</Name><Type>A</Type><SetIdentifier>${region}</SetIdentifier><Region>${region}</Region><TTL>30</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords></ResourceRecordSet></Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`,
    );

  it("deletes one record and leaves others of the same set identifier, and makes it anew afterwards", async () => {
    // given
    const zone = await makeZone("records.example.com");
    for (const name of ["a.records.example.com", "b.records.example.com"]) {
      for (const region of [EAST, WEST])
        expect((await change(zone, "CREATE", name, region)).status).toBe(200);
    }
    const names = async () =>
      [...walk(parseXml((await route53(`hostedzone/${zone}/rrset`)).body))]
        .filter((node) => node.name === "ResourceRecordSet" && textAt(node, "Type") === "A")
        .map((node) => `${textAt(node, "Name")} ${textAt(node, "SetIdentifier")}`)
        .sort();
    const four = ["a", "b"].flatMap((name) => [EAST, WEST].map((id) => `${name}.records.example.com. ${id}`));
    expect(await names()).toEqual(four);

    // when
    await change(zone, "DELETE", "a.records.example.com", EAST);

    // then
    expect(await names()).toEqual(four.slice(1));
    expect((await change(zone, "CREATE", "a.records.example.com", EAST)).status).toBe(200);
    expect(await names()).toEqual(four);
  });

  it("answers TestDNSAnswer and the status of a health check from what is lost", async () => {
    // given
    const zone = await makeZone("health.example.com");
    const target = "shop-1.eu-west-1.elb.amazonaws.com";
    await route53(
      `hostedzone/${zone}/rrset/`,
      `<ChangeResourceRecordSetsRequest><ChangeBatch><Changes><Change><Action>CREATE</Action><ResourceRecordSet><Name>www.health.example.com</Name><Type>A</Type><AliasTarget><HostedZoneId>Z1</HostedZoneId><DNSName>${target}</DNSName><EvaluateTargetHealth>true</EvaluateTargetHealth></AliasTarget></ResourceRecordSet></Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`,
    );
    const made = await route53(
      "healthcheck",
      "<CreateHealthCheckRequest><CallerReference>h</CallerReference><HealthCheckConfig><Type>HTTPS</Type><FullyQualifiedDomainName>www.health.example.com</FullyQualifiedDomainName><RequestInterval>10</RequestInterval><FailureThreshold>3</FailureThreshold></HealthCheckConfig></CreateHealthCheckRequest>",
    );
    const id = all(made.body, "Id")[0];
    const statuses = async () => new Set(all((await route53(`healthcheck/${id}/status`)).body, "Status"));
    const reasons = async () => all((await route53(`healthcheck/${id}/lastfailurereason`)).body, "Status");

    // then
    const question = `hostedzoneid=${zone}&recordname=www.health.example.com&recordtype=A`;
    const answer = await route53(`testdnsanswer?${question}`);
    expect(all(answer.body, "RecordDataEntry")).toEqual([target]);
    expect(await statuses()).toEqual(new Set(["Success: eu-west-1 is up"]));
    expect(await reasons()).toEqual([]);

    // when
    await sandbox.loseRegion("eu-west-1");
    await sandbox.advanceClock(30);
    expect([...(await statuses())].every((status) => status.startsWith("Failure"))).toBe(true);
    expect(await reasons()).not.toEqual([]);
    await sandbox.restoreRegion("eu-west-1");
  });

  it("refuses questions about health checks and zones that do not exist", async () => {
    expect((await route53("healthcheck/none/status")).status).toBe(404);
    expect((await route53("testdnsanswer?hostedzoneid=Z0&recordname=a&recordtype=A")).status).toBe(404);
  });
});
