import type { AwsCall, AwsReply } from "./call.ts";
import type { RefusedCall } from "./overlay.ts";
import { errorReply as wireErrorReply } from "./wire/index.ts";

/** The service's own way of saying no, so that the client shows code and message as it would on AWS. */
export function errorReply(call: AwsCall, error: RefusedCall): AwsReply {
  return call.headers["smithy-protocol"] === "rpc-v2-cbor" ? cborError(error) : wireErrorReply(call, error);
}

/** CloudWatch's clients have begun to speak Smithy's RPC protocol, whose errors are a CBOR map. */
function cborError(error: RefusedCall): AwsReply {
  return {
    status: error.status,
    headers: { "content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor" },
    body: cborMap([
      ["__type", error.code],
      ["message", error.message],
    ]),
  };
}

/** A CBOR map of fewer than 24 text pairs (RFC 8949, major types 5 and 3). */
function cborMap(pairs: readonly (readonly [string, string])[]): Buffer {
  const parts = pairs.flatMap(([key, value]) => [cborText(key), cborText(value)]);
  return Buffer.concat([Buffer.of(0xa0 | pairs.length), ...parts]);
}

function cborText(text: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  const head = Buffer.alloc(5);
  head.writeUInt8(0x7a, 0);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}
