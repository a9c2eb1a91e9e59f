import { describe, expect, it } from "vitest";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { WatchScheduleRole, WatchSchedules } from "./watchSchedules.ts";

const ARN = "arn:aws:states:us-west-2:111111111111:stateMachine:shop-production-recovery-watch-us-east-1";
const made = (everySeconds = 60) =>
  synthesised((scope) => {
    new WatchSchedules(scope, "watches", {
      naming: NAMING,
      watches: [{ name: "watch-us-east-1", arn: ARN }],
      everySeconds,
      input: { looks: { count: 0 } },
      tags: TAGS,
    });
  });

describe("schedules of watches", () => {
  it("begin on the minute, and never make up for a look that could not be begun", () => {
    expect(made().only("aws_scheduler_schedule")).toMatchObject({
      name: "watch-us-east-1",
      schedule_expression: "rate(1 minute)",
      flexible_time_window: { mode: "OFF" },
      target: {
        arn: ARN,
        input: '{"looks":{"count":0}}',
        retry_policy: { maximum_event_age_in_seconds: 60, maximum_retry_attempts: 0 },
      },
    });
    expect(made(300).only("aws_scheduler_schedule").schedule_expression).toBe("rate(5 minutes)");
  });

  it("are refused where EventBridge has no such rate", () => {
    expect(() => made(90)).toThrow(RangeError);
    expect(() => made(0)).toThrow(RangeError);
  });
});

describe("the role of their clock", () => {
  const role = synthesised((scope) => {
    new WatchScheduleRole(scope, "clock", {
      naming: NAMING,
      watches: [{ name: "watch-us-east-1", region: "us-west-2" }],
      tags: TAGS,
    });
  });

  it("is taken on by schedules of its own group, and starts those watches and nothing else", () => {
    expect(policyIn(role.only("aws_iam_role").assume_role_policy).Statement).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: "scheduler.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": "111111111111" },
          ArnEquals: {
            "aws:SourceArn": [
              "arn:aws:scheduler:us-west-2:111111111111:schedule-group/shop-production-recovery-watches",
            ],
          },
        },
      },
    ]);
    expect(policyIn(role.only("aws_iam_role_policy").policy).Statement).toEqual([
      { Sid: "Watches", Effect: "Allow", Action: "states:StartExecution", Resource: [ARN] },
    ]);
  });
});
