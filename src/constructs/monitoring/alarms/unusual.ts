import type { AlarmDefinition, WatchedResource } from "./alarm.ts";

/** What is watched against what is usual, where no fixed threshold is right at noon and at night. */
export interface UsualWatch {
  /** `app/shop-production-public/…`, the last part of the balancer's ARN. */
  readonly balancerArnSuffix: string;
  /** False where nobody comes until a failover: there is no usual traffic to learn from. */
  readonly serving: boolean;
}

/**
 * Traffic that stays away, and logs that grow: two faults that no error counts. What else could be watched so has an
 * objective, and so a threshold that means something.
 */
export function unusualAlarms({ balancerArnSuffix, serving }: UsualWatch): WatchedResource {
  return {
    title: "Against what is usual",
    alarms: [...(serving ? [traffic(balancerArnSuffix)] : []), logs()],
  };
}

function traffic(LoadBalancer: string): AlarmDefinition {
  return {
    name: "unusual-traffic",
    severity: "warning",
    meaning:
      "Far fewer requests than usual at this hour of the week, and no error tells why. Look at DNS, at CloudFront and at what was changed before customers arrive here.",
    watch: {
      namespace: "AWS/ApplicationELB",
      name: "RequestCount",
      statistic: "Sum",
      dimensions: { LoadBalancer },
    },
    sounds: "below-band",
    threshold: 3,
    unit: "requests",
    periodSeconds: 300,
    periods: 3,
    // Nobody at all, where somebody always came.
    silence: "fault",
  };
}

/** Logs are paid for by the gigabyte that comes in, and one service left at debug level costs more than its machines. */
function logs(): AlarmDefinition {
  return {
    name: "unusual-logs",
    severity: "warning",
    meaning:
      "Far more is logged than usual, and every gigabyte is paid for. Ask Logs Insights which group grew, and look for a service left at debug level or an error in a loop.",
    watch: { namespace: "AWS/Logs", name: "IncomingBytes", statistic: "Sum", dimensions: {} },
    sounds: "above-band",
    threshold: 4,
    unit: "bytes",
    periodSeconds: 3600,
    periods: 3,
    silence: "fine",
  };
}
