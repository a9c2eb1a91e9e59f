/** A service whose control plane sits in one region, whatever region a call is signed for. */
export interface GlobalHome {
  /** Service as in `AwsCall.service`. */
  readonly service: string;
  /** Region of the control plane in the `aws` partition. */
  readonly home: string;
  /** Where AWS says so. Read in November 2026. */
  readonly source: string;
}

const GLOBAL_SERVICES =
  "https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html";

const BILLING = "https://docs.aws.amazon.com/general/latest/gr/billing.html";
const COST_MANAGEMENT = "https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/api-reference.html";
/** AWS's own endpoint data, as its SDKs carry it (botocore 1.43): one endpoint, in one region. */
const SDK_ENDPOINTS = "https://github.com/boto/botocore/blob/develop/botocore/data/endpoints.json";

/**
 * Homes of the global services in the `aws` partition. STS is left out on purpose: it is a data plane
 * in every region, and a call is answered by the region whose endpoint it was sent to, which is the
 * region it is signed for.
 */
export const GLOBAL_HOMES: readonly GlobalHome[] = [
  { service: "iam", home: "us-east-1", source: GLOBAL_SERVICES },
  { service: "organizations", home: "us-east-1", source: GLOBAL_SERVICES },
  { service: "account", home: "us-east-1", source: GLOBAL_SERVICES },
  { service: "route53", home: "us-east-1", source: GLOBAL_SERVICES },
  { service: "cloudfront", home: "us-east-1", source: GLOBAL_SERVICES },
  { service: "waf", home: "us-east-1", source: GLOBAL_SERVICES },
  { service: "shield", home: "us-east-1", source: GLOBAL_SERVICES },
  { service: "globalaccelerator", home: "us-west-2", source: GLOBAL_SERVICES },
  { service: "networkmanager", home: "us-west-2", source: GLOBAL_SERVICES },
  { service: "route53-recovery-control-config", home: "us-west-2", source: GLOBAL_SERVICES },
  { service: "route53-recovery-readiness", home: "us-west-2", source: GLOBAL_SERVICES },
  { service: "budgets", home: "us-east-1", source: BILLING },
  { service: "ce", home: "us-east-1", source: BILLING },
  { service: "bcm-data-exports", home: "us-east-1", source: COST_MANAGEMENT },
  { service: "cur", home: "us-east-1", source: SDK_ENDPOINTS },
  { service: "route53domains", home: "us-east-1", source: SDK_ENDPOINTS },
  { service: "savingsplans", home: "us-east-1", source: SDK_ENDPOINTS },
  { service: "support", home: "us-east-1", source: SDK_ENDPOINTS },
];

const homes: ReadonlyMap<string, string> = new Map(GLOBAL_HOMES.map((row) => [row.service, row.home]));

/** What tells where a call is answered, beside the region it is signed for. */
export interface Asked {
  readonly service: string;
  readonly action: string;
  readonly body: Buffer;
}

/** Region whose control plane answers whatever the signature says; undefined for regional calls. */
export function globalHome(asked: Asked): string | undefined {
  const home = homes.get(asked.service);
  if (home !== undefined) return home;
  if (asked.service === "wafv2" && isForCloudFront(asked.body)) return "us-east-1";
  if (asked.service === "s3-control" && isForAccessPoints(asked.action)) return "us-west-2";
  return undefined;
}

/**
 * WAF serves CloudFront from one region, told by the scope of the request or by a global ARN in it:
 * https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html
 */
function isForCloudFront(body: Buffer): boolean {
  const text = body.toString("utf8");
  return /"Scope"\s*:\s*"CLOUDFRONT"/.test(text) || /arn:aws[^:]*:wafv2:[^:]*:\d*:global\//.test(text);
}

/**
 * Multi-Region Access Points are kept by us-west-2. Their routes are not: five regions answer for
 * those, each at its own endpoint, so that traffic can be moved while one is away.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetMultiRegionAccessPointRoutes.html
 */
function isForAccessPoints(action: string): boolean {
  return action.includes("MultiRegionAccessPoint") && !action.endsWith("Routes");
}

/** Bucket settings whose writes AWS carries to us-east-1, as the whitepaper's list of single-region operations has them. */
const BUCKET_SETTINGS =
  /^(Put|Delete)Bucket(Cors|Accelerate|AccelerateConfiguration|RequestPayment|Tagging|Replication|Encryption|Lifecycle|LifecycleConfiguration|Notification|NotificationConfiguration|Logging|Versioning|Policy|OwnershipControls|Acl|Website)$|^(Put|Delete)PublicAccessBlock$|^PutObjectLockConfiguration$|^(Create|Delete)Bucket$/;

/**
 * A region that a call needs beside the one that answers it: names of buckets and changes of their
 * settings depend on us-east-1 in every region. Reading them and reading and writing objects do not.
 * Source: the section on global single-Region operations of the whitepaper above.
 */
export function neededRegion(asked: Pick<Asked, "service" | "action">): string | undefined {
  return asked.service === "s3" && BUCKET_SETTINGS.test(asked.action) ? "us-east-1" : undefined;
}
