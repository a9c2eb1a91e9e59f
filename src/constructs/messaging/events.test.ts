import { describe, expect, it } from "vitest";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { EventBus, type EventDelivery } from "./eventBus.ts";
import { EventRoles, eventRouteRoleArn } from "./eventRoles.ts";
import { EventRoutes } from "./eventRoutes.ts";

const EAST = "us-east-1";
const WEST = "us-west-2";
const EU = "eu-west-1";
const UNDELIVERED = "shop-production-events-undelivered";
const PUBLISHERS = ["arn:aws:iam::111111111111:role/shop-production-pod-orders", eventRouteRoleArn(NAMING)];
const PLACED = { name: "OrderPlaced", sources: ["shop.orders"] };
const RETURNED = { name: "OrderReturned", sources: ["shop.returns", "shop.orders"] };
const bus = (region: string) => `arn:aws:events:${region}:111111111111:event-bus/shop-production-events`;
const rule = (name: string, region = EAST) =>
  `arn:aws:events:${region}:111111111111:rule/shop-production-events/${name}`;
const TRIES = { maximum_event_age_in_seconds: 86_400, maximum_retry_attempts: 185 };

const busOf = (more: Partial<EventDelivery> = {}) =>
  synthesised((scope) => {
    new EventBus(scope, "events", {
      naming: NAMING,
      region: EAST,
      keyArn: "arn:key:east",
      deliveries: [
        {
          ...PLACED,
          queues: [
            { name: "fulfilment", arn: "arn:queue:fulfilment" },
            { name: "mailing", arn: "arn:queue:mailing" },
          ],
          elsewhere: "kept",
          ...more,
        },
      ],
      routes: ["to-us-west-2"],
      publisherRoleArns: PUBLISHERS,
      archiveDays: 30,
      tags: TAGS,
    });
  });
const patternOf = ({ event_pattern }: { readonly event_pattern?: unknown }) =>
  JSON.parse(String(event_pattern));

describe("an event bus", () => {
  it("is encrypted by the region's key, and so is what it could not deliver", () => {
    expect(busOf().only("aws_cloudwatch_event_bus")).toMatchObject({
      name: "shop-production-events",
      kms_key_identifier: "arn:key:east",
    });
    expect(busOf().only("aws_sqs_queue")).toMatchObject({
      name: UNDELIVERED,
      kms_master_key_id: "arn:key:east",
      message_retention_seconds: 1_209_600,
    });
  });

  it("takes events from the publishers only, whatever other roles are allowed", () => {
    expect(policyIn(busOf().only("aws_cloudwatch_event_bus_policy").policy).Statement).toEqual([
      {
        Sid: "OnlyPublishers",
        Effect: "Deny",
        Principal: "*",
        Action: "events:PutEvents",
        Resource: bus(EAST),
        Condition: { ArnNotEquals: { "aws:PrincipalArn": PUBLISHERS } },
      },
    ]);
  });

  it("archives everything that comes to it, for as many days as asked", () => {
    const [id] = Object.keys(busOf().all("aws_cloudwatch_event_bus"));
    const archive = busOf().only("aws_cloudwatch_event_archive");
    expect(archive).toMatchObject({
      event_source_arn: `\${aws_cloudwatch_event_bus.${id}.arn}`,
      retention_days: 30,
    });
    expect(archive).not.toHaveProperty("event_pattern");
  });

  it("delivers a kind to each of its queues, tries for a day, and then keeps it among the undelivered", () => {
    const stack = busOf();
    const [queue] = Object.keys(stack.all("aws_sqs_queue"));
    const targets = Object.values(stack.all("aws_cloudwatch_event_target"));
    expect(targets).toMatchObject(
      ["fulfilment", "mailing"].map((name) => ({
        target_id: name,
        arn: `arn:queue:${name}`,
        retry_policy: TRIES,
        dead_letter_config: { arn: `\${aws_sqs_queue.${queue}.arn}` },
      })),
    );
    expect(stack.only("aws_cloudwatch_event_rule").description).toBe("OrderPlaced to fulfilment, mailing");
  });

  it("lets its own rules and its routes, and nobody else, fill the queue of the undelivered", () => {
    const allowed = policyIn(busOf().only("aws_sqs_queue").policy).Statement.filter(
      ({ Effect }) => Effect === "Allow",
    );
    expect(allowed).toMatchObject([
      {
        Principal: { Service: "events.amazonaws.com" },
        Condition: {
          ArnEquals: { "aws:SourceArn": [rule("OrderPlaced"), rule("to-us-west-2")] },
          StringEquals: { "aws:SourceAccount": "111111111111" },
        },
      },
    ]);
  });

  it("hands copies from other regions to queues only when they are played again, where they are kept", () => {
    expect(patternOf(busOf({ elsewhere: "kept" }).only("aws_cloudwatch_event_rule"))).toEqual({
      "detail-type": ["OrderPlaced"],
      source: ["shop.orders"],
      $or: [{ region: [EAST] }, { "replay-name": [{ exists: true }] }],
    });
  });

  it("hands events of all regions to queues where each region does its own work", () => {
    expect(patternOf(busOf({ elsewhere: "delivered" }).only("aws_cloudwatch_event_rule"))).toEqual({
      "detail-type": ["OrderPlaced"],
      source: ["shop.orders"],
    });
  });
});

