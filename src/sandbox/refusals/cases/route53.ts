import { type Caller, query, rest, type WireCall } from "./caller.ts";
import type { RefusalCase } from "./refusalCase.ts";

const EAST = "us-east-1";
const API = "/2013-04-01";
const XMLNS = 'xmlns="https://route53.amazonaws.com/doc/2013-04-01/"';

let references = 0;

function healthCheck(settings: string): WireCall {
  return checkOf(
    `<Type>HTTPS</Type><FullyQualifiedDomainName>x.example.com</FullyQualifiedDomainName>${settings}`,
  );
}

function alarmCheck(name: string): WireCall {
  const alarm = `<AlarmIdentifier><Region>${EAST}</Region><Name>${name}</Name></AlarmIdentifier>`;
  return checkOf(
    `<Type>CLOUDWATCH_METRIC</Type>${alarm}<InsufficientDataHealthStatus>LastKnownStatus</InsufficientDataHealthStatus>`,
  );
}

function checkOf(config: string): WireCall {
  references += 1;
  const body = `<CreateHealthCheckRequest ${XMLNS}><CallerReference>c${references}</CallerReference><HealthCheckConfig>${config}</HealthCheckConfig></CreateHealthCheckRequest>`;
  return rest("route53", EAST, "POST", `${API}/healthcheck`, body, { "content-type": "application/xml" });
}

async function makeZone(sandbox: Caller, name: string): Promise<string> {
  const body = `<CreateHostedZoneRequest ${XMLNS}><Name>${name}</Name><CallerReference>${name}</CallerReference></CreateHostedZoneRequest>`;
  const make = rest("route53", EAST, "POST", `${API}/hostedzone`, body, {
    "content-type": "application/xml",
  });
  return (await sandbox.field(make, "Id")).replace("/hostedzone/", "");
}

function putRecord(zone: string, record: string): WireCall {
  const change = `<Change><Action>UPSERT</Action><ResourceRecordSet>${record}</ResourceRecordSet></Change>`;
  const body = `<ChangeResourceRecordSetsRequest ${XMLNS}><ChangeBatch><Changes>${change}</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`;
  return rest("route53", EAST, "POST", `${API}/hostedzone/${zone}/rrset/`, body, {
    "content-type": "application/xml",
  });
}

function named(name: string, type: string, more: string): string {
  return `<Name>${name}.</Name><Type>${type}</Type>${more}`;
}

function values(value: string): string {
  return `<TTL>60</TTL><ResourceRecords><ResourceRecord><Value>${value}</Value></ResourceRecord></ResourceRecords>`;
}

function alias(name: string, evaluate: boolean): string {
  return `<AliasTarget><HostedZoneId>Z35SXDOTRQ7X7K</HostedZoneId><DNSName>${name}</DNSName><EvaluateTargetHealth>${evaluate}</EvaluateTargetHealth></AliasTarget>`;
}

function latency(region: string, id: string): string {
  return `<SetIdentifier>${id}</SetIdentifier><Region>${region}</Region>`;
}

const BALANCER = "shop-1.us-east-1.elb.amazonaws.com";

/** A case on one record of a zone of its own; `first` is put before. */
function onRecord(
  refusal: string,
  zone: string,
  first: string | undefined,
  refused: string,
  taken: string,
): RefusalCase {
  return {
    refusal,
    code: "InvalidChangeBatch",
    emulator: "accepts",
    async prepare(sandbox) {
      const id = await makeZone(sandbox, zone);
      if (first !== undefined) await sandbox.must(putRecord(id, first));
      return { refused: putRecord(id, refused), taken: putRecord(id, taken) };
    },
  };
}

function onHealthCheck(refusal: string, refused: string, taken: string): RefusalCase {
  return {
    refusal,
    code: "InvalidInput",
    emulator: "accepts",
    prepare: async () => ({ refused: healthCheck(refused), taken: healthCheck(taken) }),
  };
}

