import type { PricingClient } from "@aws-sdk/client-pricing";
import { TriremeError } from "../lib/index.ts";
import type { AwsTarget } from "./target.ts";

/**
 * The only regions in which the Price List API is; each has the prices of all.
 * Source: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-price-list-query-api.html, recalled.
 */
const HOMES = ["us-east-1", "eu-central-1", "ap-south-1"] as const;

/** Products of an answer at most, which is AWS's bound. */
const PAGE = 100;
/** The API allows few calls a second; waits between attempts grow. */
const ATTEMPTS = 6;

/** The AWS Price List, asked for what something costs. Needs `pricing:GetProducts` and `pricing:GetAttributeValues`. */
export class PriceList {
  readonly #target: AwsTarget;
  readonly #clients: PricingClient[] = [];
  /** Of `HOMES`, the first that answers. */
  #home = 0;
  #calls = 0;

  constructor(target: AwsTarget) {
    this.#target = target;
  }

  /** Calls that were made. */
  get calls(): number {
    return this.#calls;
  }

  /** Every product with these attributes, each as the JSON that `PriceList` of the answer holds. */
  async products(
    service: string,
    filters: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<readonly string[]> {
    const { GetProductsCommand } = await import("@aws-sdk/client-pricing");
    const found: string[] = [];
    let token: string | undefined;
    do {
      const page = new GetProductsCommand({
        ServiceCode: service,
        FormatVersion: "aws_v1",
        MaxResults: PAGE,
        Filters: Object.entries(filters).map(([Field, Value]) => ({ Type: "TERM_MATCH", Field, Value })),
        ...(token === undefined ? {} : { NextToken: token }),
      });
      const answer = await this.#ask((client, options) => client.send(page, options), signal);
      found.push(...(answer.PriceList ?? []).map(String));
      token = answer.NextToken === "" ? undefined : answer.NextToken;
    } while (token !== undefined);
    return found;
  }

  /** Every value that the list has of an attribute, such as `regionCode`. */
  async values(service: string, attribute: string, signal?: AbortSignal): Promise<readonly string[]> {
    const { GetAttributeValuesCommand } = await import("@aws-sdk/client-pricing");
    const found: string[] = [];
    let token: string | undefined;
    do {
      const page = new GetAttributeValuesCommand({
        ServiceCode: service,
        AttributeName: attribute,
        MaxResults: PAGE,
        ...(token === undefined ? {} : { NextToken: token }),
      });
      const answer = await this.#ask((client, options) => client.send(page, options), signal);
      found.push(
        ...(answer.AttributeValues ?? []).flatMap(({ Value }) => (Value === undefined ? [] : [Value])),
      );
      token = answer.NextToken === "" ? undefined : answer.NextToken;
    } while (token !== undefined);
    return found;
  }

  destroy(): void {
    for (const client of this.#clients) client.destroy();
    this.#clients.length = 0;
  }

  /** Where nobody answers at all, the next home is asked, and from then on only that one. A refusal is an answer. */
  async #ask<Answer>(
    send: (client: PricingClient, options: { readonly abortSignal?: AbortSignal }) => Promise<Answer>,
    signal: AbortSignal | undefined,
  ): Promise<Answer> {
    for (;;) {
      try {
        this.#calls += 1;
        return await send(await this.#client(), signal === undefined ? {} : { abortSignal: signal });
      } catch (error) {
        const silent = statusOf(error) === undefined && (error as Error).name !== "CredentialsProviderError";
        if (signal?.aborted === true || !silent || this.#home === HOMES.length - 1) throw failure(error);
        this.#home += 1;
      }
    }
  }

  async #client(): Promise<PricingClient> {
    const known = this.#clients[this.#home];
    if (known !== undefined) return known;
    const { PricingClient } = await import("@aws-sdk/client-pricing");
    const { endpoint, credentials, appId, attempts = ATTEMPTS } = this.#target;
    const made = new PricingClient({
      region: HOMES[this.#home] ?? HOMES[0],
      maxAttempts: attempts,
      retryMode: "adaptive",
      userAgentAppId: appId,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(credentials === undefined ? {} : { credentials }),
    });
    this.#clients[this.#home] = made;
    return made;
  }
}

function statusOf(error: unknown): number | undefined {
  return (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

function failure(error: unknown): TriremeError {
  const { name, message } = error as Error;
  return new TriremeError(`the AWS Price List does not answer: ${name}: ${message}`, {
    code: "price-list-failed",
    fault: "environment",
    fix: "Use credentials that may call pricing:GetProducts and pricing:GetAttributeValues, of any account; then run it again. Nothing was written.",
    cause: error,
  });
}
