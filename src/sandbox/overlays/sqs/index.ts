import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay, World } from "../../overlay.ts";
import { jsonBody, jsonReply } from "../../wire/index.ts";
import { perSandbox } from "../perSandbox.ts";

const ATTRIBUTE = "RedriveAllowPolicy";

/** Account, region and name of a queue, to its redrive allow policy. */
type Policies = Map<string, string>;

const policiesOf = perSandbox((): Policies => new Map<string, string>());

/** Which queues may use a queue for their dead letters, as it was said; undefined when nothing was. */
export function redriveAllowPolicy(
  world: World,
  call: Pick<AwsCall, "account" | "signedRegion">,
  name: string,
): string | undefined {
  return policiesOf(world).get(idOf(call, name));
}

/** A dead-letter queue remembers which queues may use it; the emulator forgets it, and the provider waits for it. */
export const sqsOverlay: Overlay = {
  name: "sqs-redrive-permission",
  service: "sqs",
  grade: "validated",
  models:
    "Which queues a dead-letter queue takes from, as it was set, and redrive policies as AWS writes them. Leaves out " +
    "everything else, which the emulator answers.",
  async handle(call, world) {
    const { QueueName, QueueUrl, Attributes, AttributeNames } = jsonBody(call);
    const name =
      String(QueueName ?? QueueUrl)
        .split("/")
        .at(-1) ?? "";
    const policies = policiesOf(world);
    switch (call.action) {
      case "CreateQueue":
      case "SetQueueAttributes": {
        const reply = await world.forward(call);
        const given = (Attributes as Record<string, unknown> | undefined)?.[ATTRIBUTE];
        if (reply.status < 300 && given === "") policies.delete(idOf(call, name));
        else if (reply.status < 300 && given !== undefined) policies.set(idOf(call, name), String(given));
        return reply;
      }
      case "DeleteQueue": {
        const reply = await world.forward(call);
        if (reply.status < 300) policies.delete(idOf(call, name));
        return reply;
      }
      case "GetQueueAttributes":
        return await attributes(call, world, policies.get(idOf(call, name)), AttributeNames);
      default:
        return undefined;
    }
  },
};

/**
 * The emulator's answer with what it forgot, which it refuses to be asked for by name, and with the redrive policy as
 * AWS writes it: without spaces, which the provider takes for a difference.
 */
async function attributes(
  call: AwsCall,
  world: World,
  policy: string | undefined,
  wanted: unknown,
): Promise<AwsReply> {
  const names: readonly unknown[] = Array.isArray(wanted) ? wanted : [];
  const others = names.filter((name) => name !== ATTRIBUTE);
  const asked = { ...jsonBody(call), AttributeNames: others.length === 0 ? ["QueueArn"] : others };
  const reply = await world.forward({ ...call, body: Buffer.from(JSON.stringify(asked)) });
  if (reply.status >= 300) return reply;
  const { Attributes, ...rest } = jsonBody({ body: Buffer.from(reply.body) });
  const known = others.length === 0 ? {} : ((Attributes ?? {}) as Record<string, unknown>);
  const { RedrivePolicy } = known;
  const told = policy !== undefined && (names.includes("All") || names.includes(ATTRIBUTE));
  return jsonReply(call, {
    ...rest,
    Attributes: {
      ...known,
      ...(typeof RedrivePolicy === "string" ? { RedrivePolicy: compact(RedrivePolicy) } : {}),
      ...(told ? { [ATTRIBUTE]: policy } : {}),
    },
  });
}

function compact(text: string): string {
  return JSON.stringify(JSON.parse(text));
}

function idOf({ account, signedRegion }: Pick<AwsCall, "account" | "signedRegion">, name: string): string {
  return `${account} ${signedRegion} ${name}`;
}
