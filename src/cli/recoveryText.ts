import type { RecoveryModesResult } from "../actions/index.ts";

type Modelled = RecoveryModesResult["losses"][number];
type Effect = Modelled["journeys"][number];

/** What each loss does to each journey, as a table for people. */
export function recoveryModesText(result: RecoveryModesResult, everything: boolean): string {
  const { platform, environment, journeys, losses, samples, unseen } = result;
  const lines = [
    `${platform}, ${environment}: what happens when something is lost (modelled, each loss ${samples.toLocaleString("en")} times)`,
    `Back after: median / 19 times in 20 / 99 in 100. Gone: how much of the latest data, 19 times in 20.`,
  ];
  for (const { name, rtoSeconds, rpoSeconds } of journeys) {
    lines.push("", `${name}: back within ${spoken(rtoSeconds)}, at most ${spoken(rpoSeconds)} gone`);
    for (const { loss, effect } of shown(losses, name, everything)) {
      lines.push(`  ${mark(effect, rtoSeconds, rpoSeconds)} ${loss.padEnd(44)} ${fate(effect)}`);
      const rests = carried(effect);
      if (rests !== "") lines.push(`      ${rests}`);
      lines.push(...effect.notes.map((note) => `      ${note}`));
    }
    const hidden = losses.length - shown(losses, name, everything).length;
    if (hidden > 0) lines.push(`  ${hidden} more losses that it does not notice (--all shows them)`);
  }
  if (journeys.length === 0) lines.push("", "No journeys are declared: --json has services and stores.");
  lines.push("", ...fromMemory(losses), ...unseen.map((each) => `Not known: ${each}.`));
  return `${lines.join("\n")}\n`;
}

function shown(losses: readonly Modelled[], journey: string, everything: boolean) {
  return losses.flatMap(({ loss, journeys }) => {
    const effect = journeys.find(({ name }) => name === journey);
    if (effect === undefined || (!everything && effect.verdict === "untouched")) return [];
    return [{ loss, effect }];
  });
}

/** ✓ kept 19 times in 20, ! at the median only, ✗ not. */
function mark({ rto, rpo }: Effect, rtoSeconds: number, rpoSeconds: number): string {
  if (rto === undefined || rpo === undefined) return "✗";
  if (rto.p95.seconds <= rtoSeconds && rpo.p95.seconds <= rpoSeconds) return "✓";
  return rto.p50.seconds <= rtoSeconds && rpo.p50.seconds <= rpoSeconds ? "!" : "✗";
}

function fate({ verdict, rto, rpo }: Effect): string {
  switch (verdict) {
    case "untouched":
      return "not noticed";
    case "degraded":
      return `goes on, with something missing${goneText(rpo)}`;
    case "lost":
      return "no way back until it is back";
    case "recovers":
      if (rto === undefined) return "";
      return `back after ${[rto.p50, rto.p95, rto.p99].map(({ seconds }) => spoken(seconds)).join(" / ")}${goneText(rpo)}`;
  }
}

function goneText(rpo: Effect["rpo"]): string {
  return rpo === undefined || rpo.p99.seconds === 0 ? "" : `, gone ${spoken(rpo.p95.seconds)}`;
}

/** The three that carry most of the time; those from memory are marked. */
function carried({ carriedBy }: Effect): string {
  const heaviest = carriedBy
    .slice(0, 3)
    .map(
      ({ of, share, origin }) =>
        `${of} ${Math.round(share * 100)} %${origin === "recalled" ? " (recalled)" : ""}`,
    );
  if (heaviest.length === 0) return "";
  return `time: ${heaviest.join(", ")}`;
}

/** Figures that nobody has seen and that something here rests on, each once. */
function fromMemory(losses: readonly Modelled[]): readonly string[] {
  const carriers = losses
    .flatMap(({ journeys }) => journeys)
    .flatMap(({ carriedBy, dataCarriedBy, recalled }) =>
      [...carriedBy, ...dataCarriedBy].filter(({ timing }) => recalled.includes(timing)),
    );
  const figures = new Map(carriers.map((each) => [each.timing, each]));
  if (figures.size === 0) return [];
  return [
    "From memory, to be confirmed (typical, pessimistic):",
    ...[...figures.values()].map(
      ({ timing, what, typical, pessimistic }) =>
        `  ${timing.padEnd(38)} ${spoken(typical)}, ${spoken(pessimistic)}: ${what}`,
    ),
  ];
}

/** Seconds up to two minutes, then minutes, up: nobody is told that a thing is sooner done than it is. */
function spoken(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} s`;
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 360) / 10} h`;
}