export const route53Cases: readonly RefusalCase[] = [
  onHealthCheck(
    "route53-health-check-interval",
    "<RequestInterval>20</RequestInterval>",
    "<RequestInterval>10</RequestInterval>",
  ),
  onHealthCheck(
    "route53-health-check-threshold",
    "<FailureThreshold>11</FailureThreshold>",
    "<FailureThreshold>10</FailureThreshold>",
  ),
  onHealthCheck(
    "route53-health-check-regions",
    "<Regions><Region>us-east-1</Region><Region>eu-west-1</Region></Regions>",
    "<Regions><Region>us-east-1</Region><Region>eu-west-1</Region><Region>us-west-2</Region></Regions>",
  ),
  {
    refusal: "route53-health-check-alarm",
    code: "InvalidInput",
    emulator: "accepts",
    async prepare(sandbox) {
      await sandbox.must(
        query("monitoring", EAST, "PutMetricAlarm", {
          AlarmName: "followed",
          Namespace: "shop/recovery",
          MetricName: "KeptAway",
          Statistic: "Maximum",
          Period: "60",
          EvaluationPeriods: "1",
          Threshold: "1",
          ComparisonOperator: "GreaterThanOrEqualToThreshold",
        }),
      );
      return { refused: alarmCheck("nobody"), taken: alarmCheck("followed") };
    },
  },
  {
    refusal: "route53-health-check-routing-control",
    code: "InvalidInput",
    emulator: "accepts",
    prepare: async () => {
      const control =
        "arn:aws:route53-recovery-control::123456789012:controlpanel/0123456789abcdef0123456789abcdef/routingcontrol/0123456789abcdef";
      return {
        refused: checkOf("<Type>RECOVERY_CONTROL</Type>"),
        taken: checkOf(`<Type>RECOVERY_CONTROL</Type><RoutingControlArn>${control}</RoutingControlArn>`),
      };
    },
  },
  onRecord(
    "route53-cname-at-apex",
    "apex.example.com",
    undefined,
    named("apex.example.com", "CNAME", values(BALANCER)),
    named("www.apex.example.com", "CNAME", values(BALANCER)),
  ),
  onRecord(
    "route53-cname-beside-others",
    "beside.example.com",
    named("a.beside.example.com", "TXT", values('"there"')),
    named("a.beside.example.com", "CNAME", values(BALANCER)),
    named("b.beside.example.com", "CNAME", values(BALANCER)),
  ),
  onRecord(
    "route53-routing-policies-mixed",
    "mixed.example.com",
    named("a.mixed.example.com", "A", values("192.0.2.1")),
    named("a.mixed.example.com", "A", latency(EAST, "east") + values("192.0.2.2")),
    named("b.mixed.example.com", "A", latency(EAST, "east-b") + values("192.0.2.2")),
  ),
  onRecord(
    "route53-set-identifier",
    "identifier.example.com",
    undefined,
    named("a.identifier.example.com", "A", `<Region>${EAST}</Region>${values("192.0.2.1")}`),
    named("b.identifier.example.com", "A", latency(EAST, "east") + values("192.0.2.1")),
  ),
  onRecord(
    "route53-latency-region-twice",
    "twice.example.com",
    named("a.twice.example.com", "A", latency(EAST, "one") + values("192.0.2.1")),
    named("a.twice.example.com", "A", latency(EAST, "two") + values("192.0.2.2")),
    named("b.twice.example.com", "A", latency(EAST, "three") + values("192.0.2.2")),
  ),
  onRecord(
    "route53-alias-with-ttl",
    "ttl.example.com",
    undefined,
    named("a.ttl.example.com", "A", `<TTL>60</TTL>${alias(BALANCER, true)}`),
    named("b.ttl.example.com", "A", alias(BALANCER, true)),
  ),
  onRecord(
    "route53-evaluate-health-of-cloudfront",
    "front.example.com",
    undefined,
    named("a.front.example.com", "A", alias("d111111abcdef8.cloudfront.net", true)),
    named("b.front.example.com", "A", alias("d111111abcdef8.cloudfront.net", false)),
  ),
];
