import { Lb } from "@cdktn/provider-aws/lib/lb/index.js";
import { Subnet } from "@cdktn/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktn/provider-aws/lib/vpc/index.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ApiLogging,
  ApiLoggingRole,
  ARTIFACTS,
  Artifacts,
  Certificate,
  ClusterDeployer,
  ClusterRoles,
  DataKey,
  DeployerRole,
  EVENT_SENDERS,
  EventTrigger,
  InterruptionQueue,
  KarpenterRoles,
  liveArn,
  type Naming,
  type OwnerTags,
  RegionalFirewall,
  RegionFunction,
  RestApi,
  Schedules,
  ServerlessRoles,
  StateMachine,
  Undelivered,
} from "../../constructs/index.ts";
import {
  ACCOUNT,
  ConstructRehearsal,
  type Part,
  skippedBecause,
  toolsMissing,
} from "./testing/rehearseConstructs.ts";

const REGION = "eu-central-1";
const NAMING: Naming = { platform: "shop", environment: "rehearsal", account: ACCOUNT };
const TAGS: OwnerTags = { service: "platform", owner: "platform-team", costCentre: "shop-1001" };
const common = { naming: NAMING, tags: TAGS };
const scope = { regions: [REGION], keyPurposes: ["eu"] };

const roles: Part = {
  id: "global",
  region: "us-east-1",
  build(stack) {
    new ServerlessRoles(stack, "serverless", {
      ...common,
      ...scope,
      functions: [{ name: "report", statements: [], inVpc: false, unattended: true, tags: TAGS }],
      stateMachines: [
        {
          name: "recount",
          statements: [
            { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: liveArn(NAMING, "report", REGION) },
          ],
          tags: TAGS,
        },
      ],
      scheduled: { functions: ["report"], stateMachines: ["recount"] },
    });
    new ApiLoggingRole(stack, "api-logs", common);
    new DeployerRole(stack, "deployer", { ...common, ...scope, artifacts: ARTIFACTS });
    const { nodeRoleName } = new ClusterRoles(stack, "clusters", { ...common, ...scope, services: [] });
    new KarpenterRoles(stack, "karpenter", {
      ...common,
      ...scope,
      nodes: { spot: true, families: ["m7g"] },
      nodeRoleName,
    });
    return undefined;
  },
};

const region: Part = {
  id: `${REGION}/compute`,
  region: REGION,
  build(stack) {
    const key = new DataKey(stack, "key", {
      ...common,
      region: REGION,
      purpose: "eu",
      publishers: EVENT_SENDERS,
      deliversLogs: true,
    });
    const shared = { ...common, region: REGION, keyArn: key.arn, protect: false };
    const artifacts = new Artifacts(stack, "artifacts", shared);
    const { queueArn } = new Undelivered(stack, "undelivered", { ...shared, rules: ["report"], heard: [] });
    const made = new RegionFunction(stack, "function", {
      ...shared,
      name: "report",
      runtime: "nodejs22.x",
      handler: "index.handler",
      memoryMib: 512,
      timeoutSeconds: 30,
      concurrency: 5,
      code: { bucket: artifacts.bucket, key: artifacts.placeholderKey },
      variables: { HOME_NAME: "EU" },
      undeliveredArn: queueArn,
    });
    new EventTrigger(stack, "events", {
      ...common,
      name: "report",
      target: made,
      pattern: { source: ["shop.catalogue"] },
      undeliveredArn: queueArn,
    });
    const machine = new StateMachine(stack, "machine", {
      ...shared,
      name: "recount",
      definition: {
        StartAt: "Count",
        States: {
          Count: {
            Type: "Task",
            Resource: "arn:aws:states:::lambda:invoke",
            Parameters: { FunctionName: liveArn(NAMING, "report", REGION) },
            End: true,
          },
        },
      },
    });
    const run = { at: "cron(0 3 * * ? *)", timezone: "UTC", windowMinutes: 15, bornEnabled: true } as const;
    new Schedules(stack, "schedules", {
      ...common,
      undeliveredArn: queueArn,
      runs: [
        { ...run, name: "report", targetArn: made.liveArn, group: "single" },
        { ...run, name: "recount", targetArn: machine.arn, group: "regional", bornEnabled: false },
      ],
    });
    const vpc = new Vpc(stack, "vpc", { cidrBlock: "10.3.0.0/16" });
    const acl = new RegionalFirewall(stack, "firewall", {
      ...shared,
      balancerArn: new Lb(stack, "balancer", {
        name: "public",
        subnets: ["a", "b"].map(
          (zone, at) =>
            new Subnet(stack, `public-${zone}`, {
              vpcId: vpc.id,
              availabilityZone: `${REGION}${zone}`,
              cidrBlock: `10.3.${at + 10}.0/24`,
            }).id,
        ),
      }).arn,
      hosts: ["partners.shop.example.com"],
      logKeyArn: key.arn,
    });
    const logging = new ApiLogging(stack, "api-logging", common);
    new RestApi(stack, "api", {
      ...shared,
      name: "partners",
      host: "partners.shop.example.com",
      certificateArn: new Certificate(stack, "tls", { ...common, domain: "shop.example.com" }).arn,
      authoriser: "report",
      routes: [
        {
          method: "POST",
          path: "/orders/{order}",
          function: "report",
          timeoutSeconds: 29,
          query: ["dry"],
          body: { type: "object", required: ["reference"], properties: { reference: { type: "string" } } },
        },
      ],
      throttle: { perSecond: 100, burst: 200 },
      plans: [{ name: "partner", throttle: { perSecond: 10, burst: 20 }, perDay: 50_000 }],
      functions: { report: made.name },
      webAclArn: acl.webAclArn,
      after: [logging.resource],
    });
    const subnet = new Subnet(stack, "private", { vpcId: vpc.id, cidrBlock: "10.3.0.0/24" });
    new ClusterDeployer(stack, "deployer", {
      ...shared,
      vpcId: vpc.id,
      subnetIds: [subnet.id],
      artifactsBucket: artifacts.bucket,
    });
    new InterruptionQueue(stack, "interruptions", { ...common, region: REGION });
    return undefined;
  },
};

describe.skipIf(toolsMissing)(
  `functions, workflows and schedules with Terraform and the AWS provider${skippedBecause}`,
  () => {
    let rehearsal: ConstructRehearsal;
    beforeAll(async () => {
      rehearsal = await ConstructRehearsal.start();
    }, 60_000);
    afterAll(() => rehearsal?.stop());

    it("apply with their roles, and plan nothing more", async () => {
      await rehearsal.apply(roles);
      await rehearsal.apply(region);

      expect(await rehearsal.changes(roles)).toEqual([]);
      expect(await rehearsal.changes(region)).toEqual([]);
    }, 300_000);

    it("are destroyed without a trace", async () => {
      await rehearsal.destroy(region);
      await rehearsal.destroy(roles);
    }, 300_000);
  },
);
