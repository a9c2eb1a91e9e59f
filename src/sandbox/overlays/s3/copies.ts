import type { AwsCall } from "../../call.ts";
import type { World } from "../../overlay.ts";
import { parseXml, textAt, type XmlElement } from "../../wire/index.ts";
import { hasArrived, type Transfer } from "../arrival.ts";
import { perSandbox } from "../perSandbox.ts";
import { objectPath, s3Request } from "./request.ts";
import { type ReplicationRule, replicationRules, rulesFor } from "./rules.ts";

/**
 * Milliseconds after which an object stands in the other bucket. S3 says that most objects arrive within
 * 15 minutes, and promises it (99.99 %) only with Replication Time Control; taken as if every object took that long.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html (read 2026-11).
 */
export const OBJECT_LAG_MS = 15 * 60 * 1000;

/**
 * The same under Replication Time Control, milliseconds: "most objects in seconds", says S3, nearly all of
 * them within 15 minutes. Half a minute is ours, taken at the slow end of "seconds"; not measured.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html (read 2026-11).
 */
export const TIMED_OBJECT_LAG_MS = 30 * 1000;

/** An object or a delete marker on its way to another bucket. */
interface PendingCopy extends Transfer {
  readonly account: string;
  readonly source: string;
  readonly target: string;
  readonly key: string;
  /** Version that is copied; undefined for a delete marker. */
  readonly version: string | undefined;
  readonly rule: ReplicationRule;
}

/** Replication configurations of one sandbox, and the objects on their way. */
export class BucketReplications {
  readonly #configurations = new Map<string, XmlElement>();
  #pending: PendingCopy[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  configuration(account: string, bucket: string): XmlElement | undefined {
    return this.#configurations.get(`${account}/${bucket}`);
  }

  /** Undefined takes the configuration away; what is on its way still arrives. */
  configure(account: string, bucket: string, root: XmlElement | undefined): void {
    if (root === undefined) this.#configurations.delete(`${account}/${bucket}`);
    else this.#configurations.set(`${account}/${bucket}`, root);
  }

  /** Queues what a successful call has put into, or marked as deleted in, a bucket that replicates. */
  async carry(
    call: AwsCall,
    version: string | undefined,
    keys: readonly string[],
    world: World,
  ): Promise<void> {
    const { bucket } = s3Request(call);
    const root = this.configuration(call.account, bucket);
    if (root === undefined) return;
    for (const key of keys) {
      for (const rule of rulesFor(replicationRules(root), key)) {
        const marker = version === undefined;
        if (marker && !rule.deleteMarkers) continue;
        if (!marker && !rule.encrypted && (await isEncrypted(world, call, bucket, key))) continue;
        const from = await regionOf(world, call, bucket);
        const to = await regionOf(world, call, rule.bucket);
        if (from === undefined || to === undefined) continue;
        const due = world.clock.now() + (rule.timeControl ? TIMED_OBJECT_LAG_MS : OBJECT_LAG_MS);
        const { account } = call;
        this.#pending.push({
          from,
          to,
          due,
          account,
          source: bucket,
          target: rule.bucket,
          key,
          version,
          rule,
        });
      }
    }
  }

  /** Carries over what is due by now, in the order in which it was put. */
  settle(world: World): Promise<void> {
    const work = this.#turn.then(async () => {
      const due = this.#pending.filter((copy) => hasArrived(copy, world));
      this.#pending = this.#pending.filter((copy) => !due.includes(copy));
      for (const copy of due) await deliver(world, copy);
    });
    this.#turn = work.catch(() => undefined);
    return work;
  }
}

/** The emulator copies from bucket to bucket by itself, so that bytes stay bytes. */
async function deliver(world: World, copy: PendingCopy): Promise<void> {
  const common = { account: copy.account, service: "s3", region: copy.to };
  const target = objectPath(copy.target, copy.key);
  if (copy.version === undefined) {
    await world.ask({ ...common, method: "DELETE", target });
    return;
  }
  const version = copy.version === "" ? "" : `?versionId=${encodeURIComponent(copy.version)}`;
  const key = copy.rule.replicaKey;
  await world.ask({
    ...common,
    method: "PUT",
    target,
    headers: {
      "x-amz-copy-source": `${objectPath(copy.source, copy.key)}${version}`,
      ...(key === undefined
        ? {}
        : { "x-amz-server-side-encryption": "aws:kms", "x-amz-server-side-encryption-aws-kms-key-id": key }),
    },
  });
}

async function isEncrypted(world: World, call: AwsCall, bucket: string, key: string): Promise<boolean> {
  const head = await world.ask({ ...placeOf(call), method: "HEAD", target: objectPath(bucket, key) });
  return (head.headers["x-amz-server-side-encryption"] ?? "").startsWith("aws:kms");
}

/** Undefined when there is no such bucket. */
async function regionOf(world: World, call: AwsCall, bucket: string): Promise<string | undefined> {
  const reply = await world.ask({ ...placeOf(call), method: "GET", target: `/${bucket}?location` });
  if (reply.status !== 200) return undefined;
  const root = parseXml(reply.body);
  const region = textAt(root, "LocationConstraint") ?? root.text;
  return region.trim() === "" ? "us-east-1" : region.trim();
}

function placeOf(call: AwsCall): { account: string; service: string; region: string } {
  return { account: call.account, service: "s3", region: call.signedRegion };
}

/** Milliseconds until a new object of the bucket stands in another; undefined where no rule carries it there. */
export function objectLagMs(world: World, account: string, bucket: string): number | undefined {
  const root = replicationsOf(world).configuration(account, bucket);
  const [rule] = root === undefined ? [] : replicationRules(root);
  if (rule === undefined) return undefined;
  return rule.timeControl ? TIMED_OBJECT_LAG_MS : OBJECT_LAG_MS;
}

/** The replications of a sandbox: a world is made for each call, the clock is one for the whole sandbox. */
export const replicationsOf = perSandbox(() => new BucketReplications());
