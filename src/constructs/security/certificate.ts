import { AcmCertificate } from "@cdktn/provider-aws/lib/acm-certificate/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

export interface CertificateProps {
  readonly naming: Naming;
  /** Zone that is covered: the name itself and every name one level below it. */
  readonly domain: string;
  readonly tags: OwnerTags;
}

/**
 * A certificate for a domain and its wildcard, requested in the region where it is used, proven by DNS.
 *
 * ACM derives the proving CNAME from account and domain, so that the certificates of all regions
 * share one record (source: AWS Certificate Manager FAQs, "How does ACM construct CNAME records?").
 * The record lives in a global stack; whoever uses the certificate waits for it to be issued.
 */
export class Certificate extends Construct {
  readonly arn: string;
  /** Name and value of the CNAME that proves the domain. */
  readonly proof: { readonly name: string; readonly value: string };

  constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id);
    const certificate = new AcmCertificate(this, "certificate", {
      domainName: props.domain,
      subjectAlternativeNames: [`*.${props.domain}`],
      validationMethod: "DNS",
      tags: tagsOf(nameOf(props.naming, "tls"), props.tags),
      // A replacement must exist before the listener lets go of the old one.
      lifecycle: { createBeforeDestroy: true },
    });
    this.arn = certificate.arn;
    // The wildcard is proven by the same record as the name itself; the set holds an entry for each.
    const option = certificate.domainValidationOptions.get(0);
    this.proof = { name: option.resourceRecordName, value: option.resourceRecordValue };
  }
}
