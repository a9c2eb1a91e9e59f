import {
  element,
  fields,
  listOf,
  parseXml,
  renderXml,
  textAt,
  walk,
  type XmlElement,
} from "../../wire/index.ts";
import { databaseInstances, rdsOverlay } from "../rds/index.ts";
import { type Emulated, FakeWorld, queryCall } from "./fakeWorld.ts";

const ACCOUNT = "123456789012";

/** ARN of an instance of the tests' account. */
export function dbArn(region: string, id: string): string {
  return `arn:aws:rds:${region}:${ACCOUNT}:db:${id}`;
}

/** Keeps instances by region and name, as moto does, and knows nothing of replicas, promotions and zones. */
function emulator(): Emulated {
  const instances = new Map<string, XmlElement>();
  return ({ region, action, body }) => {
    const form = new URLSearchParams(body);
    const id = form.get("DBInstanceIdentifier") ?? "";
    const place = `${region}/${id}`;
    if (action === "CreateDBInstance") instances.set(place, described(region, id, form));
    const found =
      id === "" ? [...instances.values()] : [instances.get(place)].filter((one) => one !== undefined);
    if (id !== "" && found.length === 0) return { status: 404, headers: {}, body: "<ErrorResponse/>" };
    if (action === "DeleteDBInstance") instances.delete(place);
    const content = action.startsWith("Describe") ? [element("DBInstances", found)] : found;
    const root = element(`${action}Response`, [element(`${action}Result`, content)]);
    return { status: 200, headers: {}, body: renderXml(root) };
  };
}

function described(region: string, id: string, form: URLSearchParams): XmlElement {
  const zones = ["a", "b"].map((zone) => [
    element("SubnetAvailabilityZone", fields({ Name: `${region}${zone}` })),
  ]);
  return element(
    "DBInstance",
    fields({
      DBInstanceIdentifier: id,
      DBInstanceStatus: "available",
      Engine: form.get("Engine") ?? undefined,
      EngineVersion: form.get("EngineVersion") ?? undefined,
      AllocatedStorage: form.get("AllocatedStorage") ?? undefined,
      MultiAZ: form.get("MultiAZ") ?? "false",
      AvailabilityZone: `${region}a`,
      StorageEncrypted: form.get("StorageEncrypted") ?? "false",
      InstanceCreateTime: "2026-01-01T00:00:00Z",
      DBInstanceArn: dbArn(region, id),
      DBSubnetGroup: [element("Subnets", listOf("Subnet", zones))],
    }),
  );
}

/** The RDS overlay over a fake emulator that holds instances of their own. */
export class FakeInstances {
  readonly world = new FakeWorld(emulator());
  readonly #overlay = rdsOverlay();

  async call(region: string, action: string, parameters: Readonly<Record<string, string>> = {}) {
    const call = queryCall("rds", region, action, parameters);
    const reply = (await this.#overlay.handle(call, this.world)) ?? (await this.world.forward(call));
    const root = parseXml(reply.body);
    const shape = [...walk(root)].find(({ name }) => name === "DBInstance");
    return { status: reply.status, code: textAt(root, "Error", "Code"), root, shape };
  }

  /** What a describing call says of one instance: text of an element, undefined where it is absent. */
  async said(region: string, id: string, name: string): Promise<string | undefined> {
    const { shape } = await this.call(region, "DescribeDBInstances", { DBInstanceIdentifier: id });
    if (shape === undefined) throw new Error(`no instance ${id} in ${region}`);
    return textAt(shape, name);
  }

  view(id: string) {
    const found = databaseInstances(this.world, ACCOUNT).find(({ identifier }) => identifier === id);
    if (found === undefined) throw new Error(`no instance ${id}`);
    return found;
  }

  /** An instance `east` over two zones of us-east-1, with its copy `west` in us-west-2. */
  static async pair(): Promise<FakeInstances> {
    const made = new FakeInstances();
    await made.call("us-east-1", "CreateDBInstance", {
      DBInstanceIdentifier: "east",
      Engine: "postgres",
      EngineVersion: "16.6",
      AllocatedStorage: "100",
      MultiAZ: "true",
      StorageEncrypted: "true",
    });
    await made.call("us-west-2", "CreateDBInstanceReadReplica", {
      DBInstanceIdentifier: "west",
      SourceDBInstanceIdentifier: dbArn("us-east-1", "east"),
      KmsKeyId: "arn:key:west",
    });
    return made;
  }

  promote(region = "us-west-2", id = "west") {
    return this.call(region, "PromoteReadReplica", { DBInstanceIdentifier: id });
  }
}
