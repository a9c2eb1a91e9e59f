import type { Naming } from "../../naming.ts";
import { canaryName } from "../canary/canaries.ts";
import type { CompositeDefinition } from "../compositeAlarms.ts";
import type { AlarmDefinition, WatchedResource } from "./alarm.ts";

/** Journeys that canaries of a region walk. */
export interface OutsideWatch {
  readonly naming: Naming;
  readonly journeys: readonly string[];
  /** Minutes between two runs. */
  readonly everyMinutes: number;
}

const alarmNameOf = (journey: string) => `outside-${journey}`;

/** What canaries see, silent: `outsideComposite` speaks for all of them. */
export function outsideAlarms({ naming, journeys, everyMinutes }: OutsideWatch): WatchedResource {
  return {
    title: "Seen from outside",
    alarms: journeys.map(
      (journey): AlarmDefinition => ({
        name: alarmNameOf(journey),
        severity: "critical",
        meaning: `The canary cannot ${journey}. Its last run says which address failed, and how.`,
        watch: {
          namespace: "CloudWatchSynthetics",
          name: "SuccessPercent",
          statistic: "Average",
          dimensions: { CanaryName: canaryName(naming, journey) },
        },
        sounds: "below",
        threshold: 100,
        unit: "%",
        periodSeconds: everyMinutes * 60,
        // One failed run is the internet's.
        periods: 3,
        breaching: 2,
        // A canary that does not run sees nothing, which must not look like peace.
        silence: "fault",
        speaks: false,
      }),
    ),
  };
}

/** One page for what canaries in `region` see; `watched` is the region that they look at besides the public hosts. */
export function outsideComposite(
  region: string,
  watched: string | undefined,
  journeys: readonly string[],
): CompositeDefinition {
  const what = watched === undefined ? "the public host" : `the public host, or ${watched} by its own name`;
  return {
    name: "outside",
    severity: "critical",
    meaning: `Seen from ${region}, ${what} does not answer as it should. If that region's own alarms are silent, it may not be able to tell.`,
    rule: { any: journeys.map((journey) => ({ alarm: alarmNameOf(journey) })) },
    quietDuring: "maintenance",
  };
}
