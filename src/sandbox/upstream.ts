import { Agent, type IncomingMessage, request as startRequest } from "node:http";
import { connect } from "node:net";
import { TriremeError } from "../lib/index.ts";
import type { AwsReply } from "./call.ts";
import type { RawRequest } from "./identify.ts";

/** Connections at once; the emulator spends a thread on each. */
const MAX_SOCKETS = 64;
/** An emulated call takes milliseconds; what takes this long has hung. */
const TIMEOUT_MS = 120_000;

/** Headers that belong to one connection and are not passed on (RFC 9110, section 7.6.1). */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  "connection",
  "expect",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** The emulator behind the gateway, over connections that are kept open. */
export class Upstream {
  readonly endpoint: string;
  readonly #host: string;
  readonly #port: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS });

  constructor(endpoint: string) {
    const url = new URL(endpoint);
    if (url.protocol !== "http:") {
      throw new TriremeError(`The emulator's endpoint ${endpoint} is not an http address`, {
        code: "emulator-endpoint-unsupported",
        fault: "input",
        fix: "Name the emulator's plain http endpoint, for example http://127.0.0.1:4566.",
      });
    }
    this.endpoint = url.origin;
    this.#host = url.hostname.replace(/^\[|\]$/g, "");
    this.#port = Number(url.port || "80");
  }

  /** Passes a request on. Throws `emulator-gone` when nobody answers. */
  async send(request: RawRequest): Promise<AwsReply> {
    try {
      return await this.#once(request);
    } catch (error) {
      // The emulator may close an idle connection just as it is used again; only that is tried anew.
      if (!(error instanceof StaleConnection)) throw gone(this.endpoint, error);
    }
    try {
      return await this.#once(request);
    } catch (error) {
      throw gone(this.endpoint, error);
    }
  }

  /** Does anybody listen there now? */
  alive(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect({ host: this.#host, port: this.#port, timeout: 1000 });
      const settle = (answer: boolean) => {
        socket.destroy();
        resolve(answer);
      };
      socket.once("connect", () => settle(true));
      socket.once("timeout", () => settle(false));
      socket.once("error", () => settle(false));
    });
  }

  close(): void {
    this.#agent.destroy();
  }

  #once(request: RawRequest): Promise<AwsReply> {
    return new Promise((resolve, reject) => {
      const outgoing = startRequest({
        host: this.#host,
        port: this.#port,
        method: request.method,
        path: request.target,
        headers: forwardedHeaders(request),
        agent: this.#agent,
        timeout: TIMEOUT_MS,
        setDefaultHeaders: false,
      });
      outgoing.once("timeout", () => outgoing.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
      outgoing.once("error", (error: NodeJS.ErrnoException) => {
        const stale = outgoing.reusedSocket && (error.code === "ECONNRESET" || error.code === "EPIPE");
        reject(stale ? new StaleConnection(error.message, { cause: error }) : error);
      });
      outgoing.once("response", (incoming) => collect(incoming).then(resolve, reject));
      outgoing.end(request.body);
    });
  }
}

class StaleConnection extends Error {}

function gone(endpoint: string, cause: unknown): TriremeError {
  if (cause instanceof TriremeError) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new TriremeError(`The emulator at ${endpoint} does not answer: ${why}`, {
    code: "emulator-gone",
    fault: "environment",
    fix: "Start the sandbox again; what the emulator held is lost.",
    cause,
  });
}

function forwardedHeaders(request: RawRequest): Record<string, string> {
  const headers = endToEnd(request.headers);
  const bodiless = request.body.length === 0 && (request.method === "GET" || request.method === "HEAD");
  if (bodiless) delete headers["content-length"];
  else headers["content-length"] = String(request.body.length);
  headers.connection = "keep-alive";
  return headers;
}

/** Headers without those of the connection, including the ones that `connection` names. */
function endToEnd(headers: Readonly<Record<string, string>>): Record<string, string> {
  const named = new Set((headers.connection ?? "").split(",").map((name) => name.trim().toLowerCase()));
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name) && !named.has(name)),
  );
}

async function collect(incoming: IncomingMessage): Promise<AwsReply> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return {
    status: incoming.statusCode ?? 502,
    headers: endToEnd(flatHeaders(incoming)),
    body: Buffer.concat(chunks),
  };
}

/** Headers by lower-case name, repeated ones joined as HTTP allows. */
export function flatHeaders(message: IncomingMessage): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return flat;
}
