import { readParameter } from "./parameters.ts";
import type { PlainAnswer, PlainCalls } from "./plainCalls.ts";

/** A call of the data plane of routing controls, and where the addresses of its cluster are written down. */
export interface ClusterCall {
  /** Parameter of the region with the endpoints as JSON: a list of `endpoint` and `region`. */
  readonly parameter: string;
  /** `UpdateRoutingControlStates` */
  readonly action: string;
  readonly input: object;
  /** Region whose endpoint is not asked, because it is gone or about to be left. @default all are asked */
  readonly without?: string;
}

interface Endpoint {
  readonly endpoint: string;
  readonly region: string;
}

/** Longest wait for one endpoint: there are others. */
const ENDPOINT_MS = 5000;

/**
 * Asks a routing-control cluster, whose five endpoints hold the same states: the next where one does not answer, or says
 * that it cannot. What the endpoints are is read in the own region, since only us-west-2 would tell, and kept.
 * Source: https://docs.aws.amazon.com/r53recovery/latest/dg/routing-control.update.api.html, and the model of
 * route53-recovery-cluster 2019-12-02 (botocore 1.43), read November 2026.
 */
export class ClusterCalls {
  readonly #plain: PlainCalls;
  readonly #known = new Map<string, readonly Endpoint[]>();

  constructor(plain: PlainCalls) {
    this.#plain = plain;
  }

  /** The first clear answer, a refusal too. Throws as the last endpoint did when none has given one. */
  async send(call: ClusterCall): Promise<PlainAnswer> {
    const { parameter, action, input, without } = call;
    let failed: unknown = new Error(`${parameter} names no endpoint`);
    for (const { endpoint, region } of await this.#endpoints(parameter)) {
      if (region === without) continue;
      try {
        const answer = await this.#plain.send({
          service: "route53-recovery-cluster",
          method: "POST",
          path: `${new URL(endpoint).pathname.replace(/\/$/, "")}/`,
          contentType: "application/x-amz-json-1.0",
          target: `ToggleCustomerAPI.${action}`,
          body: JSON.stringify(input),
          at: { endpoint, region },
          answerMs: ENDPOINT_MS,
        });
        if (answer.status < 500 && !answer.body.includes("EndpointTemporarilyUnavailableException"))
          return answer;
        failed = new Error(`the endpoint in ${region} answers ${answer.status}`);
      } catch (error) {
        failed = error;
      }
    }
    throw failed;
  }

  async #endpoints(parameter: string): Promise<readonly Endpoint[]> {
    const known = this.#known.get(parameter);
    if (known !== undefined) return known;
    const written = await readParameter(this.#plain, parameter).catch((error: Error) => {
      throw new Error(`the endpoints cannot be read from ${parameter}: ${error.message}`, { cause: error });
    });
    const read = JSON.parse(written) as readonly Endpoint[];
    this.#known.set(parameter, read);
    return read;
  }
}
