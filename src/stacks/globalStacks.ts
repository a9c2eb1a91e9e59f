import {
  AccountBaseline,
  ApiTraffic,
  ARTIFACTS,
  BackupRoles,
  bucketArn,
  CanaryRole,
  CanonicalHost,
  Certificate,
  CertificateProof,
  ClusterRoles,
  DeployerRole,
  Distribution,
  EventRoles,
  FargateRole,
  globalOriginName,
  HealthAlarms,
  HostedZone,
  KarpenterRoles,
  messageStatements,
  RegionalTraffic,
  ServiceRoles,
  StateReplicationRole,
  storeStatements,
  WebFirewall,
  ZoneSigning,
} from "../constructs/index.ts";
import { auditAccount } from "./audit.ts";
import { breakGlassOf, organizationOfAccount } from "./breakGlass.ts";
import { podRegions, podsOf } from "./computeStack.ts";
import { environmentBudget } from "./costs.ts";
import { type EnvironmentContext, EnvironmentStack, GLOBAL_CONTROL_REGION } from "./environmentStack.ts";
import {
  clusterRegions,
  grantsOf,
  healthPath,
  keyPurposes,
  mediaStore,
  servicesOnFargate,
  servicesOnNodes,
  standInOf,
  storeRegions,
} from "./facts.ts";
import { apiHost, canonicalHosts, publicHosts } from "./hosts.ts";
import { keyCustody } from "./keyCustody.ts";
import { messageGrantsOf } from "./messageGrants.ts";
import { metricStreamRoles } from "./metricStreams.ts";
import { browserRole, canaryRegions, pageStatements, refusedAtEdge } from "./observability.ts";
import { proxyRole } from "./proxies.ts";
import { recoveryRoles } from "./recoveries.ts";
import { regionScope } from "./recoveryScope.ts";
import { routingControlOf, routingFunctionRole } from "./routingControls.ts";
import { apiOutput } from "./serverless.ts";
import { serverlessRoles } from "./serverlessRoles.ts";
import { placeholders, stackIds } from "./stackIds.ts";
import { accelerators, privateNames, shield } from "./trafficOptions.ts";

/** Region whose bucket holds the states of the global stacks: the environment's first. */
function globalStateRegion({ environment }: EnvironmentContext): string {
  const first = environment.regions[0];
  if (first === undefined) throw new RangeError(`${environment.name} has no region`);
  return first.name;
}

function globalStack(context: EnvironmentContext, id: string): EnvironmentStack {
  return new EnvironmentStack(context, {
    id,
    scope: { kind: "global" },
    stateRegion: globalStateRegion(context),
  });
}

