import { Route53Record } from "@cdktn/provider-aws/lib/route53-record/index.js";
import { Route53Zone } from "@cdktn/provider-aws/lib/route53-zone/index.js";
import { Construct } from "constructs";
import { type OwnerTags, tagsOf } from "../tags.ts";

export interface HostedZoneProps {
  /** Domain of the environment's public hosts. Its registrar must be told the zone's name servers. */
  readonly domain: string;
  readonly tags: OwnerTags;
}

/** The public zone of the platform's domain. Its name servers must be set at the parent once. */
export class HostedZone extends Construct {
  readonly zone: Route53Zone;

  constructor(scope: Construct, id: string, props: HostedZoneProps) {
    super(scope, id);
    this.zone = new Route53Zone(this, "zone", {
      name: props.domain,
      comment: "Managed by Trireme",
      tags: tagsOf(props.domain, props.tags),
    });
  }
}

export interface CertificateProofProps {
  /** Public zone of the domain: `HostedZone`. */
  readonly zoneId: string;
  /** CNAME that proves the domain to ACM. */
  readonly proof: { readonly name: string; readonly value: string };
}

/** The one record that proves the domain for the certificates of all regions, and for their renewals. */
export class CertificateProof extends Construct {
  constructor(scope: Construct, id: string, props: CertificateProofProps) {
    super(scope, id);
    new Route53Record(this, "record", {
      zoneId: props.zoneId,
      name: props.proof.name,
      type: "CNAME",
      ttl: 300,
      records: [props.proof.value],
    });
  }
}
