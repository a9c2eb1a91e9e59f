import { AcmCertificateValidation } from "@cdktn/provider-aws/lib/acm-certificate-validation/index.js";
import {
  CloudfrontDistribution,
  type CloudfrontDistributionOrderedCacheBehavior,
  type CloudfrontDistributionOrigin,
} from "@cdktn/provider-aws/lib/cloudfront-distribution/index.js";
import { CloudfrontOriginAccessControl } from "@cdktn/provider-aws/lib/cloudfront-origin-access-control/index.js";
import { Construct } from "constructs";
import { bucketName, type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { AccessLog } from "./accessLog.ts";
import { SecurityHeaders } from "./securityHeaders.ts";

/** Files that are served from buckets, under paths of their own. */
export interface EdgeMedia {
  /** Store whose buckets hold them. */
  readonly store: string;
  /** Regions of its buckets: the first is asked, the second when the first cannot answer. CloudFront groups two. */
  readonly regions: readonly [first: string, second?: string];
  /**
   * Path patterns. The whole path is the object's key: `/media/a.jpg` is the object `media/a.jpg`.
   * @default ["/media/*"]
   */
  readonly paths?: readonly string[];
}

export interface DistributionProps {
  readonly naming: Naming;
  /** Names that customers use, fully qualified; the certificate covers them. */
  readonly hosts: readonly string[];
  /** Certificate in us-east-1; this construct waits until it is issued. */
  readonly certificateArn: string;
  /** Name that leads to a healthy region: what `globalOriginName` gives. Need not exist yet. */
  readonly originName: string;
  /** Objects of a store that are served beside the pages. @default none: everything comes from the regions */
  readonly media?: EdgeMedia;
  /** Function that sees every request first, published: `CanonicalHost`. @default none */
  readonly viewerFunctionArn?: string;
  /** Web ACL of scope CLOUDFRONT. */
  readonly webAclArn: string;
  /**
   * Where edges are used. 100: Americas north, Europe, Israel; 200: nearly all; All.
   * @default "PriceClass_All": who is far away gains most, and an edge that serves nobody costs nothing
   */
  readonly priceClass?: "PriceClass_100" | "PriceClass_200" | "PriceClass_All";
  /** Whether browsers may put the domain on their lists of hosts that are asked by HTTPS only. @default true: the platform has no other way in */
  readonly preload?: boolean;
  /** Days that the access log is kept. @default 30: for looking into what goes wrong */
  readonly logRetentionDays?: number;
  /**
   * Whether Terraform waits until every edge has a change, which takes minutes on AWS.
   * @default true: the hosts' records must not lead to edges that do not know the hosts yet
   */
  readonly waitForDeployment?: boolean;
  readonly tags: OwnerTags;
}

/**
 * Ids of policies that AWS manages, the same in every account.
 * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
 * and using-managed-origin-request-policies.html beside it (read 2026-11).
 */
const MANAGED_POLICIES = {
  cachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  cachingOptimized: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  allViewer: "216adef6-5c7f-47e4-b989-5492eafa07d3",
} as const;

/** Zone of every distribution's name, for alias records. Source: API reference of AliasTarget (read 2026-11). */
export const CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2";

const READ_ONLY = ["GET", "HEAD", "OPTIONS"];
const ALL_METHODS = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"];
const DYNAMIC = "regions";

/** Tries to connect, and seconds for each: an origin that is gone is given up after 6 s, not CloudFront's 30. */
const CONNECTING = { connectionAttempts: 2, connectionTimeout: 3 } as const;

/**
 * The customers' way in. What the applications answer is passed on uncached to a name that Route 53
 * leads to a healthy region: health checks move every method, checkouts included, where an origin
 * group of CloudFront would try the other origin for GET, HEAD and OPTIONS only. Files come from the
 * buckets of two regions, which are equal, and there an origin group is right.
 * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorOriginGroups.html (read 2026-11).
 *
 * The Host header is passed on, so that applications see what the customer asked for; CloudFront then
 * wants the origin's certificate to cover that name or the origin's, and the regions' certificates
 * cover the domain and every name one level below it. TLS 1.3 is spoken to who can; 1.2 is the least
 * of `TLSv1.2_2021`, the newest policy that both majors of the provider take. To origins CloudFront
 * speaks 1.2 at most as far as the provider can say.
 *
 * No origin shield: it would put one region before all others. No geographic restriction. Errors of
 * the origin are not kept, so that a failover is not hidden behind a cached 502.
 */
export class Distribution extends Construct {
  /** `d111111abcdef8.cloudfront.net`: what the hosts' alias records name. */
  readonly domainName: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: DistributionProps) {
    super(scope, id);
    const name = nameOf(props.naming, "edge");
    const headers = new SecurityHeaders(this, "headers", {
      naming: props.naming,
      ...(props.preload === undefined ? {} : { preload: props.preload }),
    });
    const issued = new AcmCertificateValidation(this, "issued", { certificateArn: props.certificateArn });
    const media = props.media === undefined ? [] : this.#mediaOrigins(props.naming, props.media);
    const behind = {
      viewerProtocolPolicy: "redirect-to-https",
      responseHeadersPolicyId: headers.policyId,
      ...(props.viewerFunctionArn === undefined
        ? {}
        : { functionAssociation: [{ eventType: "viewer-request", functionArn: props.viewerFunctionArn }] }),
    };
    const distribution = new CloudfrontDistribution(this, "distribution", {
      comment: name,
      enabled: true,
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      aliases: [...props.hosts],
      priceClass: props.priceClass ?? "PriceClass_All",
      webAclId: props.webAclArn,
      waitForDeployment: props.waitForDeployment ?? true,
      origin: [dynamicOrigin(props.originName), ...media],
      ...(media.length < 2 ? {} : { originGroup: [mediaGroup(media)] }),
      defaultCacheBehavior: {
        ...behind,
        targetOriginId: DYNAMIC,
        allowedMethods: ALL_METHODS,
        cachedMethods: ["GET", "HEAD"],
        cachePolicyId: MANAGED_POLICIES.cachingDisabled,
        originRequestPolicyId: MANAGED_POLICIES.allViewer,
        compress: true,
      },
      ...(props.media === undefined
        ? {}
        : { orderedCacheBehavior: mediaBehaviors(props.media, media, behind) }),
      customErrorResponse: [500, 502, 503, 504].map((errorCode) => ({ errorCode, errorCachingMinTtl: 0 })),
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: {
        acmCertificateArn: issued.certificateArn,
        sslSupportMethod: "sni-only",
        minimumProtocolVersion: "TLSv1.2_2021",
      },
      tags: tagsOf(name, props.tags),
    });
    new AccessLog(this, "access", {
      naming: props.naming,
      distributionArn: distribution.arn,
      ...(props.logRetentionDays === undefined ? {} : { retentionDays: props.logRetentionDays }),
      tags: props.tags,
    });
    this.domainName = distribution.domainName;
    this.arn = distribution.arn;
  }

  #mediaOrigins(naming: Naming, media: EdgeMedia): readonly CloudfrontDistributionOrigin[] {
    const control = new CloudfrontOriginAccessControl(this, "media-access", {
      name: nameOf(naming, media.store),
      description: `Reads the buckets of ${media.store}`,
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
    return media.regions
      .filter((region) => region !== undefined)
      .map((region) => ({
        originId: `${media.store}-${region}`,
        domainName: `${bucketName(naming, media.store, region)}.s3.${region}.amazonaws.com`,
        originAccessControlId: control.id,
        ...CONNECTING,
      }));
  }
}

function dynamicOrigin(domainName: string): CloudfrontDistributionOrigin {
  return {
    originId: DYNAMIC,
    domainName,
    ...CONNECTING,
    customOriginConfig: {
      httpPort: 80,
      httpsPort: 443,
      originProtocolPolicy: "https-only",
      originSslProtocols: ["TLSv1.2"],
    },
  };
}

/**
 * Also after 403 and 404: a bucket answers 403 for what it does not hold to who may not list it, and
 * what was put into the other bucket a moment ago has not arrived yet.
 */
function mediaGroup(members: readonly CloudfrontDistributionOrigin[]) {
  return {
    originId: "media",
    failoverCriteria: { statusCodes: [403, 404, 500, 502, 503, 504] },
    member: members.map(({ originId }) => ({ originId })),
  };
}

function mediaBehaviors(
  media: EdgeMedia,
  origins: readonly CloudfrontDistributionOrigin[],
  behind: { readonly viewerProtocolPolicy: string; readonly responseHeadersPolicyId: string },
): CloudfrontDistributionOrderedCacheBehavior[] {
  const [only] = origins;
  if (only === undefined) return [];
  return (media.paths ?? ["/media/*"]).map((pathPattern) => ({
    ...behind,
    pathPattern,
    targetOriginId: origins.length < 2 ? only.originId : "media",
    allowedMethods: READ_ONLY,
    cachedMethods: ["GET", "HEAD"],
    cachePolicyId: MANAGED_POLICIES.cachingOptimized,
    compress: true,
  }));
}
