import type { EnvironmentRegion } from "../config/index.ts";
import {
  BucketReplication,
  HubPeering,
  HubPeeringAcceptance,
  PeeringRoutes,
  REPLICATION_ROLE,
  RegistryReplication,
  serviceRoleArn,
} from "../constructs/index.ts";
import type { EnvironmentStack } from "./environmentStack.ts";
import { asks, peersOf, storeRegions } from "./facts.ts";
import { eventRoutes } from "./messages.ts";
import { routeTableOutput } from "./networkStack.ts";
import { keyOf, type RegionContext, regionStack } from "./regionStack.ts";
import { placeholders, stackIds } from "./stackIds.ts";
import { functionTriggers, hasTriggers } from "./triggers.ts";

/**
 * This region's end of the connections between transit gateways of its home: what it asks for, and what it accepts,
 * with the routes. Apart from `links`, so that AWS's minutes over an acceptance pass while databases are made. Routes
 * of the region that asked use a connection that the other has accepted: they stand in `links`.
 */
export function peering(context: RegionContext): EnvironmentStack | undefined {
  const { environment, region } = context;
  const peers = peersOf(environment, region);
  if (peers.length === 0) return undefined;
  const ids = stackIds(environment.name);
  const stack = regionStack(context, ids.peering(region.name));
  for (const peer of peers) {
    const output = attachmentOutput(peer);
    if (asks(region, peer)) {
      const { attachmentId } = new HubPeering(stack, `to-${peer.name}`, {
        naming: stack.naming,
        gatewayId: hubOutput(stack, context, region, "hub_id", "tgw"),
        peerRegion: peer.name,
        peerGatewayId: hubOutput(stack, context, peer, "hub_id", "tgw"),
        tags: stack.tags,
      });
      stack.publish(output, attachmentId, `Connection to the transit gateway of ${peer.name}, asked for`);
      continue;
    }
    const { attachmentId } = new HubPeeringAcceptance(stack, `from-${peer.name}`, {
      naming: stack.naming,
      attachmentId: stack.read(
        ids.peering(peer.name),
        attachmentOutput(region),
        placeholders.id("tgw-attach"),
      ),
      peerRegion: peer.name,
      tags: stack.tags,
    });
    routes(stack, context, peer, attachmentId);
    stack.publish(output, attachmentId, `Connection to the transit gateway of ${peer.name}, accepted`);
  }
  return stack;
}

/**
 * This region's half of the replications between regions, its routes through connections that it asked for, and what
 * joins its data to its compute.
 */
export function links(context: RegionContext): EnvironmentStack | undefined {
  const { environment, region } = context;
  const peers = peersOf(environment, region);
  const replicated = environment.stores.filter(
    (store) => store.engine === "s3" && store.copies.length > 0 && storeRegions(store).includes(region.name),
  );
  const elsewhere = environment.regions.map(({ name }) => name).filter((name) => name !== region.name);
  if (elsewhere.length === 0 && !hasTriggers(context)) return undefined;
  const ids = stackIds(environment.name);
  const stack = regionStack(context, ids.links(region.name));
  stack.after(ids.global);
  for (const peer of peers.filter((each) => asks(region, each))) {
    const accepted = stack.read(
      ids.peering(peer.name),
      attachmentOutput(region),
      placeholders.id("tgw-attach"),
    );
    routes(stack, context, peer, accepted);
  }
  // Whichever region images are pushed to, the others have them: losing that region changes no configuration.
  for (const each of environment.regions) stack.after(ids.compute(each.name));
  if (elsewhere.length > 0) {
    new RegistryReplication(stack, "registry", { naming: stack.naming, destinations: elsewhere });
  }
  // A bus must be there before another region's rule speaks of it.
  for (const each of environment.regions) stack.after(ids.data(each.name));
  eventRoutes(stack, context);
  functionTriggers(stack, context);
  for (const store of replicated) {
    const others = storeRegions(store).filter((each) => each !== region.name);
    // Both ends must be versioned before AWS accepts a replication.
    for (const each of storeRegions(store)) stack.after(ids.data(each));
    new BucketReplication(stack, store.id, {
      naming: stack.naming,
      region: region.name,
      store: store.id,
      destinations: others.map((each) => ({ region: each, keyArn: keyOf(stack, context, each, store) })),
      roleArn: serviceRoleArn(stack.naming, REPLICATION_ROLE),
    });
  }
  return stack;
}

/** From this region's hub and tables to another region, through an accepted connection. */
function routes(
  stack: EnvironmentStack,
  context: RegionContext,
  peer: EnvironmentRegion,
  attachmentId: string,
): void {
  const { region } = context;
  const tables = [...region.zones.map((zone) => `private-${zone.slice(-1)}`), "data"];
  new PeeringRoutes(stack, `routes-to-${peer.name}`, {
    gatewayId: hubOutput(stack, context, region, "hub_id", "tgw"),
    hubRouteTableId: hubOutput(stack, context, region, "hub_route_table_id", "tgw-rtb"),
    peersRouteTableId: hubOutput(stack, context, region, "hub_peers_route_table_id", "tgw-rtb"),
    attachmentId,
    peerCidr: peer.network.cidr,
    routeTableIds: Object.fromEntries(
      tables.map((table) => [table, hubOutput(stack, context, region, routeTableOutput(table), "rtb")]),
    ),
  });
}

/** Read from a region's network stack. */
function hubOutput(
  stack: EnvironmentStack,
  { environment }: RegionContext,
  region: EnvironmentRegion,
  output: string,
  kind: string,
): string {
  return stack.read(stackIds(environment.name).network(region.name), output, placeholders.id(kind));
}

/** `us-west-2` to `connection_us_west_2`. */
function attachmentOutput(region: EnvironmentRegion): string {
  return `connection_${region.name.replaceAll("-", "_")}`;
}
