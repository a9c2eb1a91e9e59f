import type { EnvironmentRegion, PlacedStore, Platform, Service } from "../config/index.ts";
import {
  BrowserMonitor,
  BrowserRole,
  browserAlarms,
  browserStatements,
  Canaries,
  ContributorRules,
  firewallLogGroupName,
  flowLogGroupName,
  LogQueries,
  originName,
  outsideAlarms,
  outsideComposite,
  refusedConnections,
  refusedRequests,
  Tracing,
  type WatchedResource,
} from "../constructs/index.ts";
import type { EnvironmentContext, EnvironmentStack } from "./environmentStack.ts";
import { clusterRegions } from "./facts.ts";
import { firstHost } from "./hosts.ts";
import { keyOf, type RegionContext } from "./regionStack.ts";
import { stackIds } from "./stackIds.ts";

/** Traces, and questions to the logs, in every region: after a failover they are needed as they are. */
export function tracesAndQueries(
  stack: EnvironmentStack,
  context: RegionContext,
  groupNames: readonly string[],
): void {
  const { platform, region } = context;
  const { naming, tags } = stack;
  const critical = new Set(platform.services.filter((service) => service.critical).map(({ name }) => name));
  const journeys = platform.journeys.filter(({ met }) => met.some((service) => critical.has(service)));
  const { tracePercent, criticalTracePercent } = platform.observability;
  new Tracing(stack, "traces", {
    naming,
    keyArn: keyOf(stack, context, region.name),
    encrypts: settlesAccount(context),
    slowMs: platform.objectives.latencyMs,
    journeys,
    critical: [...new Set(journeys.flatMap(({ met }) => met))].filter((service) => critical.has(service)),
    criticalPercent: criticalTracePercent,
    percent: tracePercent,
    tags,
  });
  new LogQueries(stack, "queries", { naming, groupNames });
}

/** Of environments that share an account and a region, the one of the lowest slot settles what is the account's. */
export function settlesAccount({ platform, environment, region }: RegionContext): boolean {
  const sharing = platform.environments.filter(
    ({ account, regions }) =>
      account === environment.account && regions.some(({ name }) => name === region.name),
  );
  return sharing.every(({ slot }) => slot >= environment.slot);
}

function contributorsCounted({ platform, environment }: EnvironmentContext): boolean {
  return platform.observability.contributors && environment.size === "standard";
}

/** Whom this region's network turns away. */
export function refusedByNetwork(stack: EnvironmentStack, context: EnvironmentContext): void {
  if (!contributorsCounted(context)) return;
  const { naming, tags } = stack;
  const counts = [refusedConnections(flowLogGroupName(naming))];
  new ContributorRules(stack, "contributors", { naming, counts, tags });
}

/** Whom the firewall at the edge turns away. A region's own sees the edge's addresses, not the customers'. */
export function refusedAtEdge(stack: EnvironmentStack, context: EnvironmentContext): void {
  if (!contributorsCounted(context)) return;
  const { naming, tags } = stack;
  const counts = [refusedRequests(firewallLogGroupName(naming, "edge"))];
  new ContributorRules(stack, "contributors", { naming, counts, tags });
}

/** Whether a table's most wanted keys are shown: a critical service waits for it, and they name nobody. */
export function hotKeysShown(context: EnvironmentContext, { store, data }: PlacedStore): boolean {
  const waits = context.platform.services.some(({ critical, stores }) => critical && stores.includes(store));
  return contributorsCounted(context) && waits && (data === "public" || data === "internal");
}

/** Journeys that canaries walk. */
function walkedJourneys({ journeys }: Platform) {
  return journeys.filter(({ visits }) => visits.length > 0);
}

/** Regions in which canaries run: those that serve on a good day. */
export function canaryRegions({ platform, environment }: EnvironmentContext): readonly EnvironmentRegion[] {
  return walkedJourneys(platform).length === 0
    ? []
    : environment.regions.filter(({ role }) => role === "active");
}

