import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchBucket,
  NoSuchKey,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { canonicalJson, TriremeError } from "../lib/index.ts";
import type { AwsClients } from "./clients.ts";

/** One bucket in each region that holds a copy. */
export interface SharedObjectsOptions {
  readonly clients: AwsClients;
  readonly buckets: readonly { readonly region: string; readonly bucket: string }[];
}

/**
 * Small JSON documents kept in a bucket of every region, so that a region that survives finds them at
 * home. Written to all of them; read from the first that is not avoided.
 *
 * Both throw `no-region-left` when every region is avoided: a document that nobody was asked for is
 * not one that does not exist.
 */
export class SharedObjects {
  readonly #options: SharedObjectsOptions;
  readonly #gone = new Set<string>();

  constructor(options: SharedObjectsOptions) {
    this.#options = options;
  }

  /** Regions not to be asked for now, because they are known to be gone. */
  avoid(regions: readonly string[]): void {
    this.#gone.clear();
    for (const region of regions) this.#gone.add(region);
  }

  /** Throws when a region that is not avoided does not take the copy. */
  async write(key: string, value: unknown): Promise<void> {
    const reachable = this.#reachable();
    if (reachable.length === 0) throw noRegionLeft(key);
    await Promise.all(
      reachable.map(({ region, bucket }) =>
        this.#options.clients.in(region).s3.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: key,
            Body: canonicalJson(value),
            ContentType: "application/json",
          }),
        ),
      ),
    );
  }

  /** Undefined when no region has it. A region whose bucket is still to be made is passed over. */
  async read(key: string): Promise<unknown> {
    const reachable = this.#reachable();
    if (reachable.length === 0) throw noRegionLeft(key);
    for (const { region, bucket } of reachable) {
      try {
        const { s3 } = this.#options.clients.in(region);
        const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return JSON.parse((await object.Body?.transformToString()) ?? "null");
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        if (!isNoSuchBucket(error)) throw error;
      }
    }
    return undefined;
  }

  /** Takes the document away in every region that is not avoided; none there is no error. */
  async remove(key: string): Promise<void> {
    const reachable = this.#reachable();
    if (reachable.length === 0) throw noRegionLeft(key);
    await Promise.all(
      reachable.map(async ({ region, bucket }) => {
        const { s3 } = this.#options.clients.in(region);
        try {
          await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
        } catch (error) {
          if (!isNoSuchBucket(error)) throw error;
        }
      }),
    );
  }

  #reachable() {
    return this.#options.buckets.filter(({ region }) => !this.#gone.has(region));
  }
}

function isNoSuchBucket(error: unknown): boolean {
  return error instanceof NoSuchBucket || (error instanceof Error && error.name === "NoSuchBucket");
}

function noRegionLeft(key: string): TriremeError {
  return new TriremeError(`${key}: every region that holds a copy is gone`, {
    code: "no-region-left",
    fault: "environment",
    fix: "Wait for one of them, or restore it on a sandbox.",
  });
}
