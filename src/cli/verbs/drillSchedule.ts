import type { Command } from "commander";
import { type DrillsDue, drillSchedule, drillsDue } from "../../actions/index.ts";
import { InputError, systemClock } from "../../lib/index.ts";
import { declareVerb, given, PATH, type Perform } from "../declare.ts";
import { drillScheduleText, drillsDueText } from "../drillScheduleText.ts";

interface ScheduleFlags {
  readonly every?: string;
  readonly at?: string;
  readonly as?: string;
  readonly out?: string;
  readonly force?: boolean;
}

export function registerDrillSchedule(drill: Command, perform: Perform): void {
  declareVerb(drill, "schedule", "by what drills are held regularly, and which are overdue")
    .argument(...PATH)
    .option("--every <cycle>", "week, month or quarter, in which each drill is held once (default: month)")
    .option("--at <time>", "time of day, UTC (default: 09:17)")
    .option("--as <form>", "workflow of GitHub Actions, crontab, or list of dates (default: workflow)")
    .option("--out <file>", "file to write to (default: it is printed)")
    .option("--force", "replace a file that was made by somebody else")
    .action((path: string | undefined, { every, at, as, out, force }: ScheduleFlags) =>
      perform(async ({ host }) => {
        const result = await drillSchedule({
          clock: systemClock,
          ...given({ path, every, at, as, out, force }),
        });
        // Beside what is printed, which may go into a file.
        if (result.file === undefined) {
          host.notify({ code: "drills-due", level: "info", text: drillsDueText(result).trimEnd() });
        }
        return { document: result, text: drillScheduleText(result), exitCode: 0 };
      }),
    );
}

/** What is due, for the history, which can be read whatever the configuration says. */
export async function dueBeside(path: string | undefined): Promise<{ due?: DrillsDue; text: string }> {
  try {
    const due = await drillsDue({ clock: systemClock, ...given({ path }) });
    return { due, text: drillsDueText(due) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { text: "Which drills are due is not known: see trireme check.\n" };
  }
}
