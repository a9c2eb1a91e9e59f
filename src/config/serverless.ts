import type { Draft } from "./draft.ts";
import type { Owned, Schedule, Serverless } from "./placedServerless.ts";
import type { ScheduleSettings } from "./schema.ts";

type Owner = Pick<Owned, "owner" | "costCentre">;

/** What runs without machines, every default filled in. */
export function serverlessOf(draft: Draft, platform: Owner): Serverless {
  const owned = ({
    owner,
    costCentre,
  }: {
    owner?: string | undefined;
    costCentre?: string | undefined;
  }): Owner => ({
    owner: owner ?? platform.owner,
    costCentre: costCentre ?? platform.costCentre,
  });
  return {
    functions: draft.functions.map(({ value }) => {
      const { schedule, events, queues, timeout, concurrency, owner: _, costCentre: __, ...rest } = value;
      return {
        ...rest,
        ...owned(value),
        timeoutSeconds: timeout / 1000,
        queues: queues.map(({ queue, batch, window, atOnce }) => ({
          queue,
          batch,
          windowSeconds: (window ?? 0) / 1000,
          ...(atOnce === undefined ? {} : { atOnce }),
        })),
        hears: (draft.events?.types ?? [])
          .filter((type) => type.functions.includes(value.name))
          .map((type) => type.name),
        ...(concurrency === undefined ? {} : { concurrency }),
        ...(schedule === undefined ? {} : { schedule: scheduleOf(schedule) }),
        ...(events === undefined ? {} : { events: withoutUndefined(events) }),
      };
    }),
    apis: draft.apis.map(({ value }) => ({
      ...value,
      ...owned(value),
      routes: value.routes.map((route) => withoutUndefined(route)),
      plans: value.plans.map(({ name, throttle = value.throttle, perDay }) => ({
        name,
        throttle,
        ...(perDay === undefined ? {} : { perDay }),
      })),
    })),
    workflows: draft.workflows.map(({ value }) => {
      const { schedule, owner: _, costCentre: __, ...rest } = value;
      return {
        ...rest,
        ...owned(value),
        ...(schedule === undefined ? {} : { schedule: scheduleOf(schedule) }),
      };
    }),
  };
}

function scheduleOf({ at, timezone, window, runs, birth }: ScheduleSettings): Schedule {
  return {
    at,
    timezone,
    windowMinutes: (window ?? 0) / 60_000,
    runs,
    ...(birth === undefined ? {} : { birth }),
  };
}

type Given<Value> = { [Key in keyof Value]: Exclude<Value[Key], undefined> };

function withoutUndefined<Value extends object>(value: Value): Given<Value> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Given<Value>;
}
