import { type Resource, type ResourceGraph, valueAt } from "../../graph/index.ts";
import { graphFacts } from "./graphFacts.ts";
import type { RecoverySubject, StoreEngine, SubjectRegion, SubjectStore } from "./subject.ts";

/** Every region of a graph counts as one home: a graph knows nothing of residency. */
const NO_HOME = "any";

/**
 * What a recovery can be computed from where only a graph is given: a plan, a state, anybody's Terraform. There are no
 * services and journeys in it, so stores and regions are judged by themselves. What cannot be told from it counts as
 * not being there, and stands in `unseen`.
 */
export function subjectOfGraph(graph: ResourceGraph): RecoverySubject {
  const facts = graphFacts(graph);
  const stores = storesOf(graph);
  const names = [
    ...new Set([...facts.regions.keys(), ...stores.flatMap(({ regions }) => regions)]),
  ].toSorted();
  const regions = names.map((name): SubjectRegion => {
    const known = facts.regions.get(name);
    const standIn = names.find((other) => other !== name && hasCompute(graph, other));
    return {
      name,
      home: NO_HOME,
      role: "active",
      compute: hasCompute(graph, name) ? "full" : "none",
      zones: zonesOf(graph, name),
      ...(standIn === undefined ? {} : { standIn }),
      ...(known ?? { leansOn: [], ownKey: false }),
    };
  });
  return {
    name: graph.source.name,
    production: false,
    regions,
    stores,
    services: [],
    journeys: [],
    names: facts.names,
    promotions: "one-by-one",
    unseen: [
      ...facts.unseen,
      "services and journeys: a graph has none, so stores are judged by themselves",
      "which region takes whose customers: any other with compute is taken for it",
      "copies that Terraform does not make, and stores of kinds other than Aurora, RDS, DynamoDB, ElastiCache and S3",
      "which region writes today: the one that is no copy of another is taken for it",
    ],
  };
}

/** Types on which something may run. Functions and queues serve wherever they are, and are not looked at. */
const COMPUTE = [
  "aws_eks_cluster",
  "aws_ecs_service",
  "aws_autoscaling_group",
  "aws_instance",
  "aws_lambda_function",
];

function hasCompute(graph: ResourceGraph, region: string): boolean {
  return COMPUTE.some((type) => managed(graph, type).some((each) => each.region === region));
}

/** Zones of the region's subnets that are known; one at least. */
function zonesOf(graph: ResourceGraph, region: string): number {
  const zones = managed(graph, "aws_subnet")
    .filter((each) => each.region === region)
    .flatMap((each) => text(each, "availability_zone") ?? []);
  return Math.max(1, new Set(zones).size);
}

function storesOf(graph: ResourceGraph): readonly SubjectStore[] {
  return [
    ...auroraOf(graph),
    ...instancesOf(graph),
    ...tablesOf(graph),
    ...cachesOf(graph),
    ...bucketsOf(graph),
  ];
}

function auroraOf(graph: ResourceGraph): readonly SubjectStore[] {
  const clusters = managed(graph, "aws_rds_cluster").filter(({ region }) => region !== undefined);
  // Members of one global database name it, or refer to it.
  const groups = Map.groupBy(
    clusters,
    (cluster) =>
      text(cluster, "global_cluster_identifier") ??
      referred(graph, cluster, "aws_rds_global_cluster")?.id ??
      cluster.id,
  );
  return [...groups.values()].flatMap((members) => {
    const writerFirst = members.toSorted((a, b) => Number(isCopy(a)) - Number(isCopy(b)));
    const [writer] = writerFirst;
    if (writer === undefined) return [];
    const instances = managed(graph, "aws_rds_cluster_instance").filter((instance) =>
      graph.referencesOf(instance.id).some(({ to }) => to === writer.id),
    );
    return store(writer, "aurora-postgresql", "one", regionsOf(writerFirst), instances.length > 1);
  });
}

/** A member of a global database that has no administrator of its own took over what was there. */
function isCopy(cluster: Resource): boolean {
  return !has(cluster, "master_username") || has(cluster, "replication_source_identifier");
}

function instancesOf(graph: ResourceGraph): readonly SubjectStore[] {
  const all = managed(graph, "aws_db_instance");
  const copies = all.filter((each) => has(each, "replicate_source_db"));
  return all
    .filter((each) => !copies.includes(each))
    .flatMap((source) => {
      const own = copies.filter(
        (copy) =>
          graph.referencesOf(copy.id).some(({ to }) => to === source.id) ||
          text(copy, "replicate_source_db")?.endsWith(`:${text(source, "identifier")}`) === true,
      );
      const standby = valueAt(source.values, "multi_az");
      return store(
        source,
        "rds-postgresql",
        "one",
        regionsOf([source, ...own]),
        standby.kind === "known" && standby.value === true,
      );
    });
}

