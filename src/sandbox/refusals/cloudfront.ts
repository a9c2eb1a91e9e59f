import type { AwsCall } from "../call.ts";
import type { Refusal, RefusedCall, World } from "../overlay.ts";
import { aliasesOf, cloudFrontOf, configIn, itemsOf } from "../overlays/cloudfront/state.ts";
import { askJson, child, textAt, walk, type XmlElement } from "../wire/index.ts";

const GUIDE = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide";
const API = "https://docs.aws.amazon.com/cloudfront/latest/APIReference";
const HOME = "us-east-1";

type Wrong = (config: XmlElement, call: AwsCall, world: World) => Promise<string | undefined>;

/** A rule on the configuration of a distribution that is made or changed. */
function onDistribution(
  id: string,
  error: readonly [status: number, code: string],
  rule: string,
  source: string,
  wrong: Wrong,
): Refusal {
  const [status, code] = error;
  return {
    id,
    service: "cloudfront",
    actions: ["CreateDistribution", "CreateDistributionWithTags", "UpdateDistribution"],
    rule,
    source,
    async check(call, world): Promise<RefusedCall | undefined> {
      const config = configIn("Distribution", call.body);
      const message = config === undefined ? undefined : await wrong(config, call, world);
      return message === undefined ? undefined : { status, code, message };
    },
  };
}

/** The certificate that ACM has in CloudFront's region under the ARN that the configuration names. */
async function certificateOf(config: XmlElement, call: AwsCall, world: World) {
  const arn = textAt(config, "ViewerCertificate", "ACMCertificateArn");
  if (arn === undefined || arn === "") return undefined;
  const place = { account: call.account, region: HOME };
  const described = arn.startsWith(`arn:aws:acm:${HOME}:`)
    ? await askJson(world, place, "acm", "DescribeCertificate", { CertificateArn: arn })
    : undefined;
  const certificate = (described?.Certificate ?? {}) as Record<string, unknown>;
  const names = Array.isArray(certificate.SubjectAlternativeNames) ? certificate.SubjectAlternativeNames : [];
  return { issued: certificate.Status === "ISSUED", names: names.map((name) => String(name).toLowerCase()) };
}

const certificate = onDistribution(
  "cloudfront-viewer-certificate",
  [400, "InvalidViewerCertificate"],
  "The certificate of a distribution is one of us-east-1 that has been issued.",
  `${GUIDE}/cnames-and-https-requirements.html`,
  async (config, call, world) => {
    const found = await certificateOf(config, call, world);
    return found === undefined || found.issued
      ? undefined
      : "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.";
  },
);

const aliasesCovered = onDistribution(
  "cloudfront-alias-not-covered",
  [400, "InvalidViewerCertificate"],
  "A distribution has aliases that its certificate covers, and none without a certificate.",
  `${GUIDE}/CNAMEs.html`,
  async (config, call, world) => {
    const aliases = aliasesOf(config);
    if (aliases.length === 0 || textAt(config, "ViewerCertificate", "IAMCertificateId")) return undefined;
    const found = await certificateOf(config, call, world);
    if (found === undefined) {
      return "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name.";
    }
    const above = (alias: string) => `*.${alias.slice(alias.indexOf(".") + 1)}`;
    return aliases.every((alias) => found.names.includes(alias) || found.names.includes(above(alias)))
      ? undefined
      : "The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that you're trying to add.";
  },
);

const aliasTaken = onDistribution(
  "cloudfront-alias-taken",
  [409, "CNAMEAlreadyExists"],
  "An alias belongs to one distribution in all of AWS.",
  `${API}/API_CreateDistribution.html`,
  async (config, call, world) => {
    const reference = textAt(config, "CallerReference");
    const others = cloudFrontOf(world)
      .all("Distribution")
      .filter(
        (each) => each.account !== call.account || textAt(each.config, "CallerReference") !== reference,
      );
    const taken = new Set(others.flatMap((each) => aliasesOf(each.config)));
    return aliasesOf(config).some((alias) => taken.has(alias))
      ? "One or more of the CNAMEs you provided are already associated with a different resource."
      : undefined;
  },
);

function behavioursOf(config: XmlElement): readonly XmlElement[] {
  const first = child(config, "DefaultCacheBehavior");
  return [...(first === undefined ? [] : [first]), ...itemsOf(config, "CacheBehaviors")];
}

const idsOf = (config: XmlElement, list: string): readonly string[] =>
  itemsOf(config, list).map((item) => textAt(item, "Id") ?? "");

const originGroupMethods = onDistribution(
  "cloudfront-origin-group-methods",
  [400, "InvalidArgument"],
  "What an origin group stands behind allows GET, HEAD and OPTIONS only: nothing else is tried a second time.",
  `${GUIDE}/RequestAndResponseBehaviorOriginGroups.html`,
  async (config) => {
    const groups = new Set(idsOf(config, "OriginGroups"));
    const writes = (behaviour: XmlElement) =>
      itemsOf(behaviour, "AllowedMethods").some(({ text }) => !["GET", "HEAD", "OPTIONS"].includes(text));
    return behavioursOf(config).some(
      (each) => groups.has(textAt(each, "TargetOriginId") ?? "") && writes(each),
    )
      ? "The parameter AllowedMethods cannot include POST, PUT, PATCH, or DELETE for a cached behavior associated with an origin group."
      : undefined;
  },
);

