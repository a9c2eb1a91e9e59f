export { PublicBalancer, type PublicBalancerProps } from "./compute/publicBalancer.ts";
export {
  CertificateProof,
  type CertificateProofProps,
  HostedZone,
  type HostedZoneProps,
} from "./edge/hostedZone.ts";
export {
  entryName,
  HEALTH_CHECK,
  originName,
  RegionalTraffic,
  type RegionalTrafficProps,
  type TrafficRegion,
} from "./edge/regionalTraffic.ts";
export { bucketArn, bucketName, type Naming, nameOf, roleArn, stateBucketName, tableArn } from "./naming.ts";
export { RegionNetwork, type RegionNetworkProps, type ZoneRanges } from "./network/regionNetwork.ts";
export { Certificate, type CertificateProps } from "./security/certificate.ts";
export { DataKey, type DataKeyProps } from "./security/dataKey.ts";
export { SecurityGroups, type SecurityGroupsProps } from "./security/securityGroups.ts";
export {
  FLOW_LOG_ROLE,
  REPLICATION_ROLE,
  ServiceRoles,
  type ServiceRolesProps,
  serviceRoleArn,
} from "./security/serviceRoles.ts";
export { AuroraMember, type AuroraMemberProps } from "./storage/auroraMember.ts";
export {
  GlobalTable,
  GlobalTableCopy,
  type GlobalTableCopyProps,
  type GlobalTableProps,
} from "./storage/globalTable.ts";
export { MasterCredential, type MasterCredentialProps } from "./storage/masterCredential.ts";
export {
  BucketReplication,
  type BucketReplicationProps,
  ReplicatedBucket,
  type ReplicatedBucketProps,
} from "./storage/replicatedBucket.ts";
export { type OwnerTags, tagsOf } from "./tags.ts";
