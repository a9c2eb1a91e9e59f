import { describe, expect, it } from "vitest";
import { FakeWorld, queryCall } from "../testing/fakeWorld.ts";
import { cloudWatchOverlay } from "./index.ts";
import { parseRule } from "./rule.ts";

const EAST = "us-east-1";

/** The overlay before an emulator whose alarms are in the given states. */
function region(states: Readonly<Record<string, string>>) {
  const known = new Map(Object.entries(states));
  const world = new FakeWorld(({ action, body }) => {
    if (action === "SetAlarmState") {
      const form = new URLSearchParams(body);
      known.set(form.get("AlarmName") ?? "", form.get("StateValue") ?? "");
    }
    const members = [...known].map(
      ([name, state]) => `<member><AlarmName>${name}</AlarmName><StateValue>${state}</StateValue></member>`,
    );
    const body200 = `<R><DescribeAlarmsResult><MetricAlarms>${members.join("")}</MetricAlarms></DescribeAlarmsResult></R>`;
    return { status: 200, headers: {}, body: body200 };
  });
  const call = async (action: string, parameters: Readonly<Record<string, string>>) =>
    String(
      (await cloudWatchOverlay.handle(queryCall("cloudwatch", EAST, action, parameters), world))?.body ?? "",
    );
  const put = (AlarmName: string, AlarmRule: string, more: Readonly<Record<string, string>> = {}) =>
    call("PutCompositeAlarm", { AlarmName, AlarmRule, ...more });
  const set = (AlarmName: string, StateValue: string) => call("SetAlarmState", { AlarmName, StateValue });
  const look = async (name: string) => {
    const body = await call("DescribeAlarms", {
      "AlarmTypes.member.1": "CompositeAlarm",
      "AlarmNames.member.1": name,
    });
    const field = (of: string) => new RegExp(`<${of}>([^<]*)`).exec(body)?.[1];
    return [field("StateValue"), field("ActionsSuppressedBy")];
  };
  return { world, call, put, set, look };
}

const suppressor = {
  ActionsSuppressor: "work",
  ActionsSuppressorWaitPeriod: "60",
  ActionsSuppressorExtensionPeriod: "180",
};

describe("the rule of a composite alarm", () => {
  it.each([
    "ALARM(one)",
    'ALARM("one") AND NOT OK(two two)',
    'INSUFFICIENT_DATA("arn:aws:cloudwatch:us-east-1:123456789012:alarm:one") OR (TRUE AND FALSE)',
    'ALARM("a \\"b\\" (c)")',
  ])("is read from %s", (rule) => {
    expect(parseRule(rule)).toBeDefined();
  });

  it.each(["", "ALARM()", "ALARM(one) ALARM(two)", "alarm(one)", "BROKEN(one)", "(ALARM(one)", "NOT"])(
    "is not read from %j",
    (rule) => {
      expect(parseRule(rule)).toBeUndefined();
    },
  );
});

describe("composite alarms", () => {
  it("follow their children, and their children's children", async () => {
    const { put, set, look } = region({ one: "OK", two: "OK" });
    await put("pair", "ALARM(one) AND ALARM(two)");
    await put("above", 'ALARM("pair") OR INSUFFICIENT_DATA(one)');
    expect(await look("above")).toEqual(["OK", undefined]);
    await set("one", "ALARM");
    expect(await look("pair")).toEqual(["OK", undefined]);
    await set("two", "ALARM");
    expect(await look("above")).toEqual(["ALARM", undefined]);
    await set("one", "INSUFFICIENT_DATA");
    expect([await look("pair"), await look("above")]).toEqual([
      ["OK", undefined],
      ["ALARM", undefined],
    ]);
  });

  it("wait for their suppressor, keep quiet during it, and for a while after", async () => {
    const { world, put, set, look } = region({ one: "OK", work: "OK" });
    await put("page", "ALARM(one)", suppressor);
    await set("one", "ALARM");
    expect(await look("page")).toEqual(["ALARM", "WaitPeriod"]);
    world.clock.advance(60_000);
    expect(await look("page")).toEqual(["ALARM", undefined]);
    await set("work", "ALARM");
    expect(await look("page")).toEqual(["ALARM", "Alarm"]);
    await set("work", "OK");
    world.clock.advance(179_000);
    expect(await look("page")).toEqual(["ALARM", "ExtensionPeriod"]);
    world.clock.advance(1000);
    expect(await look("page")).toEqual(["ALARM", undefined]);
  });

  it("end the evaluation where they lead back to themselves", async () => {
    const { put, look } = region({ one: "ALARM" });
    await put("a", "FALSE");
    await put("b", "ALARM(a) OR ALARM(one)");
    await put("a", "ALARM(b)");
    expect(await look("a")).toEqual(["ALARM", undefined]);
  });

  it("keep tags and are deleted beside alarms of the emulator", async () => {
    const { world, call, put, look } = region({ one: "OK" });
    const ResourceARN = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:page";
    await put("page", "ALARM(one)", { "Tags.member.1.Key": "owner", "Tags.member.1.Value": "us" });
    await put("page", "FALSE", { "Tags.member.1.Key": "owner", "Tags.member.1.Value": "them" });
    expect(await call("ListTagsForResource", { ResourceARN })).toContain("<Value>us</Value>");
    await call("DeleteAlarms", { "AlarmNames.member.1": "page", "AlarmNames.member.2": "one" });
    expect(await look("page")).toEqual([undefined, undefined]);
    expect(world.reached.filter((each) => each.includes("DeleteAlarms"))).toEqual(["us-east-1 DeleteAlarms"]);
    expect(await call("ListTagsForResource", { ResourceARN })).toBe("");
  });

  it("are no answer to who asks for alarms of metrics", async () => {
    const { call } = region({ one: "OK" });
    expect(await call("DescribeAlarms", {})).toBe("");
  });
});
