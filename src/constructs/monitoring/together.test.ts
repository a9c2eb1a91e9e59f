import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NAMING, synthesised, TAGS } from "../testing/synthesised.ts";
import { type AlarmDefinition, isFormula } from "./alarms/alarm.ts";
import { queueAlarms, undeliveredAlarms } from "./alarms/queue.ts";
import { serverlessAlarms } from "./alarms/serverless.ts";
import { tableAlarms } from "./alarms/table.ts";
import { together } from "./alarms/together.ts";
import { RegionAlarms } from "./regionAlarms.ts";
import { stateAt } from "./testing/alarmEvaluator.ts";

const SOUNDS = ["above", "at-least", "below", "at-most"] as const;
const limit = (index: number, replace: Partial<AlarmDefinition> = {}): AlarmDefinition => ({
  name: `limit-${index}`,
  severity: "warning",
  meaning: `Number ${index} is passed.`,
  watch: { namespace: "n", name: `m${index}`, statistic: "Sum", dimensions: {} },
  sounds: "above",
  threshold: 10,
  unit: "",
  periodSeconds: 60,
  periods: 1,
  silence: "fine",
  ...replace,
});
const ratio = (index: number): AlarmDefinition =>
  limit(index, {
    watch: {
      label: "Ratio",
      expression: "IF(FILL(all, 0) > 0, FILL(some, 0) / FILL(all, 0) * 100, 0)",
      of: {
        all: { namespace: "n", name: `all${index}`, statistic: "Sum", dimensions: {} },
        some: { namespace: "n", name: `some${index}`, statistic: "Sum", dimensions: {} },
      },
    },
  });
const metricsOf = ({ watch }: AlarmDefinition) => (isFormula(watch) ? Object.keys(watch.of) : []);

describe("limits in one alarm", () => {
  it("sound together exactly when one of them would alone, whatever is missing", () => {
    const value = fc.option(fc.constantFrom(0, 9, 10, 11, 100), { nil: undefined });
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...SOUNDS, "ratio" as const), { minLength: 1, maxLength: 5 }),
        fc.dictionary(fc.stringMatching(/^(m|all|some)[0-4]$/), value),
        (kinds, values) => {
          // given
          const parts = kinds.map((kind, index) =>
            kind === "ratio" ? ratio(index) : limit(index, { sounds: kind }),
          );
          const trace = ({ name }: { readonly name: string }) => values[name];

          // when
          const [alarm, ...more] = together("limits", parts);

          // then
          const alone = parts.map((part) => stateAt(part, trace, 60));
          expect(more).toEqual([]);
          expect(alarm && stateAt(alarm, trace, 60)).toBe(alone.includes("ALARM") ? "ALARM" : "OK");
        },
      ),
    );
  });

  it("take as many alarms as their metrics need, ten in each, and lose none", () => {
    const parts = [...Array(9).keys()]
      .map((index) => limit(index))
      .concat([...Array(7).keys()].map((index) => ratio(index + 20)));
    const alarms = together("limits", parts);
    expect(alarms.map(({ name }) => name)).toEqual(["limits", "limits-2", "limits-3"]);
    expect(alarms.map((alarm) => metricsOf(alarm).length)).toEqual([9, 10, 4]);
    expect(alarms.flatMap((alarm) => alarm.parts)).toEqual(parts);
    expect(together("limits", [])).toEqual([]);
  });

  it("say which they are and once what to do, in as much as CloudWatch takes", () => {
    const same = [1, 2].map((index) => limit(index, { meaning: "Mend it." }));
    expect(together("limits", [...same, limit(3)])[0]?.meaning).toBe(
      "One or more of these; the dashboard draws each. limit-1, limit-2: Mend it. limit-3: Number 3 is passed.",
    );
    const long = [...Array(10).keys()].map((index) =>
      limit(index, { meaning: `${index} ${"x".repeat(200)}.` }),
    );
    expect(together("limits", long)[0]?.meaning).toHaveLength(1024);
  });

  it.each([
    ["of another severity", { severity: "critical" as const }],
    ["of another period", { periodSeconds: 300 }],
    ["of silence that is a fault", { silence: "fault" as const }],
    ["of a band", { sounds: "above-band" as const }],
    ["that are asked for", { watch: { query: "SELECT", label: "" } }],
  ])("refuse those %s", (_, replace) => {
    expect(() => together("limits", [limit(1), limit(2, replace)])).toThrow(RangeError);
  });
});

