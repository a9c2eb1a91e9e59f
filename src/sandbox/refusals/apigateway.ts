import type { AwsCall } from "../call.ts";
import type { Refusal, RefusedCall } from "../overlay.ts";
import { jsonBody } from "../wire/index.ts";

const GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide";
const LEAST_MS = 50;
const MOST_MS = 29_000;

function bad(message: string): RefusedCall {
  return { status: 400, code: "BadRequestException", message };
}

/** Integrations of the document that the call imports. */
function integrations(call: AwsCall): readonly Readonly<Record<string, unknown>>[] {
  const { paths } = jsonBody(call) as { paths?: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
  return Object.values(paths ?? {}).flatMap((methods) =>
    Object.values(methods).flatMap((method) => {
      const found = (method as Readonly<Record<string, unknown>>)["x-amazon-apigateway-integration"];
      return found !== null && typeof found === "object" ? [found as Readonly<Record<string, unknown>>] : [];
    }),
  );
}

const timeout: Refusal = {
  id: "apigateway-integration-timeout",
  service: "apigateway",
  actions: ["PutRestApi", "ImportRestApi"],
  rule: "An integration is waited for 50 to 29,000 milliseconds, unless the account's quota has been raised.",
  source: `${GUIDE}/api-gateway-execution-service-limits-table.html`,
  async check(call) {
    const wrong = integrations(call).find(({ timeoutInMillis: given }) => {
      return given !== undefined && !(Number(given) >= LEAST_MS && Number(given) <= MOST_MS);
    });
    return wrong === undefined
      ? undefined
      : bad(`Timeout should be between ${LEAST_MS} ms and ${MOST_MS} ms`);
  },
};

const references: Refusal = {
  id: "apigateway-model-missing",
  service: "apigateway",
  actions: ["PutRestApi", "ImportRestApi"],
  rule: "A body is checked against a model that the document has.",
  source: `${GUIDE}/api-gateway-method-request-validation-sdk.html`,
  async check(call) {
    const text = call.body.toString();
    const { components } = jsonBody(call) as { components?: { schemas?: Readonly<Record<string, unknown>> } };
    const known = new Set(Object.keys(components?.schemas ?? {}));
    const missing = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].find(
      ([, name = ""]) => !known.has(name),
    );
    return missing === undefined ? undefined : bad(`Invalid model reference specified: ${missing[1]}`);
  },
};

const certificate: Refusal = {
  id: "apigateway-certificate-elsewhere",
  service: "apigateway",
  actions: ["CreateDomainName"],
  rule: "A regional name takes a certificate of its own region.",
  source: `${GUIDE}/how-to-specify-certificate-for-custom-domain-name.html`,
  async check(call) {
    const arn = jsonBody(call).regionalCertificateArn;
    if (typeof arn !== "string") return undefined;
    return arn.split(":")[3] === call.signedRegion
      ? undefined
      : bad("The certificate provided must be in the same region as the API");
  },
};

export const apiGatewayRefusals: readonly Refusal[] = [timeout, references, certificate];
