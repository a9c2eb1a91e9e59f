import type { AwsCall } from "../call.ts";
import type { Refusal, RefusedCall } from "../overlay.ts";
import { followedIn } from "../overlays/route53/alarmChecks.ts";
import type { DnsRecord } from "../overlays/route53/view.ts";
import { askQuery, child, isXml, parseXml, textAt, walk, type XmlElement } from "../wire/index.ts";
import { type RecordBatch, recordBatch } from "./recordBatch.ts";

const API = "https://docs.aws.amazon.com/Route53/latest/APIReference";
const GUIDE = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide";

/** A rule on the configuration of a health check that is made. */
function onHealthCheck(
  id: string,
  rule: string,
  source: string,
  wrong: (config: XmlElement) => string | undefined,
): Refusal {
  return {
    id,
    service: "route53",
    actions: ["CreateHealthCheck", "UpdateHealthCheck"],
    rule,
    source,
    async check(call) {
      const message = wrongIn(call, wrong);
      return message === undefined ? undefined : { status: 400, code: "InvalidInput", message };
    },
  };
}

function wrongIn(call: AwsCall, wrong: (config: XmlElement) => string | undefined): string | undefined {
  if (!isXml({ status: 200, headers: {}, body: call.body })) return undefined;
  const root = parseXml(call.body);
  return wrong(child(root, "HealthCheckConfig") ?? root);
}

const interval = onHealthCheck(
  "route53-health-check-interval",
  "A health check asks every 10 or every 30 seconds.",
  `${GUIDE}/dns-failover-determining-health-of-endpoints.html`,
  (config) => {
    const given = textAt(config, "RequestInterval");
    return given === undefined || given === "10" || given === "30"
      ? undefined
      : `Invalid request interval: ${given}. It must be 10 or 30 seconds.`;
  },
);

const threshold = onHealthCheck(
  "route53-health-check-threshold",
  "A status changes after 1 to 10 probes in a row.",
  `${API}/API_HealthCheckConfig.html`,
  (config) => {
    const given = textAt(config, "FailureThreshold");
    const count = Number(given ?? "3");
    return Number.isInteger(count) && count >= 1 && count <= 10
      ? undefined
      : `Invalid failure threshold: ${given}. It must be 1 to 10.`;
  },
);

const regions = onHealthCheck(
  "route53-health-check-regions",
  "Where regions of the checkers are named, there are at least three.",
  `${API}/API_HealthCheckConfig.html`,
  (config) => {
    const given = child(config, "Regions")?.children.length ?? 0;
    return given === 0 || given >= 3 ? undefined : `At least 3 regions must be given, ${given} found.`;
  },
);

const followedAlarm: Refusal = {
  id: "route53-health-check-alarm",
  service: "route53",
  actions: ["CreateHealthCheck"],
  rule: "A check of a metric names an alarm that exists in the region that it names, over one metric of standard resolution and a plain statistic.",
  source: `${API}/API_AlarmIdentifier.html`,
  async check(call, world) {
    const invalid = (message: string): RefusedCall => ({ status: 400, code: "InvalidInput", message });
    if (wrongIn(call, (config) => textAt(config, "Type")) !== "CLOUDWATCH_METRIC") return undefined;
    const { name, region } = followedIn(call) ?? {};
    if (name === undefined || region === undefined) return invalid("AlarmIdentifier is required.");
    const place = { account: call.account, region };
    const answer = await askQuery(world, place, "cloudwatch", "DescribeAlarms", {
      "AlarmNames.member.1": name,
    });
    const alarm = answer && [...walk(answer)].find((node) => textAt(node, "AlarmName") === name);
    if (alarm === undefined) return invalid(`There is no alarm ${name} in ${region}.`);
    const period = Number(textAt(alarm, "Period"));
    return textAt(alarm, "Statistic") === undefined || Number.isNaN(period) || period < 60
      ? invalid(`The alarm ${name} has a metric or a statistic that is not supported.`)
      : undefined;
  },
};

const followedControl = onHealthCheck(
  "route53-health-check-routing-control",
  "A check of a routing control names it by its ARN.",
  `${API}/API_HealthCheckConfig.html`,
  (config) =>
    textAt(config, "Type") !== "RECOVERY_CONTROL" || textAt(config, "RoutingControlArn") !== undefined
      ? undefined
      : "RoutingControlArn is required for a health check of type RECOVERY_CONTROL.",
);

/** A rule on each record that is created or overwritten. */
function onRecord(
  id: string,
  rule: string,
  source: string,
  wrong: (record: DnsRecord, batch: RecordBatch, sent: XmlElement) => string | undefined,
): Refusal {
  return {
    id,
    service: "route53",
    actions: ["ChangeResourceRecordSets"],
    rule,
    source,
    async check(call, world): Promise<RefusedCall | undefined> {
      const batch = await recordBatch(call, world);
      const messages = batch?.put.flatMap(({ record, sent }) => wrong(record, batch, sent) ?? []) ?? [];
      if (messages.length === 0) return undefined;
      return { status: 400, code: "InvalidChangeBatch", message: `[${messages.join(", ")}]` };
    },
  };
}

