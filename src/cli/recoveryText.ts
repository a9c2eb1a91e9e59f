import type { RecoveryModesResult } from "../actions/index.ts";

type Modelled = RecoveryModesResult["losses"][number];
type Effect = Modelled["journeys"][number];

/** What each loss does to each journey, as a table for people; where there are no journeys, to each store. */
export function recoveryModesText(result: RecoveryModesResult, everything: boolean): string {
  const { platform, environment, journeys, losses, samples, unseen } = result;
  const lines = [
    `${platform}${environment === undefined ? "" : `, ${environment}`}: what happens when something is lost (modelled, each loss ${samples.toLocaleString("en")} times)`,
    "Back after: median / 19 times in 20 / 99 in 100. Gone: how much of the latest data, 19 times in 20.",
  ];
  for (const { name, rtoSeconds, rpoSeconds } of journeys) {
    lines.push("", `${name}: back within ${spoken(rtoSeconds)}, at most ${spoken(rpoSeconds)} gone`);
    const effects = losses.flatMap(({ loss, journeys: all }) => named(loss, all, name));
    lines.push(...rows(effects, (effect) => mark(effect, rtoSeconds, rpoSeconds), everything));
  }
  if (journeys.length === 0) {
    lines.push("", "No journeys are known, so stores by themselves, without objectives:");
    for (const { name } of losses[0]?.stores ?? []) {
      lines.push("", name);
      const effects = losses.flatMap(({ loss, stores }) => named(loss, stores, name));
      lines.push(...rows(effects, ({ verdict }) => (verdict === "lost" ? "✗" : " "), everything));
    }
  }
  lines.push("", ...fromMemory(losses), ...unseen.map((each) => `Not known: ${each}.`));
  return `${lines.join("\n")}\n`;
}

interface Row {
  readonly loss: string;
  readonly effect: Effect;
}

function named(loss: string, effects: readonly Effect[], name: string): readonly Row[] {
  return effects.filter((effect) => effect.name === name).map((effect) => ({ loss, effect }));
}

function rows(all: readonly Row[], mark: (effect: Effect) => string, everything: boolean): readonly string[] {
  const shown = all.filter(({ effect }) => everything || effect.verdict !== "untouched");
  const lines = shown.flatMap(({ loss, effect }) => {
    const rests = carried(effect);
    return [
      `  ${mark(effect)} ${loss.padEnd(44)} ${fate(effect)}`,
      ...(rests === "" ? [] : [`      ${rests}`]),
      ...effect.notes.map((note) => `      ${note}`),
    ];
  });
  const hidden = all.length - shown.length;
  return hidden === 0
    ? lines
    : [...lines, `  ${hidden} more losses that it does not notice (--all shows them)`];
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
    .flatMap(({ journeys, stores }) => (journeys.length === 0 ? stores : journeys))
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
