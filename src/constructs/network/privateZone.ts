import { Route53Record } from "@cdktn/provider-aws/lib/route53-record/index.js";
import { Route53Zone } from "@cdktn/provider-aws/lib/route53-zone/index.js";
import { Construct } from "constructs";
import { type OwnerTags, tagsOf } from "../tags.ts";

/** Seconds that a resolver keeps a name: what it leads to changes when a database is restored under another name. */
const TTL_SECONDS = 60;

export interface PrivateZoneProps {
  /** `internal.shop.example.com`. */
  readonly domain: string;
  /** Networks in which its names are known, of all regions. */
  readonly networks: readonly { readonly region: string; readonly vpcId: string }[];
  /** Names below the domain, and the names that AWS gave to what they lead to. */
  readonly names: Readonly<Record<string, string>>;
  readonly tags: OwnerTags;
}

/**
 * Names that we choose for what AWS names by itself, known in the environment's networks only. A service is
 * configured with `orders-us.internal.…` before its database exists, and needs no new configuration when the database
 * is restored under another name.
 *
 * The zone is one global object for all regions: Route 53's control plane in us-east-1 keeps it, and every VPC's
 * resolver answers from it on its own. A failover edits nothing here. What a name leads to follows the writer by
 * itself (an Aurora global database's endpoint), or belongs to one region for ever and says so.
 *
 * Encryption and sign-in are by AWS's own name: a client looks up what ours leads to (one CNAME) and connects to
 * that, because certificates and IAM tokens of RDS know no other name.
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.Connecting.html (read 2026-11)
 */
export class PrivateZone extends Construct {
  readonly zoneId: string;

  constructor(scope: Construct, id: string, props: PrivateZoneProps) {
    super(scope, id);
    const zone = new Route53Zone(this, "zone", {
      name: props.domain,
      comment: "Managed by Trireme",
      vpc: props.networks.map(({ region, vpcId }) => ({ vpcId, vpcRegion: region })),
      tags: tagsOf(props.domain, props.tags),
    });
    for (const [name, target] of Object.entries(props.names)) {
      new Route53Record(this, name.replaceAll(".", "-"), {
        zoneId: zone.zoneId,
        name: `${name}.${props.domain}`,
        type: "CNAME",
        ttl: TTL_SECONDS,
        records: [target],
      });
    }
    this.zoneId = zone.zoneId;
  }
}
