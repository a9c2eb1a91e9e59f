import type { AwsCall } from "../call.ts";
import type { Refusal, RefusedCall, World } from "../overlay.ts";
import { s3Request } from "../overlays/s3/request.ts";
import { isXml, parseXml, textAt, walk, type XmlElement } from "../wire/index.ts";
import { keyIsUsable } from "./lookups.ts";

const GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest";

const destinationVersioning: Refusal = {
  id: "s3-replication-destination-unversioned",
  service: "s3",
  actions: ["PutBucketReplication"],
  rule: "Versioning is on in the source bucket and in every destination bucket before a replication is configured.",
  source: `${GUIDE}/userguide/replication-requirements.html`,
  async check(call, world) {
    for (const bucket of destinations(call)) {
      const answer = await askS3(world, call, `/${bucket}?versioning`);
      if (answer === undefined) return invalid("Destination bucket must exist.");
      if (textAt(answer, "Status") !== "Enabled") {
        return invalid("Destination bucket must have versioning enabled.");
      }
    }
    return undefined;
  },
};

function invalid(message: string): RefusedCall {
  return { status: 400, code: "InvalidRequest", message };
}

/** Names of the buckets that the configuration sends to; none where it cannot be read, which the service says itself. */
function destinations(call: AwsCall): string[] {
  const text = call.body.toString();
  if (!text.trimStart().startsWith("<")) return [];
  return [...walk(parseXml(text))].flatMap((node) => {
    const arn = node.name === "Destination" ? textAt(node, "Bucket") : undefined;
    const name = arn?.split(":::")[1];
    return name === undefined ? [] : [name];
  });
}

async function askS3(world: World, call: AwsCall, target: string): Promise<XmlElement | undefined> {
  const reply = await world.ask({
    account: call.account,
    region: call.signedRegion,
    service: "s3",
    method: "GET",
    target,
  });
  return reply.status < 300 && isXml(reply) ? parseXml(reply.body) : undefined;
}

/*
 * PutBucketEncryption itself is not refused for a key that does not exist: S3 does not look at the key then
 * (API reference of PutBucketEncryption, read November 2026). It is the first object that fails.
 */
const objectKey: Refusal = {
  id: "s3-object-key-not-found",
  service: "s3",
  actions: ["PutObject", "CreateMultipartUpload"],
  rule: "An object is stored only when the key that encrypts it, its own or its bucket's, exists, enabled, in the bucket's region.",
  source: `${GUIDE}/userguide/UsingKMSEncryption.html`,
  async check(call, world) {
    const key = await keyOfObject(call, world);
    if (key === undefined) return undefined;
    const place = { account: call.account, region: call.signedRegion };
    if (await keyIsUsable(world, place, key)) return undefined;
    return { status: 400, code: "KMS.NotFoundException", message: `Key '${key}' does not exist` };
  },
};

/** The customer's key that the call or the bucket's default names; undefined where S3's own encrypts. */
async function keyOfObject(call: AwsCall, world: World): Promise<string | undefined> {
  const algorithm = call.headers["x-amz-server-side-encryption"];
  if (algorithm !== undefined) {
    return algorithm.startsWith("aws:kms")
      ? call.headers["x-amz-server-side-encryption-aws-kms-key-id"]
      : undefined;
  }
  const answer = await askS3(world, call, `/${s3Request(call).bucket}?encryption`);
  if (answer === undefined) return undefined;
  for (const node of walk(answer)) {
    const key = textAt(node, "KMSMasterKeyID");
    if (key !== undefined && key !== "") return key;
  }
  return undefined;
}

export const s3Refusals: readonly Refusal[] = [destinationVersioning, objectKey];
