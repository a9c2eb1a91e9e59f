import { Construct } from "constructs";
import type { Naming } from "../naming.ts";
import type { OwnerTags } from "../tags.ts";
import { RegionAlarms } from "./regionAlarms.ts";

/** Route 53 sends the metrics of health checks to this region only. */
const HOME = "us-east-1";

export interface HealthAlarmsProps {
  readonly naming: Naming;
  /** Health check of each region's way in, by region. */
  readonly healthCheckIds: Readonly<Record<string, string>>;
  readonly tags: OwnerTags;
}

/**
 * Tells when Route 53 takes a region out of its answers. For the traffic stack, which is signed in us-east-1:
 * that is the only region in which these metrics are, so that the alarms fall with it. The failover does not:
 * Route 53 answers without them.
 * Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html
 */
export class HealthAlarms extends Construct {
  constructor(scope: Construct, id: string, props: HealthAlarmsProps) {
    super(scope, id);
    const alarms = Object.entries(props.healthCheckIds).map(
      ([region, HealthCheckId]) =>
        ({
          name: `health-${region}`,
          severity: "critical",
          meaning: `Route 53 finds ${region} unhealthy and sends its customers elsewhere. Find out whether it comes back by itself before moving databases.`,
          watch: {
            namespace: "AWS/Route53",
            name: "HealthCheckStatus",
            statistic: "Minimum",
            dimensions: { HealthCheckId },
          },
          sounds: "below",
          threshold: 1,
          unit: "1 is healthy",
          periodSeconds: 60,
          periods: 2,
          // Sent every minute as long as the check exists.
          silence: "fault",
        }) as const,
    );
    new RegionAlarms(this, "alarms", {
      naming: props.naming,
      region: HOME,
      watched: [{ title: "Health checks", alarms }],
      tags: props.tags,
    });
  }
}
