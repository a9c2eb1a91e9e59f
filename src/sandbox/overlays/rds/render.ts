import { element, fields, listOf, type XmlElement } from "../../wire/index.ts";
import { type GlobalDatabase, type Regions, synchronization } from "./globalDatabase.ts";

/** A global database as the RDS API shows it, under the given element name. */
export function globalCluster(name: string, database: GlobalDatabase, world: Regions): XmlElement {
  const readers = database.members.filter((member) => member.arn !== database.writer);
  const members = database.members.map((member) => {
    const isWriter = member.arn === database.writer;
    return fields({
      DBClusterArn: member.arn,
      IsWriter: isWriter,
      Readers: isWriter
        ? listOf(
            "member",
            readers.map((reader) => reader.arn),
          )
        : [],
      GlobalWriteForwardingStatus: isWriter ? undefined : "disabled",
      SynchronizationStatus: synchronization(member, world),
    });
  });
  return element(
    name,
    fields({
      GlobalClusterIdentifier: database.identifier,
      GlobalClusterResourceId: database.resourceId,
      GlobalClusterArn: globalClusterArn(database),
      Status: status(database),
      Engine: database.engine,
      EngineVersion: database.engineVersion,
      DatabaseName: database.databaseName,
      StorageEncrypted: database.storageEncrypted,
      DeletionProtection: database.deletionProtection,
      GlobalClusterMembers: listOf("GlobalClusterMember", members),
      FailoverState: failoverState(database),
      Endpoint: database.endpoint,
      TagList: tagList(database),
    }),
  );
}

export function globalClusterArn(database: Pick<GlobalDatabase, "account" | "identifier">): string {
  return `arn:aws:rds::${database.account}:global-cluster:${database.identifier}`;
}

export function tagList(database: GlobalDatabase): XmlElement[] {
  return listOf(
    "Tag",
    [...database.tags].map(([Key, Value]) => fields({ Key, Value })),
  );
}

function status(database: GlobalDatabase): string {
  if (database.movement === undefined) return "available";
  return database.movement.kind === "failover" ? "failing-over" : "switching-over";
}

/** Empty unless the writer is on its way. */
function failoverState(database: GlobalDatabase): XmlElement[] | undefined {
  const movement = database.movement;
  if (movement === undefined) return undefined;
  return fields({
    Status: status(database),
    FromDbClusterArn: movement.from,
    ToDbClusterArn: movement.to,
    IsDataLossAllowed: movement.kind === "failover",
  });
}
