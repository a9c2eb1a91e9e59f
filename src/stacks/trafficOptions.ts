import type { PlacedStore } from "../config/index.ts";
import { Accelerator, PrivateZone, ShieldAdvanced } from "../constructs/index.ts";
import { memberNames } from "./cacheNames.ts";
import type { EnvironmentContext, EnvironmentStack } from "./environmentStack.ts";
import { storeRegions } from "./facts.ts";
import { publicHosts } from "./hosts.ts";
import { domainOf, proxyNames } from "./proxies.ts";
import { endpointOutput, placeholders, stackIds } from "./stackIds.ts";

/** What stands before the regions of each home; none unless chosen. Of one region there is nothing to choose from. */
export function accelerators(
  stack: EnvironmentStack,
  { platform, environment }: EnvironmentContext,
): ReadonlyMap<string, Accelerator> {
  if (!platform.edge.accelerator) return new Map();
  const ids = stackIds(environment.name);
  const homes = Map.groupBy(environment.regions, ({ home }) => home);
  return new Map(
    [...homes]
      .filter(([, regions]) => regions.length > 1)
      .map(([home, regions]) => [
        home,
        new Accelerator(stack, `accelerator-${home.toLowerCase()}`, {
          naming: stack.naming,
          home: home.toLowerCase(),
          balancerArns: Object.fromEntries(
            regions.map(({ name }) => [
              name,
              stack.read(
                ids.compute(name),
                "balancer_arn",
                placeholders.balancerArn(environment.account, name),
              ),
            ]),
          ),
          tags: stack.tags,
        }),
      ]),
  );
}

/** Names of databases and caches in the environment's own networks. Here, because a zone may have networks of many regions. */
export function privateNames(stack: EnvironmentStack, { platform, environment }: EnvironmentContext): void {
  const ids = stackIds(environment.name);
  const endpoint = (store: PlacedStore, region: string) =>
    stack.read(ids.data(region), endpointOutput(store), `${store.id}.${region}.rds.amazonaws.com`);
  const names = environment.stores.flatMap((store): [string, string][] => {
    switch (store.engine) {
      case "aurora-postgresql":
        // Follows the writer by itself, wherever that is.
        return [[store.id, endpoint(store, store.birth)]];
      case "rds-postgresql":
        return storeRegions(store).map((region) => [`${store.id}.${region}`, endpoint(store, region)]);
      default:
        return [];
    }
  });
  names.push(
    ...memberNames(stack, { platform, environment }),
    ...proxyNames(stack, { platform, environment }),
  );
  if (names.length === 0) return;
  new PrivateZone(stack, "internal", {
    domain: domainOf(environment),
    networks: environment.regions.map(({ name }) => ({
      region: name,
      vpcId: stack.read(ids.network(name), "vpc_id", placeholders.id("vpc")),
    })),
    names: Object.fromEntries(names),
    tags: stack.tags,
  });
}

/** Everything that the internet reaches. */
export function shield(stack: EnvironmentStack, context: EnvironmentContext): void {
  const { environment } = context;
  const ids = stackIds(environment.name);
  const { account } = environment;
  new ShieldAdvanced(stack, "shield", {
    naming: stack.naming,
    protected: {
      zone: `arn:aws:route53:::hostedzone/${stack.read(ids.global, "zone_id", "Z00000000000000000000")}`,
      ...(publicHosts(context).length === 0
        ? {}
        : {
            distribution: stack.read(
              ids.edge,
              "distribution_arn",
              `arn:aws:cloudfront::${account}:distribution/E0000000000000`,
            ),
          }),
      ...Object.fromEntries(
        environment.regions.map(({ name }) => [
          `balancer-${name}`,
          stack.read(ids.compute(name), "balancer_arn", placeholders.balancerArn(account, name)),
        ]),
      ),
    },
    tags: stack.tags,
  });
}