function tablesOf(graph: ResourceGraph): readonly SubjectStore[] {
  const replicas = managed(graph, "aws_dynamodb_table_replica");
  return managed(graph, "aws_dynamodb_table").flatMap((table) => {
    // A lock, and whatever else says that nothing of it has to be recovered.
    if (table.tags.disposable === "true") return [];
    const inside = valueAt(table.values, "replica");
    const named =
      inside.kind === "known" && Array.isArray(inside.value)
        ? inside.value.flatMap((each) => {
            const region = (each as { readonly region_name?: unknown } | null)?.region_name;
            return typeof region === "string" ? [region] : [];
          })
        : [];
    const own = replicas.filter((replica) =>
      graph.referencesOf(replica.id).some(({ to }) => to === table.id),
    );
    return store(table, "dynamodb", "every", [...regionsOf([table, ...own]), ...named], true);
  });
}

function cachesOf(graph: ResourceGraph): readonly SubjectStore[] {
  const datastores = managed(graph, "aws_elasticache_global_replication_group");
  const groups = Map.groupBy(
    managed(graph, "aws_elasticache_replication_group"),
    (group) => datastoreOf(graph, datastores, group)?.id ?? group.id,
  );
  return [...groups].flatMap(([id, members]) => {
    const bornFirst = members.toSorted((a, b) => Number(joined(a)) - Number(joined(b)));
    const [born] = bornFirst;
    // A member of a Global Datastore that is not seen: nobody can say where the others are.
    if (born === undefined || joined(born)) return [];
    const failover = valueAt(born.values, "automatic_failover_enabled");
    const standby = failover.kind === "known" && failover.value === true;
    const writes = datastores.some((each) => each.id === id) ? "one" : "own";
    return store(born, "redis", writes, regionsOf(bornFirst), standby);
  });
}

function joined(group: Resource): boolean {
  return has(group, "global_replication_group_id");
}

/** The Global Datastore that a group is a member of: it joins it by reference or id, or the datastore was made of it. */
function datastoreOf(
  graph: ResourceGraph,
  datastores: readonly Resource[],
  group: Resource,
): Resource | undefined {
  if (joined(group)) {
    const id = text(group, "global_replication_group_id");
    return (
      referred(graph, group, "aws_elasticache_global_replication_group") ??
      datastores.find((each) => id !== undefined && text(each, "global_replication_group_id") === id)
    );
  }
  const id = text(group, "replication_group_id");
  return datastores.find(
    (each) =>
      graph.referencesOf(each.id).some(({ to }) => to === group.id) ||
      (id !== undefined && text(each, "primary_replication_group_id") === id),
  );
}

/** A bucket is lost with its region unless it is copied; where to is in a name, which the graph may know. */
function bucketsOf(graph: ResourceGraph): readonly SubjectStore[] {
  const rules = managed(graph, "aws_s3_bucket_replication_configuration");
  return managed(graph, "aws_s3_bucket").flatMap((bucket) => {
    const copying = rules.filter((rule) => graph.referencesOf(rule.id).some(({ to }) => to === bucket.id));
    const targets = copying.flatMap((rule) =>
      graph.referencesOf(rule.id).flatMap(({ to, via }) => {
        const target = graph.byAddress(to);
        return target?.type === "aws_s3_bucket" && via.startsWith("rule") ? [target] : [];
      }),
    );
    return store(bucket, "s3", "every", regionsOf([bucket, ...targets]), true);
  });
}

function store(
  resource: Resource,
  engine: StoreEngine,
  writes: SubjectStore["writes"],
  regions: readonly string[],
  standby: boolean,
): readonly SubjectStore[] {
  if (regions.length === 0) return [];
  const { id } = resource;
  return [
    {
      id,
      store: id,
      engine,
      writes,
      regions: [...new Set(regions)],
      standby,
      disposable: writes === "own",
    },
  ];
}

function managed(graph: ResourceGraph, type: string): readonly Resource[] {
  return graph.byType(type).filter(({ mode }) => mode === "managed");
}

function referred(graph: ResourceGraph, resource: Resource, type: string): Resource | undefined {
  return graph
    .referencesOf(resource.id)
    .map(({ to }) => graph.byAddress(to))
    .find((each) => each?.type === type);
}

function regionsOf(resources: readonly Resource[]): readonly string[] {
  return resources.flatMap(({ region }) => region ?? []);
}

function has(resource: Resource, path: string): boolean {
  return valueAt(resource.values, path).kind !== "absent";
}

function text(resource: Resource, path: string): string | undefined {
  const found = valueAt(resource.values, path);
  return found.kind === "known" && typeof found.value === "string" ? found.value : undefined;
}
