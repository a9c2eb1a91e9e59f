import { describe, expect, it } from "vitest";
import { ManualClock } from "../lib/index.ts";
import { Faults } from "./faults.ts";
import { queryCall } from "./overlays/testing/fakeWorld.ts";
import { Parts } from "./parts.ts";

const region = "us-east-1";
const clock = new ManualClock(0);

describe("a part of a region that is lost", () => {
  it("is a zone with every instance that stands in it, and nothing of another zone", () => {
    const parts = new Parts(clock);
    parts.lose({ kind: "zone", region, zone: "us-east-1a" });
    expect(parts.zoneIsLost("us-east-1a")).toBe(true);
    expect(parts.instanceIsLost({ region, identifier: "orders", zone: "us-east-1a" })).toBe(true);
    expect(parts.instanceIsLost({ region, identifier: "orders", zone: "us-east-1b" })).toBe(false);
    expect(parts.instanceIsLost({ region, identifier: "orders" })).toBe(false);
    expect(parts.restore({ kind: "zone", region, zone: "us-east-1a" })).toBe(true);
    expect(parts.zoneIsLost("us-east-1a")).toBe(false);
    expect(parts.restore({ kind: "zone", region, zone: "us-east-1a" })).toBe(false);
  });

  it("is an instance in its region, where its standby in another zone goes on under the same name", () => {
    const parts = new Parts(clock);
    parts.lose({ kind: "instance", region, identifier: "inventory", zone: "us-east-1a" });
    const stands = (zone: string, place = region) =>
      parts.instanceIsLost({ region: place, identifier: "inventory", zone });
    expect([stands("us-east-1a"), stands("us-east-1b"), stands("us-east-1a", "us-west-2")]).toEqual([
      true,
      false,
      false,
    ]);
    expect(parts.list()).toHaveLength(1);
  });

  it("is a service with its API, its stores and the way in, in one region", () => {
    const faults = new Faults(clock);
    const dynamodb = {
      kind: "service",
      region,
      service: "dynamodb",
      api: "dynamodb",
      engines: ["dynamodb"],
      entry: false,
    } as const;
    faults.losePart(dynamodb);
    expect(faults.strike(queryCall("dynamodb", region, "PutItem"))?.effect).toMatchObject({ status: 503 });
    expect(faults.strike(queryCall("dynamodb", "us-west-2", "PutItem"))).toBeUndefined();
    expect(faults.parts.engineIsLost(region, "dynamodb")).toBe("dynamodb");
    expect(faults.parts.engineIsLost(region, "s3")).toBeUndefined();
    expect(faults.parts.entryIsLost(region)).toBeUndefined();
    faults.losePart({ kind: "service", region, service: "balancers", engines: [], entry: true });
    expect(faults.parts.entryIsLost(region)).toBe("balancers");
    faults.restorePart(dynamodb);
    expect(faults.strike(queryCall("dynamodb", region, "PutItem"))).toBeUndefined();
  });
});