const cnameAtApex = onRecord(
  "route53-cname-at-apex",
  "There is no CNAME at the name of the zone itself; an alias record takes its place.",
  `${GUIDE}/ResourceRecordTypes.html`,
  (record, { zone }) =>
    record.type === "CNAME" && record.name === zone
      ? `RRSet of type CNAME with DNS name ${record.name}. is not permitted at apex in zone ${zone}.`
      : undefined,
);

const cnameBesideOthers = onRecord(
  "route53-cname-beside-others",
  "A name with a CNAME has no records of another type.",
  `${GUIDE}/ResourceRecordTypes.html`,
  (record, { zone, after }) => {
    const clash = after.find(
      (other) =>
        other.name === record.name &&
        other.type !== record.type &&
        (other.type === "CNAME" || record.type === "CNAME") &&
        record.name !== zone,
    );
    if (clash === undefined) return undefined;
    return record.type === "CNAME"
      ? `RRSet of type CNAME with DNS name ${record.name}. is not permitted as it conflicts with other records with the same DNS name in zone ${zone}.`
      : `RRSet of type ${record.type} with DNS name ${record.name}. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone ${zone}.`;
  },
);

function policyOf(record: DnsRecord): string {
  if (record.region !== undefined) return "latency";
  if (record.failover !== undefined) return "failover";
  if (record.weight !== undefined) return "weighted";
  if (record.multivalue) return "multivalue";
  return record.geographic ? "geographic" : "simple";
}

const mixedPolicies = onRecord(
  "route53-routing-policies-mixed",
  "All records of one name and type follow the same routing policy.",
  `${API}/API_ResourceRecordSet.html`,
  (record, { zone, after }) => {
    const clash = after.find(
      (other) =>
        other.name === record.name && other.type === record.type && policyOf(other) !== policyOf(record),
    );
    if (clash === undefined) return undefined;
    const name = `${record.name}., type=${record.type}, SetIdentifier=${record.setIdentifier ?? "null"}`;
    return `RRSet with DNS name ${name} cannot be created as a ${policyOf(clash)} record of the same name and type exists in zone ${zone}.`;
  },
);

const setIdentifier = onRecord(
  "route53-set-identifier",
  "A record has a set identifier if and only if its routing is not simple.",
  `${API}/API_ResourceRecordSet.html`,
  (record) => {
    const routed = policyOf(record) !== "simple";
    if ((record.setIdentifier !== undefined) === routed) return undefined;
    return routed
      ? `Missing field 'SetIdentifier' in Change with [Name=${record.name}., Type=${record.type}]`
      : `Invalid request: Missing field 'Weight', 'Region', 'Failover', 'GeoLocation' or 'MultiValueAnswer' in Change with [Name=${record.name}., Type=${record.type}, SetIdentifier=${record.setIdentifier}]`;
  },
);

const latencyRegionTwice = onRecord(
  "route53-latency-region-twice",
  "Of the latency records of one name and type, each is of another region.",
  `${API}/API_ResourceRecordSet.html`,
  (record, { zone, after }) => {
    if (record.region === undefined) return undefined;
    const same = after.filter(
      (other) => other.name === record.name && other.type === record.type && other.region === record.region,
    );
    return same.length > 1
      ? `A latency record of ${record.name}. for region ${record.region} exists already in zone ${zone}.`
      : undefined;
  },
);

const aliasWithTtl = onRecord(
  "route53-alias-with-ttl",
  "An alias record has neither TTL nor values: Route 53 takes those of its target.",
  `${API}/API_ResourceRecordSet.html`,
  (record, _batch, sent) => {
    const extra = ["TTL", "ResourceRecords"].filter((name) => child(sent, name) !== undefined);
    if (record.alias === undefined || extra.length === 0) return undefined;
    return `Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found more than one in Change with [Name=${record.name}., Type=${record.type}]`;
  },
);

const cloudFrontHealth = onRecord(
  "route53-evaluate-health-of-cloudfront",
  "An alias to a CloudFront distribution does not evaluate its target's health.",
  `${API}/API_AliasTarget.html`,
  (record) =>
    record.alias?.evaluateTargetHealth === true && record.alias.name.endsWith(".cloudfront.net")
      ? `EvaluateTargetHealth cannot be set to true when the alias target is a CloudFront distribution: ${record.alias.name}.`
      : undefined,
);

export const route53Refusals: readonly Refusal[] = [
  interval,
  threshold,
  regions,
  followedAlarm,
  followedControl,
  cnameAtApex,
  cnameBesideOthers,
  mixedPolicies,
  setIdentifier,
  latencyRegionTwice,
  aliasWithTtl,
  cloudFrontHealth,
];
