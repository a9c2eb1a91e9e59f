import type { ApiCall, Look, Step } from "../runbook.ts";
import type { NamesLatch } from "./scope.ts";

/** Of the metric of a region that is kept away; its dimension `Region` names the region. */
export const KEPT_AWAY = "KeptAway";

/** What the alarm over the metric says. */
function lookAt({ alarm }: NamesLatch): Look {
  return {
    ask: {
      api: {
        service: "cloudwatch",
        action: "DescribeAlarms",
        input: { AlarmNames: [alarm], AlarmTypes: ["MetricAlarm"] },
      },
    },
    facts: { state: { each: "MetricAlarms", take: "StateValue" } },
  };
}

function put(region: string, { namespace }: NamesLatch, Value: 0 | 1): ApiCall {
  const Dimensions = [{ Name: "Region", Value: region }];
  return {
    service: "cloudwatch",
    action: "PutMetricData",
    input: { Namespace: namespace, MetricData: [{ MetricName: KEPT_AWAY, Dimensions, Value }] },
  };
}

/**
 * Keeps the public names away from a region, whatever its health: one value of a metric in the region that takes over.
 * Route 53 follows the metric, and keeps what it saw last when no more comes, so that once is enough. Nothing of the lost
 * region is called and nothing of Route 53's control plane. Nothing is looked at first: to say it twice does no harm.
 */
export function keepNamesAway(region: string, latch: NamesLatch): readonly Step[] {
  return [
    {
      id: `keep-away-${region}`,
      title: `Keep the names away from ${region}, also when it is back`,
      plane: "data",
      guard: { rules: [] },
      action: { kind: "call", call: put(region, latch, 1) },
      confirmation: {
        look: lookAt(latch),
        until: { fact: "state", has: "ALARM" },
        says: `the alarm ${latch.alarm} is in {state}; while it is in ALARM no name leads to ${region}`,
      },
      undo: `the failback lets the names come back: the same metric with 0`,
      // A value is read when its minute is over.
      budgetSeconds: 300,
      retry: "safe",
      timing: "names/latch",
    },
  ];
}

/** Lets the names lead to a region again that is back and whose stores are right. */
export function letNamesReturn(region: string, latch: NamesLatch): Step {
  const look = lookAt(latch);
  return {
    id: `let-return-${region}`,
    title: `Let the names lead to ${region} again`,
    plane: "data",
    guard: {
      look,
      rules: [
        {
          when: { fact: "state", absent: true },
          leads: "stop",
          says: `there is no alarm ${latch.alarm}: nobody can tell what keeps names away from ${region}`,
        },
        {
          when: { not: { fact: "state", has: "ALARM" } },
          leads: "satisfied",
          says: `nothing keeps the names away from ${region}: its alarm is in {state}`,
        },
      ],
    },
    action: { kind: "call", call: put(region, latch, 0) },
    confirmation: {
      look,
      until: { fact: "state", has: "OK" },
      says: `the alarm ${latch.alarm} is in {state}; from OK on the health of ${region} decides alone`,
    },
    undo: "the same metric with 1 keeps them away again",
    budgetSeconds: 300,
    retry: "safe",
    timing: "names/latch",
  };
}
