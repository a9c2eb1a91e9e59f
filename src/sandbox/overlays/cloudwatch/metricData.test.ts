import { describe, expect, it } from "vitest";
import { FakeWorld, queryCall } from "../testing/fakeWorld.ts";
import { cloudWatchOverlay } from "./index.ts";
import { metricDataOf } from "./metricData.ts";

const EAST = "us-east-1";
const PLACE = { account: "123456789012", region: EAST };

const LATCH = {
  AlarmName: "kept",
  Namespace: "shop/recovery",
  MetricName: "KeptAway",
  "Dimensions.member.1.Name": "Region",
  "Dimensions.member.1.Value": "eu-west-1",
  Statistic: "Maximum",
  Period: "60",
  EvaluationPeriods: "1",
  Threshold: "1",
  ComparisonOperator: "GreaterThanOrEqualToThreshold",
  TreatMissingData: "ignore",
};

/** The overlay before an emulator that has one alarm, which it never judges. */
async function region(alarm: Readonly<Record<string, string>> = LATCH) {
  const shown = `<member><AlarmName>kept</AlarmName><TreatMissingData>${alarm.TreatMissingData}</TreatMissingData><StateValue>INSUFFICIENT_DATA</StateValue></member>`;
  const body = `<R><DescribeAlarmsResult><MetricAlarms>${shown}</MetricAlarms></DescribeAlarmsResult></R>`;
  const world = new FakeWorld(() => ({ status: 200, headers: {}, body }));
  const call = async (action: string, parameters: Readonly<Record<string, string>>) =>
    await cloudWatchOverlay.handle(queryCall("cloudwatch", EAST, action, parameters), world);
  await call("PutMetricAlarm", alarm);
  return {
    world,
    put: (value: number, of = "eu-west-1") =>
      call("PutMetricData", {
        Namespace: "shop/recovery",
        "MetricData.member.1.MetricName": "KeptAway",
        "MetricData.member.1.Dimensions.member.1.Name": "Region",
        "MetricData.member.1.Dimensions.member.1.Value": of,
        "MetricData.member.1.Value": String(value),
      }),
    state: async () => /<StateValue>([^<]*)/.exec(String((await call("DescribeAlarms", {}))?.body))?.[1],
    last: () => metricDataOf(world).lastState(PLACE, "kept", world.clock.now()),
  };
}

describe("an alarm over a metric whose values are put", () => {
  it("is judged when the minute of a value is over, and keeps that through silence", async () => {
    const { world, put, state } = await region();
    expect(await state()).toBeUndefined();
    await put(1);
    world.clock.advance(59_999);
    expect(await state()).toBe("INSUFFICIENT_DATA");
    world.clock.advance(1);
    expect(await state()).toBe("ALARM");
    world.clock.advance(30 * 86_400_000);
    expect(await state()).toBe("ALARM");
    await put(0);
    world.clock.advance(60_000);
    expect(await state()).toBe("OK");
  });

  it("takes of the values of one minute the one that its statistic takes", async () => {
    const { world, put, last } = await region();
    await put(1);
    await put(0);
    world.clock.advance(60_000);
    expect(last()).toBe("ALARM");
  });

  it("says what was known at a moment, whatever was put after it", async () => {
    const { world, put, last } = await region();
    await put(1);
    world.clock.advance(600_000);
    await put(0);
    expect(last()).toBe("ALARM");
    world.clock.advance(-590_000);
    expect(last()).toBeUndefined();
  });

  it("is told by its own metric and dimensions alone", async () => {
    const { world, put, last } = await region();
    await put(1, "eu-central-1");
    world.clock.advance(60_000);
    expect(last()).toBeUndefined();
  });

  it("is left to the emulator where it looks at more periods than one, or does not keep its state", async () => {
    const more = await region({ ...LATCH, EvaluationPeriods: "3" });
    await more.put(1);
    more.world.clock.advance(60_000);
    expect(more.last()).toBeUndefined();
    const forgetful = await region({ ...LATCH, TreatMissingData: "missing" });
    await forgetful.put(1);
    forgetful.world.clock.advance(60_000);
    expect(await forgetful.state()).toBe("INSUFFICIENT_DATA");
  });
});