const originUnknown = onDistribution(
  "cloudfront-origin-unknown",
  [404, "NoSuchOrigin"],
  "Behaviours and origin groups name origins that the distribution has.",
  `${API}/API_CreateDistribution.html`,
  async (config) => {
    const origins = new Set(idsOf(config, "Origins"));
    const targets = new Set([...origins, ...idsOf(config, "OriginGroups")]);
    const members = itemsOf(config, "OriginGroups").flatMap((group) =>
      itemsOf(group, "Members").map((member) => textAt(member, "OriginId") ?? ""),
    );
    const known =
      members.every((member) => origins.has(member)) &&
      behavioursOf(config).every((each) => targets.has(textAt(each, "TargetOriginId") ?? ""));
    return known ? undefined : "One or more of your origins or origin groups do not exist.";
  },
);

const accessControl = onDistribution(
  "cloudfront-origin-access-control-unknown",
  [400, "InvalidOriginAccessControl"],
  "An origin names an origin access control that exists.",
  `${API}/API_CreateDistribution.html`,
  async (config, call, world) => {
    const named = itemsOf(config, "Origins").flatMap(
      (origin) => textAt(origin, "OriginAccessControlId") || [],
    );
    const state = cloudFrontOf(world);
    const missing = named.find((id) => state.find("OriginAccessControl", call.account, id) === undefined);
    return missing === undefined ? undefined : `The origin access control ${missing} is not valid.`;
  },
);

const headersPolicy = onDistribution(
  "cloudfront-response-headers-policy-unknown",
  [404, "NoSuchResponseHeadersPolicy"],
  "A behaviour names a response headers policy of the account or one that AWS manages.",
  `${API}/API_CreateDistribution.html`,
  async (config, call, world) => {
    const named = behavioursOf(config).flatMap((each) => textAt(each, "ResponseHeadersPolicyId") || []);
    const state = cloudFrontOf(world);
    const missing = named.find(
      (id) => !MANAGED_HEADERS.has(id) && state.find("ResponseHeadersPolicy", call.account, id) === undefined,
    );
    return missing === undefined ? undefined : `The response headers policy ${missing} does not exist.`;
  },
);

/** Source: using-managed-response-headers-policies.html of the developer guide (read 2026-11). */
const MANAGED_HEADERS = new Set([
  "60669652-455b-4ae9-85a4-c4c02393f86c",
  "5cc3b908-e619-4b99-88e5-2cf7f45965bd",
  "e61eb60c-9c35-4d20-a928-2b84e02af89c",
  "67f7725c-6f97-4210-82d7-5512b31e9d03",
  "eaab4381-ed33-4a86-88ca-d9558dc6cd63",
]);

const webAcl = onDistribution(
  "cloudfront-web-acl",
  [400, "InvalidWebACLId"],
  "The web ACL of a distribution is one of scope CLOUDFRONT, named by its ARN in us-east-1.",
  `${API}/API_DistributionConfig.html`,
  async (config, call, world) => {
    const named = textAt(config, "WebACLId") ?? "";
    if (named === "" || !named.includes(":")) return undefined;
    const [, name, Id] = /^arn:aws:wafv2:us-east-1:\d+:global\/webacl\/([^/]+)\/([^/]+)$/.exec(named) ?? [];
    const place = { account: call.account, region: HOME };
    const found =
      name === undefined
        ? undefined
        : await askJson(world, place, "wafv2", "GetWebACL", { Name: name, Id, Scope: "CLOUDFRONT" });
    return found === undefined
      ? "Web ACL is not accessible by the requester, does not exist, or is not of scope CLOUDFRONT."
      : undefined;
  },
);

const enabled: Refusal = {
  id: "cloudfront-delete-enabled",
  service: "cloudfront",
  actions: ["DeleteDistribution"],
  rule: "A distribution is disabled before it is deleted.",
  source: `${API}/API_DeleteDistribution.html`,
  async check(call, world) {
    const id = /\/distribution\/([^/?]+)/.exec(call.target)?.[1] ?? "";
    const document = cloudFrontOf(world).find("Distribution", call.account, id);
    if (document === undefined || textAt(document.config, "Enabled") !== "true") return undefined;
    const message = "The distribution you are trying to delete has not been disabled.";
    return { status: 409, code: "DistributionNotDisabled", message };
  },
};

const quantities: Refusal = onDistribution(
  "cloudfront-quantities",
  [400, "InconsistentQuantities"],
  "The quantity of a list is the number of its items.",
  `${API}/API_CreateDistribution.html`,
  async (config) => {
    const lists = [...walk(config)].filter((node) => child(node, "Quantity") !== undefined);
    const wrong = lists.find(
      (node) => Number(textAt(node, "Quantity")) !== (child(node, "Items")?.children.length ?? 0),
    );
    return wrong === undefined
      ? undefined
      : `The value of Quantity and the size of Items don't match: ${wrong.name}.`;
  },
);

export const cloudFrontRefusals: readonly Refusal[] = [
  quantities,
  originUnknown,
  originGroupMethods,
  accessControl,
  headersPolicy,
  webAcl,
  certificate,
  aliasesCovered,
  aliasTaken,
  enabled,
];
