import { beforeAll, describe, expect, it } from "vitest";
import type { Environment, Platform } from "../config/index.ts";
import type { EventTypeInput } from "../config/messagingInput.ts";
import type { JsonObject } from "../lib/index.ts";
import { patternMatches } from "./testing/eventPatterns.ts";
import { EventWorld } from "./testing/eventWorld.ts";
import { allStacks, platform, resourcesOf, stackNamed } from "./testing/platforms.ts";

const REGIONS = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"];
const HOME: Record<string, string> = {
  "us-east-1": "US",
  "us-west-2": "US",
  "eu-west-1": "EU",
  "eu-central-1": "EU",
};
const TYPES: EventTypeInput[] = [
  { name: "OrderPlaced", data: "personal", publishers: ["checkout"], queues: ["parcels"] },
  { name: "OrderSeen", data: "personal", publishers: ["checkout"], queues: ["parcels"], reach: "region" },
  {
    name: "PriceChanged",
    data: "public",
    publishers: ["storefront", "checkout"],
    queues: ["prices"],
    reach: "global",
    elsewhere: "delivered",
  },
  { name: "StockChanged", data: "internal", publishers: ["storefront"], queues: ["prices"], reach: "global" },
];

let of: Platform;
let environment: Environment;
let world: EventWorld;
beforeAll(() => {
  of = platform({
    queues: [
      { name: "parcels", data: "personal", receivers: ["checkout"] },
      { name: "prices", data: "internal", receivers: ["storefront"] },
    ],
    topics: [
      { name: "news", data: "internal", publishers: ["storefront"], subscriptions: [{ queue: "prices" }] },
    ],
    events: { types: TYPES },
  });
  const [first] = of.environments;
  if (first === undefined) throw new Error("no environment");
  environment = first;
  world = new EventWorld(allStacks(of));
});

const event = (name: string, region: string, more: JsonObject = {}): JsonObject => ({
  "detail-type": name,
  source: `shop.${TYPES.find((type) => type.name === name)?.publishers[0]}`,
  region,
  account: "111111111111",
  ...more,
});
const everyEvent = () => TYPES.flatMap(({ name }) => REGIONS.map((region) => [name, region] as const));
const queuesOf = (name: string, region: string) => world.send(event(name, region), region).queues;

describe("events on the buses of all regions", () => {
  it("are on each bus at most once, however far they are carried", () => {
    expect(world.ruleCount).toBeGreaterThan(20);
    for (const [name, region] of everyEvent()) {
      const { buses } = world.send(event(name, region), region);
      expect(buses, `${name} of ${region}`).toEqual([...new Set(buses)]);
    }
  });

  it("would go round if what came from elsewhere were carried on, which the test would see", () => {
    // given rules that do not look where an event is from
    const stacks = allStacks(of).map((stack) => ({
      ...stack,
      configuration: JSON.parse(
        JSON.stringify(stack.configuration).replaceAll(/\\"region\\":\[\\"[a-z0-9-]+\\"\],/g, ""),
      ),
    }));
    expect(() => new EventWorld(stacks).send(event("PriceChanged", "us-east-1"), "us-east-1")).toThrow(
      "goes round",
    );
  });

  it("leave their home only when they hold nothing personal and were declared to", () => {
    for (const [name, region] of everyEvent()) {
      const { buses } = world.send(event(name, region), region);
      const type = TYPES.find((each) => each.name === name);
      const expected =
        type?.reach === "global"
          ? REGIONS
          : REGIONS.filter((each) =>
              type?.reach === "region" ? each === region : HOME[each] === HOME[region],
            );
      expect([...buses].sort(), `${name} of ${region}`).toEqual([...expected].sort());
    }
  });

  it("are worked on once where they were published, and kept elsewhere", () => {
    expect(queuesOf("OrderPlaced", "us-west-2")).toEqual(["us-west-2 shop-production-parcels"]);
    expect(queuesOf("StockChanged", "eu-west-1")).toEqual(["eu-west-1 shop-production-prices"]);
  });

  it("are worked on in every region where each has work of its own", () => {
    expect([...queuesOf("PriceChanged", "eu-west-1")].sort()).toEqual(
      REGIONS.map((region) => `${region} shop-production-prices`).sort(),
    );
  });

  it("go to the queues of the surviving region when its archive is played again, and nowhere else", () => {
    // when what us-east-1 published is played again in us-west-2
    const again = event("OrderPlaced", "us-east-1", { "replay-name": "loss-of-us-east-1" });
    expect(world.send(again, "us-west-2")).toEqual({
      buses: ["us-west-2"],
      queues: ["us-west-2 shop-production-parcels"],
    });
    // and nothing that is played again is carried anywhere, wherever it was published
    for (const [name, region] of everyEvent()) {
      const replayed = event(name, region, { "replay-name": "again" });
      for (const onto of REGIONS) expect(world.send(replayed, onto).buses).toEqual([onto]);
    }
  });

  it("reach no queue when their source is not a declared publisher", () => {
    const forged = event("OrderPlaced", "us-east-1", { source: "shop.storefront" });
    expect(world.send(forged, "us-east-1").queues).toEqual([]);
  });
});

