import type { Refusal, RefusedCall } from "../overlay.ts";
import { jsonBody } from "../wire/index.ts";

const GUIDE = "https://docs.aws.amazon.com/scheduler/latest/UserGuide";
const WRITES = ["CreateSchedule", "UpdateSchedule"];

function invalid(message: string): RefusedCall {
  return { status: 400, code: "ValidationException", message };
}

function isExpression(at: string): boolean {
  const cron = /^cron\(([^)]*)\)$/.exec(at)?.[1]?.trim().split(/\s+/);
  if (cron !== undefined) return cron.length === 6 && (cron[2] === "?") !== (cron[4] === "?");
  if (/^at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)$/.test(at)) return true;
  const rate = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(at);
  return rate !== null && Number(rate[1]) > 0 && (rate[1] === "1" || rate[3] === "s");
}

const expression: Refusal = {
  id: "scheduler-expression",
  service: "scheduler",
  actions: WRITES,
  rule: "A schedule is a cron expression of six fields with a question mark for one of its days, a rate with its unit, or one time.",
  source: `${GUIDE}/schedule-types.html`,
  async check(call) {
    const at = String(jsonBody(call).ScheduleExpression);
    return isExpression(at) ? undefined : invalid(`Invalid Schedule Expression ${at}.`);
  },
};

const timezone: Refusal = {
  id: "scheduler-timezone",
  service: "scheduler",
  actions: WRITES,
  rule: "A time zone is one of the IANA database.",
  source: `${GUIDE}/schedule-types.html#time-zones`,
  async check(call) {
    const zone = jsonBody(call).ScheduleExpressionTimezone;
    return zone === undefined || isZone(String(zone))
      ? undefined
      : invalid(`Provided ScheduleExpressionTimezone ${String(zone)} is not valid.`);
  },
};

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const window: Refusal = {
  id: "scheduler-window",
  service: "scheduler",
  actions: WRITES,
  rule: "A flexible window is 1 to 1,440 minutes long, and one that is off has no length.",
  source: "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_FlexibleTimeWindow.html",
  async check(call) {
    const { Mode, MaximumWindowInMinutes: minutes } = (jsonBody(call).FlexibleTimeWindow ?? {}) as {
      Mode?: string;
      MaximumWindowInMinutes?: number;
    };
    if (Mode === "OFF")
      return minutes === undefined
        ? undefined
        : invalid("MaximumWindowInMinutes must not be set when Mode is OFF.");
    return minutes !== undefined && minutes >= 1 && minutes <= 1440
      ? undefined
      : invalid("MaximumWindowInMinutes must be between 1 and 1440 when Mode is FLEXIBLE.");
  },
};

export const schedulerRefusals: readonly Refusal[] = [expression, timezone, window];
