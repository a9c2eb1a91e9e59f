import type { AwsCall } from "../../call.ts";
import type { World } from "../../overlay.ts";
import { type Form, items, type Place, parseForm } from "../../wire/index.ts";
import { perSandbox } from "../perSandbox.ts";
import type { AlarmState } from "./rule.ts";

/** What an alarm over one metric was told to watch. */
interface Watch {
  readonly series: string;
  readonly statistic: string;
  readonly periodMs: number;
  readonly operator: string;
  readonly threshold: number;
}

interface Value {
  /** Milliseconds, sandbox clock. */
  readonly at: number;
  readonly value: number;
}

const REDUCED: Readonly<Record<string, (values: readonly number[]) => number>> = {
  Maximum: (values) => Math.max(...values),
  Minimum: (values) => Math.min(...values),
  Sum: (values) => values.reduce((sum, each) => sum + each, 0),
  Average: (values) => values.reduce((sum, each) => sum + each, 0) / values.length,
  SampleCount: (values) => values.length,
};

const BREACHES: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** Values that were put, and the alarms that can be judged by them: those of one metric and one period. */
class MetricData {
  /** Values by series, the oldest first. */
  readonly #values = new Map<string, Value[]>();
  /** By place and name of the alarm. */
  readonly #watches = new Map<string, Watch>();

  /** Nothing was put, so that nothing is judged. */
  get isEmpty(): boolean {
    return this.#values.size === 0;
  }

  /** Takes note of what a call puts. */
  put(call: AwsCall, world: Pick<World, "clock">): void {
    const form = parseForm(call.body);
    for (const datum of items(form, "MetricData").values()) {
      const value = Number(datum.get("Value"));
      if (!datum.has("Value") || Number.isNaN(value)) continue;
      const series = seriesOf(placeOf(call), form.get("Namespace"), datum);
      const known = this.#values.get(series) ?? [];
      this.#values.set(series, [...known, { at: world.clock.now(), value }]);
    }
  }

  watch(call: AwsCall): void {
    const form = parseForm(call.body);
    const key = keyOf(placeOf(call), form.get("AlarmName") ?? "");
    const judged =
      form.get("EvaluationPeriods") === "1" &&
      form.has("MetricName") &&
      (form.get("Statistic") ?? "") in REDUCED;
    if (!judged) {
      this.#watches.delete(key);
      return;
    }
    this.#watches.set(key, {
      series: seriesOf(placeOf(call), form.get("Namespace"), form),
      statistic: form.get("Statistic") ?? "",
      periodMs: Number(form.get("Period")) * 1000,
      operator: form.get("ComparisonOperator") ?? "",
      threshold: Number(form.get("Threshold")),
    });
  }

  /**
   * What the last value that came says of an alarm, however long ago: what an alarm says that keeps its state in silence,
   * and what Route 53 knew last. A value is judged when its period is over. Undefined when none came, and for alarms over
   * more than one metric or period.
   */
  lastState(place: Place, alarm: string, now: number): AlarmState | undefined {
    const watch = this.#watches.get(keyOf(place, alarm));
    if (watch === undefined) return undefined;
    const { series, periodMs, statistic, operator, threshold } = watch;
    const periodOf = ({ at }: Value) => Math.floor(at / periodMs);
    const over = (this.#values.get(series) ?? []).filter((each) => (periodOf(each) + 1) * periodMs <= now);
    const last = over.at(-1);
    if (last === undefined) return undefined;
    const values = over.filter((each) => periodOf(each) === periodOf(last)).map(({ value }) => value);
    const reduced = REDUCED[statistic]?.(values);
    if (reduced === undefined) return undefined;
    return BREACHES[operator]?.(reduced, threshold) === true ? "ALARM" : "OK";
  }
}

function placeOf(call: AwsCall): Place {
  return { account: call.account, region: call.signedRegion };
}

function keyOf({ account, region }: Place, name: string): string {
  return `${account} ${region} ${name}`;
}

/** One metric with its dimensions, in whatever order they were given. */
function seriesOf(place: Place, namespace: string | undefined, form: Form): string {
  const dimensions = [...items(form, "Dimensions").values()]
    .map((each) => `${each.get("Name")}=${each.get("Value")}`)
    .sort();
  return [keyOf(place, namespace ?? ""), form.get("MetricName"), ...dimensions].join(" ");
}

/** Those of the sandbox that the clock belongs to: Route 53 reads what CloudWatch was told. */
export const metricDataOf = perSandbox(() => new MetricData());
