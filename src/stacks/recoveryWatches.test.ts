import { describe, expect, it } from "vitest";
import type { JsonObject } from "../lib/index.ts";
import { WATCH } from "../runbooks/index.ts";
import { allStacks, platform, type Resource, resourcesOf, stackNamed } from "./testing/platforms.ts";

const ACCOUNT = "111111111111";
const environments = [{ name: "production", account: ACCOUNT, slot: 0, automaticFailover: true }];
const stacks = allStacks(platform({ environments }));
const resources = (id: string, type: string): readonly Resource[] =>
  resourcesOf(stackNamed(stacks, id)).filter((each) => each.type === type);
const compute = (region: string) => `production/${region}/compute`;
const watches = (region: string) =>
  resources(compute(region), "aws_sfn_state_machine").filter(({ body }) =>
    String(body.name).includes("-recovery-watch-"),
  );
const WATCHED = { "us-west-2": "us-east-1", "us-east-1": "us-west-2", "eu-central-1": "eu-west-1" } as const;

describe("watches over regions", () => {
  it("stand where somebody takes over from a region that serves, and nowhere without being asked for", () => {
    for (const [region, watched] of Object.entries(WATCHED)) {
      expect(watches(region).map(({ body }) => body.name)).toEqual([
        `shop-production-recovery-watch-${watched}`,
      ]);
    }
    // A region that serves nobody is missed by nobody.
    expect(watches("eu-west-1")).toEqual([]);
    const without = allStacks(platform()).flatMap(resourcesOf);
    expect(JSON.stringify(without)).not.toContain("recovery-watch");
  });

  it("are begun every minute by a clock of their own region, with what their first look needs", () => {
    for (const [region, watched] of Object.entries(WATCHED)) {
      const [schedule] = resources(compute(region), "aws_scheduler_schedule");
      const [machine] = watches(region);
      expect(schedule?.body).toMatchObject({
        name: `watch-${watched}`,
        schedule_expression: "rate(1 minute)",
        target: {
          arn: `\${${machine?.address}.arn}`,
          role_arn: `arn:aws:iam::${ACCOUNT}:role/shop-production-recovery-clock`,
          input: '{"looks":{"count":0}}',
        },
      });
    }
    expect(WATCH.everySeconds).toBe(60);
  });

  it("ask names that there are: the region's own, and that of its failover pair", () => {
    const names = new Set(resources("production/traffic", "aws_route53_record").map(({ body }) => body.name));
    for (const [region, watched] of Object.entries(WATCHED)) {
      const asked = urlsOf(watches(region)[0]);
      expect(asked).toEqual([
        `https://entry-${watched}.shop.example.com/healthz`,
        `https://origin-${watched}.shop.example.com/healthz`,
      ]);
      for (const url of asked) expect(names).toContain(new URL(url).hostname);
    }
  });

  it("may start that one machine, and touch nothing", () => {
    const [policy] = resources("production/global", "aws_iam_role_policy").filter(({ address }) =>
      address.includes("watch-us-east-1"),
    );
    const { Statement } = JSON.parse(String(policy?.body.policy)) as { readonly Statement: JsonObject[] };
    const started = Statement.filter(({ Action }) => Action === "states:StartExecution");
    const leave = `arn:aws:states:us-west-2:${ACCOUNT}:stateMachine:shop-production-recovery-leave-us-east-1`;
    expect(started).toEqual([{ Action: "states:StartExecution", Effect: "Allow", Resource: [leave] }]);
    const actions = Statement.flatMap(({ Action }) => Action as string | string[]);
    expect(actions.filter((action) => /^(rds|dynamodb|route53|elasticache|s3):/.test(action))).toEqual([]);
    // Machine and alarm are there under the names that it is allowed to.
    const machines = resources(compute("us-west-2"), "aws_sfn_state_machine").map(({ body }) => body.name);
    expect(machines).toContain("shop-production-recovery-leave-us-east-1");
    const alarms = resources(compute("us-west-2"), "aws_cloudwatch_metric_alarm");
    expect(alarms.map(({ body }) => body.alarm_name)).toContain("shop-production-kept-away-us-east-1");
  });

  it("are watched themselves: one that does not look is told, and one that may not act wakes somebody", () => {
    const alarms = new Map(
      resources(compute("us-west-2"), "aws_cloudwatch_metric_alarm").map(({ body }) => [
        String(body.alarm_name),
        body,
      ]),
    );
    expect(alarms.get("shop-production-watch-us-east-1-asleep")).toMatchObject({
      metric_name: "ExecutionsStarted",
      comparison_operator: "LessThanThreshold",
      treat_missing_data: "breaching",
    });
    expect(alarms.get("shop-production-watch-us-east-1-undecided")).toMatchObject({
      metric_name: "ExecutionsFailed",
      treat_missing_data: "notBreaching",
    });
  });
});

function urlsOf(machine: Resource | undefined): readonly string[] {
  const { States } = JSON.parse(String(machine?.body.definition)) as {
    readonly States: Readonly<Record<string, { readonly Parameters?: { readonly ApiEndpoint?: string } }>>;
  };
  return Object.values(States)
    .flatMap(({ Parameters }) => Parameters?.ApiEndpoint ?? [])
    .sort();
}
