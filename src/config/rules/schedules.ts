import { statesProblems } from "../../lib/index.ts";
import type { Draft, Located } from "../draft.ts";
import { show } from "../draft.ts";
import { regionsOf } from "../placement.ts";
import type { ScheduleSettings } from "../schema.ts";
import { functionIn, INVOKE, leavesOf } from "../workflowTasks.ts";
import type { Rule } from "./rule.ts";
import { unknownFunction } from "./serverless.ts";

function schedulesOf(draft: Draft): readonly Located<ScheduleSettings>[] {
  return [...draft.functions, ...draft.workflows].flatMap(({ where, value }) =>
    value.schedule === undefined ? [] : [{ where: `${where}.schedule`, value: value.schedule }],
  );
}

/**
 * A cron expression has six fields, one of its two days a question mark; a rate is a whole number with its unit, one
 * without and several with an s.
 * Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html, read November 2026.
 */
function understood(at: string): boolean {
  const cron = /^cron\(([^)]*)\)$/.exec(at)?.[1]?.trim().split(/\s+/);
  if (cron !== undefined) {
    const [, , day, , weekday] = cron;
    return cron.length === 6 && (day === "?") !== (weekday === "?");
  }
  const rate = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(at);
  return rate !== null && Number(rate[1]) > 0 && (rate[1] === "1") === (rate[3] === "");
}

const expressions: Rule = {
  code: "config/schedule-not-understood",
  check: (draft) =>
    schedulesOf(draft)
      .filter(({ value }) => !understood(value.at))
      .map(({ where, value }) => ({
        where: `${where}.at`,
        given: show(value.at),
        wanted:
          'six fields with a question mark for the day of the month or of the week, "cron(0 3 * * ? *)", or a rate, "rate(1 hour)", "rate(5 minutes)"',
        fix: "Write it so.",
      })),
};

const births: Rule = {
  code: "config/schedule-birth",
  check: (draft) => {
    const regions = draft.homes.flatMap(({ value }) => regionsOf(value));
    return schedulesOf(draft).flatMap(({ where, value: { runs, birth } }) => {
      const once = runs === "once";
      if (once && birth !== undefined && (regions.includes(birth) || !draft.homesComplete)) return [];
      if (!once && birth === undefined) return [];
      return {
        where: `${where}.birth`,
        given: birth === undefined ? "nothing" : `${show(birth)}, for runs: ${show(runs)}`,
        wanted: once
          ? `one of the platform's regions: ${regions.join(", ")}`
          : 'nothing: a birth belongs to runs: "once"',
        fix: once
          ? `Set ${where}.birth to the region where it shall be enabled at first.`
          : `Remove ${where}.birth.`,
      };
    });
  },
};

/** What runs once sees the stores of the home where it runs, and would leave out every other home's. */
const onceSeesOneHome: Rule = {
  code: "config/once-sees-one-home",
  check: (draft) => {
    if (draft.homes.length < 2) return [];
    const split = new Set(
      draft.stores.filter(({ value }) => value.partitionedBy === "home").map(({ value }) => value.name),
    );
    return draft.functions.flatMap(({ where, value }) => {
      const store = value.stores.find((each) => split.has(each));
      if (value.schedule?.runs !== "once" || store === undefined) return [];
      return {
        where: `${where}.schedule.runs`,
        given: `"once", with the store ${store}, of which each home has its own`,
        wanted: '"each-home": the data of another home do not leave it, and so cannot be seen from one place',
        fix: `Change it to "each-home".`,
      };
    });
  },
};

const statesHangTogether: Rule = {
  code: "config/workflow-broken",
  check: (draft) =>
    draft.workflows.flatMap(({ where, value }) =>
      statesProblems(value.definition).map((problem) => ({
        where: `${where}.definition.${problem.where}`,
        given: "a state machine that Step Functions would refuse",
        wanted: problem.says,
        fix: "Correct the state.",
      })),
    ),
};

const tasks: Rule = {
  code: "config/workflow-task",
  check: (draft) =>
    draft.workflows.flatMap(({ where, value }) =>
      leavesOf(value.definition, `${where}.definition`)
        .filter(({ key, text }) => (key === "Resource" ? text !== INVOKE : text.includes("${")))
        .map(({ where: place, key, text }) => ({
          where: place,
          given: show(text),
          wanted:
            key === "Resource"
              ? `${INVOKE}: the workflow's role calls functions and nothing else`
              : 'no dollar sign before a brace, which Terraform would read as its own; a function is written "function:stock-report"',
          fix:
            key === "Resource"
              ? "Call a function that does it."
              : "Write it without the dollar sign and the braces.",
        })),
    ),
};

const tasksCallFunctions: Rule = {
  code: "config/workflow-unknown-function",
  check: (draft) =>
    draft.workflows.flatMap(({ where, value }) =>
      leavesOf(value.definition, `${where}.definition`).flatMap(({ where: place, text }) => {
        const name = functionIn(text);
        return name === undefined || draft.functionNames.has(name) ? [] : unknownFunction(place, name, draft);
      }),
    ),
};

/** Source: https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html */
const EXPRESS_SECONDS = 300;

const expressIsShort: Rule = {
  code: "config/express-too-long",
  check: (draft) =>
    draft.workflows.flatMap(({ where, value }) => {
      const seconds = value.definition.TimeoutSeconds;
      if (value.type !== "express" || typeof seconds !== "number" || seconds <= EXPRESS_SECONDS) return [];
      return {
        where: `${where}.definition.TimeoutSeconds`,
        given: `${seconds}, in an express workflow`,
        wanted: `at most ${EXPRESS_SECONDS}: an express workflow ends after five minutes`,
        fix: `Shorten it, or make the workflow "standard".`,
      };
    }),
};

/** Of what runs by the clock, and of workflows. */
export const SCHEDULE_RULES: readonly Rule[] = [
  expressions,
  births,
  onceSeesOneHome,
  statesHangTogether,
  tasks,
  tasksCallFunctions,
  expressIsShort,
];
