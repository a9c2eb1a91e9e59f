import { beforeEach, describe, expect, it } from "vitest";
import type { AwsReply } from "../../call.ts";
import { FakeWorld, jsonCall } from "../testing/fakeWorld.ts";
import { zonalShiftOverlay, zonesLeftBy } from "./index.ts";

const REGION = "us-east-1";
const BALANCER = `arn:aws:elasticloadbalancing:${REGION}:123456789012:loadbalancer/app/shop/1f`;
const DNS = `shop-1.${REGION}.elb.amazonaws.com`;
const HOUR_MS = 3_600_000;

let enabled: boolean;
let world: FakeWorld;
const overlay = zonalShiftOverlay();

/** A balancer in two of three zones. */
function emulated({ action }: { readonly action: string }): AwsReply {
  const zones = ["a use1-az4", "b use1-az6", "c use1-az1"].map((each) => each.split(" "));
  const bodies: Readonly<Record<string, string>> = {
    DescribeAvailabilityZones: zones
      .map(([name, id]) => `<item><zoneName>${REGION}${name}</zoneName><zoneId>${id}</zoneId></item>`)
      .join(""),
    DescribeLoadBalancerAttributes: `<member><Key>zonal_shift.config.enabled</Key><Value>${enabled}</Value></member>`,
    DescribeLoadBalancers: `<member><LoadBalancerName>shop</LoadBalancerName><DNSName>${DNS}</DNSName><AvailabilityZones><member><ZoneName>${REGION}a</ZoneName></member><member><ZoneName>${REGION}b</ZoneName></member></AvailabilityZones></member>`,
  };
  return { status: 200, headers: {}, body: `<Response>${bodies[action] ?? ""}</Response>` };
}

async function send(action: string, target: string, body: object = {}) {
  const call = { ...jsonCall("arc-zonal-shift", REGION, action, body), target };
  const reply = await overlay.handle(call, world);
  if (reply === undefined) throw new Error(`${action} was left to the emulator`);
  return { status: reply.status, body: JSON.parse(reply.body.toString()) as Record<string, unknown> };
}

const shift = (more: object = {}) =>
  send("StartZonalShift", "/zonalshifts", {
    resourceIdentifier: BALANCER,
    awayFrom: "use1-az4",
    expiresIn: "12h",
    comment: "ill",
    ...more,
  });
const managed = (arn = BALANCER) =>
  send("GetManagedResource", `/managedresources/${encodeURIComponent(arn)}`);
const statusIn = async (status: string) =>
  ((await send("ListZonalShifts", `/zonalshifts?status=${status}`)).body.items as object[]).length;

beforeEach(() => {
  enabled = true;
  world = new FakeWorld(emulated);
});

describe("a zonal shift", () => {
  it("keeps the balancer's name out of the zone until it ends by itself", async () => {
    await shift();
    expect((await managed()).body).toMatchObject({
      appliedWeights: { "use1-az4": 0, "use1-az6": 1 },
      zonalShifts: [{ awayFrom: "use1-az4", appliedStatus: "APPLIED" }],
    });
    expect(zonesLeftBy(world, DNS)).toEqual(["use1-az4"]);

    world.clock.advance(12 * HOUR_MS);

    expect((await managed()).body.zonalShifts).toEqual([]);
    expect(zonesLeftBy(world, DNS)).toEqual([]);
    expect([await statusIn("ACTIVE"), await statusIn("EXPIRED")]).toEqual([0, 1]);
  });

  it("lasts as long from its change on as the change says, and ends when it is cancelled, once", async () => {
    const path = `/zonalshifts/${String((await shift({ expiresIn: "1m" })).body.zonalShiftId)}`;
    world.clock.advance(59_000);
    await send("UpdateZonalShift", path, { expiresIn: "72h" });
    world.clock.advance(71 * HOUR_MS);
    expect(await statusIn("ACTIVE")).toBe(1);
    expect((await send("CancelZonalShift", path)).body.status).toBe("CANCELED");
    expect(await send("CancelZonalShift", path)).toMatchObject({
      status: 409,
      body: { reason: "ZonalShiftStatusNotActive" },
    });
    expect((await send("UpdateZonalShift", path, { expiresIn: "1h" })).status).toBe(409);
  });

  it("is refused while the resource has another, whatever its zone", async () => {
    const first = await shift();
    expect(await shift({ awayFrom: "use1-az6" })).toMatchObject({
      status: 409,
      body: { reason: "ZonalShiftAlreadyExists", zonalShiftId: first.body.zonalShiftId },
    });
  });

  it.each([
    ["a zone's name in place of its id", { awayFrom: `${REGION}a` }, 400, "InvalidAz"],
    ["a zone that the balancer is not in", { awayFrom: "use1-az1" }, 400, "UnsupportedAz"],
    ["more than 72 hours", { expiresIn: "73h" }, 400, "InvalidExpiresIn"],
    ["no time at all", { expiresIn: "0m" }, 400, "InvalidExpiresIn"],
    ["a time in words", { expiresIn: "12 hours" }, 400, "InvalidExpiresIn"],
    ["a name in place of an ARN", { resourceIdentifier: "shop-public" }, 400, "InvalidResourceIdentifier"],
    ["no comment", { comment: undefined }, 400, "MissingValue"],
    [
      "a resource of another region",
      { resourceIdentifier: BALANCER.replace(REGION, "us-west-2") },
      404,
      undefined,
    ],
  ])("is refused for %s", async (_, more, status, reason) => {
    const refused = await shift(more);
    expect(refused).toMatchObject({ status, ...(reason === undefined ? {} : { body: { reason } }) });
    expect(await statusIn("ACTIVE")).toBe(0);
  });

  it("is refused for a balancer that nobody allowed it for beforehand", async () => {
    enabled = false;
    expect((await shift()).status).toBe(404);
    expect((await managed()).status).toBe(404);
  });
});
