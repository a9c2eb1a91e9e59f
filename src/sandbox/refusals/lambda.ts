import type { AwsCall } from "../call.ts";
import type { Refusal, RefusedCall } from "../overlay.ts";
import { jsonBody } from "../wire/index.ts";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg";
const API = "https://docs.aws.amazon.com/lambda/latest/api";
const SETTINGS = ["CreateFunction", "UpdateFunctionConfiguration"];

/** Of an account's 1,000 runs at a time in a region, those that no function may reserve. */
const UNRESERVED = 100;
const QUOTA = 1000;

function invalid(message: string): RefusedCall {
  return { status: 400, code: "InvalidParameterValueException", message };
}

/** A whole number of the body that is out of its range. */
function outside(call: AwsCall, field: string, least: number, most: number): RefusedCall | undefined {
  const value = jsonBody(call)[field];
  if (value === undefined || (Number.isInteger(value) && Number(value) >= least && Number(value) <= most))
    return;
  return {
    status: 400,
    code: "ValidationException",
    message: `Value '${String(value)}' at '${field}' failed to satisfy constraint: Member must be between ${least} and ${most}`,
  };
}

const memory: Refusal = {
  id: "lambda-memory",
  service: "lambda",
  actions: SETTINGS,
  rule: "A function has 128 to 10,240 MiB.",
  source: `${API}/API_CreateFunction.html`,
  async check(call) {
    return outside(call, "MemorySize", 128, 10_240);
  },
};

const timeout: Refusal = {
  id: "lambda-timeout",
  service: "lambda",
  actions: SETTINGS,
  rule: "A run takes 1 to 900 seconds.",
  source: `${GUIDE}/configuration-timeout.html`,
  async check(call) {
    return outside(call, "Timeout", 1, 900);
  },
};

const handler: Refusal = {
  id: "lambda-handler",
  service: "lambda",
  actions: SETTINGS,
  rule: "A handler has up to 128 characters and no white space.",
  source: `${API}/API_CreateFunction.html`,
  async check(call) {
    const given = jsonBody(call).Handler;
    if (given === undefined || (typeof given === "string" && /^\S{1,128}$/.test(given))) return undefined;
    return {
      status: 400,
      code: "ValidationException",
      message: `Value '${String(given)}' at 'handler' failed to satisfy constraint`,
    };
  },
};

/** Names that Lambda sets itself. */
const RESERVED =
  /^(?:_HANDLER|_X_AMZN_TRACE_ID|AWS_(?:DEFAULT_REGION|REGION|EXECUTION_ENV|ACCESS_KEY(?:_ID)?|SECRET_ACCESS_KEY|SESSION_TOKEN|LAMBDA_[A-Z_]+))$/;

const environment: Refusal = {
  id: "lambda-environment",
  service: "lambda",
  actions: SETTINGS,
  rule: "An environment holds up to 4 KB, and none of the names that Lambda sets itself.",
  source: `${GUIDE}/configuration-envvars.html`,
  async check(call) {
    const { Variables } = (jsonBody(call).Environment ?? {}) as {
      Variables?: Readonly<Record<string, string>>;
    };
    const variables = Variables ?? {};
    const reserved = Object.keys(variables).find((name) => RESERVED.test(name));
    if (reserved !== undefined)
      return invalid(
        `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved}`,
      );
    return Buffer.byteLength(JSON.stringify(variables)) > 4096
      ? invalid(
          "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit",
        )
      : undefined;
  },
};

const concurrency: Refusal = {
  id: "lambda-reserved-concurrency",
  service: "lambda",
  actions: ["PutFunctionConcurrency"],
  rule: "Functions reserve no more than an account's quota less 100: 900 of 1,000, all functions of a region together.",
  source: `${GUIDE}/configuration-concurrency.html`,
  async check(call, world) {
    const wanted = Number(jsonBody(call).ReservedConcurrentExecutions);
    const others = await reservedByOthers(call, world);
    return wanted + others > QUOTA - UNRESERVED
      ? invalid(
          `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${UNRESERVED}].`,
        )
      : undefined;
  },
};

async function reservedByOthers(call: AwsCall, world: Parameters<Refusal["check"]>[1]): Promise<number> {
  const get = async (target: string) => {
    const place = { account: call.account, region: call.signedRegion };
    const reply = await world.ask({ ...place, service: "lambda", method: "GET", target });
    return reply.status === 200 ? jsonBody({ body: Buffer.from(reply.body) }) : {};
  };
  const own = decodeURIComponent(call.target.split("/")[3] ?? "");
  const { Functions = [] } = (await get("/2015-03-31/functions?MaxItems=1000")) as {
    Functions?: readonly { readonly FunctionName: string }[];
  };
  let sum = 0;
  for (const { FunctionName } of Functions) {
    if (FunctionName === own) continue;
    const found = await get(`/2019-09-30/functions/${FunctionName}/concurrency`);
    sum += Number(found.ReservedConcurrentExecutions ?? 0);
  }
  return sum;
}

export const lambdaRefusals: readonly Refusal[] = [memory, timeout, handler, environment, concurrency];
