/** Action, method and path (with the query keys and headers that tell it apart) of EFS 2015-02-01, from the AWS service models as published with botocore 1.43.11. */
export const elasticfilesystemRoutes = `
CreateAccessPoint POST /2015-02-01/access-points
CreateFileSystem POST /2015-02-01/file-systems
CreateMountTarget POST /2015-02-01/mount-targets
CreateReplicationConfiguration POST /2015-02-01/file-systems/{SourceFileSystemId}/replication-configuration
DeleteAccessPoint DELETE /2015-02-01/access-points/{AccessPointId}
DeleteFileSystem DELETE /2015-02-01/file-systems/{FileSystemId}
DeleteFileSystemPolicy DELETE /2015-02-01/file-systems/{FileSystemId}/policy
DeleteMountTarget DELETE /2015-02-01/mount-targets/{MountTargetId}
DeleteReplicationConfiguration DELETE /2015-02-01/file-systems/{SourceFileSystemId}/replication-configuration
DescribeAccessPoints GET /2015-02-01/access-points
DescribeAccountPreferences GET /2015-02-01/account-preferences
DescribeBackupPolicy GET /2015-02-01/file-systems/{FileSystemId}/backup-policy
DescribeFileSystemPolicy GET /2015-02-01/file-systems/{FileSystemId}/policy
DescribeFileSystems GET /2015-02-01/file-systems
DescribeLifecycleConfiguration GET /2015-02-01/file-systems/{FileSystemId}/lifecycle-configuration
DescribeMountTargetSecurityGroups GET /2015-02-01/mount-targets/{MountTargetId}/security-groups
DescribeMountTargets GET /2015-02-01/mount-targets
DescribeReplicationConfigurations GET /2015-02-01/file-systems/replication-configurations
ListTagsForResource GET /2015-02-01/resource-tags/{ResourceId}
ModifyMountTargetSecurityGroups PUT /2015-02-01/mount-targets/{MountTargetId}/security-groups
PutAccountPreferences PUT /2015-02-01/account-preferences
PutBackupPolicy PUT /2015-02-01/file-systems/{FileSystemId}/backup-policy
PutFileSystemPolicy PUT /2015-02-01/file-systems/{FileSystemId}/policy
PutLifecycleConfiguration PUT /2015-02-01/file-systems/{FileSystemId}/lifecycle-configuration
TagResource POST /2015-02-01/resource-tags/{ResourceId}
UntagResource DELETE /2015-02-01/resource-tags/{ResourceId}?tagKeys
UpdateFileSystem PUT /2015-02-01/file-systems/{FileSystemId}
UpdateFileSystemProtection PUT /2015-02-01/file-systems/{FileSystemId}/protection
`;
