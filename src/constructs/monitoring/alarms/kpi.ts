import type { Naming } from "../../naming.ts";
import type { AlarmDefinition, BandComparison, Metric, WatchedResource } from "./alarm.ts";
import { logNamespace } from "./service.ts";

/** A figure of the business, counted from logs. */
export interface KpiWatch {
  /** `orders-placed`, unique in the platform. */
  readonly name: string;
  /** Of CloudWatch's units: `Count`. */
  readonly unit: string;
  /** What is told; `nothing` is drawn and wakes nobody. */
  readonly alarm: "less" | "more" | "either" | "nothing";
}

const SOUNDS: Readonly<Record<Exclude<KpiWatch["alarm"], "nothing">, BandComparison>> = {
  less: "below-band",
  more: "above-band",
  either: "outside-band",
};

/** Standard deviations: at 3 one period in 400 leaves the band by chance, and three together do so hardly ever. */
const BAND = 3;
const PERIOD_SECONDS = 300;

/** Namespace of an environment's figures of the business, apart from those of its machines. */
export function businessNamespace(naming: Naming): string {
  return `${logNamespace(naming)}/business`;
}

/** Figures of a journey, each against what is usual at this hour of the week. */
export function kpiAlarms(naming: Naming, journey: string, kpis: readonly KpiWatch[]): WatchedResource {
  return {
    title: `Business of ${journey}`,
    alarms: kpis.flatMap((kpi) => (kpi.alarm === "nothing" ? [] : unusual(naming, kpi, SOUNDS[kpi.alarm]))),
    graphs: kpis
      .filter(({ alarm }) => alarm === "nothing")
      .map(({ name, unit }) => ({ name, unit, watch: figure(naming, name), periodSeconds: PERIOD_SECONDS })),
  };
}

function figure(naming: Naming, name: string): Metric {
  return { namespace: businessNamespace(naming), name, statistic: "Sum", dimensions: {} };
}

function unusual(naming: Naming, { name, unit }: KpiWatch, sounds: BandComparison): AlarmDefinition {
  const way = { "below-band": "fewer", "above-band": "more", "outside-band": "fewer or more" }[sounds];
  return {
    name: `kpi-${name}`,
    severity: "warning",
    meaning: `For a quarter of an hour ${way} ${name} than usual at this hour of the week. If no alarm of a service sounds with it, look at prices, campaigns and the payment provider.`,
    watch: figure(naming, name),
    sounds,
    threshold: BAND,
    unit,
    periodSeconds: PERIOD_SECONDS,
    periods: 3,
    // No line at all: the service is silent, which its own alarms and the canaries tell.
    silence: "fine",
  };
}
