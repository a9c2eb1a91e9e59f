import { beforeAll, describe, expect, it } from "vitest";
import type { Platform } from "../config/index.ts";
import type { JsonObject } from "../lib/index.ts";
import { permissionsOf } from "../runbooks/index.ts";
import { recoveryMachines } from "./recoveries.ts";
import { type SynthesizedStack, synthesize } from "./synthesize.ts";
import { platform, type Resource, resourcesOf, stackNamed, storefront } from "./testing/platforms.ts";
import { machinesTooLong } from "./toldMachines.ts";

let of: Platform;
let stacks: readonly SynthesizedStack[];
const production = (from: Platform) => {
  const found = from.environments.find(({ name }) => name === "production");
  if (found === undefined) throw new Error("no production");
  return found;
};
const resources = (id: string, type: string): readonly Resource[] =>
  resourcesOf(stackNamed(stacks, id)).filter((each) => each.type === type);
const machines = (region: string) =>
  resources(`production/${region}/compute`, "aws_sfn_state_machine").filter(({ body }) =>
    /^shop-production-recovery-(?!watch-)/.test(String(body.name)),
  );
const definition = ({ body }: Resource) => JSON.parse(String(body.definition)) as JsonObject;

beforeAll(async () => {
  of = await storefront();
  stacks = synthesize(of, production(of));
}, 120_000);

