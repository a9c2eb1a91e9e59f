import { element, fields, parseXml, renderXml, textAt, walk, type XmlElement } from "../../wire/index.ts";
import { elastiCacheOverlay } from "../elasticache/index.ts";
import { type Emulated, FakeWorld, queryCall } from "./fakeWorld.ts";

/** Subnets of one VPC, `subnet-a` in zone a; EC2 is all that the overlay asks the emulator for. */
const subnets: Emulated = ({ region, body }) => {
  const asked = [...new URLSearchParams(body)].filter(([name]) => name.startsWith("SubnetId."));
  if (asked.some(([, id]) => !/^subnet-[abc]$/.test(id))) return { status: 400, headers: {}, body: "" };
  const items = asked.map(([, subnetId]) =>
    element("item", fields({ subnetId, vpcId: "vpc-1", availabilityZone: `${region}${subnetId.at(-1)}` })),
  );
  const root = element("DescribeSubnetsResponse", [element("subnetSet", items)]);
  return { status: 200, headers: {}, body: renderXml(root) };
};

/** An ElastiCache overlay over a fake emulator, spoken to in calls. */
export class FakeCaches {
  readonly world = new FakeWorld(subnets);
  readonly #overlay = elastiCacheOverlay();

  async call(
    region: string,
    action: string,
    parameters: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly status: number; readonly code: string | undefined; readonly root: XmlElement }> {
    const reply = await this.#overlay.handle(
      queryCall("elasticache", region, action, parameters),
      this.world,
    );
    if (reply === undefined) throw new Error(`the overlay left ${action} to the emulator`);
    const root = parseXml(reply.body);
    return { status: reply.status, code: textAt(root, "Error", "Code"), root };
  }

  /** Texts of all elements of that name in the answer to a call that must succeed. */
  async texts(
    region: string,
    action: string,
    name: string,
    parameters: Readonly<Record<string, string>> = {},
  ): Promise<readonly string[]> {
    const { root, status } = await this.call(region, action, parameters);
    if (status >= 300) throw new Error(`${action} in ${region} answered ${renderXml(root)}`);
    return [...walk(root)].flatMap((node) => (node.name === name ? [node.text] : []));
  }

  /** A replication group of two nodes in zones a and b. */
  async group(region: string, id: string): Promise<void> {
    await this.texts(region, "CreateCacheSubnetGroup", "ARN", {
      CacheSubnetGroupName: id,
      CacheSubnetGroupDescription: id,
      "SubnetIds.SubnetIdentifier.1": "subnet-a",
      "SubnetIds.SubnetIdentifier.2": "subnet-b",
    });
    await this.texts(region, "CreateReplicationGroup", "ARN", {
      ReplicationGroupId: id,
      ReplicationGroupDescription: id,
      CacheSubnetGroupName: id,
      EngineVersion: "7.1",
      CacheNodeType: "cache.r7g.large",
      NumCacheClusters: "2",
      AutomaticFailoverEnabled: "true",
      TransitEncryptionEnabled: "true",
    });
  }

  /** The id of a global datastore with its primary `east` in us-east-1 and a secondary `west` in eu-west-1. */
  async pair(): Promise<string> {
    await this.group("us-east-1", "east");
    const [id = ""] = await this.texts(
      "us-east-1",
      "CreateGlobalReplicationGroup",
      "GlobalReplicationGroupId",
      { GlobalReplicationGroupIdSuffix: "Baskets", PrimaryReplicationGroupId: "east" },
    );
    await this.join("eu-west-1", "west", id);
    return id;
  }

  join(region: string, ReplicationGroupId: string, GlobalReplicationGroupId: string) {
    return this.call(region, "CreateReplicationGroup", {
      ReplicationGroupId,
      GlobalReplicationGroupId,
      NumCacheClusters: "2",
    });
  }

  failover(from: string, GlobalReplicationGroupId: string, PrimaryRegion: string, group: string) {
    return this.call(from, "FailoverGlobalReplicationGroup", {
      GlobalReplicationGroupId,
      PrimaryRegion,
      PrimaryReplicationGroupId: group,
    });
  }
}
