import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { JsonObject } from "../../lib/index.ts";

/** A state lock as Terraform's S3 backend stores it. */
export interface StoredLock {
  readonly ID: string;
  readonly Operation: string;
  readonly Info: string;
  readonly Who: string;
  readonly Version: string;
  /** ISO 8601. */
  readonly Created: string;
  readonly Path: string;
}

/**
 * As much of S3, on loopback, as Terraform's S3 backend needs to keep states and
 * lock files. For tests: its locks outlive their holder, as real ones do, and a
 * state takes as long to write as the test wants.
 */
export class StateServer {
  readonly #server: Server;
  readonly #objects = new Map<string, string>();
  /** How long a state takes to write, in milliseconds. */
  writeDelay = 0;
  /** Called when the write of a state comes in, before the delay. */
  onWrite: ((stack: string) => void) | undefined;

  static async start(): Promise<StateServer> {
    const state = new StateServer();
    await new Promise<void>((resolve) => state.#server.listen(0, "127.0.0.1", resolve));
    return state;
  }

  constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  /** The `terraform` block's backend for a stack. */
  backend(stack: string): JsonObject {
    const { port } = this.#server.address() as AddressInfo;
    return {
      s3: {
        bucket: "states",
        key: stack,
        region: "us-east-1",
        use_lockfile: true,
        use_path_style: true,
        endpoints: { s3: `http://127.0.0.1:${port}` },
        access_key: "test",
        secret_key: "test",
        skip_credentials_validation: true,
        skip_requesting_account_id: true,
        skip_metadata_api_check: true,
        skip_region_validation: true,
        max_retries: 1,
      },
    };
  }

  stateOf(stack: string): string | undefined {
    return this.#objects.get(stack);
  }

  lockOf(stack: string): StoredLock | undefined {
    const lock = this.#objects.get(lockKey(stack));
    return lock === undefined ? undefined : (JSON.parse(lock) as StoredLock);
  }

  setLock(stack: string, lock: StoredLock | undefined): void {
    if (lock === undefined) this.#objects.delete(lockKey(stack));
    else this.#objects.set(lockKey(stack), JSON.stringify(lock));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://localhost");
    const key = decodeURIComponent(url.pathname).replace(/^\/states\/?/, "");
    const body = await text(request);
    const end = (status: number, content = "") =>
      void response.writeHead(status, { "content-length": Buffer.byteLength(content) }).end(content);
    if (key === "") return end(200, "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");
    switch (request.method) {
      case "PUT": {
        const onlyIfAbsent = request.headers["if-none-match"] === "*";
        if (onlyIfAbsent && this.#objects.has(key)) return end(412, failure("PreconditionFailed"));
        if (!key.endsWith(".tflock")) await this.#slowly(key);
        // Who was killed while writing has not written.
        if (response.destroyed) return;
        this.#objects.set(key, body);
        return end(200);
      }
      case "DELETE":
        this.#objects.delete(key);
        return end(204);
      default: {
        const found = this.#objects.get(key);
        return found === undefined ? end(404, failure("NoSuchKey")) : end(200, found);
      }
    }
  }

  async #slowly(stack: string): Promise<void> {
    this.onWrite?.(stack);
    if (this.writeDelay > 0) await new Promise((resolve) => setTimeout(resolve, this.writeDelay));
  }
}

function lockKey(stack: string): string {
  return `${stack}.tflock`;
}

function failure(code: string): string {
  return `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;
}
