import { CloudfrontResponseHeadersPolicy } from "@cdktn/provider-aws/lib/cloudfront-response-headers-policy/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";

export interface SecurityHeadersProps {
  readonly naming: Naming;
  /**
   * Asks browsers to know of HTTPS before the first visit. It binds every name below the domain, and
   * takes months to undo.
   * @default true: every name of the platform is HTTPS only
   */
  readonly preload?: boolean;
}

/** Two years, what the preload list asks for at the least is one (https://hstspreload.org, read 2026-11). */
const HSTS_SECONDS = 63_072_000;

/**
 * Headers that every answer carries. HTTPS for ever and no guessing of types hold whatever the
 * application says; framing and referrers are a default that it may replace. A content security
 * policy is not set here: only the application knows what its pages load.
 */
export class SecurityHeaders extends Construct {
  readonly policyId: string;

  constructor(scope: Construct, id: string, props: SecurityHeadersProps) {
    super(scope, id);
    const policy = new CloudfrontResponseHeadersPolicy(this, "policy", {
      name: nameOf(props.naming, "security-headers"),
      comment: "HTTPS only, no type guessing, no framing",
      securityHeadersConfig: {
        strictTransportSecurity: {
          accessControlMaxAgeSec: HSTS_SECONDS,
          includeSubdomains: true,
          preload: props.preload ?? true,
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: "DENY", override: false },
        referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: false },
      },
      removeHeadersConfig: { items: [{ header: "X-Powered-By" }] },
    });
    this.policyId = policy.id;
  }
}
