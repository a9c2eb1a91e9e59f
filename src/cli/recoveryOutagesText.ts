import type { RecoveryModesResult } from "../actions/index.ts";

/** AWS's outages as they would have been for each journey, and what statistics leave of the time. */
export function recoveryOutagesText(result: RecoveryModesResult): string {
  const { platform, environment, outages, availability } = result;
  const lines = [
    `${platform}, ${environment ?? ""}: outages of AWS that happened, against what is served from where they struck (modelled)`,
  ];
  for (const { outage, region, root, journeys, notLeanedOn, sources } of outages) {
    lines.push("", `${outage}, for customers of ${region}${root === undefined ? "" : `: ${root}`}`);
    for (const { name, down, withoutFailover, withFailover, missing, degraded } of journeys) {
      const fate =
        withoutFailover === 0
          ? "goes on"
          : `down for ${spoken(withoutFailover)} without ${down.join(", ")}; leaving the region, ${spoken(withFailover.p50)}, 19 times in 20 within ${spoken(withFailover.p95)}`;
      lines.push(`  ${withoutFailover === 0 ? "✓" : "✗"} ${name}: ${fate}`);
      if (degraded > 0) {
        lines.push(
          `      for ${spoken(degraded)}: ${[...new Set(missing.map(({ what }) => what))].join("; ")}`,
        );
      }
    }
    if (notLeanedOn.length > 0) lines.push(`    not leaned on: ${notLeanedOn.join(", ")}`);
    lines.push(`    from ${sources.join(", ")}`);
  }
  if (outages.length === 0)
    lines.push("", "None of the list struck a region from which customers are served.");
  lines.push("", "Per cent of the time, as far as AWS's own failures go, between which two:");
  for (const { journey, region, objectivePercent, withFailover, withoutFailover } of availability) {
    const range = ([low, high]: readonly [number, number]) => `${low.toFixed(3)} to ${high.toFixed(3)}`;
    const mark = withFailover[0] >= objectivePercent ? "✓" : withFailover[1] >= objectivePercent ? "!" : "✗";
    lines.push(
      `  ${mark} ${journey} from ${region}: ${range(withFailover)}, staying in the region ${range(withoutFailover)}; promised ${objectivePercent}`,
    );
  }
  const rates = new Map(availability.flatMap((each) => each.rates.map((rate) => [rate.of, rate] as const)));
  lines.push("", "How often in a year:");
  for (const { of, perYear, kind, note } of rates.values()) {
    lines.push(`    ${of}: ${perYear[0].toFixed(2)} to ${perYear[1].toFixed(2)} (${kind}: ${note})`);
  }
  lines.push("", "Left out: deployments and mistakes of one's own, and outages that are not in the list.");
  return `${lines.join("\n")}\n`;
}

function spoken(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} s`;
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
