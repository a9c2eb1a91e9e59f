import { standingArchitecture, standingInstanceTypes } from "../config/index.ts";
import {
  Artifacts,
  BalancerLogs,
  ClusterDeployer,
  FargateProfiles,
  InterruptionQueue,
  MIRRORED_IMAGES,
  originName,
  PublicBalancer,
  RegionalFirewall,
  RegionCluster,
  Registry,
} from "../constructs/index.ts";
import { runtimeMonitored } from "./detection.ts";
import type { EnvironmentStack } from "./environmentStack.ts";
import {
  clusterRegions,
  healthPath,
  servicePort,
  servicesOnFargate,
  servicesOnNodes,
  serviceTags,
} from "./facts.ts";
import { apiHost, publicHosts } from "./hosts.ts";
import { monitoring } from "./monitoring.ts";
import { recoveries } from "./recoveries.ts";
import { certificateOf, keyOf, networkOf, type RegionContext, regionStack } from "./regionStack.ts";
import { hasRoutingControls, routingFunction } from "./routingControls.ts";
import { serverless } from "./serverless.ts";
import { stackIds } from "./stackIds.ts";

/**
 * Nodes for services: what runs at first and at least, and how many there may be. Starting figures: the right ones
 * come from the load. The most is ten times the least, the spike that the platform was promised to bear.
 */
const APPLICATION_NODES = {
  standard: { min: 3, max: 30, pilotLight: 1 },
  small: { min: 1, max: 4, pilotLight: 1 },
} as const;

const IMAGES = { arm64: "BOTTLEROCKET_ARM_64", x86_64: "BOTTLEROCKET_x86_64" } as const;

/** Namespace of the platform's services in every cluster. */
const NAMESPACE = "services";

/** Compute and monitoring modules: cluster, registry, the region's public way in, what is watched. */
export function compute(context: RegionContext): EnvironmentStack {
  const { platform, environment, region } = context;
  const ids = stackIds(environment.name);
  const stack = regionStack(context, ids.compute(region.name));
  stack.after(ids.certificates);
  const { balancer, webAclArn } = publicBalancer(stack, context);
  if (region.cluster !== "none" || hasRoutingControls(environment)) {
    const artifacts = new Artifacts(stack, "artifacts", {
      naming: stack.naming,
      region: region.name,
      keyArn: keyOf(stack, context, region.name),
      protect: environment.protect,
      tags: stack.tags,
    });
    routingFunction(stack, context, artifacts);
    if (region.cluster !== "none") {
      cluster(stack, context, region.cluster, artifacts.bucket);
      serverless(stack, context, { artifacts, webAclArn });
    }
  }
  recoveries(stack, context);
  monitoring(stack, context, balancer);
  stack.publish("balancer_arn", balancer.arn, "Public load balancer");
  stack.publish("balancer_dns_name", balancer.dnsName, "Its name");
  stack.publish("balancer_zone_id", balancer.zoneId, "Zone of the load balancer's name, for alias records");
  stack.publish("target_group_arn", balancer.targetGroupArn, "What the public service's pods join");

  new Registry(stack, "registry", {
    naming: stack.naming,
    services: [...platform.services.map(({ name }) => name), ...MIRRORED_IMAGES],
    keyArn: keyOf(stack, context, region.name),
    protect: environment.protect,
    tags: stack.tags,
  });
  return stack;
}

function publicBalancer(
  stack: EnvironmentStack,
  context: RegionContext,
): { readonly balancer: PublicBalancer; readonly webAclArn: string } {
  const { platform, environment, region } = context;
  const { naming, tags } = stack;
  const network = networkOf(stack, context);
  const logs = new BalancerLogs(stack, "balancer-logs", {
    naming,
    region: region.name,
    protect: environment.protect,
    tags,
  });
  const balancer = new PublicBalancer(stack, "public", {
    naming,
    vpcId: network.vpcId(),
    subnetIds: network.publicSubnetIds(),
    securityGroupId: network.groupId("balancer"),
    certificateArn: certificateOf(stack, context),
    servicePort: servicePort(context),
    healthPath: healthPath(context),
    accessLogBucket: logs.bucket,
    protect: environment.protect,
    tags,
  });
  const { webAclArn } = new RegionalFirewall(stack, "firewall", {
    naming,
    balancerArn: balancer.arn,
    hosts: [
      ...publicHosts(context),
      originName(region.name, environment.domain),
      ...(region.cluster === "none" ? [] : platform.serverless.apis.map((api) => apiHost(context, api))),
    ],
    logKeyArn: keyOf(stack, context, region.name),
    tags,
  });
  return { balancer, webAclArn };
}

function cluster(
  stack: EnvironmentStack,
  context: RegionContext,
  mode: "full" | "pilot-light",
  artifactsBucket: string,
): void {
  const { environment, region } = context;
  const network = networkOf(stack, context);
  // Cluster and nodes take on roles of the global stack.
  stack.after(stackIds(environment.name).global);
  const deployer = new ClusterDeployer(stack, "deployer", {
    naming: stack.naming,
    region: region.name,
    vpcId: network.vpcId(),
    subnetIds: network.privateSubnetIds(),
    keyArn: keyOf(stack, context, region.name),
    artifactsBucket,
    protect: environment.protect,
    tags: stack.tags,
  });
  const { name } = new RegionCluster(stack, "cluster", {
    naming: stack.naming,
    mode,
    vpcId: network.vpcId(),
    subnetIds: network.privateSubnetIds(),
    keyArn: keyOf(stack, context, region.name),
    nodesSecurityGroupId: network.groupId("nodes"),
    applicationNodes: {
      ...APPLICATION_NODES[environment.size],
      instanceTypes: standingInstanceTypes(environment.nodes),
      amiType: IMAGES[standingArchitecture(environment.nodes)],
    },
    services: servicesOnNodes(context).map((service) => podsOf(service.name)),
    runtimeMonitoring: runtimeMonitored(context),
    apiClients: { deployer: deployer.securityGroupId },
    access: [deployer.access],
    protect: environment.protect,
    tags: stack.tags,
  }).cluster;
  stack.publish("cluster_name", name, "EKS cluster");
  const alone = servicesOnFargate(context);
  if (alone.length > 0) {
    new FargateProfiles(stack, "fargate", {
      naming: stack.naming,
      clusterName: name,
      namespace: NAMESPACE,
      subnetIds: network.privateSubnetIds(),
      services: alone.map((service) => ({ name: service.name, tags: serviceTags(service) })),
    });
  }
  new InterruptionQueue(stack, "interruptions", {
    naming: stack.naming,
    region: region.name,
    tags: stack.tags,
  });
}

/** Pods of a service, in every cluster that runs it. */
export function podsOf(service: string) {
  return { service, namespace: NAMESPACE, serviceAccount: service };
}

/** Regions whose clusters run pods. */
export function podRegions({
  environment,
}: RegionContext | Pick<RegionContext, "environment">): readonly string[] {
  return clusterRegions(environment).map(({ name }) => name);
}
