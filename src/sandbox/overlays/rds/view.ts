import {
  type GlobalDatabase,
  globalDatabasesOf,
  type Movement,
  type Regions,
  replicationLagMs,
  type Synchronization,
  synchronization,
} from "./globalDatabase.ts";

/** A member as an operator would see it. */
export interface MemberView {
  readonly arn: string;
  readonly region: string;
  readonly isWriter: boolean;
  readonly synchronization: Synchronization;
  /** How far its newest data lies behind the writer's, milliseconds, modelled; 0 for the writer. */
  readonly lagMs: number;
  /** Name under which clients reach the cluster's writer. */
  readonly endpoint: string | undefined;
}

/** A global database now. */
export interface GlobalDatabaseView {
  readonly identifier: string;
  /** The global writer endpoint: the same name whoever writes. */
  readonly endpoint: string;
  /** The one writer; undefined while there is no member. */
  readonly writer: MemberView | undefined;
  readonly members: readonly MemberView[];
  readonly movement: Movement | undefined;
  readonly lastMovement: Movement | undefined;
}

/** A global database of the account, by identifier or ARN; undefined if there is none. */
export function globalDatabase(
  world: Regions,
  account: string,
  identifier: string,
): GlobalDatabaseView | undefined {
  const database = globalDatabasesOf(world).find(account, identifier, world);
  return database === undefined ? undefined : view(database, world);
}

/** Who writes now; undefined where there is no such database, or no member in it. */
export function writerOf(world: Regions, account: string, identifier: string): MemberView | undefined {
  return globalDatabase(world, account, identifier)?.writer;
}

/**
 * What a global writer endpoint resolves to now: the writer's cluster endpoint, whichever account owns it.
 * Undefined for a name that is no global writer endpoint, and while there is no writer.
 */
export function resolveGlobalEndpoint(world: Regions, name: string): string | undefined {
  const database = globalDatabasesOf(world).withEndpoint(name, world);
  return database === undefined ? undefined : view(database, world).writer?.endpoint;
}

function view(database: GlobalDatabase, world: Regions): GlobalDatabaseView {
  const members = database.members.map((member) => ({
    arn: member.arn,
    region: member.region,
    isWriter: member.arn === database.writer,
    synchronization: synchronization(member, world),
    lagMs: replicationLagMs(database, member, world),
    endpoint: member.endpoint,
  }));
  return {
    identifier: database.identifier,
    endpoint: database.endpoint,
    writer: members.find((member) => member.isWriter),
    members,
    movement: database.movement,
    lastMovement: database.lastMovement,
  };
}
