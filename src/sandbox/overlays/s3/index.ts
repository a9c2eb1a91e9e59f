import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay, World } from "../../overlay.ts";
import { parseXml, textAt, xmlReply } from "../../wire/index.ts";
import { type BucketReplications, replicationsOf } from "./copies.ts";
import { s3Request } from "./request.ts";
import { normalised } from "./rules.ts";

export { OBJECT_LAG_MS, objectLagMs, TIMED_OBJECT_LAG_MS } from "./copies.ts";
export { bucketPolicy, bucketPolicyAnywhere, s3BucketPolicies } from "./policies.ts";

export const s3Replication: Overlay = {
  name: "s3-replication",
  service: "s3",
  grade: "modelled",
  models:
    "Replication configurations given back as they were put; objects and delete markers stand in the " +
    "destination 15 minutes after the call, 30 seconds with Replication Time Control, never to or from a lost region, and are not replicated again. " +
    "Leaves out rules by object tag, version ids kept equal, replication status, changed metadata and other accounts.",
  handle: (call, world) => answer(call, world, replicationsOf(world)),
};

async function answer(
  call: AwsCall,
  world: World,
  replications: BucketReplications,
): Promise<AwsReply | undefined> {
  const { bucket } = s3Request(call);
  switch (call.action) {
    case "PutBucketReplication": {
      const reply = await world.forward(call);
      if (reply.status === 200) replications.configure(call.account, bucket, normalised(call.body));
      return reply;
    }
    case "GetBucketReplication": {
      const reply = await world.forward(call);
      const root = replications.configuration(call.account, bucket);
      return reply.status === 200 && root !== undefined ? xmlReply(call, 200, root) : reply;
    }
    case "DeleteBucketReplication":
    case "DeleteBucket": {
      const reply = await world.forward(call);
      if (reply.status < 300) replications.configure(call.account, bucket, undefined);
      return reply;
    }
    case "PutObject":
    case "CopyObject":
    case "CompleteMultipartUpload":
    case "DeleteObject":
    case "DeleteObjects":
      return change(call, world, replications);
    case "GetObject":
    case "HeadObject":
    case "ListObjects":
    case "ListObjectsV2":
    case "ListObjectVersions":
      await replications.settle(world);
      return undefined;
    default:
      return undefined;
  }
}

async function change(call: AwsCall, world: World, replications: BucketReplications): Promise<AwsReply> {
  await replications.settle(world);
  const reply = await world.forward(call);
  if (reply.status >= 300) return reply;
  const { key, query } = s3Request(call);
  switch (call.action) {
    case "DeleteObject":
      // The deletion of one version never travels, so that nobody can delete in both places at once.
      if (!query.has("versionId")) await replications.carry(call, undefined, [key], world);
      break;
    case "DeleteObjects":
      await replications.carry(call, undefined, markedIn(call), world);
      break;
    default:
      await replications.carry(call, reply.headers["x-amz-version-id"] ?? "", [key], world);
  }
  return reply;
}

/** Keys of a multi-object deletion that names no version of them. */
function markedIn(call: AwsCall): string[] {
  return parseXml(call.body)
    .children.filter((node) => node.name === "Object" && textAt(node, "VersionId") === undefined)
    .flatMap((node) => textAt(node, "Key") ?? []);
}
