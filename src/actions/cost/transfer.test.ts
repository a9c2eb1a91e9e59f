import { describe, expect, it } from "vitest";
import { platformInput } from "../../config/fixture.ts";
import { type Environment, type Platform, resolvePlatform } from "../../config/index.ts";
import { estimate, shippedBook } from "../../cost/index.ts";
import { type Resource, ResourceGraph } from "../../graph/index.ts";
import { ManualClock } from "../../lib/index.ts";
import { platformUsage } from "./platformUsage.ts";
import { endpointGb, natGb, originGb, type TransferSubject, transitGb, waysOf } from "./transfer.ts";

/** 2^20 requests of 1 kB are 1 GB. */
const REQUESTS = 1024 * 1024;
const zones = (region: string) => ["a", "b", "c"].map((zone) => `${region}${zone}`);
const region = (name: string, home: string) => ({ name, home, zones: zones(name) });
const store = (id: string, engine: string, copies: readonly string[], backup = true) => ({
  id,
  engine,
  birth: "us-east-1",
  copies,
  replicated: true,
  backup,
});

/** Five times 2^20 requests reach each of two regions of a home; a third region is alone in its own. */
const SUBJECT = {
  environment: {
    natGateways: "per-zone",
    regions: [region("us-east-1", "US"), region("us-west-2", "US"), region("eu-west-1", "EU")],
    stores: [
      store("orders", "aurora-postgresql", ["us-west-2"]),
      store("catalogue", "dynamodb", ["us-west-2", "eu-west-1"]),
      store("media", "s3", ["us-west-2"], false),
      store("sessions", "redis", ["us-west-2"], false),
    ],
  },
  services: [
    { calls: ["stock"], stores: ["orders", "catalogue"] },
    { calls: [], stores: ["catalogue"] },
  ],
  usage: { responseKb: 40, logKb: 3, storedGib: 50 },
  passed: 10 * REQUESTS,
  reaching: (name: string) => (name === "eu-west-1" ? 0 : 5 * REQUESTS),
} as unknown as TransferSubject;

const gbOf = (name: string, in_: string) => waysOf(SUBJECT, in_).find((way) => way.name.startsWith(name))?.gb;

describe("data on their way, by hand", () => {
  it("to the internet past CloudFront: 5 x 40 GB of answers, a tenth of them", () => {
    expect(gbOf("To the internet, past CloudFront", "us-east-1")).toBeCloseTo(20, 9);
  });

  it("to the internet through NAT: a call outside for every tenth request, 5 x 0.1 x 2 kB", () => {
    expect(gbOf("To the internet, through NAT", "us-east-1")).toBeCloseTo(1, 9);
  });

  it("through each of three NAT gateways: 5 x 0.1 x (2 + 4) kB by three; through a single one all of it", () => {
    expect(natGb(SUBJECT, "us-east-1")).toBeCloseTo(1, 9);
    const single = { ...SUBJECT, environment: { ...SUBJECT.environment, natGateways: "single" as const } };
    expect(natGb(single, "us-east-1")).toBeCloseTo(3, 9);
  });

  it("between zones: 200 GB, 4 calls of 2 services, two thirds to another zone, on both sides", () => {
    expect(gbOf("Between zones", "us-east-1")).toBeCloseTo(200 * 2 * (2 / 3) * 2, 9);
  });

  it("to other regions: five copies of stores of 50 GiB, of which a fifth is written anew; two backups likewise", () => {
    expect(gbOf("To other regions: 5 copies", "us-east-1")).toBeCloseTo(5 * 50 * 0.2, 9);
    expect(gbOf("To other regions: backups of 2", "us-east-1")).toBeCloseTo(2 * 50 * 0.2, 9);
  });

  it("to the writer's region: 5 x 0.5 writes of 4 kB, of which two of four stores have their writer there", () => {
    expect(gbOf("To other regions: writes", "us-west-2")).toBeCloseTo(5, 9);
    expect(gbOf("To other regions: writes", "us-east-1")).toBeUndefined();
  });

  it("into the transit gateway what goes to the writer, and nothing where the writer is", () => {
    expect(transitGb(SUBJECT, "us-west-2")).toBeCloseTo(5, 9);
    expect(transitGb(SUBJECT, "us-east-1")).toBe(0);
  });

  it("through PrivateLink the logs, 5 x 3 kB; of other endpoints nothing is known", () => {
    expect(endpointGb(SUBJECT, "us-east-1", "com.amazonaws.us-east-1.logs")).toBeCloseTo(15, 9);
    expect(endpointGb(SUBJECT, "us-east-1", "com.amazonaws.us-east-1.kms")).toBeUndefined();
  });

  it("from CloudFront to the origin 10 x 2 kB", () => {
    expect(originGb(SUBJECT)).toBeCloseTo(20, 9);
  });

  it("is nothing at all from where nobody is served and nothing is born", () => {
    expect(waysOf(SUBJECT, "eu-west-1")).toEqual([]);
  });
});

describe("what data on their way cost", () => {
  const clock = new ManualClock(Date.UTC(2026, 5, 15, 12));
  const usage = { requests: 10 * REQUESTS, cachedPercent: 0, spread: 1, growthPercent: 0 };
  const platform: Platform = resolvePlatform(platformInput({ usage }), { clock });
  const [environment] = platform.environments;
  const used = platformUsage(platform, environment as Environment);

  it("is charged by the list, in the region that it leaves, and is called assumed although requests are known", () => {
    const empty = new ResourceGraph({
      source: { kind: "plan", name: "none" },
      resources: [],
      edges: [],
      notices: [],
    });
    const { resources, unpriced } = estimate(empty, { book: shippedBook(), derived: used.derived });
    expect(unpriced).toEqual([]);
    const ways = resources.filter(({ type }) => type === "data_transfer");
    const serving = environment?.regions.filter(({ role }) => role === "active").length ?? 0;
    const past = ways.flatMap(({ region: where, components }) =>
      components.filter(({ name }) => name.includes("past CloudFront")).map((each) => ({ where, ...each })),
    );
    expect(past).toHaveLength(serving);
    for (const { where, quantity, monthly, assumed, unit } of past) {
      // A tenth of 40 kB for each request, at 0.09 USD a GB.
      const gb = (10 / serving) * 40 * 0.1;
      expect(quantity.expected, where).toBeCloseTo(gb, 6);
      expect(Number(monthly.expected) / 1e6, where).toBeCloseTo(gb * 0.09, 4);
      expect([unit, assumed]).toEqual(["GB", true]);
    }
  });

  it("is told of gateways, endpoints, attachments and the edge, where they are", () => {
    const of = (type: string, key: string, known: object = {}) =>
      used.source({ type, region: "us-east-1", values: { known }, tags: {} } as unknown as Resource, key);
    expect(of("aws_nat_gateway", "monthly_data_processed_gb")).toMatchObject({ assumed: true });
    expect(of("aws_cloudfront_distribution", "monthly_data_transfer_to_origin_gb.us")?.expected).toBeCloseTo(
      20,
      6,
    );
    const endpoint = (service: string) =>
      of("aws_vpc_endpoint", "monthly_data_processed_gb", {
        service_name: `com.amazonaws.us-east-1.${service}`,
      });
    expect(endpoint("logs")?.expected).toBeGreaterThan(0);
    expect(endpoint("kms")).toBeUndefined();
    expect(of("aws_ec2_transit_gateway_vpc_attachment", "monthly_data_processed_gb")?.expected).toBe(0);
  });
});
