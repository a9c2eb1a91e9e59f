import type { IncomingMessage, ServerResponse } from "node:http";
import type { AwsReply } from "./call.ts";
import type { RawRequest } from "./identify.ts";
import { flatHeaders } from "./upstream.ts";

/** The largest body that is taken. Objects of a rehearsal are small; this keeps a mistake from eating the memory. */
const MAX_BODY_BYTES = 256 * 1024 * 1024;

/** Reads a request to its end. Undefined when the client went away or sent too much, which is then answered. */
export async function readRequest(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<RawRequest | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES) {
        outgoing.writeHead(413, { connection: "close" }).end();
        return undefined;
      }
      chunks.push(chunk);
    }
  } catch {
    // The client closed the connection in the middle of its request: nobody is left to answer.
    return undefined;
  }
  const { host, target } = splitAuthority(incoming.url ?? "/");
  const headers = flatHeaders(incoming);
  if (host !== undefined) headers.host = host;
  return { method: incoming.method ?? "GET", target, headers, body: Buffer.concat(chunks) };
}

const ABSOLUTE = /^https?:\/\/([^/?#]+)(.*)$/i;

/** A client that takes the gateway for a proxy names the host in the target; that name then counts (RFC 9112, 3.2.2). */
function splitAuthority(url: string): { host: string | undefined; target: string } {
  const absolute = ABSOLUTE.exec(url);
  if (absolute === null) return { host: undefined, target: url };
  const rest = absolute[2] ?? "";
  return { host: absolute[1], target: rest.startsWith("/") ? rest : `/${rest}` };
}

/** Writes an answer: without a body where HTTP allows none, with the length that HEAD would have had. */
export function writeReply(outgoing: ServerResponse, method: string, reply: AwsReply): void {
  if (outgoing.destroyed) return;
  const bodiless = reply.status === 204 || reply.status === 304;
  const headers: Record<string, string> = { ...reply.headers };
  if (bodiless) delete headers["content-length"];
  else if (method !== "HEAD") headers["content-length"] = String(Buffer.byteLength(reply.body));
  outgoing.writeHead(reply.status, headers);
  if (bodiless || method === "HEAD") outgoing.end();
  else outgoing.end(reply.body);
}