/** IAM roles and the public zone: what everything else names, and nothing that a failover would have to change. */
export function globalFoundation(context: EnvironmentContext): EnvironmentStack {
  const { platform, environment } = context;
  const stack = globalStack(context, stackIds(environment.name).global);
  const { naming, tags } = stack;
  const buckets = environment.stores.filter((store) => store.engine === "s3" && store.copies.length > 0);
  new ServiceRoles(stack, "roles", {
    naming,
    regions: environment.regions.map((region) => region.name),
    replicatedBucketArns: buckets.flatMap((store) =>
      storeRegions(store).map((region) => bucketArn(naming, store.id, region)),
    ),
    keyPurposes: keyPurposes(environment),
    databaseMonitoring: environment.stores.some(({ engine }) => engine.endsWith("postgresql")),
    tags,
  });
  const clusters = new ClusterRoles(stack, "clusters", {
    naming,
    regions: podRegions(context),
    keyPurposes: keyPurposes(environment),
    services: servicesOnNodes(context).map((service) => ({
      ...podsOf(service.name),
      statements: [
        ...storeStatements(naming, service.name, grantsOf(context, service)),
        ...messageStatements(naming, messageGrantsOf(context, service.name)),
        ...pageStatements(stack, context, service),
      ],
    })),
    tags,
  });
  const alone = servicesOnFargate(context);
  if (podRegions(context).length > 0 && alone.length > 0) {
    new FargateRole(stack, "fargate", {
      naming,
      regions: podRegions(context),
      services: alone.map(({ name }) => name),
      tags,
    });
  }
  if (podRegions(context).length > 0) {
    new KarpenterRoles(stack, "karpenter", {
      naming,
      regions: podRegions(context),
      keyPurposes: keyPurposes(environment),
      nodes: environment.nodes,
      nodeRoleName: clusters.nodeRoleName,
      tags,
    });
    new DeployerRole(stack, "deployer", {
      naming,
      regions: podRegions(context),
      keyPurposes: keyPurposes(environment),
      artifacts: ARTIFACTS,
      tags,
    });
  }
  new StateReplicationRole(stack, "states", {
    naming,
    regions: environment.regions.map(({ name }) => name),
    tags,
  });
  if (environment.events !== undefined && environment.regions.length > 1) {
    new EventRoles(stack, "events", {
      naming,
      regions: environment.regions.map((region) => region.name),
      tags,
    });
  }
  serverlessRoles(stack, context);
  recoveryRoles(stack, context);
  routingFunctionRole(stack, context);
  proxyRole(stack, context);
  new BackupRoles(stack, "backups", { naming, tags });
  const organization = organizationOfAccount(platform, environment);
  if (organization !== undefined) {
    new AccountBaseline(stack, "baseline", { breakGlass: breakGlassOf(organization), tags });
  }
  environmentBudget(stack, context);
  const watching = canaryRegions(context).map(({ name }) => name);
  if (watching.length > 0) {
    new CanaryRole(stack, "canaries", {
      naming,
      regions: watching,
      keyPurposes: keyPurposes(environment),
      tags,
    });
  }
  metricStreamRoles(stack, context);
  auditAccount(stack, context);
  const { zone } = new HostedZone(stack, "domain", { domain: environment.domain, tags });
  stack.publish("zone_id", zone.zoneId, `Public zone of ${environment.domain}`);
  stack.publish("name_servers", zone.nameServers, "To be set at the parent of the domain, once");
  if (platform.edge.dnssec && environment.production) {
    const { dsRecord } = new ZoneSigning(stack, "signing", {
      naming,
      zoneId: zone.zoneId,
      alarms: environment.regions.some(({ name }) => name === GLOBAL_CONTROL_REGION),
      ...keyCustody(platform, environment),
      tags,
    });
    stack.publish(
      "ds_record",
      dsRecord,
      "DS record for the parent of the domain, a day after the signing at the earliest",
    );
  }
  return stack;
}

/**
 * The certificate that CloudFront takes, which must be in us-east-1, and the record that proves the domain to ACM:
 * the load balancers' certificates, in their regions, are proven by the same one. See ADR 0004.
 */
export function certificates(context: EnvironmentContext): EnvironmentStack {
  const { environment } = context;
  const ids = stackIds(environment.name);
  const stack = globalStack(context, ids.certificates);
  const { arn, proof } = new Certificate(stack, "edge-tls", {
    naming: stack.naming,
    domain: environment.domain,
    tags: stack.tags,
  });
  new CertificateProof(stack, "proof", {
    zoneId: stack.read(ids.global, "zone_id", "Z00000000000000000000"),
    proof,
  });
  stack.publish("edge_certificate_arn", arn, "Certificate of the domain for CloudFront");
  return stack;
}

/** CloudFront and its firewall. Apart from the records, so that its slow changes wait for nobody's balancer. */
export function edge(context: EnvironmentContext): EnvironmentStack | undefined {
  const { environment } = context;
  const hosts = publicHosts(context);
  if (hosts.length === 0) return undefined;
  const ids = stackIds(environment.name);
  const stack = globalStack(context, ids.edge);
  const { naming, tags } = stack;
  const media = mediaStore(environment);
  const [first, second] = media === undefined ? [] : storeRegions(media);
  const canonical = canonicalHosts(context);
  const firewall = new WebFirewall(stack, "web-firewall", { naming, tags });
  refusedAtEdge(stack, context);
  const distribution = new Distribution(stack, "edge", {
    naming,
    hosts: [...hosts, ...(canonical?.from ?? [])],
    ...(canonical === undefined
      ? {}
      : {
          viewerFunctionArn: new CanonicalHost(stack, "canonical-host", { naming, ...canonical }).functionArn,
        }),
    certificateArn: stack.read(
      ids.certificates,
      "edge_certificate_arn",
      placeholders.certificateArn(naming.account, GLOBAL_CONTROL_REGION),
    ),
    originName: globalOriginName(environment.domain),
    ...(media === undefined || first === undefined
      ? {}
      : {
          media: {
            store: media.id,
            regions: second === undefined ? ([first] as const) : ([first, second] as const),
          },
        }),
    webAclArn: firewall.webAclArn,
    tags,
  });
  stack.publish("distribution_domain_name", distribution.domainName, "What the public hosts lead to");
  stack.publish("distribution_arn", distribution.arn, "CloudFront distribution");
  return stack;
}

