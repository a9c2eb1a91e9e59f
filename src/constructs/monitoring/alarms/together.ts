import { type AlarmDefinition, isBand, isFormula, isQuery, type Metric } from "./alarm.ts";

/** Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html, November 2026. */
const METRICS_AT_MOST = 10;
/** Characters of an alarm's description: API reference, PutMetricAlarm. */
const DESCRIPTION_AT_MOST = 1024;

const OPERATORS = { above: ">", "at-least": ">=", below: "<", "at-most": "<=" } as const;

/**
 * One alarm that speaks for several limits: its value is how many of them are passed. Whoever is told reads their names
 * and what to do, and sees on the dashboard which one it is. Of more limits than a formula holds, several alarms: the
 * first is called `name`, the next `name-2`.
 *
 * The limits must be looked at in the same way: severity, period, periods, whether they speak. Each metric that is
 * missing counts as within its limit, so that none hides another. Throws RangeError for limits that do not go together.
 */
export function together(name: string, limits: readonly AlarmDefinition[]): readonly AlarmDefinition[] {
  const [first] = limits;
  if (first === undefined) return [];
  for (const each of limits) refuseUnlike(name, first, each);
  return inFormulas(limits).map((parts, index) => one(index === 0 ? name : `${name}-${index + 1}`, parts));
}

function refuseUnlike(name: string, first: AlarmDefinition, each: AlarmDefinition): void {
  const keys = ["severity", "periodSeconds", "periods", "breaching", "speaks"] as const;
  const unlike = keys.find((key) => first[key] !== each[key]);
  if (unlike !== undefined)
    throw new RangeError(`${name}: ${unlike} of ${each.name} is not that of ${first.name}`);
  if (isBand(each.sounds) || isQuery(each.watch) || each.silence === "fault") {
    throw new RangeError(`${name}: ${each.name} must have an alarm of its own`);
  }
}

/** As many limits as a formula holds, in their order. */
function inFormulas(limits: readonly AlarmDefinition[]): readonly (readonly AlarmDefinition[])[] {
  const formulas: AlarmDefinition[][] = [];
  let metrics = METRICS_AT_MOST;
  for (const limit of limits) {
    const count = metricsOf(limit).length;
    metrics += count;
    if (metrics > METRICS_AT_MOST) {
      formulas.push([]);
      metrics = count;
    }
    formulas.at(-1)?.push(limit);
  }
  return formulas;
}

function metricsOf({ watch }: AlarmDefinition): readonly (readonly [id: string, Metric])[] {
  if (isQuery(watch)) return [];
  return isFormula(watch) ? Object.entries(watch.of) : [["watched", watch]];
}

function one(name: string, parts: readonly AlarmDefinition[]): AlarmDefinition {
  const [first] = parts;
  if (first === undefined) throw new RangeError(`${name} watches nothing`);
  const conditions = parts.map((part, index) => condition(part, `limit${index + 1}`));
  const { severity, periodSeconds, periods, breaching, speaks } = first;
  return {
    name,
    severity,
    meaning: meaningOf(parts),
    watch: {
      label: "Limits passed",
      expression: conditions.map(({ expression }) => expression).join(" + "),
      of: Object.fromEntries(conditions.flatMap(({ of }) => of)),
    },
    sounds: "above",
    threshold: 0,
    unit: "limits passed",
    periodSeconds,
    periods,
    ...(breaching === undefined ? {} : { breaching }),
    silence: "fine",
    ...(speaks === undefined ? {} : { speaks }),
    parts,
  };
}

/** 1 while the limit is passed, with ids that no other limit of the formula has. */
function condition(part: AlarmDefinition, prefix: string) {
  const { watch, sounds, threshold } = part;
  if (isBand(sounds) || isQuery(watch)) throw new RangeError(`${part.name} is no limit`);
  const passed = (value: string) => `IF(${value} ${OPERATORS[sounds]} ${threshold}, 1, 0)`;
  if (!isFormula(watch)) {
    return {
      expression: passed(`FILL(${prefix}, ${within(sounds, threshold)})`),
      of: [[prefix, watch] as const],
    };
  }
  const ids = Object.keys(watch.of);
  const renamed = watch.expression.replace(/\b[a-z]\w*\b/g, (id) =>
    ids.includes(id) ? `${prefix}_${id}` : id,
  );
  return {
    expression: passed(`(${renamed})`),
    of: Object.entries(watch.of).map(([id, metric]) => [`${prefix}_${id}`, metric] as const),
  };
}

/** A value that passes no limit. */
function within(sounds: keyof typeof OPERATORS, threshold: number): number {
  if (sounds === "at-least") return threshold - 1;
  return sounds === "at-most" ? threshold + 1 : threshold;
}

/** Names and what to do, once for limits that mean the same. */
function meaningOf(parts: readonly AlarmDefinition[]): string {
  const names = new Map<string, string[]>();
  for (const { name, meaning } of parts) names.set(meaning, [...(names.get(meaning) ?? []), name]);
  const lines = [...names].map(([meaning, of]) => `${of.join(", ")}: ${meaning}`);
  const text = `One or more of these; the dashboard draws each. ${lines.join(" ")}`;
  return text.length <= DESCRIPTION_AT_MOST ? text : `${text.slice(0, DESCRIPTION_AT_MOST - 2)}….`;
}
