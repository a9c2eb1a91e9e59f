import { setTimeout } from "node:timers/promises";
import { type Caller, json, rest, type WireCall } from "./caller.ts";
import type { RefusalCase } from "./refusalCase.ts";

const EAST = "us-east-1";
const API = "/2020-05-31";
const XMLNS = 'xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"';
const XML = { "content-type": "application/xml" };

const list = (name: string, member: string, items: readonly string[]) => {
  const inside = items.map((item) => `<${member}>${item}</${member}>`).join("");
  const within = items.length === 0 ? "" : `<Items>${inside}</Items>`;
  return `<${name}><Quantity>${items.length}</Quantity>${within}</${name}>`;
};

interface Wanted {
  readonly aliases?: readonly string[];
  readonly certificate?: string;
  readonly webAcl?: string;
  readonly methods?: readonly string[];
  readonly target?: string;
  readonly access?: string;
  readonly headers?: string;
  readonly enabled?: boolean;
  /** ARN of a function that sees every request first. */
  readonly viewerFunction?: string;
  /** Added to the quantity of aliases. */
  readonly miscounted?: number;
}

const WRITES = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"];
const origin = (id: string, access = "") =>
  `<Id>${id}</Id><DomainName>${id}.s3.us-east-1.amazonaws.com</DomainName><S3OriginConfig><OriginAccessIdentity></OriginAccessIdentity></S3OriginConfig><OriginAccessControlId>${access}</OriginAccessControlId>`;
const GROUP = `<Id>group</Id><FailoverCriteria>${list("StatusCodes", "StatusCode", ["500"])}</FailoverCriteria>${list("Members", "OriginGroupMember", ["<OriginId>a</OriginId>", "<OriginId>b</OriginId>"])}`;

let references = 0;

function config(wanted: Wanted): string {
  references += 1;
  const methods = wanted.methods ?? ["GET", "HEAD"];
  const cached = list("CachedMethods", "Method", ["GET", "HEAD"]);
  const aliases = list("Aliases", "CNAME", wanted.aliases ?? []).replace(
    /<Quantity>(\d+)/,
    (_, count) => `<Quantity>${Number(count) + (wanted.miscounted ?? 0)}`,
  );
  const policy =
    wanted.headers === undefined
      ? ""
      : `<ResponseHeadersPolicyId>${wanted.headers}</ResponseHeadersPolicyId>`;
  const functions =
    wanted.viewerFunction === undefined
      ? ""
      : list("FunctionAssociations", "FunctionAssociation", [
          `<FunctionARN>${wanted.viewerFunction}</FunctionARN><EventType>viewer-request</EventType>`,
        ]);
  const certificate =
    wanted.certificate === undefined
      ? "<CloudFrontDefaultCertificate>true</CloudFrontDefaultCertificate>"
      : `<ACMCertificateArn>${wanted.certificate}</ACMCertificateArn><SSLSupportMethod>sni-only</SSLSupportMethod><MinimumProtocolVersion>TLSv1.2_2021</MinimumProtocolVersion>`;
  return (
    `<CallerReference>case-${references}</CallerReference>${aliases}` +
    list("Origins", "Origin", [origin("a", wanted.access), origin("b")]) +
    list("OriginGroups", "OriginGroup", [GROUP]) +
    `<DefaultCacheBehavior><TargetOriginId>${wanted.target ?? "a"}</TargetOriginId>` +
    `<ViewerProtocolPolicy>https-only</ViewerProtocolPolicy>` +
    list("AllowedMethods", "Method", methods).replace("</AllowedMethods>", `${cached}</AllowedMethods>`) +
    `<Compress>true</Compress>${functions}${policy}<CachePolicyId>658327ea-f89d-4fab-a63d-7e88639e58f6</CachePolicyId></DefaultCacheBehavior>` +
    `<Comment></Comment><Enabled>${wanted.enabled ?? true}</Enabled>` +
    `<ViewerCertificate>${certificate}</ViewerCertificate><WebACLId>${wanted.webAcl ?? ""}</WebACLId>`
  );
}

export function createDistribution(wanted: Wanted): WireCall {
  const body = `<DistributionConfig ${XMLNS}>${config(wanted)}</DistributionConfig>`;
  return rest("cloudfront", EAST, "POST", `${API}/distribution`, body, XML);
}

/** A certificate of the domain and its wildcard, issued. */
async function makeCertificate(sandbox: Caller, region: string, domain: string): Promise<string> {
  const made = await sandbox.object(
    json("acm", region, "RequestCertificate", {
      DomainName: domain,
      SubjectAlternativeNames: [`*.${domain}`],
      ValidationMethod: "DNS",
    }),
  );
  const CertificateArn = String(made.CertificateArn);
  for (let tries = 0; tries < 50; tries += 1) {
    const described = await sandbox.object(json("acm", region, "DescribeCertificate", { CertificateArn }));
    if ((described.Certificate as Record<string, unknown>).Status === "ISSUED") return CertificateArn;
    await setTimeout(200);
  }
  throw new Error(`${CertificateArn} is not issued`);
}

