import type { PlacedStore } from "../config/index.ts";
import { awsRegion } from "../config/index.ts";
import {
  ALERT_PUBLISHERS,
  AlertTopics,
  alertTopicArn,
  BreakGlassAlarm,
  Certificate,
  DataKey,
  EVENT_SENDERS,
  FLOW_LOG_ROLE,
  hubAsn,
  INTERFACE_ENDPOINTS,
  InterfaceEndpoints,
  NameGuard,
  type Naming,
  RegionHub,
  RegionNetwork,
  SecurityGroups,
  serviceRoleArn,
} from "../constructs/index.ts";
import { regionDefaults, trailsOf } from "./audit.ts";
import { breakGlassOf, organizationOfAccount } from "./breakGlass.ts";
import { detection, discovered, findingTopics, runtimeMonitored } from "./detection.ts";
import type { EnvironmentStack } from "./environmentStack.ts";
import { keyPurpose, mediaStore, peersOf, servicePort, storesIn } from "./facts.ts";
import { keyCustody } from "./keyCustody.ts";
import { messageEndpoints, messagePublishers } from "./messages.ts";
import { stoppableInstances } from "./recoveryScope.ts";
import { keyOutput, type RegionContext, regionStack } from "./regionStack.ts";
import { eventDriven, heardKinds } from "./serverlessFacts.ts";
import { placeholders, stackIds } from "./stackIds.ts";

/** The endpoint that the agents of GuardDuty's runtime monitoring report to. */
const RUNTIME_FINDINGS = "guardduty-data";

/** Network and security modules: VPC, endpoints, transit gateway, keys, security groups, the region's certificate. */
export function network(context: RegionContext): EnvironmentStack {
  const { platform, environment, region } = context;
  const ids = stackIds(environment.name);
  const stack = regionStack(context, ids.network(region.name));
  const { naming, tags } = stack;
  stack.after(ids.global);
  regionDefaults(stack, context);
  const key = homeKey(stack, context);
  for (const store of storesIn(environment, region.name).filter((each) => each.key === "own")) {
    storeKey(stack, context, store);
  }
  // Here, because vaults and alarms of later stacks speak to them.
  new AlertTopics(stack, "alerts", {
    naming,
    region: region.name,
    keyArn: key.arn,
    emails: { critical: platform.alertEmails },
    eventRules: topicsOfRules(naming, context).length > 0,
    tags,
  });
  detection(stack, context);
  const organization = organizationOfAccount(platform, environment);
  if (organization !== undefined) {
    const { role } = breakGlassOf(organization);
    new BreakGlassAlarm(stack, "break-glass", { naming, region: region.name, role, tags });
  }
  const peerCidrs = peersOf(environment, region).map((peer) => peer.network.cidr);
  const net = new RegionNetwork(stack, "network", {
    naming,
    region: region.name,
    cidr: region.network.cidr,
    zones: region.network.zones,
    natPerZone: environment.natGateways === "per-zone",
    peerCidrs,
    shutter: stoppableInstances(context).length > 0,
    logKeyArn: key.arn,
    flowLogRoleArn: serviceRoleArn(naming, FLOW_LOG_ROLE),
    tags,
  });
  if (environment.production) {
    const { blockedNames } = platform;
    new NameGuard(stack, "names", { naming, vpcId: net.vpc.id, logKeyArn: key.arn, blockedNames, tags });
  }
  const groups = new SecurityGroups(stack, "security", {
    naming,
    vpcId: net.vpc.id,
    servicePort: servicePort(context),
    privateCidrs: region.network.zones.map((zone) => zone.private),
    peerCidrs,
    tags,
  });
  const privateIds = net.privateSubnets.map(({ id }) => id);
  new InterfaceEndpoints(stack, "endpoints", {
    naming,
    region: region.name,
    vpcId: net.vpc.id,
    // Where one NAT gateway will do, one zone's endpoints will.
    subnetIds: environment.natGateways === "per-zone" ? privateIds : privateIds.slice(0, 1),
    securityGroupId: groups.endpoints.id,
    services: [
      ...INTERFACE_ENDPOINTS,
      ...messageEndpoints(context),
      ...(runtimeMonitored(context) ? [RUNTIME_FINDINGS] : []),
    ],
    tags,
  });
  const certificate = new Certificate(stack, "tls", { naming, domain: environment.domain, tags });

  const subnetIds = (subnets: readonly { readonly id: string }[]) => subnets.map((subnet) => subnet.id);
  stack.publish("vpc_id", net.vpc.id, "The region's VPC");
  stack.publish("public_subnet_ids", subnetIds(net.publicSubnets), "One for each zone");
  stack.publish("private_subnet_ids", privateIds, "One for each zone");
  stack.publish("data_subnet_ids", subnetIds(net.dataSubnets), "One for each zone");
  stack.publish("balancer_group_id", groups.balancer.id, "Security group of the public load balancer");
  stack.publish("nodes_group_id", groups.nodes.id, "Security group of the nodes, and so of the services");
  stack.publish("database_group_id", groups.database.id, "Security group of the relational databases");
  stack.publish("cache_group_id", groups.cache.id, "Security group of the caches");
  stack.publish("certificate_arn", certificate.arn, "Certificate of the domain and its wildcard");
  for (const [letter, id] of Object.entries(net.natGatewayIds)) {
    stack.publish(`nat_${letter}_id`, id, `NAT gateway of zone ${letter}`);
  }
  if (peerCidrs.length > 0) hub(stack, context, net);
  return stack;
}

