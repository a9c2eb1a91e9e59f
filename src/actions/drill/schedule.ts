import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { findConfig, loadPlatform, type Platform } from "../../config/index.ts";
import { type Clock, InputError, type InputProblem } from "../../lib/index.ts";
import { drillHistory } from "./history.ts";
import { drillFile } from "./kept.ts";
import { writeSchedule } from "./scheduleFile.ts";
import { SCHEDULE_FORMS, type ScheduleForm, scheduleText } from "./scheduleForms.ts";
import {
  DRILL_CYCLES,
  type DrillCycle,
  type DueDrill,
  daysOf,
  drillsOfPlatform,
  dueDrills,
  placed,
  type ScheduledDrill,
} from "./schedulePlan.ts";

export interface DrillScheduleOptions {
  readonly path?: string;
  /** In which each drill is held once. @default "month" */
  readonly every?: string;
  /** Time of day, UTC. @default "09:17": people are at work in Europe, and few begin anything then */
  readonly at?: string;
  /** @default "workflow" */
  readonly as?: string;
  /** File to write to. @default none is written */
  readonly out?: string;
  /** Replaces a file that was made by somebody else. @default false */
  readonly force?: boolean;
  readonly clock: Clock;
}

export interface DrillScheduleResult extends DrillsDue {
  readonly form: ScheduleForm;
  readonly drills: readonly ScheduledDrill[];
  readonly text: string;
  /** Absolute path of the file that was written. */
  readonly file?: string;
}

export interface DrillsDue {
  readonly every: DrillCycle;
  readonly due: readonly DueDrill[];
}

/**
 * By what drills are held regularly: every region of every environment that customers depend on, once in a cycle. A
 * configuration declares no times in which nothing may be done, so the hour is the caller's.
 *
 * @throws InputError for an option or a configuration that is not accepted; nothing has been written then
 */
export async function drillSchedule(options: DrillScheduleOptions): Promise<DrillScheduleResult> {
  const { path, clock, out, at = "09:17", force = false } = options;
  const every = DRILL_CYCLES.find((each) => each === (options.every ?? "month"));
  const form = SCHEDULE_FORMS.find((each) => each === (options.as ?? "workflow"));
  const problems: InputProblem[] = [
    ...(every === undefined ? [unknown("--every", options.every, DRILL_CYCLES)] : []),
    ...(form === undefined ? [unknown("--as", options.as, SCHEDULE_FORMS)] : []),
    ...(/^([01]\d|2[0-3]):[0-5]\d$/.test(at) ? [] : [unknown("--at", at, ["a time of day in UTC: 09:17"])]),
  ];
  if (every === undefined || form === undefined || problems.length > 0) {
    throw new InputError("drill schedule", problems);
  }
  const file = await findConfig(path ?? process.cwd());
  const platform = await loadPlatform(file, { clock });
  const drills = placed(fitting(platform, every, file), every, at);
  const history = await drillHistory(await drillFile(file));
  const dir = dirname(file);
  const text = scheduleText(
    {
      platform: platform.name,
      cycle: every,
      drills,
      dir,
      dirInRepository: belowRepository(dir),
      now: clock.now(),
    },
    form,
  );
  const due = dueDrills(drills, history, every, clock.now());
  const written = out === undefined ? {} : { file: await writeSchedule(out, text, force) };
  return { form, every, drills, due, text, ...written };
}

/**
 * How the drills that a schedule would hold stand, by the month.
 *
 * @throws InputError for a configuration that is not accepted
 */
export async function drillsDue({
  path,
  clock,
}: Pick<DrillScheduleOptions, "path" | "clock">): Promise<DrillsDue> {
  const file = await findConfig(path ?? process.cwd());
  const drills = drillsOfPlatform(await loadPlatform(file, { clock }));
  const history = await drillHistory(await drillFile(file));
  return { every: "month", due: dueDrills(drills, history, "month", clock.now()) };
}

/** The drills of a platform, when there are some and a cycle has a day for each. */
function fitting(
  platform: Platform,
  every: DrillCycle,
  file: string,
): readonly Omit<ScheduledDrill, "cron">[] {
  const drills = drillsOfPlatform(platform);
  if (drills.length === 0) {
    throw new InputError(file, [
      {
        code: "schedule/nothing-critical",
        where: "environments",
        given: platform.environments.map(({ name }) => name).join(", "),
        wanted: "one that customers depend on",
        fix: "Say production: true of the environment whose regions are to be lost.",
      },
    ]);
  }
  if (drills.length <= daysOf(every)) return drills;
  throw new InputError("drill schedule", [
    {
      code: "schedule/too-many",
      where: "--every",
      given: `${every}, for ${drills.length} drills`,
      wanted: `at most ${daysOf(every)}: a day for each`,
      fix: `Let each be held every ${every === "week" ? "month" : "quarter"}.`,
    },
  ]);
}

function unknown(where: string, given: string | undefined, wanted: readonly string[]): InputProblem {
  const choices = wanted.join(", ");
  return {
    code: "schedule/option",
    where,
    given: given ?? "nothing",
    wanted: wanted.length === 1 ? choices : `one of ${choices}`,
    fix: `Give ${where} what is wanted, or leave it out.`,
  };
}

/** From the nearest folder above that is a repository; the folder itself is the top when none is. */
function belowRepository(dir: string): string {
  for (let top = dir; ; top = dirname(top)) {
    if (existsSync(join(top, ".git"))) return relative(top, dir).split(sep).join("/") || ".";
    if (top === dirname(top)) return ".";
  }
}
