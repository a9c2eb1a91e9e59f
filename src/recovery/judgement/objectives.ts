import type { Carrier, ModelledEffect } from "../simulation/results.ts";
import type { SubjectJourney } from "../subject/subject.ts";
import { type Judged, listed, type RecoveryFinding, spokenTime } from "./finding.ts";
import { DATA_REMEDIES, TIME_REMEDIES } from "./remedies.ts";

/** One journey under one loss. */
interface Judgement {
  readonly loss: string;
  readonly effect: ModelledEffect;
}

/**
 * RTO and RPO of each journey against what is modelled. Losses that health checks see and those that people must
 * notice are told apart: what helps differs. An error only where the objective is missed more often than not and
 * nothing from memory carries it.
 */
export function objectiveFindings({ subject, losses }: Judged): readonly RecoveryFinding[] {
  return subject.journeys.flatMap((journey) => {
    const judged = losses.flatMap(({ loss, journeys }): readonly Judgement[] => {
      const effect = journeys.find(({ name }) => name === journey.name);
      return effect === undefined ? [] : [{ loss, effect }];
    });
    const unseen = ({ effect }: Judgement) =>
      effect.carriedBy.some(({ timing }) => timing === "people_notice");
    return [
      ...timeFinding(
        journey,
        "rto",
        judged.filter((each) => !unseen(each)),
      ),
      ...timeFinding(journey, "unseen-by-health", judged.filter(unseen)),
      ...dataFinding(journey, judged),
    ];
  });
}

function timeFinding(
  { name, objectives }: SubjectJourney,
  kind: "rto" | "unseen-by-health",
  judged: readonly Judgement[],
): readonly RecoveryFinding[] {
  const limit = objectives.rtoSeconds;
  const missed = judged
    .filter(({ effect: { rto } }) => rto !== undefined && rto.p95.seconds > limit)
    .toSorted((a, b) => (b.effect.rto?.p95.seconds ?? 0) - (a.effect.rto?.p95.seconds ?? 0));
  const [worst] = missed;
  if (worst?.effect.rto === undefined) return [];
  const { rto, carriedBy, recalled } = worst.effect;
  const late = rto.p50.seconds > limit;
  const other =
    missed.length === 1
      ? ""
      : ` The same holds for ${listed(
          missed.slice(1).map(({ loss }) => loss),
          3,
        )}.`;
  return [
    {
      code: `recovery/${kind}${late ? "-late" : "-may-be-late"}`,
      severity: late && recalled.length === 0 ? "error" : "warning",
      where: `journeys.${name}`,
      text: `After the loss of ${worst.loss}, ${name} is back after ${spokenTime(rto.p50.seconds)} typically and ${spokenTime(rto.p95.seconds)} pessimistically (modelled), where its rto is ${spokenTime(limit)}. The time goes to ${heaviest(carriedBy)}.${other}`,
      fix: fixOf(
        carriedBy,
        TIME_REMEDIES,
        `set the journey's rto to ${minutesUp(rto.p95.seconds)}, which holds 19 times in 20.`,
      ),
    },
  ];
}

function dataFinding(
  { name, objectives }: SubjectJourney,
  judged: readonly Judgement[],
): readonly RecoveryFinding[] {
  const limit = objectives.rpoSeconds;
  const missed = judged
    .filter(({ effect: { rpo } }) => rpo !== undefined && rpo.p95.seconds > limit)
    .toSorted((a, b) => (b.effect.rpo?.p95.seconds ?? 0) - (a.effect.rpo?.p95.seconds ?? 0));
  const [worst] = missed;
  if (worst?.effect.rpo === undefined) return [];
  const { rpo, dataCarriedBy, recalled } = worst.effect;
  const late = rpo.p50.seconds > limit;
  const fromBackup = dataCarriedBy[0]?.timing === "aws_backup_cross_region_copy";
  const stores = dataCarriedBy.filter(({ share }) => share >= 0.1).map(({ of }) => of);
  return [
    {
      code: `recovery/${fromBackup ? "backup-against-rpo" : late ? "rpo-late" : "rpo-may-be-late"}`,
      severity: late && recalled.length === 0 ? "error" : "warning",
      where: `journeys.${name}`,
      text: `After the loss of ${worst.loss}, ${name} has lost the latest ${spokenTime(rpo.p50.seconds)} typically and ${spokenTime(rpo.p95.seconds)} pessimistically (modelled), where its rpo is ${spokenTime(limit)}. Furthest behind: ${listed(stores)}.`,
      fix: fixOf(
        dataCarriedBy,
        DATA_REMEDIES,
        `set the journey's rpo to ${minutesUp(rpo.p95.seconds)}, which holds 19 times in 20.`,
      ),
    },
  ];
}

function heaviest(carriers: readonly Carrier[]): string {
  return listed(
    carriers
      .slice(0, 3)
      .map(
        ({ what, share, origin }) =>
          `${what} (${Math.round(share * 100)} %${origin === "recalled" ? ", recalled" : ""})`,
      ),
  );
}

/** What can be done about the heaviest that anything can be done about; and the objective that would hold. */
function fixOf(
  carriers: readonly Carrier[],
  remedies: Readonly<Record<string, string>>,
  relax: string,
): string {
  const remedy = carriers
    .filter(({ share }) => share >= 0.1)
    .flatMap(({ timing }) => remedies[timing] ?? [])[0];
  return remedy === undefined
    ? `${relax.slice(0, 1).toUpperCase()}${relax.slice(1)}`
    : `${remedy} Or ${relax}`;
}

function minutesUp(seconds: number): string {
  return `${Math.ceil(seconds / 300) * 5}m`;
}
