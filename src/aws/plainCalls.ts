import { STSClient } from "@aws-sdk/client-sts";
import type { AwsTarget } from "./target.ts";

/** A request to a service that has no client of its own here. */
export interface PlainRequest {
  /** Name in a signature, and first part of the endpoint's name: `elasticache`. */
  readonly service: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Encoded. @default "/" */
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  /** What a service of AWS's JSON protocol is to do: `AmazonSSM.GetParameter`. */
  readonly target?: string;
  readonly body?: string;
  /**
   * Where it goes and for what region it is signed. An emulated AWS is asked for every endpoint.
   * @default the service's endpoint in the region of the calls
   */
  readonly at?: { readonly endpoint: string; readonly region: string };
  /** Milliseconds to wait for an answer. @default 30,000 */
  readonly answerMs?: number;
}

export interface PlainAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Longest wait for an answer. What comes later is looked for by reading back. */
const ANSWER_MS = 30_000;

/**
 * Signs and sends requests with the credentials, the signer and the connections of the AWS SDK, for services of which
 * two or three calls are made: a client for each of them would be a dependency for each.
 */
export class PlainCalls {
  readonly #region: string;
  readonly #target: AwsTarget;
  /** Never called as STS: it lends its configuration. */
  readonly #lender: STSClient;

  constructor(region: string, target: AwsTarget) {
    const { endpoint, credentials, appId } = target;
    this.#region = region;
    this.#target = target;
    this.#lender = new STSClient({
      region,
      userAgentAppId: appId,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(credentials === undefined ? {} : { credentials }),
    });
  }

  /** Throws when nobody answers; an answer that is a refusal is an answer. */
  async send({
    service,
    method,
    path = "/",
    query = {},
    contentType,
    target,
    body,
    at: { endpoint, region } = {
      endpoint: `https://${service}.${this.#region}.amazonaws.com`,
      region: this.#region,
    },
    answerMs = ANSWER_MS,
  }: PlainRequest): Promise<PlainAnswer> {
    const { config } = this.#lender;
    const at = new URL(this.#target.endpoint ?? endpoint);
    const signer = await config.signer({
      name: "sigv4",
      signingName: service,
      signingRegion: region,
      properties: {},
    });
    const signed = await signer.sign(
      {
        protocol: at.protocol,
        hostname: at.hostname,
        ...(at.port === "" ? {} : { port: Number(at.port) }),
        method,
        path,
        query,
        headers: {
          host: at.host,
          "user-agent": `trireme app/${this.#target.appId}`,
          ...(contentType === undefined ? {} : { "content-type": contentType }),
          ...(target === undefined ? {} : { "x-amz-target": target }),
          ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
        },
        ...(body === undefined ? {} : { body }),
      },
      { signingRegion: region, signingService: service },
    );
    const { response } = await config.requestHandler.handle(signed as never, { requestTimeout: answerMs });
    const chunks: Buffer[] = [];
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) chunks.push(Buffer.from(chunk));
    return {
      status: response.statusCode,
      headers: response.headers,
      body: Buffer.concat(chunks).toString("utf8"),
    };
  }

  destroy(): void {
    this.#lender.destroy();
  }
}
