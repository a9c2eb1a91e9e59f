import type { RefusedCall } from "../../overlay.ts";

/** The errors of the ElastiCache API that the model answers, with their codes on the wire (service model 2015-02-02). */
const refused =
  (status: number, code: string) =>
  (message: string): RefusedCall => ({ status, code, message });

export const invalidValue = refused(400, "InvalidParameterValue");
export const invalidGroupState = refused(400, "InvalidReplicationGroupState");
export const invalidGlobalState = refused(400, "InvalidGlobalReplicationGroupState");

/** What each kind of object is called when it is missing, or there already. */
export const MISSING = {
  subnetGroups: refused(400, "CacheSubnetGroupNotFoundFault"),
  parameterGroups: refused(404, "CacheParameterGroupNotFound"),
  users: refused(404, "UserNotFound"),
  userGroups: refused(404, "UserGroupNotFound"),
  groups: refused(404, "ReplicationGroupNotFoundFault"),
  clusters: refused(404, "CacheClusterNotFound"),
  globals: refused(404, "GlobalReplicationGroupNotFoundFault"),
} as const;

export const TAKEN = {
  subnetGroups: refused(400, "CacheSubnetGroupAlreadyExists"),
  parameterGroups: refused(400, "CacheParameterGroupAlreadyExists"),
  users: refused(400, "UserAlreadyExists"),
  userGroups: refused(400, "UserGroupAlreadyExists"),
  groups: refused(400, "ReplicationGroupAlreadyExists"),
  clusters: refused(400, "CacheClusterAlreadyExists"),
  globals: refused(400, "GlobalReplicationGroupAlreadyExistsFault"),
} as const;

export const IN_USE = {
  subnetGroups: refused(400, "CacheSubnetGroupInUse"),
  parameterGroups: refused(400, "InvalidCacheParameterGroupState"),
  userGroups: refused(400, "InvalidUserGroupState"),
} as const;