/**
 * The region that another's canaries look at by its own name: the next that serves, so that each is seen from one other
 * and is missed when it falls silent. When the one that looks is lost, the public hosts are still seen from the rest.
 */
function lookedAt(context: RegionContext): string | undefined {
  const ring = canaryRegions(context).map(({ name }) => name);
  const next = ring[(ring.indexOf(context.region.name) + 1) % ring.length];
  return next === context.region.name ? undefined : next;
}

const BROWSER_POOL = "browser_pool_id";

/** Regions whose pages report from browsers: all that run services, so that a region that takes over is heard as well. */
function browserRegions({ platform, environment }: EnvironmentContext): readonly EnvironmentRegion[] {
  const heard = platform.observability.browsers !== undefined && environment.size === "standard";
  return heard ? clusterRegions(environment) : [];
}

/** What browsers tell of this region's pages, and what is unusual of it where there is something usual. */
export function browsers(stack: EnvironmentStack, context: RegionContext): readonly WatchedResource[] {
  const { platform, environment, region } = context;
  const settings = platform.observability.browsers;
  if (settings === undefined || !browserRegions(context).includes(region)) return [];
  const { naming, tags } = stack;
  const { poolId } = new BrowserMonitor(stack, "browsers", {
    naming,
    domain: environment.domain,
    ...settings,
    tags,
  });
  stack.publish(BROWSER_POOL, poolId, "Identity pool of the guests that browsers are");
  return region.role === "active" ? [browserAlarms(naming)] : [];
}

/** The role of browsers, which trusts the pools of all regions. */
export function browserRole(stack: EnvironmentStack, context: EnvironmentContext): void {
  const regions = browserRegions(context);
  if (regions.length === 0) return;
  const { compute } = stackIds(context.environment.name);
  const pools = regions.map(({ name }) => [
    name,
    stack.read(compute(name), BROWSER_POOL, `${name}:00000000-0000-0000-0000-000000000000`),
  ]);
  new BrowserRole(stack, "browsers", {
    naming: stack.naming,
    poolIds: Object.fromEntries(pools),
    tags: stack.tags,
  });
}

/** What a service with a host may ask for the sake of its pages. */
export function pageStatements(
  stack: EnvironmentStack,
  context: EnvironmentContext,
  { host }: Pick<Service, "host">,
): readonly object[] {
  const regions = browserRegions(context);
  if (host === undefined || regions.length === 0) return [];
  return browserStatements(
    stack.naming,
    regions.map(({ name }) => name),
  );
}

/** Canaries of a region that serves, with what watches them; undefined elsewhere. */
export function outside(stack: EnvironmentStack, context: RegionContext) {
  const { platform, environment, region } = context;
  const host = firstHost(context);
  if (host === undefined || !canaryRegions(context).includes(region)) return undefined;
  const { naming, tags } = stack;
  const everyMinutes = platform.observability.canaryMinutes;
  const walked = walkedJourneys(platform);
  const other = lookedAt(context);
  const hosts = [host, ...(other === undefined ? [] : [originName(other, environment.domain)])];
  // Canaries take on a role of the global stack.
  stack.after(stackIds(environment.name).global);
  new Canaries(stack, "canaries", {
    naming,
    region: region.name,
    keyArn: keyOf(stack, context, region.name),
    journeys: walked.map(({ name, visits }) => ({
      journey: name,
      visits: hosts.flatMap((each) =>
        visits.map(({ path, ...wanted }) => ({ url: `https://${each}${path}`, ...wanted })),
      ),
    })),
    everyMinutes,
    protect: environment.protect,
    tags,
  });
  const journeys = walked.map(({ name }) => name);
  return {
    watched: outsideAlarms({ naming, journeys, everyMinutes }),
    composite: outsideComposite(region.name, other, journeys),
  };
}
