import type { Construct } from "constructs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  DataKey,
  HubPeering,
  HubPeeringAcceptance,
  hubAsn,
  hubTableName,
  InterfaceEndpoints,
  PeeringRoutes,
  RegionHub,
  RegionNetwork,
  SecurityGroups,
} from "../../constructs/index.ts";
import { parseXml, textAt, walk } from "../wire/index.ts";
import {
  ACCOUNT,
  ConstructRehearsal,
  type Part,
  skippedBecause,
  toolsMissing,
} from "./testing/rehearseConstructs.ts";

const NAMING = { platform: "shop", environment: "production", account: ACCOUNT };
const TAGS = { service: "platform", owner: "platform-team", costCentre: "shop-1001" };

interface Place {
  readonly region: string;
  readonly peer: string;
  readonly cidr: string;
  readonly second: number;
  readonly peerCidr: string;
  readonly hub: number;
}
const EAST: Place = {
  region: "us-east-1",
  peer: "us-west-2",
  cidr: "10.0.0.0/16",
  second: 0,
  peerCidr: "10.1.0.0/16",
  hub: 0,
};
const WEST: Place = {
  region: "us-west-2",
  peer: "us-east-1",
  cidr: "10.1.0.0/16",
  second: 1,
  peerCidr: "10.0.0.0/16",
  hub: 1,
};

function network({ region, cidr, second, peerCidr, hub }: Place): Part {
  const zones = ["a", "b", "c"].map((letter, index) => ({
    zone: `${region}${letter}`,
    private: `10.${second}.${index * 32}.0/20`,
    data: `10.${second}.${index * 32 + 16}.0/21`,
    public: `10.${second}.${index * 32 + 24}.0/22`,
  }));
  return {
    id: `${region}/network`,
    region,
    build(scope: Construct) {
      const key = new DataKey(scope, "key", { naming: NAMING, region, purpose: "logs", tags: TAGS });
      const net = new RegionNetwork(scope, "network", {
        naming: NAMING,
        region,
        cidr,
        zones,
        peerCidrs: [peerCidr],
        logKeyArn: key.arn,
        flowLogRoleArn: `arn:aws:iam::${ACCOUNT}:role/flow-logs`,
        tags: TAGS,
      });
      const groups = new SecurityGroups(scope, "security", {
        naming: NAMING,
        vpcId: net.vpc.id,
        servicePort: 8080,
        privateCidrs: zones.map((zone) => zone.private),
        peerCidrs: [peerCidr],
        tags: TAGS,
      });
      const subnetIds = net.privateSubnets.map((subnet) => subnet.id);
      new InterfaceEndpoints(scope, "endpoints", {
        naming: NAMING,
        region,
        vpcId: net.vpc.id,
        subnetIds,
        securityGroupId: groups.endpoints.id,
        tags: TAGS,
      });
      const hubOf = new RegionHub(scope, "hub", {
        naming: NAMING,
        asn: hubAsn(0, hub),
        vpcId: net.vpc.id,
        subnetIds,
        tags: TAGS,
      });
      const tables = Object.entries(net.routeTableIds).map(([name, id]) => [`table_${name}`, id]);
      return {
        gateway: hubOf.gatewayId,
        hub_table: hubOf.routeTableId,
        peers_table: hubOf.peersRouteTableId,
        ...Object.fromEntries(tables),
      };
    },
  };
}

/** Filled as parts are applied: what the wiring passes from stack to stack. */
const outputs = new Map<string, Readonly<Record<string, string>>>();
const given = (part: string, output: string): string => {
  const value = outputs.get(part)?.[output];
  if (value === undefined) throw new Error(`${part} gave no ${output}`);
  return value;
};

const request: Part = {
  id: "us-east-1/peering",
  region: EAST.region,
  build(scope) {
    const peering = new HubPeering(scope, "west", {
      naming: NAMING,
      gatewayId: given("us-east-1/network", "gateway"),
      peerRegion: WEST.region,
      peerGatewayId: given("us-west-2/network", "gateway"),
      tags: TAGS,
    });
    return { attachment: peering.attachmentId };
  },
};

/** Routes of one region; the region that did not ask accepts first. */
function links(place: Place): Part {
  return {
    id: `${place.region}/links`,
    region: place.region,
    build(scope) {
      const asked = given("us-east-1/peering", "attachment");
      const attachmentId =
        place === EAST
          ? asked
          : new HubPeeringAcceptance(scope, "east", {
              naming: NAMING,
              attachmentId: asked,
              peerRegion: EAST.region,
              tags: TAGS,
            }).attachmentId;
      const from = `${place.region}/network`;
      new PeeringRoutes(scope, "peer", {
        gatewayId: given(from, "gateway"),
        hubRouteTableId: given(from, "hub_table"),
        peersRouteTableId: given(from, "peers_table"),
        attachmentId,
        peerCidr: place.peerCidr,
        routeTableIds: Object.fromEntries(TABLES.map((table) => [table, given(from, `table_${table}`)])),
      });
      return undefined;
    },
  };
}
const DATA_OF_EAST = ["10.0.16.0/21", "10.0.48.0/21", "10.0.80.0/21"];
const TABLES = ["private-a", "private-b", "private-c", "data"];

