import { Fn } from "cdktn";
import type {
  Environment,
  PlacedAuroraStore,
  PlacedRdsStore,
  PlacedStore,
  Platform,
  ServerlessFunction,
} from "../config/index.ts";
import {
  DatabaseProxy,
  type DatabaseProxyProps,
  DatabaseProxyRole,
  databaseUser,
  ProxyCredential,
  ProxyGroup,
} from "../constructs/index.ts";
import type { EnvironmentContext, EnvironmentStack } from "./environmentStack.ts";
import {
  keyPurposes,
  peersOf,
  regionsFrom,
  storeRegions,
  storesIn,
  storeTags,
  variablePrefix,
} from "./facts.ts";
import { keyOf, networkOf, type RegionContext } from "./regionStack.ts";
import { stackIds } from "./stackIds.ts";

/** Proxies before relational databases: their role, the proxies of each region, and how functions find them. */

type Proxied = PlacedAuroraStore | PlacedRdsStore;

export function isProxied(store: PlacedStore): store is Proxied {
  return (store.engine === "aurora-postgresql" || store.engine === "rds-postgresql") && store.proxy === true;
}

/** Functions that use a store: each has a user of its own in it. */
function usersOf({ serverless }: Platform, { store }: PlacedStore): readonly ServerlessFunction[] {
  return serverless.functions.filter(({ stores }) => stores.includes(store));
}

/** Role of the proxies, if there are any. */
export function proxyRole(stack: EnvironmentStack, { environment }: EnvironmentContext): void {
  const regions = [...new Set(environment.stores.filter(isProxied).flatMap(storeRegions))].sort();
  if (regions.length === 0) return;
  const { naming, tags } = stack;
  new DatabaseProxyRole(stack, "proxies", { naming, regions, keyPurposes: keyPurposes(environment), tags });
}

/** Security group of the region's proxies, if it has any. */
export function proxyGroup(stack: EnvironmentStack, context: RegionContext): ProxyGroup | undefined {
  const { environment, region } = context;
  if (!storesIn(environment, region.name).some(isProxied)) return undefined;
  const net = networkOf(stack, context);
  return new ProxyGroup(stack, "proxies", {
    naming: stack.naming,
    vpcId: net.vpcId(),
    nodesGroupId: net.groupId("nodes"),
    databaseGroupId: net.groupId("database"),
    peerCidrs: peersOf(environment, region).map((peer) => peer.network.cidr),
    tags: stack.tags,
  });
}

/** The proxy before a store in this region. Passwords of its users are made where the store was born, and copied. */
export function databaseProxy(
  stack: EnvironmentStack,
  context: RegionContext,
  {
    store,
    group,
    ...target
  }: { readonly store: Proxied; readonly group: ProxyGroup } & Pick<DatabaseProxyProps, "target" | "after">,
): void {
  const { platform, region } = context;
  const { naming } = stack;
  const tags = storeTags(context, store, region.name);
  const { endpoint, readsEndpoint } = new DatabaseProxy(stack, `${store.id}-proxy`, {
    naming,
    store: store.id,
    ...target,
    subnetIds: networkOf(stack, context).dataSubnetIds(),
    securityGroupId: group.groupId,
    secretArns: usersOf(platform, store).map((user) => secretOf(stack, context, store, user)),
    tags,
  });
  stack.publish(proxyOutput(store, "proxy"), endpoint, `Proxy of ${store.id} in this region`);
  if (readsEndpoint !== undefined) {
    stack.publish(proxyOutput(store, "reads"), readsEndpoint, `The same, to this region's readers`);
  }
}

/** ARN of a user's secret in this region: a copy has the ARN of what it was copied from, but for the region. */
function secretOf(
  stack: EnvironmentStack,
  context: RegionContext,
  store: Proxied,
  { name, owner, costCentre }: ServerlessFunction,
): string {
  const { environment, region } = context;
  const output = `proxy_${store.id}_${name}_secret_arn`.replaceAll("-", "_");
  if (store.birth !== region.name) {
    const placeholder = `arn:aws:secretsmanager:${store.birth}:${environment.account}:secret:provisional-000000`;
    const there = stack.read(stackIds(environment.name).data(store.birth), output, placeholder);
    return Fn.replace(there, `:${store.birth}:`, `:${region.name}:`);
  }
  const { secretArn } = new ProxyCredential(stack, `${store.id}-user-${name}`, {
    naming: stack.naming,
    store: store.id,
    function: name,
    keyArn: keyOf(stack, context, region.name, store),
    copies: store.copies.map((copy) => ({ region: copy, keyArn: keyOf(stack, context, copy, store) })),
    protect: environment.protect,
    tags: { service: name, owner, costCentre, dataClass: store.data },
  });
  if (store.copies.length > 0) stack.publish(output, secretArn, `Secret of ${name}'s user in ${store.id}`);
  return secretArn;
}

/** Output of a data stack that holds the name of a proxy's endpoint. */
function proxyOutput({ id }: PlacedStore, kind: "proxy" | "reads"): string {
  return `${kind}_${id.replaceAll("-", "_")}_endpoint`;
}

/** Names of the proxies in the environment's own networks, with what they lead to. */
export function proxyNames(
  stack: EnvironmentStack,
  { environment }: EnvironmentContext,
): readonly [string, string][] {
  const ids = stackIds(environment.name);
  return environment.stores
    .filter(isProxied)
    .flatMap((store) =>
      storeRegions(store).flatMap((region) =>
        kindsOf(store).map((kind): [string, string] => [
          nameOfProxy(store, kind, region),
          stack.read(
            ids.data(region),
            proxyOutput(store, kind),
            `${store.id}.proxy.${region}.rds.amazonaws.com`,
          ),
        ]),
      ),
    );
}

function kindsOf({ engine }: Proxied): readonly ("proxy" | "reads")[] {
  return engine === "aurora-postgresql" ? ["proxy", "reads"] : ["proxy"];
}

function nameOfProxy({ id }: PlacedStore, kind: "proxy" | "reads", region: string): string {
  return `${kind}.${id}.${region}`;
}

/**
 * What a function finds in its environment: of each store the proxies in the order in which to try them, its own
 * region's first, the proxy for what is only read, and the user to sign in as. The same whichever region writes.
 */
export function proxyVariables(
  { environment, region }: RegionContext,
  { name, stores }: Pick<ServerlessFunction, "name" | "stores">,
): Readonly<Record<string, string>> {
  const domain = domainOf(environment);
  const variables = storesIn(environment, region.name)
    .filter(isProxied)
    .filter(({ store }) => stores.includes(store))
    .flatMap((store) => {
      const prefix = variablePrefix(store);
      const at = (kind: "proxy" | "reads", where: string) => `${nameOfProxy(store, kind, where)}.${domain}`;
      return [
        [
          `${prefix}_PROXIES`,
          regionsFrom(store, region.name)
            .map((each) => at("proxy", each))
            .join(","),
        ],
        ...(kindsOf(store).includes("reads") ? [[`${prefix}_READS`, at("reads", region.name)]] : []),
        [`${prefix}_USER`, databaseUser(store.id, name)],
      ];
    });
  return Object.fromEntries(variables);
}

/** Domain of names that are known in the environment's own networks only. */
export function domainOf({ domain }: Environment): string {
  return `internal.${domain}`;
}
