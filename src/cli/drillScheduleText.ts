import type { DrillScheduleResult, DrillsDue } from "../actions/index.ts";

const WHAT: Readonly<Record<DrillsDue["due"][number]["kind"], string>> = {
  region: "",
  partition: "partition of ",
  store: "writer of ",
};

/** Which drills are due: the overdue ones first, or that none is. */
export function drillsDueText({ every, due }: DrillsDue): string {
  const overdue = due.filter((each) => each.overdue);
  const lines = due
    .toSorted((a, b) => (a.next ?? "").localeCompare(b.next ?? ""))
    .map(({ environment, kind, lost, last, proven, next, overdue: late }) => {
      const what = `${environment}, ${WHAT[kind]}${lost}`;
      if (last === undefined || next === undefined) return `  ✗ ${what}: never held, overdue`;
      return `  ${late || proven !== true ? "✗" : "✓"} ${what}: held ${last.slice(0, 10)}, ${proven === true ? "proven" : "NOT proven"}, ${late ? "overdue since" : "next due"} ${next.slice(0, 10)}`;
    });
  return `Each drill once a ${every}: ${overdue.length} of ${due.length} overdue.\n${lines.map((line) => `${line}\n`).join("")}`;
}

/** What was written and what is due; without a file the schedule itself, so that it can be piped. */
export function drillScheduleText(result: DrillScheduleResult): string {
  if (result.file === undefined) return result.text;
  return `Written: ${result.file} (${result.drills.length} drills, each once a ${result.every}).\n${drillsDueText(result)}`;
}
