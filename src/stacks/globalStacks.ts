import type { Environment, EnvironmentRegion } from "../config/index.ts";
import {
  bucketArn,
  CertificateProof,
  HostedZone,
  RegionalTraffic,
  ServiceRoles,
} from "../constructs/index.ts";
import { type EnvironmentContext, EnvironmentStack } from "./environmentStack.ts";
import { keyPurpose, stackIds, storeRegions } from "./stackIds.ts";

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
  const buckets = environment.stores.filter((store) => store.engine === "s3" && store.copies.length > 0);
  new ServiceRoles(stack, "roles", {
    naming: stack.naming,
    regions: environment.regions.map((region) => region.name),
    replicatedBucketArns: buckets.flatMap((store) =>
      storeRegions(store).map((region) => bucketArn(stack.naming, store.id, region)),
    ),
    keyPurposes: [...new Set(environment.regions.map((region) => keyPurpose(region.home)))],
    tags: stack.tags,
  });
  const { zone } = new HostedZone(stack, "domain", {
    domain: domainOf(context),
    tags: stack.tags,
  });
  stack.publish("zone_id", zone.zoneId, `Public zone of ${platform.domain}`);
  stack.publish("name_servers", zone.nameServers, "To be set at the parent of the domain, once");
  return stack;
}

/** The record that proves the domain to ACM; certificates themselves are regional. */
export function certificateProof(context: EnvironmentContext): EnvironmentStack {
  const ids = stackIds(context.environment.name);
  const stack = globalStack(context, ids.certificates);
  const source = ids.network(globalStateRegion(context));
  new CertificateProof(stack, "proof", {
    zoneId: stack.read(ids.global, "zone_id", "Z00000000000000000000"),
    proof: {
      name: stack.read(source, "certificate_proof_name", `_proof.${domainOf(context)}.`),
      value: stack.read(source, "certificate_proof_value", "_proof.acm-validations.aws."),
    },
  });
  return stack;
}

/** Latency records, failover pairs and health checks over the regions' load balancers. */
export function traffic(context: EnvironmentContext): EnvironmentStack {
  const { platform, environment } = context;
  const ids = stackIds(environment.name);
  const stack = globalStack(context, ids.traffic);
  const domain = domainOf(context);
  new RegionalTraffic(stack, "traffic", {
    naming: stack.naming,
    zoneId: stack.read(ids.global, "zone_id", "Z00000000000000000000"),
    domain,
    hosts: publicHosts(context),
    regions: environment.regions.map((region) => {
      const standIn = region.role === "active" ? standInOf(environment, region) : undefined;
      const compute = ids.compute(region.name);
      return {
        region: region.name,
        active: region.role === "active",
        ...(standIn === undefined ? {} : { standIn: standIn.name }),
        balancer: {
          dnsName: stack.read(compute, "balancer_dns_name", `balancer.${region.name}.elb.amazonaws.com`),
          zoneId: stack.read(compute, "balancer_zone_id", "Z00000000000000000000"),
        },
      };
    }),
    healthPath: platform.services.find((service) => service.public)?.healthPath ?? "/healthz",
    tags: stack.tags,
  });
  return stack;
}

/**
 * The region that takes a region's customers when it is lost: of the same home, so that they and
 * their data stay inside the declared residency. The recovery region, or the home's next active one.
 */
function standInOf(environment: Environment, region: EnvironmentRegion): EnvironmentRegion | undefined {
  const home = environment.regions.filter((each) => each.home === region.home);
  const recovery = home.find((each) => each.role === "recovery");
  if (recovery !== undefined) return recovery;
  const next = home[(home.indexOf(region) + 1) % home.length];
  return next === region ? undefined : next;
}

/** The environment named `production` has the domain itself; the others a name below it: `staging.shop.example.com`. */
export function domainOf({ platform, environment }: EnvironmentContext): string {
  return environment.name === "production" ? platform.domain : `${environment.name}.${platform.domain}`;
}

/** Names that customers use, fully qualified. */
export function publicHosts(context: EnvironmentContext): readonly string[] {
  const domain = domainOf(context);
  const hosts = context.platform.services
    .filter((service) => service.public && service.host !== undefined)
    .map((service) => (service.host === "@" ? domain : `${service.host}.${domain}`));
  return [...new Set(hosts)].sort();
}
