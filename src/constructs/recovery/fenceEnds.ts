import { Construct } from "constructs";
import { routeFindings } from "../detection/findingRoute.ts";
import type { Naming } from "../naming.ts";
import type { OwnerTags } from "../tags.ts";

export interface FenceEndsProps {
  readonly naming: Naming;
  /** Region of the instances, and of the topics by which it is told. */
  readonly region: string;
  /** Identifiers of instances that a recovery may stop. At least one. */
  readonly instances: readonly string[];
  readonly tags: OwnerTags;
}

/**
 * Wakes somebody when RDS starts an instance that a recovery has stopped. It does so after seven days, whoever stopped it
 * and why; one whose copy was promoted then takes writes again that nobody else has. The event comes when the start
 * begins, some minutes before the first write.
 * Sources: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_StopDBInstance.html (seven days) and
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html (RDS-EVENT-0154), November 2026.
 */
export class FenceEnds extends Construct {
  constructor(scope: Construct, id: string, props: FenceEndsProps) {
    super(scope, id);
    const { naming, region, instances, tags } = props;
    routeFindings(
      this,
      { naming, region, tags },
      {
        thing: "fence-ends",
        description: "Instances that RDS starts again seven days after they were stopped",
        pattern: {
          source: ["aws.rds"],
          "detail-type": ["RDS DB Instance Event"],
          detail: { EventID: ["RDS-EVENT-0154"], SourceIdentifier: [...instances].sort() },
        },
        severity: "critical",
        paths: { instance: "$.detail.SourceIdentifier", region: "$.region" },
        message:
          "RDS starts <instance> in <region> again, seven days after it was stopped. If a recovery fenced it, it is about to take writes that nobody else has: stop it once more when it is available (trireme runbook run old-writer-fence --region <region>), then make it a copy of the instance that took over.",
      },
    );
  }
}
