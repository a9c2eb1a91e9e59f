import type { AwsReply } from "../../call.ts";
import {
  child,
  element,
  fields,
  listOf,
  parseXml,
  renderXml,
  textAt,
  type XmlElement,
} from "../../wire/index.ts";
import { rdsOverlay } from "../rds/index.ts";
import { type Emulated, FakeWorld, queryCall } from "./fakeWorld.ts";

const ACCOUNT = "123456789012";

/** ARN of a cluster of the tests' account. */
export function clusterArn(region: string, id: string): string {
  return `arn:aws:rds:${region}:${ACCOUNT}:cluster:${id}`;
}

function instance(region: string, id: string): XmlElement {
  return element(
    "DBInstance",
    fields({
      DBInstanceIdentifier: id,
      InstanceCreateTime: "2026-01-01T00:00:00Z",
      DbiResourceId: "db-SAMEFORALL",
      DBInstanceArn: `arn:aws:rds:${region}:${ACCOUNT}:db:${id}`,
    }),
  );
}

/** Answers as moto does: with an empty scaling configuration, one resource id for all, every cluster with a writer. */
const emulated: Emulated = ({ region, action, body }): AwsReply => {
  const form = new URLSearchParams(body);
  const id = form.get("DBClusterIdentifier") ?? "";
  if (id.includes("broken")) return { status: 500, headers: {}, body: "<html/>" };
  const cluster = fields({
    DBClusterIdentifier: id,
    Endpoint: `${id}.cluster-x.${region}.rds.amazonaws.com`,
    EngineMode: "provisioned",
    MasterUsername: form.get("MasterUsername") ?? undefined,
    DBClusterMembers: [
      element("DBClusterMember", fields({ DBInstanceIdentifier: `${id}-1`, IsClusterWriter: true })),
    ],
    DBClusterArn: clusterArn(region, id),
    ScalingConfigurationInfo: "",
    GlobalClusterIdentifier: form.get("GlobalClusterIdentifier") ?? undefined,
  });
  const content = action.includes("Cluster")
    ? action.startsWith("Describe")
      ? [element("DBClusters", listOf("DBCluster", [cluster]))]
      : [element("DBCluster", cluster)]
    : action.startsWith("Describe")
      ? [
          element(
            "DBInstances",
            ["one", "two"].map((name) => instance(region, name)),
          ),
        ]
      : [instance(region, form.get("DBInstanceIdentifier") ?? "")];
  const root = element(`${action}Response`, [element(`${action}Result`, content)]);
  return { status: 200, headers: {}, body: renderXml(root) };
};

/** An RDS overlay over a fake emulator, spoken to in calls. */
export class FakeAurora {
  readonly world = new FakeWorld(emulated);
  readonly #overlay = rdsOverlay();

  /** The answer's document; `status` stands in its attributes. */
  async call(
    region: string,
    action: string,
    parameters: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly status: number; readonly code: string | undefined; readonly root: XmlElement }> {
    const call = queryCall("rds", region, action, parameters);
    const reply = (await this.#overlay.handle(call, this.world)) ?? (await this.world.forward(call));
    const root = parseXml(reply.body);
    return { status: reply.status, code: textAt(root, "Error", "Code"), root };
  }

  /** Shape inside the result: `DBCluster`, `GlobalCluster`. */
  async shape(
    region: string,
    action: string,
    name: string,
    parameters: Readonly<Record<string, string>> = {},
  ): Promise<XmlElement> {
    const { root, code } = await this.call(region, action, parameters);
    const result = child(root, `${action}Result`);
    const found = result === undefined ? undefined : child(result, name);
    if (found === undefined) throw new Error(`${action} in ${region} answered ${code ?? renderXml(root)}`);
    return found;
  }

  /** A global database `orders` with its writer in us-east-1 and a secondary in eu-west-1. */
  static async pair(): Promise<FakeAurora> {
    const aurora = new FakeAurora();
    const engine = { Engine: "aurora-postgresql", EngineVersion: "16.4" };
    const GlobalClusterIdentifier = "orders";
    await aurora.call("us-east-1", "CreateGlobalCluster", { GlobalClusterIdentifier, ...engine });
    await aurora.call("us-east-1", "CreateDBCluster", {
      DBClusterIdentifier: "east",
      GlobalClusterIdentifier,
      MasterUsername: "owner",
      MasterUserPassword: "not-a-secret",
      ...engine,
    });
    await aurora.call("eu-west-1", "CreateDBCluster", {
      DBClusterIdentifier: "west",
      GlobalClusterIdentifier,
      ...engine,
    });
    aurora.world.reached.length = 0;
    return aurora;
  }

  failover(region = "eu-west-1", target = clusterArn("eu-west-1", "west")) {
    return this.call(region, "FailoverGlobalCluster", {
      GlobalClusterIdentifier: "orders",
      TargetDbClusterIdentifier: target,
      AllowDataLoss: "true",
    });
  }

  switchover(region: string, target: string) {
    return this.call(region, "SwitchoverGlobalCluster", {
      GlobalClusterIdentifier: "orders",
      TargetDbClusterIdentifier: target,
    });
  }
}
