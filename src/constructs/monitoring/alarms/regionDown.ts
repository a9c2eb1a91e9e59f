import type { Naming } from "../../naming.ts";
import type { CompositeDefinition } from "../compositeAlarms.ts";
import type { AlarmDefinition } from "./alarm.ts";
import { journeyDown } from "./journey.ts";

/** Metric that is published by hand, or by whatever does the work, when a region is worked on. */
const MAINTENANCE = { namespace: "trireme", name: "Maintenance" } as const;

/**
 * Sounds for an hour after a 1 was published, and then ends by itself: maintenance that somebody forgot to end does
 * not keep pages quiet for ever. Longer work publishes again.
 *
 *     aws cloudwatch put-metric-data --namespace trireme --metric-name Maintenance \
 *       --dimensions Environment=shop-production --value 1
 */
export function maintenanceAlarm({ platform, environment }: Naming): AlarmDefinition {
  return {
    name: "maintenance",
    severity: "warning",
    meaning:
      "Somebody works on this region and has said so: pages are quiet for an hour after the last time it was said.",
    watch: {
      ...MAINTENANCE,
      statistic: "Maximum",
      dimensions: { Environment: `${platform}-${environment}` },
    },
    sounds: "at-least",
    threshold: 1,
    unit: "1 is maintenance",
    periodSeconds: 60,
    periods: 60,
    breaching: 1,
    silence: "fine",
    speaks: false,
  };
}

/** A journey as its composite alarm sees it. */
export interface JourneyParts {
  readonly name: string;
  /** All services that it leads through. */
  readonly services: readonly string[];
}

/**
 * Who speaks when a region falls: its way in, and nobody else; when a journey falls in a region that stands: the
 * journey. During maintenance: nobody.
 */
export function regionComposites(
  region: string,
  journeys: readonly JourneyParts[],
): readonly CompositeDefinition[] {
  return [
    {
      name: "way-in",
      severity: "critical",
      meaning: `${region} does not serve whoever comes in by its balancer. Traffic should have gone elsewhere by itself; find out whether the region comes back before moving databases.`,
      rule: { any: [{ alarm: "balancer-errors-fast" }, { alarm: "balancer-no-target" }] },
      quietDuring: "maintenance",
    },
    ...(journeys.length === 0
      ? []
      : [
          {
            name: "quiet",
            meaning:
              "Pages of journeys are held back: the region's way in speaks for them, or somebody works here.",
            rule: { any: [{ alarm: "way-in" }, { alarm: "maintenance" }] },
          },
        ]),
    ...journeys.map(
      ({ name, services }): CompositeDefinition => ({
        name: `journey-${name}`,
        severity: "critical",
        meaning: `Customers cannot ${name} in ${region}, or too often cannot. Its alarms tell which service, or that its errors burn the budget.`,
        rule: journeyDown(name, services),
        quietDuring: "quiet",
      }),
    ),
  ];
}
