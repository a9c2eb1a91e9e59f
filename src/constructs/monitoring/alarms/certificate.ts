import type { WatchedResource } from "./alarm.ts";

/**
 * ACM renews by itself 60 days before the end, as long as the proving record stands; at 30 it has failed twice over.
 * Source: https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html (recalled).
 */
const DAYS_LEFT = 30;

/** That the region's certificate is renewed. */
export function certificateAlarms({ certificateArn }: { readonly certificateArn: string }): WatchedResource {
  return {
    title: "Certificate",
    alarms: [
      {
        name: "certificate-expiry",
        severity: "warning",
        meaning: `The certificate of the public hosts ends within ${DAYS_LEFT} days and was not renewed. Look in ACM whether the record that proves the domain is still in the zone.`,
        watch: {
          namespace: "AWS/CertificateManager",
          name: "DaysToExpiry",
          statistic: "Minimum",
          dimensions: { CertificateArn: certificateArn },
        },
        sounds: "below",
        threshold: DAYS_LEFT,
        unit: "days",
        // Sent twice a day, once the certificate is issued.
        periodSeconds: 86_400,
        periods: 1,
        silence: "unknown",
      },
    ],
  };
}
