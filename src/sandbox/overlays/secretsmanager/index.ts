import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay, World } from "../../overlay.ts";
import { jsonBody, jsonReply } from "../../wire/index.ts";

/** Account, home region and name of a secret, to the key of each region that it is copied to. */
type Keys = Map<string, Map<string, string>>;

/** Copies of secrets keep the key that was named for them; the emulator reports the default key for all. */
export function secretsManagerOverlay(): Overlay {
  const keys: Keys = new Map();
  return {
    name: "secretsmanager-copies",
    service: "secretsmanager",
    grade: "validated",
    models:
      "The key of each copy of a secret, as it was named when the copy was asked for. Leaves out everything " +
      "else, which the emulator answers.",
    handle: (call, world) => answer(call, world, keys),
  };
}

async function answer(call: AwsCall, world: World, keys: Keys): Promise<AwsReply | undefined> {
  switch (call.action) {
    case "CreateSecret":
    case "ReplicateSecretToRegions": {
      const reply = await world.forward(call);
      const { Name, ARN } = replied(reply);
      const name = typeof Name === "string" ? Name : nameFromArn(ARN);
      if (reply.status === 200 && name !== undefined) remember(keys, idOf(call, name), jsonBody(call));
      return amended(call, reply, keys, name);
    }
    case "DescribeSecret": {
      const reply = await world.forward(call);
      const { Name } = replied(reply);
      return amended(call, reply, keys, typeof Name === "string" ? Name : undefined);
    }
    default:
      return undefined;
  }
}

function remember(keys: Keys, id: string, request: Record<string, unknown>): void {
  const known = keys.get(id) ?? new Map<string, string>();
  const copies = Array.isArray(request.AddReplicaRegions) ? request.AddReplicaRegions : [];
  for (const copy of copies as readonly { Region?: unknown; KmsKeyId?: unknown }[]) {
    if (typeof copy.Region !== "string") continue;
    if (typeof copy.KmsKeyId === "string") known.set(copy.Region, copy.KmsKeyId);
    else known.delete(copy.Region);
  }
  keys.set(id, known);
}

function amended(call: AwsCall, reply: AwsReply, keys: Keys, name: string | undefined): AwsReply {
  const known = name === undefined ? undefined : keys.get(idOf(call, name));
  const answered = replied(reply);
  if (reply.status !== 200 || known === undefined || !Array.isArray(answered.ReplicationStatus)) return reply;
  const copies = (answered.ReplicationStatus as readonly { Region?: string }[]).map((copy) => {
    const key = known.get(copy.Region ?? "");
    return key === undefined ? copy : { ...copy, KmsKeyId: key };
  });
  return jsonReply(call, { ...answered, ReplicationStatus: copies });
}

function replied(reply: AwsReply): Record<string, unknown> {
  return jsonBody({ body: Buffer.from(reply.body) });
}

function idOf(call: AwsCall, name: string): string {
  return `${call.account} ${call.signedRegion} ${name}`;
}

/** `arn:…:secret:name-AbCdEf` to `name`: Secrets Manager appends a hyphen and six characters. */
function nameFromArn(arn: unknown): string | undefined {
  return typeof arn === "string" ? /:secret:(.+)-[A-Za-z0-9]{6}$/.exec(arn)?.[1] : undefined;
}
