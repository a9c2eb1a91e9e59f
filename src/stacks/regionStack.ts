import type { EnvironmentRegion, PlacedStore } from "../config/index.ts";
import { type EnvironmentContext, EnvironmentStack } from "./environmentStack.ts";
import { placeholders, stackIds } from "./stackIds.ts";

/** What the regional stacks are built from. */
export interface RegionContext extends EnvironmentContext {
  readonly region: EnvironmentRegion;
}

/** A stack of the region, with its state there. */
export function regionStack(context: RegionContext, id: string): EnvironmentStack {
  const region = context.region.name;
  return new EnvironmentStack(context, { id, scope: { kind: "region", region }, stateRegion: region });
}

/** Output of a network stack that holds the ARN of a key. */
export function keyOutput(store?: PlacedStore): string {
  return store?.key === "own" ? `key_${store.id.replaceAll("-", "_")}_arn` : "data_key_arn";
}

/** ARN of the key of a region's home there, or of a store's own. Read from that region's network stack. */
export function keyOf(
  stack: EnvironmentStack,
  { environment }: EnvironmentContext,
  region: string,
  store?: PlacedStore,
): string {
  return stack.read(
    stackIds(environment.name).network(region),
    keyOutput(store),
    placeholders.keyArn(environment.account, region),
  );
}

/** What a stack reads of its own region's network. */
export function networkOf(stack: EnvironmentStack, { environment, region }: RegionContext) {
  const network = stackIds(environment.name).network(region.name);
  const subnets = (output: string) =>
    stack.readList(
      network,
      output,
      region.zones.map(() => placeholders.id("subnet")),
    );
  return {
    vpcId: () => stack.read(network, "vpc_id", placeholders.id("vpc")),
    publicSubnetIds: () => subnets("public_subnet_ids"),
    privateSubnetIds: () => subnets("private_subnet_ids"),
    dataSubnetIds: () => subnets("data_subnet_ids"),
    groupId: (role: "balancer" | "nodes" | "database" | "cache") =>
      stack.read(network, `${role}_group_id`, placeholders.id("sg")),
  };
}

/** ARN of the region's certificate, read from its network. */
export function certificateOf(stack: EnvironmentStack, { environment, region }: RegionContext): string {
  return stack.read(
    stackIds(environment.name).network(region.name),
    "certificate_arn",
    placeholders.certificateArn(environment.account, region.name),
  );
}
