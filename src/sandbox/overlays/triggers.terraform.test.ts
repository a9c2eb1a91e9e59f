import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  Artifacts,
  DataKey,
  EVENT_SENDERS,
  EventBus,
  EventFunctions,
  MessageQueue,
  QueueTrigger,
  RegionFunction,
  ServerlessRoles,
  Undelivered,
} from "../../constructs/index.ts";
import { NAMING, TAGS } from "../../constructs/testing/synthesised.ts";
import {
  ACCOUNT,
  ConstructRehearsal,
  type Part,
  skippedBecause,
  toolsMissing,
} from "./testing/rehearseConstructs.ts";

const REGION = "eu-central-1";
const naming = { ...NAMING, account: ACCOUNT };
const common = { naming, region: REGION, tags: TAGS };
const QUEUE = { name: "counts", fifo: false };

const roles: Part = {
  id: "global",
  region: "us-east-1",
  build(stack) {
    new ServerlessRoles(stack, "serverless", {
      naming,
      regions: [REGION],
      keyPurposes: ["eu"],
      functions: [{ name: "report", statements: [], inVpc: false, unattended: true, tags: TAGS }],
      stateMachines: [],
      scheduled: { functions: [], stateMachines: [] },
      tags: TAGS,
    });
    return undefined;
  },
};

/** A function, and a queue and a bus that could start it. */
const region: Part = {
  id: `${REGION}/region`,
  region: REGION,
  build(stack) {
    const key = new DataKey(stack, "key", {
      ...common,
      purpose: "eu",
      publishers: EVENT_SENDERS,
      sealsEventBuses: true,
    });
    const shared = { ...common, keyArn: key.arn, protect: false };
    const artifacts = new Artifacts(stack, "artifacts", shared);
    const { queueArn } = new Undelivered(stack, "undelivered", {
      ...shared,
      rules: [],
      heard: ["StockChanged"],
    });
    new RegionFunction(stack, "function", {
      ...shared,
      name: "report",
      runtime: "nodejs22.x",
      handler: "index.handler",
      memoryMib: 512,
      timeoutSeconds: 30,
      code: { bucket: artifacts.bucket, key: artifacts.placeholderKey },
      variables: { HOME_NAME: "EU" },
      undeliveredArn: queueArn,
    });
    new MessageQueue(stack, "counts", {
      ...shared,
      ...QUEUE,
      visibilityTimeoutSeconds: 200,
      retentionSeconds: 345_600,
      maxReceives: 5,
    });
    new EventBus(stack, "events", {
      ...shared,
      deliveries: [],
      routes: [],
      publisherRoleArns: [`arn:aws:iam::${ACCOUNT}:role/shop-production-pod-stock`],
      archiveDays: 30,
    });
    return undefined;
  },
};

const triggers: Part = {
  id: `${REGION}/links`,
  region: REGION,
  build(stack) {
    new QueueTrigger(stack, "from-counts", {
      ...common,
      queue: QUEUE,
      function: "report",
      batch: 100,
      windowSeconds: 20,
      atOnce: 5,
    });
    new EventFunctions(stack, "changes", {
      ...common,
      kind: { name: "StockChanged", sources: ["shop.stock"] },
      elsewhere: "kept",
      functions: ["report"],
    });
    return undefined;
  },
};

describe.skipIf(toolsMissing)(
  `what starts functions, with Terraform and the AWS provider${skippedBecause}`,
  () => {
    let rehearsal: ConstructRehearsal;
    beforeAll(async () => {
      rehearsal = await ConstructRehearsal.start();
    }, 120_000);
    afterAll(() => rehearsal?.stop());

    it("applies, and plans nothing more", async () => {
      for (const part of [roles, region, triggers]) await rehearsal.apply(part);
      expect(await rehearsal.changes(triggers)).toEqual([]);
    }, 900_000);

    it("is destroyed without a trace", async () => {
      for (const part of [triggers, region, roles]) await rehearsal.destroy(part);
    }, 900_000);
  },
);
