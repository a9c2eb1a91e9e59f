import { DescribeDBClustersCommand } from "@aws-sdk/client-rds";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newestPoint } from "../../actions/runbook/recoveryPoints.ts";
import { DEFAULT_ACCOUNT, locateEmulator } from "../../sandbox/index.ts";
import { json, query } from "../../sandbox/refusals/cases/caller.ts";
import { HOST, LOST, NEXT, outcomes, store } from "../testing/bench.ts";
import { EmulatedShop } from "../testing/emulatedShop.ts";
import { describeGlobalDatabase } from "./auroraGlobal.ts";
import { cacheReturn } from "./cacheReturn.ts";
import { postRecoveryReview } from "./postRecoveryReview.ts";
import { regionalFailover } from "./regionalFailover.ts";
import { restore } from "./restore.ts";
import { backedUpArn, restoreFromBackup } from "./restoreFromBackup.ts";
import type { RecoverableCache } from "./scope.ts";
import { type StoreMove, storeFailover } from "./storeFailover.ts";
import { trafficReturn, trafficShift } from "./trafficShift.ts";
import { zoneEvacuation, zoneReturn } from "./zoneEvacuation.ts";

const orders = store("aurora-postgresql", [LOST, NEXT], "orders");
const billing = store("rds-postgresql", [LOST, NEXT], "billing");
const cart = store("dynamodb", [LOST, NEXT], "cart");
const media = store("s3", [LOST, NEXT], "media");
const sessions: RecoverableCache = {
  id: "sessions",
  regions: [LOST, NEXT],
  replicated: true,
  groupIn: (region) => `shop-sessions-${region}`,
};
const BALANCER = "shop-public";
const CLUSTER = "shop-cluster";
const ZONE = `${LOST}a`;

const emulator = await locateEmulator(process.env);
const skipped = emulator.ok ? "" : " (SKIPPED: no emulator on this machine, install moto's server)";

/** Dozens of calls and a look after each, on a machine that may have other things to do. */
const TIMEOUT_MS = 120_000;

