import { ConfigConfigurationAggregator } from "@cdktn/provider-aws/lib/config-configuration-aggregator/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf, roleArn } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { AGGREGATE_ROLE } from "./names.ts";

export interface ConfigurationAggregateProps {
  /** Of the account that administers Config for the organization. */
  readonly naming: Naming;
  readonly tags: OwnerTags;
}

/**
 * What AWS Config recorded and judged in every account and region of the organization, to be searched in one place.
 * It is a view: records stay where they were made, and nothing is billed again. Accounts in which nothing is recorded
 * show nothing. Needs the role of `AuditRoles` with `aggregates`, and the account named as administrator.
 * Source: https://docs.aws.amazon.com/config/latest/developerguide/aggregate-data.html (recalled).
 */
export class ConfigurationAggregate extends Construct {
  constructor(scope: Construct, id: string, { naming, tags }: ConfigurationAggregateProps) {
    super(scope, id);
    const name = nameOf(naming, "configuration");
    new ConfigConfigurationAggregator(this, "aggregator", {
      name,
      organizationAggregationSource: { allRegions: true, roleArn: roleArn(naming, AGGREGATE_ROLE) },
      tags: tagsOf(name, tags),
    });
  }
}
