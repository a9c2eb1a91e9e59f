import type { DrillHistoryResult, DrillResult } from "../actions/index.ts";

/** What is kept of a drill, after what the rehearsal itself says. */
export function drillText({ since, history, notDone, outcome, rto }: DrillResult): string {
  const lines = [`Kept in ${history}.`];
  if (outcome !== "held")
    lines.push("Nothing was lost and recovered to the end: it is compared with no other drill.");
  else if (since === undefined) lines.push("The first drill of this loss: nothing to compare it with.");
  else if (since.changes.length === 0) lines.push(`Nothing has changed since the drill of ${since.at}.`);
  else {
    lines.push(`Since the drill of ${since.at}:`);
    for (const { what, before, now, worse } of since.changes) {
      lines.push(`  ${worse ? "✗" : "✓"} ${what}: ${before} -> ${now}`);
    }
  }
  if (Object.keys(rto).length === 0) lines.push("No time is modelled for any service.");
  lines.push(...notDone.map(({ what, why }) => `Not done: ${what} (${why}).`));
  return `${lines.join("\n")}\n`;
}

/** 0 proven; 3 for want of a tool or of the emulator; 1 otherwise. */
export function drillExitCode({ proven, outcome, notDone }: DrillResult): number {
  if (proven) return 0;
  const hindered = notDone.some(({ code }) => code.endsWith("-missing") || code === "interrupted");
  return outcome !== "held" && hindered ? 3 : 1;
}

const WHAT: Readonly<Record<DrillResult["kind"], (lost: string) => string>> = {
  region: (lost) => lost,
  partition: (lost) => `partition of ${lost}`,
  store: (lost) => `writer of ${lost}`,
  zone: (lost) => `zone ${lost}`,
  dependency: (lost) => `service ${lost}`,
  restore: (lost) => `restore of ${lost}`,
  scenario: (name) => `scenario ${name}`,
};

/** What a drill that takes a part of a region came to. */
export function drillRecordText(drill: DrillResult): string {
  const { environment, kind, lost, outcome, proven, resources, timeline, calls, took, dataLoss, rto } = drill;
  const lines = [
    `${environment}${kind === "restore" || kind === "scenario" ? "," : " without the"} ${WHAT[kind](lost)}: ${verdict({ outcome, proven })}`,
    `  held on     ${resources.applied} of ${resources.of} resources, in ${resources.stacks.length} stacks`,
    ...scenarioLines(drill),
    ...timeline.map(
      ({ step, region, plane, start, end, outcome: ended }) =>
        `  ${clockTime(start)} to ${clockTime(end)}  ${region}, ${plane} plane  ${step}: ${ended}`,
    ),
    ...(calls === undefined
      ? []
      : [
          `  calls       ${calls.byFailover} by the recovery, ${calls.toLostRegion + calls.toFallenControlPlanes} to what was lost`,
        ]),
    ...Object.entries(took.untilServed).map(
      ([service, seconds]) =>
        `  customers   ${service}: ${seconds === null ? "NOT served until it was given back" : `served again ${seconds.toFixed(0)} s after the loss`} (modelled)`,
    ),
    ...Object.entries(dataLoss).map(
      ([store, { atEnd }]) =>
        `  data        ${store}: ${atEnd.found} of ${atEnd.lookedFor} acknowledged writes found, ${atEnd.lost.writes} lost, ${atEnd.diverged.writes} on an old writer's side only (modelled)`,
    ),
    ...Object.entries(drill.notCounted ?? {}).map(
      ([store, why]) => `  data        ${store}: not counted, ${why}`,
    ),
    ...Object.entries(drill.writers).map(
      ([store, moments]) =>
        `  writer      ${store}: ${Object.entries(moments)
          .map(([when, who]) => `${who} ${when}`)
          .join(", ")}`,
    ),
    ...Object.entries(drill.journeys ?? {}).map(
      ([journey, { verdict: becomes, notes }]) =>
        `  journey     ${journey}: ${becomes}${notes.length === 0 ? "" : `, ${notes.join("; ")}`} (modelled)`,
    ),
    ...restoredLines(drill),
    ...plans(drill),
    ...Object.entries(rto).map(
      ([service, { p50, p95, p99, objectiveSeconds }]) =>
        `  on AWS      ${service}: ${minutes(p50)} in one of two, ${minutes(p95)} in 19 of 20, ${minutes(p99)} in 99 of 100; objective ${minutes(objectiveSeconds)} (modelled)`,
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function scenarioLines({ events = [], verdict: came }: DrillResult): readonly string[] {
  return [
    ...events.map(
      ({ at, began, what, outcome }) =>
        `  ${clockTime(began)}  ${what}${outcome === undefined ? "" : `: ${outcome}`}${began - at > 5 ? ` (due at ${clockTime(at)})` : ""}`,
    ),
    ...(came === undefined
      ? []
      : [
          `  verdict     written twice: ${came.writtenTwice}; fence: ${came.fence}; called what was away: ${came.calledWhatWasAway}`,
        ]),
  ];
}

function restoredLines({ restored }: DrillResult): readonly string[] {
  if (restored === undefined) return [];
  const { as, rows } = restored;
  return [
    `  restored    ${as}: ${rows === undefined ? "there, encrypted and protected; its rows were not looked at" : `${rows.found} of ${rows.lookedFor} rows found as they were written`}`,
  ];
}

function plans({ planBefore, planAfterFailover, planAfterFailback }: DrillResult): readonly string[] {
  const entries = [
    ["before", planBefore],
    ["recovered", planAfterFailover?.survivors],
    ["global", planAfterFailover?.global],
    ["at the end", planAfterFailback],
  ] as const;
  return entries.flatMap(([when, plan]) => {
    if (plan === undefined) return [];
    const { add, change, replace, destroy, unplannable } = plan;
    const not = unplannable.length === 0 ? "" : `, ${unplannable.length} could not be planned`;
    return [
      `  plan        ${when}: ${add} add, ${change} change, ${replace} replace, ${destroy} destroy${not}`,
    ];
  });
}

function verdict({ outcome, proven }: Pick<DrillResult, "outcome" | "proven">): string {
  if (outcome === "interrupted") return "interrupted";
  if (outcome === "not-held") return "not held";
  return proven ? "proven" : "NOT proven";
}

function minutes(seconds: number): string {
  return seconds < 120 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(1)} min`;
}

function clockTime(seconds: number): string {
  const whole = Math.round(seconds);
  return `${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
}

export function drillHistoryText({ file, drills }: DrillHistoryResult): string {
  const lines = drills.map(({ at, environment, kind, lost, outcome, proven, calls, took, rto }) => {
    const slowest = Object.entries(rto).toSorted(([, a], [, b]) => b.p95 - a.p95)[0];
    return [
      `${at.slice(0, 16).replace("T", " ")}  ${environment}, ${WHAT[kind](lost)}: ${verdict({ outcome, proven })}`,
      `    ${calls === undefined ? "no failover" : `${calls.toLostRegion + calls.toFallenControlPlanes} of ${calls.byFailover} calls needed what was lost`}${took.failover === undefined ? "" : `, ${took.failover.toFixed(0)} s on the sandbox's clock`}`,
      ...(slowest === undefined
        ? []
        : [
            `    slowest on AWS: ${slowest[0]}, 19 times in 20 within ${(slowest[1].p95 / 60).toFixed(1)} min (modelled)`,
          ]),
    ].join("\n");
  });
  return lines.length === 0 ? `No drills are kept in ${file}.\n` : `${lines.join("\n")}\n`;
}