describe.skipIf(!emulator.ok)(`runbooks against the emulated AWS${skipped}`, { timeout: TIMEOUT_MS }, () => {
  let shop: EmulatedShop;
  let balancerArn: string;

  beforeAll(async () => {
    shop = await EmulatedShop.open();
    await shop.aurora(orders);
    await shop.instance(billing);
    await shop.cache(sessions);
    await shop.table(cart);
    for (const region of [LOST, NEXT]) await shop.bucket(media.nameIn(region), region);
    await shop.cluster(CLUSTER, LOST);
    const balancers: Record<string, string> = {};
    for (const region of [LOST, NEXT]) {
      const { arn, dnsName } = await shop.balancer(BALANCER, region);
      balancers[region] = dnsName;
      if (region === LOST) balancerArn = arn;
    }
    await shop.names(balancers);
  }, TIMEOUT_MS);
  afterAll(() => shop?.close());

  const all = () => shop.scope([orders, billing, cart, media]);
  const move = (about: StoreMove) => shop.run(storeFailover(all(), about));
  const read = (
    service: string,
    action: string,
    name: string,
    about: Readonly<Record<string, string>>,
    region: string = LOST,
  ) => shop.caller.field(query(service, region, action, about), name);
  const answered = (clientRegion: string) =>
    shop.sandbox.resolveName({ name: HOST, type: "A", clientRegion });

  it("reviews what is there and finds it whole", async () => {
    const result = await shop.run(postRecoveryReview({ ...all(), caches: [sessions] }));
    const bad = result.steps.filter(({ outcome }) => outcome !== "confirmed");
    expect(bad.map(({ id, outcome, detail }) => `${id} ${outcome} ${detail}`)).toEqual([]);
    expect(result.completed).toBe(true);
  });

  it("closes a region's way in until DNS leads nobody there, and opens it again", async () => {
    const traffic = { ...all(), balancer: BALANCER, healthPath: "/healthz" };
    expect((await answered(LOST)).answers[0]).toContain(LOST);

    const shifted = await shop.run(trafficShift(traffic));
    expect(shifted.completed, JSON.stringify(shifted.steps)).toBe(true);
    expect((await answered(LOST)).answers[0]).toContain(NEXT);
    // Whoever does it a second time finds it done.
    expect(outcomes(await shop.run(trafficShift(traffic)))).toContain("close-region satisfied");

    const returned = await shop.run(trafficReturn(traffic));
    expect(returned.completed, JSON.stringify(returned.steps)).toBe(true);
    expect((await answered(LOST)).answers[0]).toContain(LOST);
  });

  it("evacuates a zone: traffic, writers and caches leave it, and come back for traffic alone", async () => {
    const zonal = { ...all(), zone: ZONE, caches: [sessions], balancer: BALANCER, cluster: CLUSTER };

    const left = await shop.run(zoneEvacuation(zonal));

    expect(left.completed, JSON.stringify(left.steps)).toBe(true);
    const zoneId = await read("ec2", "DescribeAvailabilityZones", "zoneId", { "ZoneName.1": ZONE });
    expect((await answered(LOST)).withoutZones).toEqual([zoneId]);
    const instance = { DBInstanceIdentifier: billing.nameIn(LOST) };
    expect(await read("rds", "DescribeDBInstances", "AvailabilityZone", instance)).not.toBe(ZONE);
    expect(shop.asked.some((text) => text.includes("cordoned"))).toBe(true);

    const back = await shop.run(zoneReturn(zonal));

    expect(back.completed, JSON.stringify(back.steps)).toBe(true);
    expect((await answered(LOST)).withoutZones).toBeUndefined();
  });

  it("refuses to evacuate a zone while another is left already", async () => {
    const other = await read("ec2", "DescribeAvailabilityZones", "zoneId", { "ZoneName.1": `${LOST}b` });
    const { plain } = shop.clients.in(LOST);
    const about = { resourceIdentifier: balancerArn, awayFrom: other, expiresIn: "1h", comment: "by hand" };
    const send = (method: "POST" | "DELETE", path: string, body?: object) =>
      plain.send({
        service: "arc-zonal-shift",
        method,
        path,
        ...(body === undefined ? {} : { contentType: "application/json", body: JSON.stringify(body) }),
      });
    const { zonalShiftId } = JSON.parse((await send("POST", "/zonalshifts", about)).body) as {
      zonalShiftId: string;
    };
    const zonal = { ...all(), stores: [], zone: ZONE, caches: [], balancer: BALANCER, cluster: undefined };

    const result = await shop.run(zoneEvacuation(zonal));

    expect(result.completed).toBe(false);
    expect(outcomes(result)).toContain("shift-balancer stopped");
    expect((await send("DELETE", `/zonalshifts/${zonalShiftId}`)).status).toBe(200);
  });

  it("moves the writer of an Aurora database in its region, and to another without loss and with it", async () => {
    const writer = async () =>
      (await describeGlobalDatabase(shop.clients.in(LOST), orders.name)).writerRegion;
    const instance = () => writing(shop, orders.nameIn(LOST));
    const before = await instance();
    for (const [about, region] of [
      [{ store: orders, to: LOST }, LOST],
      [{ store: orders, to: NEXT }, NEXT],
    ] as const) {
      const moved = await move(about);
      expect(moved.completed, JSON.stringify(moved.steps)).toBe(true);
      expect(await writer()).toBe(region);
      if (region === LOST) expect(await instance()).not.toBe(before);
    }
    const back = await shop.run(
      storeFailover({ ...all(), region: NEXT }, { store: orders, to: LOST, acceptDataLoss: true }),
    );
    expect(back.completed, JSON.stringify(back.steps)).toBe(true);
    expect(await writer()).toBe(LOST);
  });

  const primary = async (region: string) => {
    const group = { ReplicationGroupId: sessions.groupIn(region) };
    const role = "GlobalReplicationGroupMemberRole";
    return (await read("elasticache", "DescribeReplicationGroups", role, group, region)) === "PRIMARY";
  };

  it("promotes a cache's copy while its region is gone, calls nothing there, and gives it back", async () => {
    const scope = shop.scope([], { caches: [sessions], hosts: [] });
    await shop.sandbox.loseRegion(LOST);
    const failover = await shop.run(regionalFailover(scope));
    expect(outcomes(failover)).toEqual(["find-promote-sessions confirmed", "promote-sessions confirmed"]);
    expect(await primary(NEXT)).toBe(true);
    // Whoever does it a second time finds it done.
    expect(outcomes(await shop.run(regionalFailover(scope)))).toContain("promote-sessions satisfied");
    await shop.sandbox.restoreRegion(LOST);

    const back = await shop.run([cacheReturn(scope, [sessions])]);

    expect(outcomes(back)).toEqual([
      "rejoin-sessions confirmed",
      "find-return-sessions confirmed",
      "return-sessions confirmed",
    ]);
    expect(shop.asked.at(-1)).toContain("GlobalDatastoreReplicationLag");
    expect([await primary(LOST), await primary(NEXT)]).toEqual([true, false]);
  });

  it("moves a cache's primary to another node and to another region", async () => {
    for (const about of [
      { store: sessions, to: LOST },
      { store: sessions, to: NEXT, acceptDataLoss: true },
    ]) {
      const moved = await move(about);
      expect(moved.completed, JSON.stringify(moved.steps)).toBe(true);
    }
    expect(await primary(NEXT)).toBe(true);
  });

  it("sees that tables and buckets serve where they are to be used", async () => {
    for (const each of [cart, media]) {
      const moved = await move({ store: each, to: NEXT });
      expect(moved.completed, JSON.stringify(moved.steps)).toBe(true);
    }
  });

  it("restores a database beside the one that is there, encrypted by its key and protected", async () => {
    for (const of of [orders, billing]) {
      const result = await shop.run(restore(all(), { store: of }));
      expect(result.completed, JSON.stringify(result.steps)).toBe(true);
    }
    const about = { DBInstanceIdentifier: `${billing.nameIn(LOST)}-restored` };
    expect(await read("rds", "DescribeDBInstances", "DeletionProtection", about)).toMatch(/true/i);
  });

  it("restores a table as it was, beside the one that is there", async () => {
    await shop.caller.must(
      json("dynamodb", LOST, "UpdateContinuousBackups", {
        TableName: cart.nameIn(LOST),
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    );
    const result = await shop.run(restore(all(), { store: cart }));
    expect(result.completed, JSON.stringify(result.steps)).toBe(true);
    const again = await shop.run(restore(all(), { store: cart }));
    expect(outcomes(again)).toContain("restore stopped");
  });

  it("restores what AWS Backup copied to another region, after its own is lost", async () => {
    for (const region of [LOST, NEXT]) await shop.vault("shop-backups", region);
    const made = [billing, cart, media, orders].map(
      async (of) => [of, await shop.backUp(of, "shop-backups")] as const,
    );
    const points = await Promise.all(made);
    const early = {
      vault: "shop-backups",
      store: backedUpArn(cart, DEFAULT_ACCOUNT),
      before: "2020-01-01T00:00:00Z",
    };
    await expect(newestPoint(shop.clients.in(NEXT), early)).rejects.toMatchObject({
      code: "no-recovery-point",
    });
    await shop.sandbox.loseRegion(LOST);
    for (const [of, point] of points) {
      const backedUp = {
        store: of,
        target: `${of.nameIn(NEXT)}-restored`,
        vault: "shop-backups",
        point,
        roleArn: `arn:aws:iam::${DEFAULT_ACCOUNT}:role/restore`,
      };
      const result = await shop.run(restoreFromBackup({ ...all(), region: NEXT }, backedUp));
      expect(result.completed, JSON.stringify(result.steps)).toBe(true);
      const again = await shop.run(restoreFromBackup({ ...all(), region: NEXT }, backedUp));
      expect(outcomes(again)).toContain("restore stopped");
    }
    await shop.sandbox.restoreRegion(LOST);
  });

  it("promotes an instance's copy after a person said that the old one is fenced", async () => {
    const promoted = await move({ store: billing, to: NEXT, acceptDataLoss: true });

    expect(promoted.completed, JSON.stringify(promoted.steps)).toBe(true);
    const source = `arn:aws:rds:${LOST}:${DEFAULT_ACCOUNT}:db:${billing.nameIn(LOST)}`;
    const described = query("rds", NEXT, "DescribeDBInstances", {
      DBInstanceIdentifier: billing.nameIn(NEXT),
    });
    expect((await shop.caller.must(described)).text).not.toContain(source);
  });
});

async function writing(shop: EmulatedShop, DBClusterIdentifier: string): Promise<string | undefined> {
  const { rds } = shop.clients.in(LOST);
  const { DBClusters = [] } = await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier }));
  return DBClusters[0]?.DBClusterMembers?.find(({ IsClusterWriter }) => IsClusterWriter)
    ?.DBInstanceIdentifier;
}
