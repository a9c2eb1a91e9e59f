import { describe, expect, it } from "vitest";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { LeavingNoticeRoles, LeavingNotices, type LeftRegion } from "./leavingNotices.ts";

const ACCOUNT = "111111111111";
const [EAST, WEST] = ["us-east-1", "us-west-2"];
const LEFT: readonly LeftRegion[] = [
  { region: EAST, toldBy: [WEST], machine: `shut-${EAST}` },
  { region: WEST, toldBy: [EAST], machine: `shut-${WEST}` },
];
const bus = (region: string) => `arn:aws:events:${region}:${ACCOUNT}:event-bus/default`;
const rule = (region: string, left: string) =>
  `arn:aws:events:${region}:${ACCOUNT}:rule/shop-production-left-${left}`;
const machine = (region: string) =>
  `arn:aws:states:${region}:${ACCOUNT}:stateMachine:shop-production-recovery-shut-${region}`;

describe("a region's part in telling those that are left", () => {
  const east = synthesised((scope) => {
    new LeavingNotices(scope, "left", { naming: NAMING, region: EAST, left: LEFT, tags: TAGS });
  });
  const targets = Object.values(east.all("aws_cloudwatch_event_target"));

  it("is to carry what its own failover says to the other region, which is tried for a day", () => {
    expect(targets.find(({ target_id }) => target_id === WEST)).toMatchObject({
      arn: bus(WEST),
      role_arn: `arn:aws:iam::${ACCOUNT}:role/shop-production-left-carries`,
      retry_policy: { maximum_event_age_in_seconds: 86_400, maximum_retry_attempts: 185 },
    });
  });

  it("is to begin its own machine when it is left itself, in the failover's name", () => {
    expect(targets.find(({ target_id }) => target_id === `shut-${EAST}`)).toMatchObject({
      arn: machine(EAST),
      role_arn: `arn:aws:iam::${ACCOUNT}:role/shop-production-left-begins`,
      input: JSON.stringify({ by: `the failover that left ${EAST}`, unattended: true }),
    });
  });

  it("hears of one region by each rule, and of no other environment, so that no event comes back", () => {
    const patterns = Object.values(east.all("aws_cloudwatch_event_rule")).map(({ name, event_pattern }) => [
      name,
      JSON.parse(String(event_pattern)) as object,
    ]);
    expect(patterns).toEqual(
      [EAST, WEST].map((left) => [
        `shop-production-left-${left}`,
        {
          source: ["recovery.shop.production"],
          "detail-type": ["Region Left"],
          detail: { region: [left] },
        },
      ]),
    );
  });

  it("is nothing for a region that neither is left nor takes over", () => {
    const other = synthesised((scope) => {
      new LeavingNotices(scope, "left", { naming: NAMING, region: "eu-west-1", left: LEFT, tags: TAGS });
    });
    expect(other.types).toEqual([]);
  });
});

describe("the roles of EventBridge for it", () => {
  const roles = synthesised((scope) => {
    new LeavingNoticeRoles(scope, "left", { naming: NAMING, left: LEFT, tags: TAGS });
  });
  const trusted = Object.values(roles.all("aws_iam_role")).map(
    ({ assume_role_policy }) => policyIn(assume_role_policy).Statement[0]?.Condition,
  );
  const statements = Object.values(roles.all("aws_iam_role_policy")).flatMap(({ policy }) =>
    policyIn(policy).Statement.map(({ Action, Resource }) => [Action, Resource]),
  );

  it("are one that puts events on those buses, and one that begins those machines", () => {
    expect(statements).toEqual([
      ["events:PutEvents", [bus(EAST), bus(WEST)]],
      ["states:StartExecution", [machine(EAST), machine(WEST)]],
    ]);
  });

  it("are taken on by the rules that need them and by no other", () => {
    const by = (rules: readonly string[]) => ({
      StringEquals: { "aws:SourceAccount": ACCOUNT },
      ArnEquals: { "aws:SourceArn": rules },
    });
    expect(trusted).toEqual([
      by([rule(WEST, EAST), rule(EAST, WEST)]),
      by([rule(EAST, EAST), rule(WEST, WEST)]),
    ]);
  });
});
