import { type Resource, type ResourceGraph, valueAt } from "../../graph/index.ts";
import { ALIAS_TTL_SECONDS } from "../timing/blocks/traffic.ts";
import { DEPENDENCIES } from "./dependencies.ts";
import type { NamesFacts, SubjectRegion } from "./subject.ts";

/** What a graph says of the ways customers take, of compute, and of what regions lean on. */
export interface GraphFacts {
  readonly names: NamesFacts;
  readonly regions: ReadonlyMap<string, Pick<SubjectRegion, "nodes" | "leansOn" | "ownKey">>;
  readonly unseen: readonly string[];
}

export function graphFacts(graph: ResourceGraph): GraphFacts {
  const managed = graph.resources.filter(({ mode }) => mode === "managed");
  const byRegion = Map.groupBy(
    managed.filter(({ type }) => !isGlobal(type)),
    ({ region }) => region,
  );
  const unplaced = byRegion.get(undefined)?.length ?? 0;
  const regions = new Map(
    [...byRegion].flatMap(([region, resources]) =>
      region === undefined ? [] : [[region, factsOf(resources)] as const],
    ),
  );
  return {
    names: namesOf(graph),
    regions,
    unseen: [
      ...graph.notices.map(
        ({ text, count }) => `of the graph: ${text}${count > 1 ? ` (${count} times)` : ""}`,
      ),
      ...(unplaced === 0 ? [] : [`${unplaced} resources whose region the graph does not tell`]),
    ],
  };
}

/** Signed anywhere, at home in us-east-1: they say nothing about the region of their provider. */
function isGlobal(type: string): boolean {
  return /^aws_(?:route53(?:recoverycontrolconfig)?|iam|cloudfront|globalaccelerator|organizations|shield)_/.test(
    type,
  );
}

function factsOf(resources: readonly Resource[]): Pick<SubjectRegion, "nodes" | "leansOn" | "ownKey"> {
  const types = new Set(resources.map(kindOf));
  const nodes = resources.filter(
    (each) => each.type === "aws_eks_node_group" && text(each, "labels.node-pool") !== "system",
  );
  // A plan has a list of one block, a configuration may have the block itself.
  const size = (each: Resource, key: string) =>
    number(each, `scaling_config[0].${key}`) ?? number(each, `scaling_config.${key}`);
  const sum = (key: string) => nodes.map((each) => size(each, key)).reduce(addKnown, 0);
  const least = sum("min_size");
  const most = sum("max_size");
  return {
    leansOn: DEPENDENCIES.filter((each) => each.types.some((type) => types.has(type))).map(({ id }) => id),
    ownKey: types.has("aws_kms_key") || types.has("aws_kms_replica_key"),
    ...(nodes.length === 0 || least === undefined || most === undefined ? {} : { nodes: { least, most } }),
  };
}

/** The type, with the kind of load balancer where it is not an application's. */
function kindOf(resource: Resource): string {
  const isNetwork = resource.type === "aws_lb" && text(resource, "load_balancer_type") === "network";
  return isNetwork ? "aws_lb/network" : resource.type;
}

function addKnown(sum: number | undefined, next: number | undefined): number | undefined {
  return sum === undefined || next === undefined ? undefined : sum + next;
}

function namesOf(graph: ResourceGraph): NamesFacts {
  const checks = graph.byType("aws_route53_health_check").filter(({ mode }) => mode === "managed");
  const records = graph.byType("aws_route53_record").filter(({ mode }) => mode === "managed");
  // Of several the slowest decides when the last region is seen.
  const slowest = (path: string, fallback: number) =>
    Math.max(...checks.filter(asks).map((check) => number(check, path) ?? fallback), 0) || fallback;
  const moved = records.filter(isMoved);
  const written = moved.flatMap((record) => number(record, "ttl") ?? []);
  const accelerated = graph.byType("aws_globalaccelerator_endpoint_group").length > 1;
  const byHealth = moved.length > 1 && checks.length > 0;
  return {
    movedBy: accelerated ? "accelerator" : byHealth ? "health" : "nothing",
    // AWS's own defaults where the configuration says nothing.
    intervalSeconds: slowest("request_interval", 30),
    failureThreshold: slowest("failure_threshold", 3),
    ttlSeconds: Math.max(ALIAS_TTL_SECONDS, ...written),
  };
}

/** Checks that ask an endpoint again and again; those of alarms and of other checks have no interval of their own. */
function asks(check: Resource): boolean {
  return !["CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"].includes(text(check, "type") ?? "");
}

/** One of several records of a name between which health decides. */
function isMoved(record: Resource): boolean {
  const has = (path: string) => valueAt(record.values, path).kind !== "absent";
  return (
    ["latency_routing_policy", "failover_routing_policy", "weighted_routing_policy"].some(has) ||
    (has("set_identifier") && has("health_check_id"))
  );
}

function number(resource: Resource, path: string): number | undefined {
  const found = valueAt(resource.values, path);
  if (found.kind !== "known") return undefined;
  const value = Number(found.value);
  return Number.isFinite(value) ? value : undefined;
}

function text(resource: Resource, path: string): string | undefined {
  const found = valueAt(resource.values, path);
  return found.kind === "known" && typeof found.value === "string" ? found.value : undefined;
}