describe.skipIf(toolsMissing)(`two regions' networks, joined${skippedBecause}`, () => {
  let rehearsal: ConstructRehearsal;
  beforeAll(async () => {
    rehearsal = await ConstructRehearsal.start();
  });
  afterAll(() => rehearsal?.stop());

  const apply = async (part: Part) => {
    const { outputs: published } = await rehearsal.apply(part);
    outputs.set(part.id, published as Readonly<Record<string, string>>);
  };
  const ec2 = (region: string, action: string, parameters: Readonly<Record<string, string>>) =>
    rehearsal.query({ service: "ec2", region, version: "2016-11-15" }, action, parameters);
  /** `range type state` of every route of a table of a region's hub. */
  const hubRoutes = async ({ region }: Place, table: "hub_table" | "peers_table") => {
    const { body } = await ec2(region, "SearchTransitGatewayRoutes", {
      TransitGatewayRouteTableId: given(`${region}/network`, table),
      "Filter.1.Name": "state",
      "Filter.1.Value.1": "active",
      "Filter.1.Value.2": "blackhole",
    });
    return items(body).sort();
  };
  const items = (body: string) =>
    [...walk(parseXml(body))].flatMap((node) => {
      const range = textAt(node, "destinationCidrBlock");
      return range === undefined ? [] : [`${range} ${textAt(node, "type")} ${textAt(node, "state")}`];
    });

  it("applies a network in each region, and plans nothing more", async () => {
    await apply(network(EAST));
    await apply(network(WEST));

    expect(await rehearsal.changes(network(EAST))).toEqual([]);
    expect(await rehearsal.changes(network(WEST))).toEqual([]);
  }, 600_000);

  it("joins their transit gateways: from each VPC to the other region only, and from there to the VPC only", async () => {
    await apply(request);
    await apply(links(WEST));
    await apply(links(EAST));

    expect(await hubRoutes(EAST, "hub_table")).toEqual(["10.1.0.0/16 static active"]);
    expect(await hubRoutes(EAST, "peers_table")).toEqual(["10.0.0.0/16 propagated active"]);
    expect(await hubRoutes(WEST, "hub_table")).toEqual(["10.0.0.0/16 static active"]);
    expect(await hubRoutes(WEST, "peers_table")).toEqual(["10.1.0.0/16 propagated active"]);
    for (const part of [request, links(EAST), links(WEST)]) {
      expect(await rehearsal.changes(part), part.id).toEqual([]);
    }
  }, 600_000);

  it.each([
    { lost: WEST, survives: [network(EAST), request, links(EAST)] },
    { lost: EAST, survives: [network(WEST), links(WEST)] },
  ])(
    "plans nothing in the other region with $lost.region gone, and asks it nothing",
    async ({ lost, survives }) => {
      await rehearsal.sandbox.loseRegion(lost.region);
      const before = (await rehearsal.sandbox.calls()).length;

      for (const part of survives) expect(await rehearsal.changes(part), part.id).toEqual([]);

      const calls = (await rehearsal.sandbox.calls()).slice(before);
      expect(calls.length).toBeGreaterThan(0);
      expect(calls.filter(({ homeRegion }) => homeRegion === lost.region)).toEqual([]);
      await rehearsal.sandbox.restoreRegion(lost.region);
    },
    600_000,
  );

  it("plans nothing for the black holes by which a failover keeps a region from the other's databases", async () => {
    const tables = {
      "Filter.1.Name": "tag:Name",
      "Filter.1.Value.1": hubTableName(NAMING),
    };
    const found = await ec2(WEST.region, "DescribeTransitGatewayRouteTables", tables);
    const ids = new Set(found.body.match(/tgw-rtb-\w+/g));
    expect([...ids]).toEqual([given("us-west-2/network", "hub_table")]);
    const route = (what: "Create" | "Delete", range: string) =>
      ec2(WEST.region, `${what}TransitGatewayRoute`, {
        TransitGatewayRouteTableId: given("us-west-2/network", "hub_table"),
        DestinationCidrBlock: range,
        ...(what === "Create" ? { Blackhole: "true" } : {}),
      });
    for (const range of DATA_OF_EAST) await route("Create", range);

    expect(await hubRoutes(WEST, "hub_table")).toEqual([
      "10.0.0.0/16 static active",
      ...DATA_OF_EAST.map((range) => `${range} static blackhole`),
    ]);
    for (const part of [network(WEST), links(WEST)]) {
      expect(await rehearsal.changes(part), part.id).toEqual([]);
    }
    for (const range of DATA_OF_EAST) await route("Delete", range);
    expect(await hubRoutes(WEST, "hub_table")).toEqual(["10.0.0.0/16 static active"]);
  }, 600_000);

  it("leaves a blackhole where the other end of the peering was deleted", async () => {
    await ec2(WEST.region, "DeleteTransitGatewayPeeringAttachment", {
      TransitGatewayAttachmentId: given("us-east-1/peering", "attachment"),
    });

    expect(await hubRoutes(EAST, "hub_table")).toContain("10.1.0.0/16 static blackhole");
  }, 60_000);

  it("is destroyed in the reverse order, and nothing is left", async () => {
    for (const part of [links(EAST), links(WEST), request, network(WEST), network(EAST)]) {
      await rehearsal.destroy(part);
    }
    for (const { region } of [EAST, WEST]) {
      const { body } = await ec2(region, "DescribeTransitGateways", {});
      expect(body).not.toContain("tgw-");
    }
  }, 600_000);
});
