import { createHash } from "node:crypto";
import type { AwsCall, AwsReply } from "../../call.ts";
import type { RefusedCall, World } from "../../overlay.ts";
import {
  askQuery,
  child,
  element,
  errorReply,
  type Form,
  filters,
  flag,
  items,
  list,
  queryReply,
  textAt,
} from "../../wire/index.ts";
import {
  globalClusterExists,
  globalClusterNotFound,
  invalidGlobalClusterState,
  invalidParameterCombination,
  invalidParameterValue,
} from "./errors.ts";
import {
  type GlobalDatabase,
  type GlobalDatabases,
  type Member,
  memberOf,
  regionOf,
} from "./globalDatabase.ts";
import { globalCluster, globalClusterArn, tagList } from "./render.ts";

/** What a call on global databases is answered from. */
export interface Desk {
  readonly call: AwsCall;
  readonly form: Form;
  readonly world: World;
  readonly databases: GlobalDatabases;
}

/** The answer that shows the database as it stands now. */
export function shown({ call, world }: Desk, database: GlobalDatabase): AwsReply {
  return queryReply(call, [globalCluster("GlobalCluster", database, world)]);
}

/** The named database, or the answer that there is none. */
export function named(desk: Desk): GlobalDatabase | AwsReply {
  const id = desk.form.get("GlobalClusterIdentifier") ?? "";
  return (
    desk.databases.find(desk.call.account, id, desk.world) ??
    errorReply(desk.call, globalClusterNotFound(`Global cluster ${id} not found`))
  );
}

export function isReply(value: GlobalDatabase | AwsReply): value is AwsReply {
  return "status" in value && "body" in value;
}

export async function createGlobalCluster(desk: Desk): Promise<AwsReply> {
  const { call, form, world, databases } = desk;
  const identifier = (form.get("GlobalClusterIdentifier") ?? "").toLowerCase();
  if (databases.find(call.account, identifier, world) !== undefined) {
    return errorReply(call, globalClusterExists(`Global cluster ${identifier} already exists`));
  }
  const source = form.get("SourceDBClusterIdentifier");
  const adopted = source === undefined ? undefined : await describeCluster(desk, source);
  if (source !== undefined && adopted === undefined) {
    return errorReply(call, invalidParameterValue(`Source cluster ${source} not found`));
  }
  const engine = form.get("Engine");
  if (source === undefined && engine === undefined) {
    return errorReply(
      call,
      invalidParameterValue(
        "When creating standalone global cluster, value for engineName should be specified",
      ),
    );
  }
  const hash = createHash("sha256")
    .update(`${call.account}/${identifier}/${world.clock.now()}`)
    .digest("hex");
  const database: GlobalDatabase = {
    account: call.account,
    identifier,
    resourceId: `cluster-${hash.slice(0, 16)}`,
    endpoint: `${identifier}.global-${hash.slice(16, 28)}.global.rds.amazonaws.com`,
    engine: engine ?? textOf(adopted, "Engine") ?? "aurora-postgresql",
    engineVersion: form.get("EngineVersion") ?? textOf(adopted, "EngineVersion"),
    databaseName: form.get("DatabaseName") ?? textOf(adopted, "DatabaseName"),
    storageEncrypted: flag(form, "StorageEncrypted") ?? textOf(adopted, "StorageEncrypted") === "true",
    deletionProtection: flag(form, "DeletionProtection") ?? false,
    tags: tagsOf(form),
    masterUsername: textOf(adopted, "MasterUsername"),
    members: [],
    writer: undefined,
    movement: undefined,
    lastMovement: undefined,
  };
  if (source !== undefined && adopted !== undefined) {
    database.members.push({
      arn: source,
      region: regionOf(source),
      clusterId: textOf(adopted, "DBClusterIdentifier") ?? "",
      joinedAt: world.clock.now(),
      endpoint: textOf(adopted, "Endpoint"),
      rebuildSince: undefined,
    });
    database.writer = source;
  }
  databases.add(database);
  return shown(desk, database);
}

type Described = Awaited<ReturnType<typeof describeCluster>>;

function textOf(cluster: Described, name: string): string | undefined {
  return cluster === undefined ? undefined : textAt(cluster, name);
}

async function describeCluster({ call, world }: Desk, arn: string) {
  const place = { account: call.account, region: regionOf(arn) || call.signedRegion };
  const answer = await askQuery(world, place, "rds", "DescribeDBClusters", { DBClusterIdentifier: arn });
  const result = answer === undefined ? undefined : child(answer, "DescribeDBClustersResult");
  const clusters = result === undefined ? undefined : child(result, "DBClusters");
  return clusters?.children[0];
}