/** Topics that rules of EventBridge publish to: those of findings, of the role for emergencies, of fences that end. */
function topicsOfRules(naming: Naming, context: RegionContext): readonly string[] {
  const { platform, environment, region } = context;
  const emergencies = organizationOfAccount(platform, environment);
  return [
    ...new Set([
      ...findingTopics(naming, context),
      ...(emergencies === undefined && stoppableInstances(context).length === 0
        ? []
        : [alertTopicArn(naming, region.name, "critical")]),
    ]),
  ].sort();
}

/** The transit gateway, in regions that have another one of their home to reach. */
function hub(stack: EnvironmentStack, { environment, region }: RegionContext, net: RegionNetwork): void {
  const place = awsRegion(region.name)?.place;
  if (place === undefined) throw new RangeError(`${region.name} is not in the catalogue`);
  const { gatewayId, routeTableId, peersRouteTableId } = new RegionHub(stack, "hub", {
    naming: stack.naming,
    asn: hubAsn(environment.slot, place),
    vpcId: net.vpc.id,
    subnetIds: net.privateSubnets.map(({ id }) => id),
    tags: stack.tags,
  });
  stack.publish("hub_id", gatewayId, "Transit gateway");
  stack.publish("hub_route_table_id", routeTableId, "Its route table that the VPC reads");
  stack.publish("hub_peers_route_table_id", peersRouteTableId, "Its route table that other regions read");
  for (const [name, id] of Object.entries(net.routeTableIds)) {
    stack.publish(routeTableOutput(name), id, `Route table ${name}, which leads to other regions`);
  }
}

/** `private-a` to `route_table_private_a`. */
export function routeTableOutput(name: string): string {
  return `route_table_${name.replaceAll("-", "_")}`;
}

function homeKey(stack: EnvironmentStack, context: RegionContext): DataKey {
  const { platform, environment, region } = context;
  const key = new DataKey(stack, "data-key", {
    naming: stack.naming,
    region: region.name,
    purpose: keyPurpose(region.home),
    ...primaryOf(stack, context, region.keyBirth, keyOutput()),
    ...keyCustody(platform, environment),
    eventTopics: topicsOfRules(stack.naming, context),
    readByMacie: discovered(context).some((store) => store.key === "home"),
    publishers: [
      ...new Set([
        ...ALERT_PUBLISHERS,
        ...messagePublishers(environment),
        ...(eventDriven(platform).length + heardKinds(platform).length > 0 ? EVENT_SENDERS : []),
      ]),
    ],
    sealsEventBuses: environment.events !== undefined,
    trailArns: trailsOf(stack, context),
    // By the number of regions, and not by whether this one takes over: what a key allows does not change with a sister.
    deliversLogs: platform.serverless.workflows.length > 0 || environment.regions.length > 1,
    encryptsNodeVolumes: region.cluster !== "none",
    sealsClusterSecrets: region.cluster !== "none",
    servesCloudFront: storesIn(environment, region.name).some((store) => store === mediaStore(environment)),
    tags: stack.tags,
  });
  stack.publish(keyOutput(), key.arn, `Key for the data of ${region.home} in this region`);
  return key;
}

/** A store's own key. It is born where the store is, which is as permanent. */
function storeKey(stack: EnvironmentStack, context: RegionContext, store: PlacedStore): void {
  const key = new DataKey(stack, `key-${store.id}`, {
    naming: stack.naming,
    region: context.region.name,
    purpose: store.id,
    ...primaryOf(stack, context, store.birth, keyOutput(store)),
    ...keyCustody(context.platform, context.environment),
    readByMacie: discovered(context).includes(store),
    tags: { ...stack.tags, dataClass: store.data },
  });
  stack.publish(keyOutput(store), key.arn, `Key of ${store.id} alone in this region`);
}

function primaryOf(
  stack: EnvironmentStack,
  { environment, region }: RegionContext,
  birth: string,
  output: string,
) {
  if (birth === region.name) return {};
  const placeholder = placeholders.keyArn(environment.account, birth);
  return { primaryArn: stack.read(stackIds(environment.name).network(birth), output, placeholder) };
}
