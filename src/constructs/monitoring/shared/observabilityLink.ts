import { OamLink } from "@cdktn/provider-aws/lib/oam-link/index.js";
import { Construct } from "constructs";
import { type OwnerTags, tagsOf } from "../../tags.ts";
import { type SharedTelemetry, sharedTypes } from "./telemetry.ts";

/** How the account is called where it is looked at: by the name that it has in its organization. */
const LABEL = "$AccountName";

export interface ObservabilityLinkProps {
  /** A sink of another account, in this region. AWS chose its id. */
  readonly sinkArn: string;
  /** What that account may see; all of it must be allowed by the sink. */
  readonly shares: readonly SharedTelemetry[];
  readonly tags: OwnerTags;
}

/**
 * Lets the account of a sink see what this account measures, logs and traces in this region: all environments in it. It
 * leans on no other region, and a platform works as well without it.
 * Source: https://docs.aws.amazon.com/OAM/latest/APIReference/API_CreateLink.html, November 2026.
 */
export class ObservabilityLink extends Construct {
  constructor(scope: Construct, id: string, { sinkArn, shares, tags }: ObservabilityLinkProps) {
    super(scope, id);
    new OamLink(this, "link", {
      sinkIdentifier: sinkArn,
      labelTemplate: LABEL,
      resourceTypes: sharedTypes(shares),
      tags: tagsOf("observability", tags),
    });
  }
}
