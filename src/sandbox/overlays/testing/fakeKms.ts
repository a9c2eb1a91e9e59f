import type { AwsReply } from "../../call.ts";
import { kmsOverlay } from "../kms/index.ts";
import { type Emulated, FakeWorld, jsonCall } from "./fakeWorld.ts";

interface StoredKey {
  readonly id: string;
  state: string;
  description: string;
  policy: string;
  rotation: boolean;
  readonly multiRegion: boolean;
}

/** Keys as moto keeps them: a replica is a copy that shares its policy's text and knows no multi-Region records. */
function fakeMoto(): Emulated {
  const keys = new Map<string, StoredKey>();
  let made = 0;
  const ok = (value: unknown): AwsReply => ({ status: 200, headers: {}, body: JSON.stringify(value) });
  const metadata = (region: string, key: StoredKey) => ({
    KeyId: key.id,
    Arn: `arn:aws:kms:${region}:123456789012:key/${key.id}`,
    Description: key.description,
    KeyState: key.state,
    MultiRegion: key.multiRegion,
    MultiRegionConfiguration: { MultiRegionKeyType: "WRONG" },
  });
  return ({ region, action, body }) => {
    const asked = JSON.parse(body || "{}") as Record<string, unknown>;
    if (action === "ListAliases") return ok({ Aliases: [{ AliasName: "alias/aws/rds" }], Truncated: false });
    if (action === "CreateKey") {
      made += 1;
      const multiRegion = asked.MultiRegion === true;
      const key = {
        id: `${multiRegion ? "mrk-" : ""}${made}`,
        state: "Enabled",
        description: String(asked.Description ?? ""),
        policy: "own",
        rotation: false,
        multiRegion,
      };
      keys.set(`${region}/${key.id}`, key);
      return ok({ KeyMetadata: metadata(region, key) });
    }
    const key = keys.get(`${region}/${String(asked.KeyId)}`);
    if (key === undefined) return { status: 400, headers: {}, body: '{"__type":"NotFoundException"}' };
    switch (action) {
      case "ReplicateKey": {
        const copy = { ...key };
        keys.set(`${String(asked.ReplicaRegion)}/${key.id}`, copy);
        return ok({
          ReplicaKeyMetadata: metadata(String(asked.ReplicaRegion), copy),
          ReplicaPolicy: "default",
        });
      }
      case "UpdateKeyDescription":
        key.description = String(asked.Description);
        return ok(null);
      case "PutKeyPolicy":
        key.policy = String(asked.Policy);
        return ok(null);
      case "GetKeyPolicy":
        return ok({ Policy: key.policy });
      case "EnableKeyRotation":
        key.rotation = true;
        return ok(null);
      case "GetKeyRotationStatus":
        return ok({ KeyRotationEnabled: key.rotation });
      case "DisableKey":
        key.state = "Disabled";
        return ok(null);
      case "ScheduleKeyDeletion":
        key.state = "PendingDeletion";
        return ok({ KeyId: key.id });
      case "CancelKeyDeletion":
        key.state = "Disabled";
        return ok({ KeyId: key.id });
      default:
        return ok({ KeyMetadata: metadata(region, key) });
    }
  };
}

/** A KMS overlay over a fake emulator, spoken to in calls. */
export class FakeKms {
  readonly world = new FakeWorld(fakeMoto());
  readonly #overlay = kmsOverlay();

  async call(region: string, action: string, body: unknown = {}) {
    const call = jsonCall("kms", region, action, body);
    const reply = (await this.#overlay.handle(call, this.world)) ?? (await this.world.forward(call));
    const answer = (JSON.parse(reply.body.toString() || "null") ?? {}) as Record<string, unknown>;
    return { status: reply.status, code: answer.__type as string | undefined, answer };
  }

  async metadata(region: string, named: string): Promise<Record<string, unknown>> {
    const { answer } = await this.call(region, "DescribeKey", { KeyId: named });
    return (answer.KeyMetadata ?? answer) as Record<string, unknown>;
  }

  /** Id of a new multi-Region key in us-east-1, with a replica in eu-west-1. */
  async pair(): Promise<string> {
    const { answer } = await this.call("us-east-1", "CreateKey", { MultiRegion: true, Description: "first" });
    const id = String((answer.KeyMetadata as Record<string, unknown>).KeyId);
    await this.call("us-east-1", "ReplicateKey", {
      KeyId: id,
      ReplicaRegion: "eu-west-1",
      Policy: "of the replica",
      Description: "second",
    });
    return id;
  }
}