describe("what carries messages, runs without machines or keeps tables", () => {
  const queue = (name: string, critical: boolean) => ({
    queue: name,
    queueName: `shop-production-${name}`,
    deadLetterName: `shop-production-${name}-dead`,
    visibilityTimeoutSeconds: 30,
    critical,
  });

  it("wakes somebody for queues of critical services, and has the others wait for the morning", () => {
    const { alarms } = queueAlarms([queue("payments", true), queue("mails", false), queue("reports", false)]);
    expect(alarms.map(({ name, severity }) => [name, severity])).toEqual([
      ["queues-critical-late", "critical"],
      ["queues-critical-dead", "critical"],
      ["queues-late", "warning"],
      ["queues-dead", "warning"],
    ]);
    expect(alarms.at(-1)?.parts?.map(({ name }) => name)).toEqual(["queue-mails-dead", "queue-reports-dead"]);
  });

  it("tells of messages that were not delivered, and of events that are lost where rules send them", () => {
    const watches = [{ from: "events", queueName: "events-undelivered" }];
    const alarms = (rules: boolean) => undeliveredAlarms(watches, { rules }).alarms.map(({ name }) => name);
    expect(alarms(false)).toEqual(["undelivered"]);
    expect(alarms(true)).toEqual(["undelivered", "undelivered-lost"]);
  });

  it("tells of functions, APIs and workflows, each by the objective or at the first failure", () => {
    const watched = serverlessAlarms({
      functions: [{ name: "image-alert", functionName: "shop-production-image-alert" }],
      apis: [
        {
          name: "partners",
          apiName: "shop-production-partners",
          availabilityPercent: 99.9,
          timeoutSeconds: 60,
        },
      ],
      workflows: [{ name: "recount", stateMachineArn: "arn:aws:states:us-east-1:1:stateMachine:recount" }],
    });
    const parts = watched.flatMap(({ alarms }) => alarms).flatMap((alarm) => alarm.parts ?? []);
    expect(parts.map(({ name, threshold, severity }) => [name, threshold, severity])).toEqual([
      ["function-image-alert-errors", 0, "warning"],
      ["function-image-alert-throttles", 0, "warning"],
      ["api-partners-errors", 1.44, "critical"],
      // Half of the 29 seconds after which API Gateway gives up.
      ["api-partners-latency", 14_500, "warning"],
      ["workflow-recount-failed", 0, "warning"],
      ["workflow-recount-timed-out", 0, "warning"],
    ]);
    expect(serverlessAlarms({ functions: [], apis: [], workflows: [] })).toEqual([]);
  });

  it("asks for the errors of all tables at once, in an order, as CloudWatch wants of answers with names", () => {
    const watched = tableAlarms([
      { store: "cart-us", tableName: "cart", copies: [], rpoSeconds: 60 },
      { store: "catalogue", tableName: "catalogue", copies: ["us-west-2"], rpoSeconds: 60 },
    ]);
    const built = synthesised((scope) => {
      new RegionAlarms(scope, "alarms", {
        naming: NAMING,
        region: "us-east-1",
        watched: [watched],
        tags: TAGS,
      });
    });
    const alarms = Object.values(built.all("aws_cloudwatch_metric_alarm"));
    expect(alarms.map(({ alarm_name }) => alarm_name)).toEqual([
      "shop-production-tables-throttled",
      "shop-production-tables-errors",
      "shop-production-tables-late",
    ]);
    expect(alarms[1]?.metric_query).toEqual([
      {
        id: "watched",
        expression: expect.stringMatching(
          /^SELECT SUM\(SystemErrors\) .* GROUP BY TableName ORDER BY SUM\(\) DESC$/,
        ),
        label: "System errors",
        period: 300,
        return_data: true,
      },
    ]);
  });
});
