import { describe, expect, it } from "vitest";
import type { AlarmDefinition, Silence } from "./alarms/alarm.ts";
import { stateAt } from "./testing/alarmEvaluator.ts";
import { metricMath } from "./testing/metricMath.ts";

const alarm = (periods: number, breaching: number, silence: Silence): AlarmDefinition => ({
  name: "one",
  severity: "warning",
  meaning: "One.",
  watch: { namespace: "n", name: "m", statistic: "Sum", dimensions: {} },
  sounds: "above",
  threshold: 10,
  unit: "",
  periodSeconds: 60,
  periods,
  breaching,
  silence,
});

/** `X` breaches, `0` does not, `-` is missing; the last stands for the youngest period. */
function state(points: string, breaching: number, silence: Silence) {
  return stateAt(
    alarm(points.length, breaching, silence),
    (_, from) => ({ X: 11, 0: 1 })[points[from / 60] ?? "-"],
    points.length * 60,
  );
}

describe("metric math", () => {
  it.each([
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["IF(a >= 10, a / 2, 0)", 10],
    ["IF(a > 20, 1, 0)", 0],
    ["FILL(nothing, 0) + a", 20],
    ["nothing + a", undefined],
    ["MAX([FILL(nothing, 3), 2])", 3],
    ["a / FILL(nothing, 0)", undefined],
  ])("makes of %s what CloudWatch does", (expression, value) => {
    expect(metricMath(expression, { a: 20, nothing: undefined })).toBe(value);
  });

  it.each(["SUM(a)", "b", "a a", "(a"])("refuses %s rather than guess", (expression) => {
    expect(() => metricMath(expression, { a: 1 })).toThrow();
  });
});

describe("the state of an alarm", () => {
  it.each([
    // M of N.
    ["X0X", 2, "fine", "ALARM"],
    ["X00", 2, "fine", "OK"],
    // The rows of AWS's table in which no older point is known, for three of three.
    ["---", 3, "unknown", "INSUFFICIENT_DATA"],
    ["---", 3, "fault", "ALARM"],
    ["---", 3, "fine", "OK"],
    ["-X-", 3, "fault", "ALARM"],
    ["-X-", 3, "fine", "OK"],
    ["0--", 3, "fault", "OK"],
    ["0X0", 3, "fault", "OK"],
    ["XXX", 3, "unknown", "ALARM"],
  ] as const)("of %s, %i breaching wanted and silence %s, is %s", (points, breaching, silence, expected) => {
    expect(state(points, breaching, silence)).toBe(expected);
  });
});
