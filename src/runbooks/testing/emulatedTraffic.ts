import { type Caller, json, rest } from "../../sandbox/refusals/cases/caller.ts";
import type { NamesSwitch } from "../library/scope.ts";
import { HOST, LOST, NEXT } from "./bench.ts";

const JSON_BODY = { "content-type": "application/json" };

/** A cluster with a control for each of two regions, a rule that one stays off, and its endpoints written down: ARNs by region. */
export async function emulatedControls(
  caller: Caller,
  { parameter, ...about }: NamesSwitch,
): Promise<Readonly<Record<string, string>>> {
  const post = (path: string, body: object) =>
    caller.object(
      rest("route53-recovery-control-config", "us-west-2", "POST", path, JSON.stringify(body), JSON_BODY),
    );
  const { Cluster } = await post("/cluster", { ClusterName: "shop" });
  const { ClusterArn, ClusterEndpoints } = Cluster as {
    readonly ClusterArn: string;
    readonly ClusterEndpoints: readonly { readonly Endpoint: string; readonly Region: string }[];
  };
  const panel = await post("/controlpanel", { ClusterArn, ControlPanelName: "regions" });
  const { ControlPanelArn } = panel.ControlPanel as { readonly ControlPanelArn: string };
  const names = { [LOST]: about.control, [NEXT]: about.others[0] ?? "" };
  const arns: Record<string, string> = {};
  for (const [region, RoutingControlName] of Object.entries(names)) {
    const made = await post("/routingcontrol", { ClusterArn, ControlPanelArn, RoutingControlName });
    arns[region] = (made.RoutingControl as { readonly RoutingControlArn: string }).RoutingControlArn;
  }
  await post("/safetyrule", {
    AssertionRule: {
      Name: "one-stays",
      ControlPanelArn,
      AssertedControls: Object.values(arns),
      RuleConfig: { Type: "ATLEAST", Threshold: 2, Inverted: true },
      WaitPeriodMs: 0,
    },
  });
  const endpoints = ClusterEndpoints.map(({ Endpoint, Region }) => ({
    endpoint: Endpoint,
    region: Region,
  }));
  const kept = { Name: parameter, Type: "String", Value: JSON.stringify(endpoints) };
  await caller.must(json("ssm", about.region, "PutParameter", kept));
  return arns;
}

/**
 * The shop's name, led by latency and health checks to a region's balancer, and away from one whose routing control is
 * on: as `RegionalTraffic` leads it.
 */
export async function emulatedTraffic(
  caller: Caller,
  balancers: Readonly<Record<string, string>>,
  controls: Readonly<Record<string, string>> = {},
): Promise<void> {
  const xmlns = 'xmlns="https://route53.amazonaws.com/doc/2013-04-01/"';
  const post = (path: string, body: string) =>
    rest("route53", "us-east-1", "POST", `/2013-04-01/${path}`, body, {
      "content-type": "application/xml",
    });
  const domain = HOST.slice(HOST.indexOf(".") + 1);
  const made = post(
    "hostedzone",
    `<CreateHostedZoneRequest ${xmlns}><Name>${domain}</Name><CallerReference>zone</CallerReference></CreateHostedZoneRequest>`,
  );
  const zone = (await caller.field(made, "Id")).replace("/hostedzone/", "");
  for (const [region, dnsName] of Object.entries(balancers)) {
    const origin = `origin-${region}.${domain}`;
    const checkOf = (reference: string, about: string) =>
      caller.field(
        post(
          "healthcheck",
          `<CreateHealthCheckRequest ${xmlns}><CallerReference>${reference}</CallerReference><HealthCheckConfig>${about}</HealthCheckConfig></CreateHealthCheckRequest>`,
        ),
        "Id",
      );
    const config = `<Type>HTTPS</Type><FullyQualifiedDomainName>${origin}</FullyQualifiedDomainName><Port>443</Port><ResourcePath>/healthz</ResourcePath><RequestInterval>10</RequestInterval><FailureThreshold>3</FailureThreshold>`;
    const answers = await checkOf(region, config);
    const control = controls[region];
    const children = (ids: readonly string[]) =>
      ids.map((id) => `<ChildHealthCheck>${id}</ChildHealthCheck>`).join("");
    let check = answers;
    if (control !== undefined) {
      const routed = await checkOf(
        `routed-${region}`,
        `<Type>RECOVERY_CONTROL</Type><RoutingControlArn>${control}</RoutingControlArn><Inverted>true</Inverted>`,
      );
      check = await checkOf(
        `enter-${region}`,
        `<Type>CALCULATED</Type><ChildHealthChecks>${children([answers, routed])}</ChildHealthChecks><HealthThreshold>2</HealthThreshold>`,
      );
    }
    const alias = (zoneId: string, name: string) =>
      `<AliasTarget><HostedZoneId>${zoneId}</HostedZoneId><DNSName>${name}</DNSName><EvaluateTargetHealth>true</EvaluateTargetHealth></AliasTarget>`;
    const records = [
      `<Name>${origin}</Name><Type>A</Type>${alias("Z35SXDOTRQ7X7K", dnsName)}`,
      `<Name>${HOST}</Name><Type>A</Type><SetIdentifier>${region}</SetIdentifier><Region>${region}</Region>${alias(zone, origin)}<HealthCheckId>${check}</HealthCheckId>`,
    ];
    for (const record of records) {
      const change = `<Change><Action>UPSERT</Action><ResourceRecordSet>${record}</ResourceRecordSet></Change>`;
      await caller.must(
        post(
          `hostedzone/${zone}/rrset/`,
          `<ChangeResourceRecordSetsRequest ${xmlns}><ChangeBatch><Changes>${change}</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`,
        ),
      );
    }
  }
}
