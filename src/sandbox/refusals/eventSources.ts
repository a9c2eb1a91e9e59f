import type { AwsCall } from "../call.ts";
import type { Refusal, RefusedCall, World } from "../overlay.ts";
import { functionOf } from "../overlays/eventSources.ts";
import { askJson, jsonBody } from "../wire/index.ts";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg";
const CREATE = ["CreateEventSourceMapping"];

function invalid(message: string): RefusedCall {
  return { status: 400, code: "InvalidParameterValueException", message };
}

const shown: Refusal = {
  id: "lambda-queue-shown-too-soon",
  service: "lambda",
  actions: CREATE,
  rule: "A function's timeout is no longer than its queue hides a message.",
  source: `${GUIDE}/services-sqs-configure.html`,
  async check(call, world) {
    const [timeout, hidden] = [await timeoutOf(call, world), await hiddenFor(call, world)];
    if (timeout === undefined || hidden === undefined || timeout <= hidden) return undefined;
    return invalid(
      `Queue visibility timeout: ${hidden} seconds is less than Function timeout: ${timeout} seconds`,
    );
  },
};

const gathered: Refusal = {
  id: "lambda-queue-batch",
  service: "lambda",
  actions: CREATE,
  rule: "A batch of more than 10 messages is gathered for a second or more; of a FIFO queue it has 10 at most, and nothing is gathered.",
  source: `${GUIDE}/services-sqs-parameters.html`,
  async check(call) {
    const { EventSourceArn, BatchSize = 10, MaximumBatchingWindowInSeconds: window = 0 } = jsonBody(call);
    const batch = Number(BatchSize);
    if (String(EventSourceArn).endsWith(".fifo")) {
      if (Number(window) > 0) return invalid("Batching window is not supported for FIFO queues");
      return batch > 10 ? invalid("Batch size must be at most 10 for a FIFO queue") : undefined;
    }
    return batch > 10_000 || (batch > 10 && Number(window) < 1)
      ? invalid(
          "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10",
        )
      : undefined;
  },
};

const atOnce: Refusal = {
  id: "lambda-queue-concurrency",
  service: "lambda",
  actions: [...CREATE, "UpdateEventSourceMapping"],
  rule: "A queue has 2 to 1,000 runs of a function going at a time.",
  source: `${GUIDE}/services-sqs-scaling.html`,
  async check(call) {
    const { MaximumConcurrency } = (jsonBody(call).ScalingConfig ?? {}) as { MaximumConcurrency?: number };
    if (MaximumConcurrency === undefined || (MaximumConcurrency >= 2 && MaximumConcurrency <= 1000)) return;
    return {
      status: 400,
      code: "ValidationException",
      message: `Value '${MaximumConcurrency}' at 'scalingConfig.maximumConcurrency' failed to satisfy constraint: Member must be between 2 and 1000`,
    };
  },
};

/** Seconds that a run of the function may take. */
async function timeoutOf(call: AwsCall, world: World): Promise<number | undefined> {
  const name = functionOf(String(jsonBody(call).FunctionName));
  const reply = await world.ask({
    account: call.account,
    region: call.signedRegion,
    service: "lambda",
    method: "GET",
    target: `/2015-03-31/functions/${encodeURIComponent(name)}/configuration`,
  });
  return reply.status === 200 ? Number(jsonBody({ body: Buffer.from(reply.body) }).Timeout ?? 3) : undefined;
}

/** Seconds for which the queue hides what was taken. */
async function hiddenFor(call: AwsCall, world: World): Promise<number | undefined> {
  const place = { account: call.account, region: call.signedRegion };
  const QueueName = String(jsonBody(call).EventSourceArn).split(":")[5];
  const found = await askJson(world, place, "sqs", "GetQueueUrl", { QueueName });
  if (found === undefined) return undefined;
  const { QueueUrl } = found;
  const AttributeNames = ["VisibilityTimeout"];
  const told = await askJson(world, place, "sqs", "GetQueueAttributes", { QueueUrl, AttributeNames });
  const seconds = (told?.Attributes as Readonly<Record<string, string>> | undefined)?.VisibilityTimeout;
  return seconds === undefined ? undefined : Number(seconds);
}

/** Of queues that start functions. */
export const eventSourceRefusals: readonly Refusal[] = [shown, gathered, atOnce];