/** Latency records, failover pairs and health checks over the regions' load balancers. */
export function traffic(context: EnvironmentContext): EnvironmentStack {
  const { environment } = context;
  const ids = stackIds(environment.name);
  const stack = globalStack(context, ids.traffic);
  const { naming, tags } = stack;
  const { domain } = environment;
  const hosts = publicHosts(context);
  const before = accelerators(stack, context);
  const regional = new RegionalTraffic(stack, "traffic", {
    naming,
    zoneId: stack.read(ids.global, "zone_id", "Z00000000000000000000"),
    domain,
    hosts: hosts.length === 0 ? [] : [...hosts, ...(canonicalHosts(context)?.from ?? [])],
    regions: environment.regions.map((region) => {
      const standIn = region.role === "active" ? standInOf(environment, region) : undefined;
      const compute = ids.compute(region.name);
      const accelerator = before.get(region.home);
      const { latch } = regionScope(context.platform, environment, region.name);
      return {
        region: region.name,
        active: region.role === "active",
        ...(standIn === undefined ? {} : { standIn: standIn.name }),
        ...(accelerator === undefined ? {} : { accelerator }),
        ...(latch === undefined ? {} : { keptAway: { alarm: latch.alarm, region: latch.region } }),
        ...routingControlOf(stack, context, region.name),
        balancer: {
          dnsName: stack.read(compute, "balancer_dns_name", `balancer.${region.name}.elb.amazonaws.com`),
          zoneId: stack.read(compute, "balancer_zone_id", "Z00000000000000000000"),
        },
      };
    }),
    healthPath: healthPath(context),
    ...(hosts.length === 0
      ? {}
      : { distribution: stack.read(ids.edge, "distribution_domain_name", "provisional.cloudfront.net") }),
    tags,
  });
  apiTraffic(stack, context, regional);
  // Health check metrics are in us-east-1 only, and the topics that alarms speak to are a region's.
  if (environment.regions.some(({ name }) => name === GLOBAL_CONTROL_REGION)) {
    new HealthAlarms(stack, "health-alarms", { naming, healthCheckIds: regional.answersCheckIds, tags });
  }
  privateNames(stack, context);
  browserRole(stack, context);
  if (context.platform.edge.shieldAdvanced && environment.production) shield(stack, context);
  return stack;
}

/** Records of the APIs, over the regions that run services. */
function apiTraffic(stack: EnvironmentStack, context: EnvironmentContext, regional: RegionalTraffic): void {
  const { platform, environment } = context;
  const ids = stackIds(environment.name);
  const regions = clusterRegions(environment);
  for (const api of platform.serverless.apis) {
    new ApiTraffic(stack, `api-${api.name}`, {
      zoneId: stack.read(ids.global, "zone_id", "Z00000000000000000000"),
      domain: environment.domain,
      name: api.name,
      host: apiHost(context, api),
      regions: regions.map((region) => {
        const compute = ids.compute(region.name);
        const standIn = region.role === "active" ? standInOf(environment, region) : undefined;
        const healthCheckId = regional.healthCheckIds[region.name];
        if (healthCheckId === undefined) throw new RangeError(`no health check for ${region.name}`);
        return {
          region: region.name,
          active: region.role === "active",
          ...(standIn === undefined || !regions.includes(standIn) ? {} : { standIn: standIn.name }),
          healthCheckId,
          target: {
            dnsName: stack.read(
              compute,
              `${apiOutput(api.name)}_dns_name`,
              `d-provisional.execute-api.${region.name}.amazonaws.com`,
            ),
            zoneId: stack.read(compute, `${apiOutput(api.name)}_zone_id`, "Z00000000000000000000"),
          },
        };
      }),
    });
  }
}
