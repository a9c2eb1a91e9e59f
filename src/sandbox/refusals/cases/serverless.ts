import { type Caller, json, query, rest, type WireCall } from "./caller.ts";
import { makeKey, type RefusalCase } from "./refusalCase.ts";

const EAST = "us-east-1";
const CODE = "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA=="; // An empty archive: nothing of it is ever run.

async function makeRole(sandbox: Caller, RoleName: string, service: string): Promise<string> {
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });
  return await sandbox.field(query("iam", EAST, "CreateRole", { RoleName, AssumeRolePolicyDocument }), "Arn");
}

const send = (service: string, method: string, path: string, body: object) =>
  rest(service, EAST, method, path, JSON.stringify(body), { "content-type": "application/json" });

/** Functions with a setting that Lambda refuses, and with one that it takes. */
function functionCase(refusal: string, code: string, refused: object, taken: object): RefusalCase {
  return {
    refusal,
    code,
    emulator: "accepts",
    async prepare(sandbox) {
      const Role = await makeRole(sandbox, `${refusal}-role`, "lambda.amazonaws.com");
      const create = (FunctionName: string, settings: object) =>
        send("lambda", "POST", "/2015-03-31/functions", {
          FunctionName,
          Role,
          Runtime: "nodejs22.x",
          Handler: "index.handler",
          Code: { ZipFile: CODE },
          ...settings,
        });
      return { refused: create(`${refusal}-bad`, refused), taken: create(`${refusal}-good`, taken) };
    },
  };
}

type MakeMapping = (name: string, hiddenSeconds: number, settings: object) => Promise<WireCall>;

/** Queues that start a function whose runs take 30 seconds. */
function mappingCase(
  refusal: string,
  code: string,
  calls: (map: MakeMapping) => Promise<{ readonly refused: WireCall; readonly taken: WireCall }>,
): RefusalCase {
  return {
    refusal,
    code,
    emulator: "accepts",
    async prepare(sandbox) {
      const Role = await makeRole(sandbox, `${refusal}-role`, "lambda.amazonaws.com");
      const settings = { Role, Runtime: "nodejs22.x", Handler: "index.handler", Code: { ZipFile: CODE } };
      await sandbox.must(
        send("lambda", "POST", "/2015-03-31/functions", { FunctionName: refusal, Timeout: 30, ...settings }),
      );
      return await calls(async (name, hidden, more) => {
        const QueueName = `${refusal}-${name}`;
        const Attributes = { VisibilityTimeout: String(hidden) };
        await sandbox.must(json("sqs", EAST, "CreateQueue", { QueueName, Attributes }));
        return send("lambda", "POST", "/2015-03-31/event-source-mappings", {
          FunctionName: refusal,
          EventSourceArn: `arn:aws:sqs:${EAST}:123456789012:${QueueName}`,
          ...more,
        });
      });
    },
  };
}

function scheduleCase(refusal: string, refused: object, taken: object): RefusalCase {
  const create = (name: string, settings: object) =>
    send("scheduler", "POST", `/schedules/${name}`, {
      ScheduleExpression: "rate(1 hour)",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: {
        Arn: "arn:aws:lambda:us-east-1:123456789012:function:report",
        RoleArn: "arn:aws:iam::123456789012:role/scheduler",
      },
      ...settings,
    });
  return {
    refusal,
    code: "ValidationException",
    emulator: "accepts",
    prepare: async () => ({
      refused: create(`${refusal}-bad`, refused),
      taken: create(`${refusal}-good`, taken),
    }),
  };
}

function machineCase(
  refusal: string,
  code: string,
  calls: (sandbox: Caller) => Promise<{ readonly refused: object; readonly taken: object }>,
): RefusalCase {
  return {
    refusal,
    code,
    emulator: "accepts",
    async prepare(sandbox) {
      const roleArn = await makeRole(sandbox, `${refusal}-role`, "states.amazonaws.com");
      const { refused, taken } = await calls(sandbox);
      const create = (name: string, settings: object) =>
        json("states", EAST, "CreateStateMachine", {
          name,
          roleArn,
          definition: definition(true),
          ...settings,
        });
      return { refused: create(`${refusal}-bad`, refused), taken: create(`${refusal}-good`, taken) };
    },
  };
}

const definition = (ends: boolean) =>
  JSON.stringify({
    StartAt: "Wait",
    States: { Wait: { Type: "Wait", Seconds: 1, ...(ends ? { End: true } : {}) } },
  });

/** Documents that API Gateway refuses to import, and those that it takes. */
function importCase(refusal: string, refused: object, taken: object): RefusalCase {
  return {
    refusal,
    code: "BadRequestException",
    emulator: "accepts",
    async prepare(sandbox) {
      const { id } = await sandbox.object(send("apigateway", "POST", "/restapis", { name: refusal }));
      const put = (post: object) =>
        send("apigateway", "PUT", `/restapis/${String(id)}?mode=overwrite`, {
          openapi: "3.0.1",
          info: { title: refusal, version: "1" },
          paths: { "/orders": { post: { responses: { "200": { description: "taken" } }, ...post } } },
          components: { schemas: { Order: { type: "object" } } },
        });
      return { refused: put(refused), taken: put(taken) };
    },
  };
}

