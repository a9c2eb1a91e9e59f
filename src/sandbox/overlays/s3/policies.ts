import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay, World } from "../../overlay.ts";
import { perSandbox } from "../perSandbox.ts";
import { s3Request } from "./request.ts";

interface Policy {
  readonly Statement?: unknown;
}

interface Statement {
  readonly Condition?: unknown;
  readonly Principal?: unknown;
}

/** The emulator takes a log bucket only with such a statement; it binds nobody but a service that it lacks. */
function isForLogDelivery({ Principal }: Statement): boolean {
  const service = (Principal as { readonly Service?: unknown } | undefined)?.Service;
  return service === "logging.s3.amazonaws.com";
}

/** Bucket policies as they were put, by account and bucket. */
const policiesOf = perSandbox(() => new Map<string, string>());

/** A bucket's policy as it was put; undefined when it has none, or none that can be read. */
export function bucketPolicy(world: World, account: string, bucket: string): string | undefined {
  return policiesOf(world).get(`${account}/${bucket}`);
}

/** Policy of a bucket of any account: bucket names are AWS's own over all of them. Undefined where none was put. */
export function bucketPolicyAnywhere(world: World, bucket: string): string | undefined {
  for (const [place, policy] of policiesOf(world)) if (place.endsWith(`/${bucket}`)) return policy;
  return undefined;
}

/**
 * The emulator denies every call that a statement with a condition speaks of, met or not: with a policy
 * that refuses plain HTTP nobody gets in any more. It is given the statements without a condition only.
 */
export const s3BucketPolicies: Overlay = {
  name: "s3-bucket-policies",
  service: "s3",
  grade: "modelled",
  models:
    "Bucket policies given back as they were put. Statements with a condition are kept and shown but not " +
    "enforced, those without one and those for log delivery are left to the emulator.",
  async handle(call, world) {
    const policies = policiesOf(world);
    const place = `${call.account}/${s3Request(call).bucket}`;
    switch (call.action) {
      case "PutBucketPolicy":
        return put(call, world, policies, place);
      case "GetBucketPolicy": {
        const reply = await world.forward(call);
        const text = policies.get(place);
        return reply.status === 200 && text !== undefined
          ? { status: 200, headers: { "content-type": "application/json" }, body: text }
          : reply;
      }
      case "DeleteBucketPolicy": {
        const reply = await world.forward(call);
        if (reply.status < 300) policies.delete(place);
        return reply;
      }
      default:
        return undefined;
    }
  },
};

async function put(
  call: AwsCall,
  world: World,
  policies: Map<string, string>,
  place: string,
): Promise<AwsReply> {
  const text = call.body.toString();
  const enforced = withoutConditions(text);
  if (enforced === undefined) {
    policies.delete(place);
    return world.forward(call);
  }
  const reply = await world.forward({ ...call, body: Buffer.from(enforced) });
  if (reply.status < 300) policies.set(place, text);
  return reply;
}

/** Undefined for what is not a policy, which is for the service to say. */
function withoutConditions(text: string): string | undefined {
  let policy: Policy;
  try {
    policy = JSON.parse(text) as Policy;
  } catch {
    return undefined;
  }
  if (policy === null || typeof policy !== "object" || policy.Statement === undefined) return undefined;
  const statements = [policy.Statement].flat() as Statement[];
  return JSON.stringify({
    ...policy,
    Statement: statements
      .filter((statement) => statement.Condition === undefined || isForLogDelivery(statement))
      .map(({ Condition, ...statement }) => statement),
  });
}