describe("recoveries on AWS", () => {
  it("lie in the region that takes over, and in no other", () => {
    expect(
      production(of).regions.map(({ name }) => [name, machines(name).map(({ body }) => body.name)]),
    ).toEqual([
      [
        "us-east-1",
        [
          "shop-production-recovery-close-us-east-1",
          "shop-production-recovery-fence-us-east-1",
          "shop-production-recovery-leave-us-west-2",
          "shop-production-recovery-open-us-east-1",
          "shop-production-recovery-restore-us-east-1",
          "shop-production-recovery-return-us-west-2",
          "shop-production-recovery-review-us-east-1",
          "shop-production-recovery-shut-us-east-1",
          "shop-production-recovery-store-us-east-1",
          "shop-production-recovery-zone-us-east-1",
        ],
      ],
      [
        "us-west-2",
        [
          "shop-production-recovery-close-us-west-2",
          "shop-production-recovery-leave-us-east-1",
          "shop-production-recovery-open-us-west-2",
          "shop-production-recovery-restore-us-west-2",
          "shop-production-recovery-return-us-east-1",
          "shop-production-recovery-review-us-west-2",
          "shop-production-recovery-shut-us-west-2",
          "shop-production-recovery-store-us-west-2",
          "shop-production-recovery-way-us-east-1",
          "shop-production-recovery-zone-us-west-2",
        ],
      ],
      [
        "eu-west-1",
        [
          "shop-production-recovery-close-eu-west-1",
          "shop-production-recovery-fence-eu-west-1",
          "shop-production-recovery-leave-eu-central-1",
          "shop-production-recovery-open-eu-west-1",
          "shop-production-recovery-restore-eu-west-1",
          "shop-production-recovery-return-eu-central-1",
          "shop-production-recovery-review-eu-west-1",
          "shop-production-recovery-shut-eu-west-1",
          "shop-production-recovery-store-eu-west-1",
          "shop-production-recovery-zone-eu-west-1",
        ],
      ],
      [
        "eu-central-1",
        [
          "shop-production-recovery-close-eu-central-1",
          "shop-production-recovery-leave-eu-west-1",
          "shop-production-recovery-open-eu-central-1",
          "shop-production-recovery-restore-eu-central-1",
          "shop-production-recovery-return-eu-west-1",
          "shop-production-recovery-review-eu-central-1",
          "shop-production-recovery-shut-eu-central-1",
          "shop-production-recovery-store-eu-central-1",
          "shop-production-recovery-way-eu-west-1",
          "shop-production-recovery-zone-eu-central-1",
        ],
      ],
    ]);
  });

  it("are begun where a region is left, by what the other region tells it, and shut its database subnets", () => {
    for (const [region, by] of [
      ["us-east-1", "us-west-2"],
      ["us-west-2", "us-east-1"],
    ] as const) {
      const arns = (at: string) =>
        resources(`production/${at}/compute`, "aws_cloudwatch_event_target").map(({ body }) => body.arn);
      expect(arns(by)).toContain(`arn:aws:events:${region}:111111111111:event-bus/default`);
      const shut = machines(region).find(({ body }) => String(body.name).includes("-shut-"));
      expect(arns(region)).toContain(
        `arn:aws:states:${region}:111111111111:stateMachine:${String(shut?.body.name)}`,
      );
      // The rule that it replaces is there, in the list that it looks for by its name.
      const lists = resources(`production/${region}/network`, "aws_network_acl");
      const [data] = lists.filter(({ body }) => JSON.stringify(body.ingress).includes("192.0.2.0/24"));
      expect(data?.body.tags).toMatchObject({ Name: "shop-production-data" });
      expect(JSON.stringify(shut && definition(shut))).toContain(
        '"tag:Name","Values":["shop-production-data"]',
      );
    }
  });

  it("may change rules of their own region's way in, and no other machine may", () => {
    const policies = resources("production/global", "aws_iam_role_policy").filter(({ body }) =>
      String(body.policy).includes("elasticloadbalancing:CreateRule"),
    );
    const named = policies.map(({ body }) => [
      String(body.role),
      [...String(body.policy).matchAll(/arn:aws:elasticloadbalancing:[^"]+/g)].map(([arn]) => arn),
    ]);
    expect(named).toHaveLength(production(of).regions.length);
    for (const [role, arns] of named) {
      const [region] = /[a-z]{2}-[a-z]+-\d/.exec(JSON.stringify(arns)) ?? [];
      expect(arns).toEqual([
        `arn:aws:elasticloadbalancing:${region}:111111111111:listener/app/shop-production-public/*/*`,
      ]);
      expect(role).toContain(`close-${region}`);
    }
  });

  it("wake nobody where they end before the eyes of whoever began them", () => {
    const alarms = JSON.stringify(
      resources("production/us-west-2/compute", "aws_cloudwatch_metric_alarm").map(({ body }) => body),
    );
    const watched = (name: string) => alarms.includes(`:stateMachine:shop-production-recovery-${name}`);
    expect(watched("leave-us-east-1")).toBe(true);
    expect(
      ["close", "open", "restore", "review", "store", "zone"].filter((each) => watched(`${each}-us-west-2`)),
    ).toEqual([]);
  });

  it("name nothing of the region that they must do without but what AWS keeps in the one that is left", () => {
    const [leave] = machines("us-west-2").filter(({ body }) => String(body.name).includes("-leave-"));
    if (leave === undefined) throw new Error("no machine");
    const text = JSON.stringify(definition(leave).States);
    // The lost source of a replica is compared with, never called.
    const named = [...text.matchAll(/arn:aws:([a-z]+):us-east-1:/g)].map(([, service]) => service);
    expect(new Set(named)).toEqual(new Set(["rds"]));
    expect(text).toContain("arn:aws:rds:us-west-2:111111111111:cluster:shop-production-orders-us-us-west-2");
  });

  it("have their role beforehand, in the global stack, which nothing in the region has", () => {
    const roles = resources("production/global", "aws_iam_role").map(({ body }) => body.name);
    for (const { name: region } of production(of).regions) {
      for (const { body } of machines(region)) {
        expect(roles).toContain(String(body.role_arn).split("/").at(-1));
      }
      expect(stackNamed(stacks, `production/${region}/compute`).dependsOn).toContain("production/global");
    }
  });

  it("stay far below the largest definition that AWS takes, and their rights below those of one role", () => {
    // 1 MB: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
    const sizes = production(of).regions.flatMap(({ name }) =>
      machines(name).map(({ body }) => String(body.definition).length),
    );
    expect(Math.max(...sizes)).toBeLessThan(1_048_576 / 2);
    // 10,240 characters: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    const policies = resources("production/global", "aws_iam_role_policy").map(
      ({ body }) => String(body.policy).length,
    );
    expect(Math.max(...policies)).toBeLessThan(10_240);
  });

  it("are told which store or zone is meant, and may do to it what the runbook of each would, and no more", () => {
    const told = recoveryMachines(of, production(of)).filter((each) => each.told !== undefined);
    const choices = (name: string) =>
      told.filter((each) => each.name === name).map((each) => JSON.stringify(each.told));
    expect(choices("zone-us-east-1")).toEqual(
      ["a", "b", "c"].flatMap((letter) =>
        ["zone-evacuation", "zone-return"].map((runbook) =>
          JSON.stringify({ runbook, zone: `us-east-1${letter}` }),
        ),
      ),
    );
    // Without a loss it begins where the writer is, with one where it is to be.
    const move = (from: string, to: string) => ({ store: "orders-us", from, to });
    expect(choices("store-us-west-2")).toEqual(
      expect.arrayContaining([
        JSON.stringify(move("us-west-2", "us-west-2")),
        JSON.stringify(move("us-west-2", "us-east-1")),
        JSON.stringify({ ...move("us-east-1", "us-west-2"), acceptDataLoss: true }),
      ]),
    );
    expect(choices("store-us-west-2")).not.toContain(JSON.stringify(move("us-east-1", "us-west-2")));
    // Nobody's data leave their home, told or not.
    expect(choices("store-us-west-2").join()).not.toMatch(/-eu"/);
    for (const [name, same] of Map.groupBy(told, (each) => each.name)) {
      const policy = resources("production/global", "aws_iam_role_policy").find(({ body }) =>
        String(body.role).includes(`recoveries_${name}.`),
      );
      const wanted = same.flatMap(({ runbook }) => permissionsOf(runbook, "111111111111"));
      const { Statement } = JSON.parse(String(policy?.body.policy)) as {
        readonly Statement: readonly { readonly Action: string | readonly string[]; readonly Sid?: string }[];
      };
      const calls = Statement.filter(({ Action, Sid }) => Sid === undefined && typeof Action === "string");
      expect(calls.map(({ Action }) => Action).toSorted()).toEqual(
        [...new Set(wanted.map(({ action }) => action))].toSorted(),
      );
    }
  });

  it("take their region's lock before their first step where they act, in a table that no other region has", () => {
    for (const { name: region } of production(of).regions) {
      const [table, ...others] = resources(`production/${region}/compute`, "aws_dynamodb_table");
      expect(table?.body).toMatchObject({ name: "shop-production-recovery-lock", hash_key: "Id" });
      expect(table?.body).not.toHaveProperty("replica");
      expect(others).toEqual([]);
      for (const machine of machines(region)) {
        const name = String(machine.body.name);
        const looks = name.includes("-review-");
        expect(JSON.stringify(definition(machine)).includes('"Lock: take"'), name).toBe(!looks);
        expect(definition(machine).StartAt === "Lock: take", name).toBe(
          !looks && !/-(store|zone|restore)-/.test(name),
        );
        const policy = resources("production/global", "aws_iam_role_policy").find(({ body }) =>
          String(body.role).includes(`recoveries_${name.split("-recovery-")[1]}.`),
        );
        const text = String(policy?.body.policy);
        expect(
          text.includes(`arn:aws:dynamodb:${region}:111111111111:table/shop-production-recovery-lock`),
        ).toBe(!looks);
        // Whom to ask when the lock does not answer.
        expect(
          text.includes(`arn:aws:sns:${region}:111111111111:shop-production-alerts-critical`),
          name,
        ).toBe(true);
      }
    }
  });

  it("are not made, and said not to be, where AWS would not take their definition", () => {
    const names = Array.from({ length: 40 }, (_, index) => `db${index}`);
    const large = platform({
      stores: names.map((name) => ({
        name,
        engine: "aurora-postgresql",
        data: "personal",
        partitionedBy: "home",
      })),
      services: [{ name: "storefront", host: "www", stores: names }],
    });
    const environment = production(large);
    const [region] = environment.regions;
    const tooLong = machinesTooLong(large, environment, region?.name ?? "");
    expect(tooLong.map(({ name }) => name)).toContain(`zone-${region?.name}`);
    const made = recoveryMachines(large, environment).map(({ name }) => name);
    expect(made).not.toContain(`zone-${region?.name}`);
    expect(made).toContain(`review-${region?.name}`);
  });

  it("keep the names away by an alarm of the region that takes over, which Route 53 follows by name", () => {
    const checks = resources("production/traffic", "aws_route53_health_check");
    for (const { name: region } of production(of).regions) {
      const [followed, ...others] = checks.filter(
        ({ body }) => body.cloudwatch_alarm_name === `shop-production-kept-away-${region}`,
      );
      expect(others).toEqual([]);
      const holder = String(followed?.body.cloudwatch_alarm_region);
      expect(holder).not.toBe(region);
      const [alarm] = resources(`production/${holder}/compute`, "aws_cloudwatch_metric_alarm").filter(
        ({ body }) => body.alarm_name === followed?.body.cloudwatch_alarm_name,
      );
      expect(alarm?.body).toMatchObject({
        namespace: "shop-production/recovery",
        metric_name: "KeptAway",
        dimensions: { Region: region },
        treat_missing_data: "ignore",
      });
      // Who fails over from it runs there, puts the value there, and may put no other.
      const [leave] = machines(holder).filter(({ body }) => String(body.name).endsWith(`leave-${region}`));
      expect(leave === undefined ? "" : JSON.stringify(definition(leave))).toContain(
        "cloudwatch:putMetricData",
      );
      const policies = resources("production/global", "aws_iam_role_policy").map(({ body }) =>
        String(body.policy),
      );
      const putting = policies.filter((policy) => policy.includes("shop-production/recovery"));
      expect(putting.length).toBeGreaterThan(0);
    }
  });

  it("are watched: whatever ends badly wakes somebody", () => {
    const alarms = resources("production/us-west-2/compute", "aws_cloudwatch_metric_alarm");
    const found = alarms.filter(({ body }) => String(body.alarm_name).includes("recoveries"));
    const text = JSON.stringify(found.map(({ body }) => body));
    for (const metric of ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted"]) {
      expect(text).toContain(metric);
    }
    expect(text).toContain("alerts-critical");
  });

  it("read one switch in every region that may be left or come back to", () => {
    for (const { name } of production(of).regions) {
      const [parameter, ...others] = resources(`production/${name}/compute`, "aws_ssm_parameter");
      expect(parameter?.body.name).toBe("/shop/production/recovery");
      expect(others).toEqual([]);
    }
  });

  it("tell when RDS starts an instance again that they may have stopped, by a topic that admits the rule", () => {
    for (const { name } of production(of).regions) {
      const rules = resources(`production/${name}/compute`, "aws_cloudwatch_event_rule");
      const pattern = rules
        .map(({ body }) => String(body.event_pattern))
        .find((each) => each.includes("RDS-EVENT-0154"));
      expect(pattern).toContain(`-${name}"`);
      const topics = resources(`production/${name}/network`, "aws_sns_topic_policy");
      expect(JSON.stringify(topics.map(({ body }) => body.policy))).toContain("RulesOfEventBridge");
    }
    // A database without a copy is never promoted, so nothing is fenced.
    const alone = platform({
      homes: { EU: { regions: ["eu-west-1"], recovery: ["eu-central-1"] } },
      stores: [{ name: "cart", engine: "dynamodb", data: "personal", partitionedBy: "home" }],
      services: [{ name: "storefront", host: "www", stores: ["cart"] }],
    });
    const patterns = synthesize(alone, production(alone))
      .flatMap(resourcesOf)
      .map(({ body }) => String(body.event_pattern));
    expect(patterns.filter((each) => each.includes("RDS-EVENT-0154"))).toEqual([]);
  });

  it("move the primary of a cache that regions share, and may call that datastore and no other group", () => {
    const shared = platform({
      stores: [{ name: "sessions", engine: "redis", data: "personal", partitionedBy: "home" }],
      services: [{ name: "storefront", host: "www", stores: ["sessions"] }],
    });
    const all = synthesize(shared, production(shared));
    const bodies = (id: string, type: string) =>
      resourcesOf(stackNamed(all, id))
        .filter((each) => each.type === type)
        .map(({ body }) => body);
    const named = (region: string) =>
      bodies(`production/${region}/compute`, "aws_sfn_state_machine").map(({ name }) => String(name));
    expect(named("us-west-2")).toContain("shop-production-recovery-leave-us-east-1");
    // Back where it was born, and nowhere else.
    expect(named("us-east-1")).toContain("shop-production-recovery-caches-us-east-1");
    expect(named("us-west-2")).not.toContain("shop-production-recovery-caches-us-west-2");

    const policies = bodies("production/global", "aws_iam_role_policy").map(({ policy }) => String(policy));
    const moving = policies.filter((each) => each.includes("elasticache:FailoverGlobalReplicationGroup"));
    // To leave either region of either home, to give back to the two of birth, and what each of four is told.
    expect(moving).toHaveLength(10);
    const us = moving.filter((each) => each.includes("sessions-us"));
    const resources = us.flatMap((each) =>
      (
        JSON.parse(each) as { Statement: { Action: string | string[]; Resource: string[] }[] }
      ).Statement.flatMap(({ Action, Resource }) =>
        Action === "elasticache:FailoverGlobalReplicationGroup" ? Resource : [],
      ),
    );
    const account = "111111111111";
    expect([...new Set(resources)].toSorted()).toEqual([
      `arn:aws:elasticache::${account}:globalreplicationgroup:*-shop-production-sessions-us`,
      `arn:aws:elasticache:us-east-1:${account}:replicationgroup:shop-production-sessions-us-us-east-1`,
      `arn:aws:elasticache:us-west-2:${account}:replicationgroup:shop-production-sessions-us-us-west-2`,
    ]);
  });

  it("are there for every environment with a second region, and cost one region nothing", () => {
    const small = platform({
      homes: { EU: { regions: ["eu-west-1"] } },
      stores: [],
      services: [{ name: "storefront", host: "www", stores: [] }],
    });
    const [environment] = small.environments;
    if (environment === undefined) throw new Error("no environment");
    expect(recoveryMachines(small, environment)).toEqual([]);
    const types = synthesize(small, environment)
      .flatMap(resourcesOf)
      .map(({ type }) => type);
    expect(types).not.toContain("aws_sfn_state_machine");
    expect(types).not.toContain("aws_ssm_parameter");
  });
});