const waits = (timeoutInMillis: number) => ({
  "x-amazon-apigateway-integration": {
    type: "aws",
    httpMethod: "POST",
    uri: `arn:aws:apigateway:${EAST}:lambda:path/2015-03-31/functions/report/invocations`,
    timeoutInMillis,
  },
});
const checks = (model: string) => ({
  requestBody: { content: { "application/json": { schema: { $ref: `#/components/schemas/${model}` } } } },
});

export const serverlessCases: readonly RefusalCase[] = [
  functionCase("lambda-memory", "ValidationException", { MemorySize: 64 }, { MemorySize: 128 }),
  functionCase("lambda-timeout", "ValidationException", { Timeout: 901 }, { Timeout: 900 }),
  functionCase(
    "lambda-handler",
    "ValidationException",
    { Handler: "index handler" },
    { Handler: "index.handle" },
  ),
  functionCase(
    "lambda-environment",
    "InvalidParameterValueException",
    { Environment: { Variables: { AWS_REGION: EAST } } },
    { Environment: { Variables: { HOME_NAME: "US" } } },
  ),
  {
    refusal: "lambda-reserved-concurrency",
    code: "InvalidParameterValueException",
    emulator: "accepts",
    async prepare(sandbox) {
      const Role = await makeRole(sandbox, "reserving", "lambda.amazonaws.com");
      for (const FunctionName of ["reserving", "reserved"]) {
        await sandbox.must(
          send("lambda", "POST", "/2015-03-31/functions", {
            FunctionName,
            Role,
            Runtime: "nodejs22.x",
            Handler: "index.handler",
            Code: { ZipFile: CODE },
          }),
        );
      }
      const reserve = (name: string, ReservedConcurrentExecutions: number) =>
        send("lambda", "PUT", `/2017-10-31/functions/${name}/concurrency`, { ReservedConcurrentExecutions });
      await sandbox.must(reserve("reserved", 400));
      return { refused: reserve("reserving", 501), taken: reserve("reserving", 500) };
    },
  },
  mappingCase("lambda-queue-shown-too-soon", "InvalidParameterValueException", async (map) => ({
    refused: await map("late", 29, {}),
    taken: await map("timely", 30, {}),
  })),
  mappingCase("lambda-queue-batch", "InvalidParameterValueException", async (map) => ({
    refused: await map("ungathered", 180, { BatchSize: 11 }),
    taken: await map("gathered", 180, { BatchSize: 11, MaximumBatchingWindowInSeconds: 1 }),
  })),
  mappingCase("lambda-queue-concurrency", "ValidationException", async (map) => ({
    refused: await map("alone", 180, { ScalingConfig: { MaximumConcurrency: 1 } }),
    taken: await map("pair", 180, { ScalingConfig: { MaximumConcurrency: 2 } }),
  })),
  scheduleCase(
    "scheduler-expression",
    { ScheduleExpression: "cron(0 3 * * *)" },
    { ScheduleExpression: "cron(0 3 * * ? *)" },
  ),
  scheduleCase(
    "scheduler-timezone",
    { ScheduleExpressionTimezone: "Europe/Dublon" },
    { ScheduleExpressionTimezone: "Europe/Dublin" },
  ),
  scheduleCase(
    "scheduler-window",
    { FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 1441 } },
    { FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 1440 } },
  ),
  machineCase("states-definition", "InvalidDefinition", async () => ({
    refused: { definition: definition(false) },
    taken: { definition: definition(true) },
  })),
  machineCase("states-key-not-usable", "InvalidEncryptionConfiguration", async (sandbox) => {
    const by = (kmsKeyId: string) => ({
      encryptionConfiguration: { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId },
    });
    return {
      refused: by(`arn:aws:kms:${EAST}:123456789012:key/00000000-0000-0000-0000-000000000000`),
      taken: by(await makeKey(sandbox, EAST)),
    };
  }),
  {
    refusal: "ssm-value-not-of-pattern",
    code: "ParameterPatternMismatchException",
    emulator: "accepts",
    async prepare(sandbox) {
      const put = (Value: string, more: object) =>
        json("ssm", EAST, "PutParameter", { Name: "/shop/switch", Value, ...more });
      await sandbox.must(put("off", { Type: "String", AllowedPattern: "^(on|off)$" }));
      return { refused: put("Off", { Overwrite: true }), taken: put("on", { Overwrite: true }) };
    },
  },
  importCase("apigateway-integration-timeout", waits(29_001), waits(29_000)),
  importCase("apigateway-model-missing", checks("Ordre"), checks("Order")),
  {
    refusal: "apigateway-certificate-elsewhere",
    code: "BadRequestException",
    emulator: "accepts",
    prepare: async () => {
      const create = (domainName: string, region: string) =>
        send("apigateway", "POST", "/domainnames", {
          domainName,
          regionalCertificateArn: `arn:aws:acm:${region}:123456789012:certificate/00000000-0000-0000-0000-000000000000`,
          endpointConfiguration: { types: ["REGIONAL"] },
        });
      return { refused: create("a.example.com", "us-west-2"), taken: create("b.example.com", EAST) };
    },
  },
];
