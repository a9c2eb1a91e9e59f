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

export function drillHistoryText({ file, drills }: DrillHistoryResult): string {
  const lines = drills.map(({ at, environment, kind, lost, outcome, proven, calls, took, rto }) => {
    const slowest = Object.entries(rto).toSorted(([, a], [, b]) => b.p95 - a.p95)[0];
    return [
      `${at.slice(0, 16).replace("T", " ")}  ${environment}, ${kind === "partition" ? "partition of " : ""}${lost}: ${outcome === "interrupted" ? "interrupted" : outcome === "not-held" ? "not held" : proven ? "proven" : "NOT proven"}`,
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