export function describeGlobalClusters({ call, form, world, databases }: Desk): AwsReply {
  const id = form.get("GlobalClusterIdentifier");
  const wanted = filters(form).get("db-cluster-id");
  let found = databases.list(call.account, world);
  if (id !== undefined) {
    const one = databases.find(call.account, id, world);
    if (one === undefined) return errorReply(call, globalClusterNotFound(`Global cluster ${id} not found`));
    found = [one];
  }
  if (wanted !== undefined) {
    found = found.filter((database) =>
      database.members.some((member) => wanted.includes(member.arn) || wanted.includes(member.clusterId)),
    );
  }
  const shapes = found.map((database) => globalCluster("GlobalClusterMember", database, world));
  return queryReply(call, [element("GlobalClusters", shapes)]);
}

export function modifyGlobalCluster(desk: Desk): AwsReply {
  const database = named(desk);
  if (isReply(database)) return database;
  const { form } = desk;
  database.deletionProtection = flag(form, "DeletionProtection") ?? database.deletionProtection;
  database.engineVersion = form.get("EngineVersion") ?? database.engineVersion;
  database.identifier = (form.get("NewGlobalClusterIdentifier") ?? database.identifier).toLowerCase();
  return shown(desk, database);
}

export function deleteGlobalCluster(desk: Desk): AwsReply {
  const database = named(desk);
  if (isReply(database)) return database;
  const { call, databases } = desk;
  if (database.deletionProtection) {
    return errorReply(
      call,
      invalidParameterCombination(
        "Cannot delete protected global cluster, please disable deletion protection.",
      ),
    );
  }
  if (database.members.length > 0) {
    return errorReply(
      call,
      invalidGlobalClusterState(`Global Cluster ${globalClusterArn(database)} is not empty`),
    );
  }
  databases.remove(database);
  return shown(desk, database);
}

/**
 * A secondary that leaves becomes a cluster of its own with a writer, whether or not the primary's region
 * can be reached: the manual failover. The writer leaves last.
 */
export function removeFromGlobalCluster(desk: Desk): AwsReply {
  const database = named(desk);
  if (isReply(database)) return database;
  const { call, form } = desk;
  const wanted = form.get("DbClusterIdentifier") ?? "";
  const member = memberNamed(database, wanted);
  if (member === undefined) {
    return errorReply(
      call,
      invalidParameterValue(`DB cluster ${wanted} is not found in global cluster ${database.identifier}`),
    );
  }
  const refused = refuseRemoval(desk);
  if (refused !== undefined) return errorReply(call, refused);
  database.members.splice(database.members.indexOf(member), 1);
  if (member.arn === database.writer) database.writer = undefined;
  if (database.movement?.to === member.arn || database.movement?.from === member.arn) {
    database.movement = undefined;
  }
  return shown(desk, database);
}

/** The writer must not leave while it has readers: there would be nobody to take their data from. */
export function refuseRemoval({ call, form, world, databases }: Desk): RefusedCall | undefined {
  const database = databases.find(call.account, form.get("GlobalClusterIdentifier") ?? "", world);
  if (database === undefined || database.members.length < 2) return undefined;
  const member = memberNamed(database, form.get("DbClusterIdentifier") ?? "");
  if (member === undefined || member.arn !== database.writer) return undefined;
  return invalidGlobalClusterState(
    `${member.arn} is the primary of global cluster ${database.identifier}, which still has secondary clusters; remove those first.`,
  );
}

function memberNamed(database: GlobalDatabase, wanted: string): Member | undefined {
  return memberOf(database, wanted) ?? database.members.find((member) => member.clusterId === wanted);
}

/** Tags of a global database; undefined when the call is about another resource. */
export function tagCall({ call, form, world, databases }: Desk): AwsReply | undefined {
  const arn = form.get("ResourceName") ?? "";
  if (!arn.includes(":global-cluster:")) return undefined;
  const database = databases.find(call.account, arn, world);
  if (database === undefined) return errorReply(call, globalClusterNotFound(`${arn} not found`));
  if (call.action === "AddTagsToResource") {
    for (const [key, value] of tagsOf(form)) database.tags.set(key, value);
    return queryReply(call, []);
  }
  if (call.action === "RemoveTagsFromResource") {
    for (const key of list(form, "TagKeys")) database.tags.delete(key);
    return queryReply(call, []);
  }
  return queryReply(call, [element("TagList", tagList(database))]);
}

function tagsOf(form: Form): Map<string, string> {
  return new Map(
    [...items(form, "Tags").values()].map((tag) => [tag.get("Key") ?? "", tag.get("Value") ?? ""]),
  );
}
