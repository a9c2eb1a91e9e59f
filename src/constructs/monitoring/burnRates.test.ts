import { describe, expect, it } from "vitest";
import { NAMING } from "../testing/synthesised.ts";
import type { AlarmRule } from "./alarmRule.ts";
import type { AlarmDefinition, Metric } from "./alarms/alarm.ts";
import { journeyAlarms, journeyDown } from "./alarms/journey.ts";
import { stateAt, type Trace } from "./testing/alarmEvaluator.ts";

const MINUTE = 60;
const HOUR = 3600;
/** When things go wrong: after as long as the longest window looks back. */
const FAULT = 7 * HOUR;
const MET = ["cart", "checkout"];
const SERVICES = [...MET, "payments"];
const { alarms } = journeyAlarms({
  naming: NAMING,
  journey: "buy",
  met: MET,
  services: SERVICES,
  availabilityPercent: 99.9,
  latencyMs: 500,
});

/** Requests a second of every service, and the share of a service's that fails at a second of the trace. */
function traffic(perSecond: number, failing: (service: string, second: number) => number): Trace {
  return (metric: Metric, from, to) => {
    const service = metric.name.replace("-requests", "");
    let [ok, errors] = [0, 0];
    for (let second = Math.max(from, 0); second < to; second += 10) {
      const share = failing(service, second);
      ok += perSecond * 10 * (1 - share);
      errors += perSecond * 10 * share;
    }
    const count = metric.dimensions.Outcome === "ok" ? ok : errors;
    // A count that is zero is not sent.
    return count === 0 ? undefined : count;
  };
}

function holds(rule: AlarmRule, sounding: ReadonlySet<string>): boolean {
  if ("alarm" in rule) return sounding.has(rule.alarm);
  return "all" in rule
    ? rule.all.every((part) => holds(part, sounding))
    : rule.any.some((part) => holds(part, sounding));
}

function soundingAt(trace: Trace, at: number): ReadonlySet<string> {
  const sounds = ({ name }: AlarmDefinition) => name !== "journey-buy-slow";
  return new Set(
    alarms.filter((alarm) => sounds(alarm) && stateAt(alarm, trace, at) === "ALARM").map(({ name }) => name),
  );
}

/** Minutes after `FAULT`, looked at every minute, at which the journey's page is up. */
function pages(trace: Trace, forSeconds: number): readonly number[] {
  const rule = journeyDown("buy", SERVICES);
  const minutes = Array.from({ length: forSeconds / MINUTE }, (_, index) => index + 1);
  return minutes.filter((minute) => holds(rule, soundingAt(trace, FAULT + minute * MINUTE)));
}

const soundingAfter = (trace: Trace, minutes: number) =>
  [...soundingAt(trace, FAULT + minutes * MINUTE)].sort();

describe("a journey's page, on synthetic traces", () => {
  it("stays silent while errors keep within the objective", () => {
    expect(
      pages(
        traffic(5, () => 0.0009),
        2 * HOUR,
      ),
    ).toEqual([]);
  });

  it("comes within minutes when everything fails, and goes when the short windows have seen half an hour of peace", () => {
    // given ten minutes of total loss
    const trace = traffic(5, (_, second) => (second >= FAULT && second < FAULT + 10 * MINUTE ? 1 : 0));

    // when
    const up = pages(trace, 2 * HOUR);

    // then it comes once, and stays until it goes
    expect(up[0]).toBeLessThanOrEqual(3);
    expect(up.at(-1)).toBeLessThanOrEqual(10 + 30);
    expect(up).toHaveLength((up.at(-1) ?? 0) - (up[0] ?? 0) + 1);
  });

  it("comes within the hour at twenty times the allowed rate, which no service's own alarm sees", () => {
    const trace = traffic(5, (_, second) => (second >= FAULT ? 0.02 : 0));
    const [first = 0] = pages(trace, HOUR);
    // 14.4/20 of an hour.
    expect(first).toBeGreaterThanOrEqual(43);
    expect(first).toBeLessThanOrEqual(45);
    expect(soundingAfter(trace, first)).toEqual([
      "journey-buy-burn-1h",
      "journey-buy-burn-30m",
      "journey-buy-burn-5m",
    ]);
  });

  it("comes within six hours at seven times the allowed rate, by the slow windows alone", () => {
    const trace = traffic(5, (_, second) => (second >= FAULT ? 0.007 : 0));
    const [first = 0] = pages(trace, 6 * HOUR);
    // 6/7 of six hours.
    expect(first).toBeGreaterThanOrEqual(308);
    expect(first).toBeLessThanOrEqual(310);
    expect(soundingAfter(trace, first)).toEqual(["journey-buy-burn-30m", "journey-buy-burn-6h"]);
  });

  it("says nothing of a burst that is over before it costs anything", () => {
    // Thirty seconds of one service's failures: a quarter of a minute of the month's 43.
    const trace = traffic(5, (service, second) =>
      service === "cart" && second >= FAULT && second < FAULT + 30 ? 1 : 0,
    );
    expect(pages(trace, 2 * HOUR)).toEqual([]);
  });

  it("comes when a service behind the journey is down, though what customers meet still answers", () => {
    const trace = traffic(5, (service, second) => (service === "payments" && second >= FAULT ? 0.6 : 0));
    const [first = 0] = pages(trace, HOUR);
    expect(first).toBeLessThanOrEqual(5);
    expect(soundingAfter(trace, first)).toEqual(["journey-buy-services"]);
  });

  it("says nothing of two requests an hour at night, half of which fail", () => {
    const trace = traffic(2 / HOUR, (_, second) => (Math.floor(second / HOUR) % 2 === 0 ? 1 : 0));
    expect(pages(trace, 4 * HOUR)).toEqual([]);
  });
});
