import type { AwsCall } from "../../call.ts";

/** What an S3 call speaks of. */
export interface S3Request {
  readonly bucket: string;
  /** Decoded; empty for calls on the bucket itself. */
  readonly key: string;
  readonly query: URLSearchParams;
}

const VIRTUAL_HOST = /^(.+?)\.(?:s3[.-].*amazonaws\.com|s3\.localhost\S*|localhost)(?::\d+)?$/;

/** Bucket and key, whether the bucket's name stands in the path or in the host. */
export function s3Request(call: Pick<AwsCall, "target" | "headers">): S3Request {
  const mark = call.target.indexOf("?");
  const path = mark < 0 ? call.target : call.target.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? "" : call.target.slice(mark + 1));
  const host = VIRTUAL_HOST.exec(call.headers.host ?? "")?.[1];
  const inHost = host !== undefined && host !== "s3";
  const [bucket = "", ...rest] = (inHost ? `/${host}${path}` : path).slice(1).split("/");
  return { bucket, key: decodeURIComponent(rest.join("/")), query };
}

/** Path of an object, each part encoded as S3 wants it. */
export function objectPath(bucket: string, key: string): string {
  return `/${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`;
}
