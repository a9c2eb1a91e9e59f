import type { Environment, Platform } from "../../config/index.ts";
import { isKept } from "../recovery/keptCaches.ts";
import { hasStandby } from "../recovery/subject.ts";
import { lastHeld } from "./history.ts";
import type { DrillRecord } from "./record.ts";

export const DRILL_CYCLES = ["week", "month", "quarter"] as const;

/** In which every drill is held once. */
export type DrillCycle = (typeof DRILL_CYCLES)[number];

export interface ScheduledDrill {
  readonly environment: string;
  readonly kind: "region" | "partition" | "store";
  readonly lost: string;
  /** Five fields, UTC. */
  readonly cron: string;
}

/** How a drill of the schedule stands by the history. */
export interface DueDrill extends Pick<ScheduledDrill, "environment" | "kind" | "lost"> {
  /** When it was held last, ISO 8601; absent for one that never was. One that was cut off was not held. */
  readonly last?: string;
  /** Of the last that was held. */
  readonly proven?: boolean;
  /** One cycle after the last, ISO 8601; absent for one that was never held: it is due at once. */
  readonly next?: string;
  readonly overdue: boolean;
}

const MONTHS: Readonly<Record<DrillCycle, number>> = { week: 0, month: 1, quarter: 3 };

/** Every month has these days. */
const DAYS = 28;

/** Monday to Friday. */
const WORKING_DAYS = 5;

/** Days of a cycle on which a drill can be held. */
export function daysOf(cycle: DrillCycle): number {
  return cycle === "week" ? 7 : DAYS * MONTHS[cycle];
}

/**
 * Each region of each environment that customers depend on, then one partition for each pair of regions of a home: of
 * the region in which the home's writers are born, since only a writer that goes on can diverge; then the writer of each
 * store that has one and whom another instance or copy can take over from.
 */
export function drillsOfPlatform(platform: Platform): readonly Omit<ScheduledDrill, "cron">[] {
  const losses = platform.environments
    .filter(({ production }) => production)
    .map((environment) => ({ environment, partitions: new Set(partitionsOf(environment)) }));
  return [
    ...losses.flatMap(({ environment: { name, regions } }) =>
      regions.map((region) => ({ environment: name, kind: "region" as const, lost: region.name })),
    ),
    ...losses.flatMap(({ environment: { name }, partitions }) =>
      [...partitions].map((lost) => ({ environment: name, kind: "partition" as const, lost })),
    ),
    ...losses.flatMap(({ environment }) =>
      writersOf(environment).map((lost) => ({ environment: environment.name, kind: "store" as const, lost })),
    ),
  ];
}

function writersOf(environment: Environment): readonly string[] {
  return environment.stores
    .filter((store) =>
      store.engine === "redis"
        ? isKept(store)
        : store.engine === "aurora-postgresql" || store.engine === "rds-postgresql",
    )
    .filter((store) => store.copies.length > 0 || hasStandby(environment, store))
    .map(({ id }) => id);
}

function partitionsOf({ regions }: Environment): readonly string[] {
  return regions
    .filter(({ home }) => regions.filter((each) => each.home === home).length > 1)
    .map(({ keyBirth }) => keyBirth);
}

/** Spreads drills evenly over a cycle, each on a day of its own. `at` is `HH:MM`. There must be days enough. */
export function placed(
  drills: readonly Omit<ScheduledDrill, "cron">[],
  cycle: DrillCycle,
  at: string,
): readonly ScheduledDrill[] {
  const [hour, minute] = at.split(":").map(Number);
  const working = cycle === "week" && drills.length <= WORKING_DAYS;
  const days = working ? WORKING_DAYS : daysOf(cycle);
  return drills.map((drill, index) => {
    const day = Math.floor((index * days) / drills.length);
    return { ...drill, cron: `${minute} ${hour} ${dayFields(day, cycle)}` };
  });
}

/** Day of the month, month and day of the week. */
function dayFields(day: number, cycle: DrillCycle): string {
  if (cycle === "week") return `* * ${(day + 1) % 7}`;
  const months = [0, 3, 6, 9].map((first) => first + Math.floor(day / DAYS) + 1);
  return `${(day % DAYS) + 1} ${cycle === "month" ? "*" : months.join(",")} *`;
}

/** When the drills are held in the twelve months from `now`, the first first. */
export function datesOf(
  drills: readonly ScheduledDrill[],
  now: number,
): readonly { readonly at: string; readonly drill: ScheduledDrill }[] {
  const end = monthsLater(now, 12);
  const dates: { at: string; drill: ScheduledDrill }[] = [];
  for (let day = midnight(now); day < end; day += 86_400_000) {
    for (const drill of drills) {
      const at = timeOn(day, drill.cron);
      if (at !== undefined && at > now && at <= end) dates.push({ at: new Date(at).toISOString(), drill });
    }
  }
  return dates;
}

function midnight(now: number): number {
  return now - (((now % 86_400_000) + 86_400_000) % 86_400_000);
}

/** When a cron entry is due on the day that begins then; undefined when it is not. */
function timeOn(day: number, cron: string): number | undefined {
  const date = new Date(day);
  const [minute, hour, ofMonth, month, ofWeek] = cron.split(" ");
  const found: readonly (readonly [string | undefined, number])[] = [
    [ofMonth, date.getUTCDate()],
    [month, date.getUTCMonth() + 1],
    [ofWeek, date.getUTCDay()],
  ];
  const due = found.every(([field, value]) => field === "*" || field?.split(",").map(Number).includes(value));
  return due ? day + (Number(hour) * 60 + Number(minute)) * 60_000 : undefined;
}

/** How each drill stands at `now`, by what was held of it. */
export function dueDrills(
  drills: readonly Omit<ScheduledDrill, "cron">[],
  history: readonly DrillRecord[],
  cycle: DrillCycle,
  now: number,
): readonly DueDrill[] {
  return drills.map(({ environment, kind, lost }) => {
    const last = lastHeld(history, { environment, kind, lost });
    if (last === undefined) return { environment, kind, lost, overdue: true };
    const then = Date.parse(last.at);
    const next = cycle === "week" ? then + 7 * 86_400_000 : monthsLater(then, MONTHS[cycle]);
    return {
      environment,
      kind,
      lost,
      last: last.at,
      proven: last.proven,
      next: new Date(next).toISOString(),
      overdue: next < now,
    };
  });
}

/** The same day that many months later, or the last of a shorter month. */
function monthsLater(time: number, months: number): number {
  const date = new Date(time);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const days = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, days));
  return date.getTime();
}