describe("what carries messages", () => {
  const data = (region: string) => resourcesOf(stackNamed(allStacks(of), `production/${region}/data`));

  it("is in every region of the homes, recovery regions included", () => {
    for (const region of REGIONS) {
      const names = data(region).map(({ type, body }) => `${type} ${String(body.name)}`);
      expect(names).toContain("aws_sqs_queue shop-production-parcels");
      expect(names).toContain("aws_sns_topic shop-production-news");
      expect(names).toContain("aws_cloudwatch_event_bus shop-production-events");
    }
    expect(environment.queues[0]?.regions).toEqual(REGIONS);
  });

  it("takes messages from its own topics and rules, and these exist", () => {
    for (const region of REGIONS) {
      const resources = data(region);
      const bus = "shop-production-events";
      const arns = new Set(
        resources.flatMap(({ type, body }) => {
          if (type === "aws_sns_topic") return [`arn:aws:sns:${region}:111111111111:${String(body.name)}`];
          if (type === "aws_cloudwatch_event_rule")
            return [`arn:aws:events:${region}:111111111111:rule/${bus}/${String(body.name)}`];
          return [];
        }),
      );
      const links = resourcesOf(stackNamed(allStacks(of), `production/${region}/links`));
      for (const { type, body } of links) {
        if (type === "aws_cloudwatch_event_rule")
          arns.add(`arn:aws:events:${region}:111111111111:rule/${bus}/${String(body.name)}`);
      }
      const named = resources
        .filter(({ type }) => type === "aws_sqs_queue")
        .flatMap(({ body }) =>
          [...String(body.policy).matchAll(/arn:aws:(?:sns|events):[^"]+/g)].map(([arn]) => arn),
        );
      expect(named.length).toBeGreaterThan(4);
      for (const arn of named) expect(arns, arn).toContain(arn);
    }
  });

  it("lets only publishers and the role between regions onto the bus", () => {
    const policy = data("eu-west-1").find(({ type }) => type === "aws_cloudwatch_event_bus_policy")?.body
      .policy;
    const [statement] = JSON.parse(String(policy)).Statement;
    expect(statement).toMatchObject({
      Effect: "Deny",
      Action: "events:PutEvents",
      Condition: {
        ArnNotEquals: {
          "aws:PrincipalArn": [
            "arn:aws:iam::111111111111:role/shop-production-pod-checkout",
            "arn:aws:iam::111111111111:role/shop-production-pod-storefront",
            "arn:aws:iam::111111111111:role/shop-production-event-routes",
          ],
        },
      },
    });
    const roles = resourcesOf(stackNamed(allStacks(of), "production/global"))
      .filter(({ type }) => type === "aws_iam_role")
      .map(({ body }) => `arn:aws:iam::111111111111:role/${String(body.name)}`);
    for (const arn of statement.Condition.ArnNotEquals["aws:PrincipalArn"]) expect(roles).toContain(arn);
  });

  it("has no way between regions in an environment of one", () => {
    const alone = platform({
      environments: [{ name: "development", account: "333333333333", slot: 2, regions: ["us-east-1"] }],
      queues: [{ name: "parcels", data: "personal", receivers: ["checkout"] }],
      events: {
        types: [{ name: "OrderPlaced", data: "personal", publishers: ["checkout"], queues: ["parcels"] }],
      },
    });
    const rules = allStacks(alone)
      .flatMap(resourcesOf)
      .filter(({ type }) => type === "aws_cloudwatch_event_rule")
      .map(({ body }) => body.name);
    expect(rules.filter((name) => String(name).startsWith("to-"))).toEqual([]);
    const roles = allStacks(alone)
      .flatMap(resourcesOf)
      .map(({ body }) => String(body.name));
    expect(roles.filter((name) => name.endsWith("event-routes"))).toEqual([]);
  });
});

describe("patternMatches", () => {
  const placed = {
    "detail-type": "OrderPlaced",
    region: "us-east-1",
    detail: { total: 5, tags: ["gift", "new"] },
  };

  it.each<[string, JsonObject, boolean]>([
    ["one of the values", { region: ["eu-west-1", "us-east-1"] }, true],
    ["none of the values", { region: ["eu-west-1"] }, false],
    ["two fields of which one does not match", { region: ["us-east-1"], "detail-type": ["Other"] }, false],
    ["a field that must be there and is not", { "replay-name": [{ exists: true }] }, false],
    ["a field that must not be there and is not", { "replay-name": [{ exists: false }] }, true],
    ["a field that is not the excluded one", { region: [{ "anything-but": ["eu-west-1"] }] }, true],
    ["a missing field that must not be something", { "replay-name": [{ "anything-but": ["a"] }] }, false],
    ["a field below another", { detail: { total: [5] } }, true],
    ["one value of a list", { detail: { tags: ["gift"] } }, true],
    [
      "one of two patterns",
      { $or: [{ region: ["eu-west-1"] }, { "detail-type": [{ prefix: "Order" }] }] },
      true,
    ],
    [
      "none of two patterns",
      { $or: [{ region: ["eu-west-1"] }, { "detail-type": [{ prefix: "Price" }] }] },
      false,
    ],
  ])("says of %s whether it matches", (_, pattern, matches) => {
    expect(patternMatches(pattern, placed)).toBe(matches);
  });

  it("refuses a comparison that it does not understand", () => {
    expect(() => patternMatches({ region: [{ wildcard: "us-*" }] }, placed)).toThrow("wildcard");
  });
});