describe("the routes of events", () => {
  const stack = synthesised((scope) => {
    new EventRoutes(scope, "routes", {
      naming: NAMING,
      region: EAST,
      routes: [
        { to: WEST, kinds: [PLACED, RETURNED] },
        { to: EU, kinds: [RETURNED] },
      ],
      roleArn: eventRouteRoleArn(NAMING),
      tags: TAGS,
    });
  });

  it("carry to each region the kinds that it gets, and only what is published here for the first time", () => {
    const rules = Object.values(stack.all("aws_cloudwatch_event_rule"));
    expect(rules.map((each) => [each.name, patternOf(each)])).toEqual([
      [
        "to-us-west-2",
        {
          "detail-type": ["OrderPlaced", "OrderReturned"],
          source: ["shop.orders", "shop.returns"],
          region: [EAST],
          "replay-name": [{ exists: false }],
        },
      ],
      [
        "to-eu-west-1",
        {
          "detail-type": ["OrderReturned"],
          source: ["shop.orders", "shop.returns"],
          region: [EAST],
          "replay-name": [{ exists: false }],
        },
      ],
    ]);
  });

  it("lead to the other region's bus by the role, and leave here what cannot arrive within a day", () => {
    expect(Object.values(stack.all("aws_cloudwatch_event_target"))).toMatchObject(
      [WEST, EU].map((to) => ({
        event_bus_name: "shop-production-events",
        arn: bus(to),
        role_arn: "arn:aws:iam::111111111111:role/shop-production-event-routes",
        dead_letter_config: { arn: `arn:aws:sqs:${EAST}:111111111111:${UNDELIVERED}` },
        retry_policy: TRIES,
      })),
    );
  });
});

describe("the role that carries events between regions", () => {
  const stack = synthesised((scope) => {
    new EventRoles(scope, "roles", { naming: NAMING, regions: [EAST, WEST], tags: TAGS });
  });

  it("has the name by which other stacks know it before it exists", () => {
    expect(eventRouteRoleArn(NAMING)).toBe(
      `arn:aws:iam::111111111111:role/${stack.only("aws_iam_role").name}`,
    );
  });

  it("is taken on by our own routing rules only, none of which leads back to its own region", () => {
    expect(policyIn(stack.only("aws_iam_role").assume_role_policy).Statement).toMatchObject([
      {
        Principal: { Service: "events.amazonaws.com" },
        Condition: {
          StringEquals: { "aws:SourceAccount": "111111111111" },
          ArnEquals: { "aws:SourceArn": [rule("to-us-west-2", EAST), rule("to-us-east-1", WEST)] },
        },
      },
    ]);
  });

  it("may put events on the buses of these regions, and nothing else", () => {
    expect(policyIn(stack.only("aws_iam_role_policy").policy).Statement).toEqual([
      { Effect: "Allow", Action: "events:PutEvents", Resource: [bus(EAST), bus(WEST)] },
    ]);
  });
});