export async function makeWebAcl(sandbox: Caller, region: string, Name: string, Scope: string) {
  const seen = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: Name };
  const made = await sandbox.object(
    json("wafv2", region, "CreateWebACL", {
      Name,
      Scope,
      DefaultAction: { Allow: {} },
      VisibilityConfig: seen,
      Rules: [],
    }),
  );
  return made.Summary as { readonly ARN: string; readonly Id: string; readonly LockToken: string };
}

function onDistribution(
  refusal: string,
  code: string,
  emulator: RefusalCase["emulator"],
  prepare: (sandbox: Caller) => Promise<readonly [refused: Wanted, taken: Wanted]>,
): RefusalCase {
  return {
    refusal,
    code,
    emulator,
    async prepare(sandbox) {
      const [refused, taken] = await prepare(sandbox);
      return { refused: createDistribution(refused), taken: createDistribution(taken) };
    },
  };
}

export const cloudFrontCases: readonly RefusalCase[] = [
  onDistribution("cloudfront-quantities", "InconsistentQuantities", "accepts", async (sandbox) => {
    const certificate = await makeCertificate(sandbox, EAST, "counted.example.com");
    const shared = { certificate, aliases: ["a.counted.example.com"] };
    return [{ ...shared, miscounted: 1 }, shared];
  }),
  onDistribution("cloudfront-origin-unknown", "NoSuchOrigin", "fails", async () => [
    { target: "nowhere" },
    { target: "b" },
  ]),
  onDistribution("cloudfront-origin-group-methods", "InvalidArgument", "fails", async () => [
    { target: "group", methods: WRITES },
    { target: "group", methods: ["GET", "HEAD", "OPTIONS"] },
  ]),
  onDistribution(
    "cloudfront-origin-access-control-unknown",
    "InvalidOriginAccessControl",
    "accepts",
    async (sandbox) => {
      const body = `<OriginAccessControlConfig ${XMLNS}><Name>cases</Name><SigningProtocol>sigv4</SigningProtocol><SigningBehavior>always</SigningBehavior><OriginAccessControlOriginType>s3</OriginAccessControlOriginType></OriginAccessControlConfig>`;
      const make = rest("cloudfront", EAST, "POST", `${API}/origin-access-control`, body, XML);
      return [{ access: "E00000000000X" }, { access: await sandbox.field(make, "Id") }];
    },
  ),
  onDistribution(
    "cloudfront-response-headers-policy-unknown",
    "NoSuchResponseHeadersPolicy",
    "accepts",
    async (sandbox) => {
      const body = `<ResponseHeadersPolicyConfig ${XMLNS}><Name>cases</Name></ResponseHeadersPolicyConfig>`;
      const make = rest("cloudfront", EAST, "POST", `${API}/response-headers-policy`, body, XML);
      return [
        { headers: "00000000-0000-0000-0000-000000000000" },
        { headers: await sandbox.field(make, "Id") },
      ];
    },
  ),
  onDistribution("cloudfront-web-acl", "InvalidWebACLId", "accepts", async (sandbox) => {
    const regional = await makeWebAcl(sandbox, EAST, "for-a-balancer", "REGIONAL");
    const global = await makeWebAcl(sandbox, EAST, "for-a-distribution", "CLOUDFRONT");
    return [{ webAcl: regional.ARN }, { webAcl: global.ARN }];
  }),
  onDistribution("cloudfront-viewer-certificate", "InvalidViewerCertificate", "accepts", async (sandbox) => [
    { certificate: await makeCertificate(sandbox, "eu-west-1", "far.example.com") },
    { certificate: await makeCertificate(sandbox, EAST, "near.example.com") },
  ]),
  onDistribution("cloudfront-alias-not-covered", "InvalidViewerCertificate", "accepts", async (sandbox) => {
    const certificate = await makeCertificate(sandbox, EAST, "covered.example.com");
    return [
      { certificate, aliases: ["two.levels.covered.example.com"] },
      { certificate, aliases: ["covered.example.com", "one.covered.example.com"] },
    ];
  }),
  onDistribution("cloudfront-alias-taken", "CNAMEAlreadyExists", "accepts", async (sandbox) => {
    const certificate = await makeCertificate(sandbox, EAST, "taken.example.com");
    await sandbox.must(createDistribution({ certificate, aliases: ["www.taken.example.com"] }));
    return [
      { certificate, aliases: ["www.taken.example.com"] },
      { certificate, aliases: ["free.taken.example.com"] },
    ];
  }),
  {
    refusal: "cloudfront-delete-enabled",
    code: "DistributionNotDisabled",
    emulator: "fails",
    async prepare(sandbox) {
      const remove = async (enabled: boolean) => {
        const id = await sandbox.field(createDistribution({ enabled }), "Id");
        const got = await sandbox.send(rest("cloudfront", EAST, "GET", `${API}/distribution/${id}`));
        return rest("cloudfront", EAST, "DELETE", `${API}/distribution/${id}`, "", {
          "if-match": got.etag ?? "",
        });
      };
      return { refused: await remove(true), taken: await remove(false) };
    },
  },
];
