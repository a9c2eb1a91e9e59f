import { KEPT_AWAY, type RegionScope } from "../../../runbooks/index.ts";
import type { EmulatedShop } from "../../../runbooks/testing/emulatedShop.ts";
import { query, rest } from "../../../sandbox/refusals/cases/caller.ts";

const XMLNS = 'xmlns="https://route53.amazonaws.com/doc/2013-04-01/"';
/** Of load balancers' aliases; the emulator takes any. */
const BALANCERS_ZONE = "Z35SXDOTRQ7X7K";

/**
 * The public names as `RegionalTraffic` leads them, in two regions: by latency to a pair of the region and the other, each
 * entered while its own way in answers and nothing keeps the names away from it.
 */
export async function emulatedNames(
  shop: EmulatedShop,
  domain: string,
  /** By region: its scope, and the name of its load balancer. */
  regions: Readonly<Record<string, { readonly scope: RegionScope; readonly dnsName: string }>>,
): Promise<void> {
  const { caller } = shop;
  const post = (path: string, body: string) =>
    rest("route53", "us-east-1", "POST", `/2013-04-01/${path}`, body, { "content-type": "application/xml" });
  const made = `<CreateHostedZoneRequest ${XMLNS}><Name>${domain}</Name><CallerReference>zone</CallerReference></CreateHostedZoneRequest>`;
  const zone = (await caller.field(post("hostedzone", made), "Id")).replace("/hostedzone/", "");
  const check = (id: string, config: string) =>
    caller.field(
      post(
        "healthcheck",
        `<CreateHealthCheckRequest ${XMLNS}><CallerReference>${id}</CallerReference><HealthCheckConfig>${config}</HealthCheckConfig></CreateHealthCheckRequest>`,
      ),
      "Id",
    );
  const record = (text: string) =>
    caller.must(
      post(
        `hostedzone/${zone}/rrset/`,
        `<ChangeResourceRecordSetsRequest ${XMLNS}><ChangeBatch><Changes><Change><Action>UPSERT</Action><ResourceRecordSet>${text}</ResourceRecordSet></Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`,
      ),
    );
  const alias = (zoneId: string, name: string) =>
    `<AliasTarget><HostedZoneId>${zoneId}</HostedZoneId><DNSName>${name}</DNSName><EvaluateTargetHealth>true</EvaluateTargetHealth></AliasTarget>`;
  const enters = new Map<string, string>();
  for (const [region, { scope, dnsName }] of Object.entries(regions)) {
    const origin = `origin-${region}.${domain}`;
    await record(`<Name>${origin}</Name><Type>A</Type>${alias(BALANCERS_ZONE, dnsName)}`);
    const answers = await check(
      `answers-${region}`,
      `<Type>HTTPS</Type><FullyQualifiedDomainName>${origin}</FullyQualifiedDomainName><Port>443</Port><ResourcePath>/healthz</ResourcePath><RequestInterval>10</RequestInterval><FailureThreshold>3</FailureThreshold>`,
    );
    const { latch } = scope;
    if (latch === undefined) throw new Error(`nothing keeps the names away from ${region}`);
    await caller.must(
      query("monitoring", latch.region, "PutMetricAlarm", {
        AlarmName: latch.alarm,
        Namespace: latch.namespace,
        MetricName: KEPT_AWAY,
        "Dimensions.member.1.Name": "Region",
        "Dimensions.member.1.Value": region,
        Statistic: "Maximum",
        Period: "60",
        EvaluationPeriods: "1",
        Threshold: "1",
        ComparisonOperator: "GreaterThanOrEqualToThreshold",
        TreatMissingData: "ignore",
      }),
    );
    const kept = await check(
      `kept-${region}`,
      `<Type>CLOUDWATCH_METRIC</Type><AlarmIdentifier><Region>${latch.region}</Region><Name>${latch.alarm}</Name></AlarmIdentifier><InsufficientDataHealthStatus>LastKnownStatus</InsufficientDataHealthStatus>`,
    );
    enters.set(
      region,
      await check(
        `enter-${region}`,
        `<Type>CALCULATED</Type><HealthThreshold>2</HealthThreshold><ChildHealthChecks><ChildHealthCheck>${answers}</ChildHealthCheck><ChildHealthCheck>${kept}</ChildHealthCheck></ChildHealthChecks>`,
      ),
    );
  }
  const names = Object.keys(regions);
  const hosts = Object.values(regions)[0]?.scope.hosts ?? [];
  for (const region of names) {
    const order = [region, ...names.filter((each) => each !== region)];
    for (const [at, to] of order.entries()) {
      await record(
        `<Name>entry-${region}.${domain}</Name><Type>A</Type><SetIdentifier>${to}</SetIdentifier><Failover>${at === 0 ? "PRIMARY" : "SECONDARY"}</Failover>${alias(zone, `origin-${to}.${domain}`)}<HealthCheckId>${enters.get(to) ?? ""}</HealthCheckId>`,
      );
    }
    for (const host of hosts) {
      await record(
        `<Name>${host}</Name><Type>A</Type><SetIdentifier>${region}</SetIdentifier><Region>${region}</Region>${alias(zone, `entry-${region}.${domain}`)}`,
      );
    }
  }
}
