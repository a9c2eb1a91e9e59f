export { AccessAnalysis, type AccessAnalysisProps } from "./audit/accessAnalysis.ts";
export { AccountPublicAccess, RegionDefaults } from "./audit/accountDefaults.ts";
export { AuditRoles, type AuditRolesProps } from "./audit/auditRoles.ts";
export { ConfigurationAggregate, type ConfigurationAggregateProps } from "./audit/configurationAggregate.ts";
export { AUDIT_LOGS, DATA_TRAIL, MANAGEMENT_TRAIL, ORGANIZATION_IDS, trailArn } from "./audit/names.ts";
export { ResourceRecorder, type ResourceRecorderProps } from "./audit/resourceRecorder.ts";
export { TrailAlarms, type TrailAlarmsProps } from "./audit/trailAlarms.ts";
export { TrailBucket, type TrailBucketProps } from "./audit/trailBucket.ts";
export {
  emergencyPattern,
  keyOpenedPattern,
  ORGANIZATION_PATTERN,
  TRAIL_PATTERNS,
} from "./audit/trailPatterns.ts";
export {
  DataTrail,
  type DataTrailProps,
  ManagementTrail,
  type ManagementTrailProps,
} from "./audit/trails.ts";
export { BackupPlan, type BackupPlanProps, type BackupRule } from "./backup/backupPlan.ts";
export { BackupRoles, type BackupRolesProps } from "./backup/backupRoles.ts";
export { BackupVault, type BackupVaultProps } from "./backup/backupVault.ts";
export { BACKUP_TAG, backupRoleArn, vaultArn, vaultName } from "./backup/names.ts";
export type { BackupResource } from "./backup/resources.ts";
export { type RestoreTest, RestoreTesting, type RestoreTestingProps } from "./backup/restoreTesting.ts";
export { BalancerLogs, type BalancerLogsProps } from "./compute/balancerLogs.ts";
export { ClusterDeployer, type ClusterDeployerProps, MIRRORED_IMAGES } from "./compute/clusterDeployer.ts";
export { clusterName, nodeGroupName, type PodIdentity, podRoleArn } from "./compute/clusterNames.ts";
export { ClusterRoles, type ClusterRolesProps, type ServicePods } from "./compute/clusterRoles.ts";
export { DeployerRole, type DeployerRoleProps } from "./compute/deployerRole.ts";
export {
  FargateProfiles,
  type FargateProfilesProps,
  type ServiceOnFargate,
} from "./compute/fargateProfiles.ts";
export { FargateRole, type FargateRoleProps } from "./compute/fargateRole.ts";
export { InterruptionQueue, type InterruptionQueueProps } from "./compute/interruptionQueue.ts";
export { KarpenterRoles, type KarpenterRolesProps } from "./compute/karpenterRoles.ts";
export { PublicBalancer, type PublicBalancerProps } from "./compute/publicBalancer.ts";
export { RegionCluster, type RegionClusterProps } from "./compute/regionCluster.ts";
export {
  Registry,
  type RegistryProps,
  RegistryReplication,
  type RegistryReplicationProps,
  repositoryName,
} from "./compute/registry.ts";
export { CostAllocationTags } from "./costs/allocationTags.ts";
export { AnomalyDetection, type AnomalyDetectionProps } from "./costs/anomalyDetection.ts";
export { BillExport, type BillExportProps } from "./costs/billExport.ts";
export { BILL_TABLE, billDatabaseName, billWorkgroupName } from "./costs/billNames.ts";
export { BillStore, type BillStoreProps } from "./costs/billStore.ts";
export { type Budget, Budgets, type BudgetsProps, type CostAudience } from "./costs/budgets.ts";
export { CostCategories, type CostCategoriesProps } from "./costs/costCategories.ts";
export { DataDiscovery, type DataDiscoveryProps } from "./detection/dataDiscovery.ts";
export { DetectionDelegation, type DetectionDelegationProps } from "./detection/delegation.ts";
export { FindingAlerts, type FindingAlertsProps } from "./detection/findingAlerts.ts";
export { OrganizationDetection, type OrganizationDetectionProps } from "./detection/organizationDetection.ts";
export {
  OrganizationFindings,
  type OrganizationFindingsProps,
  type ToldThere,
} from "./detection/organizationFindings.ts";
export { OrganizationPosture, type OrganizationPostureProps } from "./detection/organizationPosture.ts";
export {
  PostureChecks,
  type PostureChecksProps,
  type SecurityStandard,
  type SkippedControl,
} from "./detection/postureChecks.ts";
export {
  PROTECTION_PLANS,
  type ProtectionPlan,
  ThreatDetection,
  type ThreatDetectionProps,
} from "./detection/threatDetection.ts";
export { VulnerabilityScans, type VulnerabilityScansProps } from "./detection/vulnerabilityScans.ts";
export { Accelerator, type AcceleratorProps } from "./edge/accelerator.ts";
export { type ApiRegion, ApiTraffic, type ApiTrafficProps } from "./edge/apiTraffic.ts";
export { CanonicalHost, type CanonicalHostProps } from "./edge/canonicalHost.ts";
export { Distribution, type DistributionProps, type EdgeMedia } from "./edge/distribution.ts";
export {
  CertificateProof,
  type CertificateProofProps,
  HostedZone,
  type HostedZoneProps,
} from "./edge/hostedZone.ts";
export {
  entryName,
  globalOriginName,
  HEALTH_CHECK,
  originName,
  RegionalTraffic,
  type RegionalTrafficProps,
  type TrafficRegion,
} from "./edge/regionalTraffic.ts";
export { ShieldAdvanced, type ShieldAdvancedProps } from "./edge/shieldAdvanced.ts";
export { WebFirewall, type WebFirewallProps } from "./edge/webFirewall.ts";
export { ZoneSigning, type ZoneSigningProps } from "./edge/zoneSigning.ts";
export { EventBus, type EventBusProps, type EventDelivery } from "./messaging/eventBus.ts";
export { type EventKind, eventSource } from "./messaging/eventPattern.ts";
export { EventRoles, type EventRolesProps, eventRouteRoleArn } from "./messaging/eventRoles.ts";
export { type EventRoute, EventRoutes, type EventRoutesProps } from "./messaging/eventRoutes.ts";
export { MessageQueue, type MessageQueueProps } from "./messaging/messageQueue.ts";
export { MessageTopic, type MessageTopicProps, type TopicSubscription } from "./messaging/messageTopic.ts";
export {
  deadLetterName,
  type MessageName,
  queueName,
  routeName,
  ruleArn,
  topicArn,
  undeliveredName,
} from "./messaging/names.ts";
export type { QueueFeeders } from "./messaging/queuePolicy.ts";
export type { WatchedResource } from "./monitoring/alarms/alarm.ts";
export { type BalancerWatch, balancerAlarms } from "./monitoring/alarms/balancer.ts";
export { browserAlarms } from "./monitoring/alarms/browsers.ts";
export { type BucketWatch, bucketAlarms } from "./monitoring/alarms/bucket.ts";
export { type CacheWatch, cacheAlarms } from "./monitoring/alarms/cache.ts";
export { certificateAlarms } from "./monitoring/alarms/certificate.ts";
export { type DatabaseWatch, databaseAlarms } from "./monitoring/alarms/database.ts";
export { databaseInstanceAlarms } from "./monitoring/alarms/databaseInstance.ts";
export {
  type ClusterWatch,
  clusterAlarms,
  type GatewayWatch,
  gatewayAlarms,
} from "./monitoring/alarms/infrastructure.ts";
export { type JourneyWatch, journeyAlarms } from "./monitoring/alarms/journey.ts";
export { type KpiWatch, kpiAlarms } from "./monitoring/alarms/kpi.ts";
export { outsideAlarms, outsideComposite } from "./monitoring/alarms/outside.ts";
export {
  type QueueWatch,
  queueAlarms,
  type UndeliveredWatch,
  undeliveredAlarms,
} from "./monitoring/alarms/queue.ts";
export { keptAwayAlarms, leavingAlarms, recoveryAlarms, watchAlarms } from "./monitoring/alarms/recovery.ts";
export { maintenanceAlarm, regionComposites } from "./monitoring/alarms/regionDown.ts";
export { serverlessAlarms } from "./monitoring/alarms/serverless.ts";
export { type TableWatch, tableAlarms } from "./monitoring/alarms/table.ts";
export { unusualAlarms } from "./monitoring/alarms/unusual.ts";
export { type VaultWatch, vaultAlarms } from "./monitoring/alarms/vault.ts";
export {
  ALERT_PUBLISHERS,
  type AlertSeverity,
  AlertTopics,
  type AlertTopicsProps,
  alertTopicArn,
} from "./monitoring/alertTopics.ts";
export { BrowserMonitor, type BrowserMonitorProps } from "./monitoring/browser/browserMonitor.ts";
export { BrowserRole, type BrowserRoleProps } from "./monitoring/browser/browserRole.ts";
export { browserStatements } from "./monitoring/browser/names.ts";
export { Canaries, type CanariesProps } from "./monitoring/canary/canaries.ts";
export { CanaryRole, type CanaryRoleProps } from "./monitoring/canary/canaryRole.ts";
export {
  CompositeAlarms,
  type CompositeAlarmsProps,
  type CompositeDefinition,
} from "./monitoring/compositeAlarms.ts";
export {
  ContributorRules,
  type ContributorRulesProps,
  refusedConnections,
  refusedRequests,
} from "./monitoring/contributors.ts";
export { HealthAlarms, type HealthAlarmsProps } from "./monitoring/healthAlarms.ts";
export { instanceMemoryGib } from "./monitoring/instanceMemory.ts";
export { LogMetrics, type LogMetricsProps } from "./monitoring/logMetrics.ts";
export { LogQueries, type LogQueriesProps } from "./monitoring/logQueries.ts";
export { RegionAlarms, type RegionAlarmsProps } from "./monitoring/regionAlarms.ts";
export { RegionDashboard, type RegionDashboardProps } from "./monitoring/regionDashboard.ts";
export { ServiceLogs, type ServiceLogsProps } from "./monitoring/serviceLogs.ts";
export { ObservabilityLink, type ObservabilityLinkProps } from "./monitoring/shared/observabilityLink.ts";
export { ObservabilitySink, type ObservabilitySinkProps } from "./monitoring/shared/observabilitySink.ts";
export { MetricStream, type MetricStreamProps } from "./monitoring/stream/metricStream.ts";
export { MetricStreamRoles, type MetricStreamRolesProps } from "./monitoring/stream/metricStreamRoles.ts";
export { Tracing, type TracingProps } from "./monitoring/tracing.ts";
export { bucketArn, bucketName, type Naming, nameOf, roleArn, stateBucketName, tableArn } from "./naming.ts";
export { SHUTTER } from "./network/accessListRules.ts";
export { dataAccessListName } from "./network/accessLists.ts";
export { flowLogGroupName } from "./network/flowLogs.ts";
export {
  HubPeering,
  HubPeeringAcceptance,
  type HubPeeringAcceptanceProps,
  type HubPeeringProps,
} from "./network/hubPeering.ts";
export {
  INTERFACE_ENDPOINTS,
  InterfaceEndpoints,
  type InterfaceEndpointsProps,
} from "./network/interfaceEndpoints.ts";
export { NameGuard, type NameGuardProps } from "./network/nameGuard.ts";
export { PeeringRoutes, type PeeringRoutesProps } from "./network/peeringRoutes.ts";
export { PrivateZone, type PrivateZoneProps } from "./network/privateZone.ts";
export { hubAsn, hubTableName, RegionHub, type RegionHubProps } from "./network/regionHub.ts";
export { RegionNetwork, type RegionNetworkProps } from "./network/regionNetwork.ts";
export type { ZoneRanges } from "./network/tiers.ts";
export { AccountBaseline, type AccountBaselineProps } from "./organization/accountBaseline.ts";
export {
  AccountTree,
  type AccountTreeProps,
  type AdoptedOrganization,
} from "./organization/accountTree.ts";
export {
  type BreakGlass,
  BreakGlassRole,
  type BreakGlassRoleProps,
  BreakGlassUsers,
  type BreakGlassUsersProps,
} from "./organization/breakGlass.ts";
export { BreakGlassAlarm, type BreakGlassAlarmProps } from "./organization/breakGlassAlarm.ts";
export {
  DelegatedAdministrators,
  type DelegatedAdministratorsProps,
} from "./organization/delegatedAdministrators.ts";
export { GuardRails, type GuardRailsProps } from "./organization/guardRails.ts";
export { IdentityCenterAccess, type IdentityCenterAccessProps } from "./organization/identityCenterAccess.ts";
export { FenceEnds, type FenceEndsProps } from "./recovery/fenceEnds.ts";
export {
  LeavingNoticeRoles,
  type LeavingNoticeRolesProps,
  LeavingNotices,
  type LeavingNoticesProps,
  type LeftRegion,
  leftBeginsRoleArn,
  leftRuleName,
  REGION_LEFT,
  recoveryEventSource,
} from "./recovery/leavingNotices.ts";
export {
  keptAwayAlarm,
  keptAwayAlarmName,
  RECOVERY,
  recoveryLockArn,
  recoveryLockName,
  recoveryMachineArn,
  recoveryMachineThing,
  recoveryNamespace,
  recoveryRoleArn,
  recoverySwitchArn,
  recoverySwitchName,
} from "./recovery/names.ts";
export { RecoveryConnection, type RecoveryConnectionProps } from "./recovery/recoveryConnection.ts";
export { RecoveryLock, type RecoveryLockProps } from "./recovery/recoveryLock.ts";
export { type RecoveryGrant, RecoveryRoles, type RecoveryRolesProps } from "./recovery/recoveryRoles.ts";
export { RecoverySwitch, type RecoverySwitchProps } from "./recovery/recoverySwitch.ts";
export {
  keepAwayControl,
  routingControlsFunctionArn,
  routingControlsParameter,
} from "./recovery/routing/names.ts";
export { RoutingControls, type RoutingControlsProps } from "./recovery/routing/routingControls.ts";
export {
  RoutingFunction,
  type RoutingFunctionProps,
  RoutingFunctionRole,
  type RoutingFunctionRoleProps,
} from "./recovery/routing/routingFunction.ts";
export {
  WatchScheduleRole,
  type WatchScheduleRoleProps,
  WatchSchedules,
  type WatchSchedulesProps,
} from "./recovery/watchSchedules.ts";
export { Certificate, type CertificateProps } from "./security/certificate.ts";
export { DataKey, type DataKeyProps } from "./security/dataKey.ts";
export { firewallLogGroupName } from "./security/firewallLog.ts";
export type { KeyCustody } from "./security/keyCustody.ts";
export {
  type EventGrant,
  type MessageGrants,
  messageStatements,
  type QueueGrant,
  type TopicGrant,
} from "./security/messageAccess.ts";
export { ProxyGroup, type ProxyGroupProps } from "./security/proxyGroup.ts";
export { RegionalFirewall, type RegionalFirewallProps } from "./security/regionalFirewall.ts";
export { SecurityGroups, type SecurityGroupsProps } from "./security/securityGroups.ts";
export {
  DATABASE_MONITORING_ROLE,
  FLOW_LOG_ROLE,
  REPLICATION_ROLE,
  ServiceRoles,
  type ServiceRolesProps,
  serviceRoleArn,
} from "./security/serviceRoles.ts";
export { CACHE_USER, databaseUser, type StoreGrant, storeStatements } from "./security/storeAccess.ts";
export type { ApiRoute } from "./serverless/apiDocument.ts";
export {
  ApiLogging,
  type ApiLoggingProps,
  ApiLoggingRole,
  type ApiLoggingRoleProps,
} from "./serverless/apiLogging.ts";
export { ARTIFACTS, Artifacts, type ArtifactsProps } from "./serverless/artifacts.ts";
export { EventFunctions, type EventFunctionsProps } from "./serverless/eventFunctions.ts";
export { EventTrigger, type EventTriggerProps } from "./serverless/eventTrigger.ts";
export {
  functionArn,
  functionName,
  functionRoleArn,
  liveArn,
  stateMachineArn,
  undeliveredName as undeliveredRunsName,
} from "./serverless/names.ts";
export { QueueTrigger, type QueueTriggerProps } from "./serverless/queueTrigger.ts";
export { RegionFunction, type RegionFunctionProps } from "./serverless/regionFunction.ts";
export { type ApiThrottle, RestApi, type RestApiProps } from "./serverless/restApi.ts";
export { type ScheduledRun, Schedules, type SchedulesProps } from "./serverless/schedules.ts";
export {
  type FunctionGrant,
  ServerlessRoles,
  type ServerlessRolesProps,
  type StateMachineGrant,
} from "./serverless/serverlessRoles.ts";
export { StateMachine, type StateMachineProps } from "./serverless/stateMachine.ts";
export { EVENT_SENDERS, Undelivered, type UndeliveredProps } from "./serverless/undelivered.ts";
export { ACCESS_LOGS, AccessLogBucket, type AccessLogBucketProps } from "./storage/accessLogBucket.ts";
export { AuroraMember, type AuroraMemberProps } from "./storage/auroraMember.ts";
export type { ColdStorage } from "./storage/bucketLifecycle.ts";
export {
  type CacheUser,
  cacheConnectArns,
  replicationGroupId,
  replicationGroupNodeIds,
} from "./storage/cacheUsers.ts";
export {
  DatabaseInstance,
  type DatabaseInstanceProps,
  databaseInstanceIdentifier,
} from "./storage/databaseInstance.ts";
export { DatabaseProxy, type DatabaseProxyProps } from "./storage/databaseProxy.ts";
export {
  GlobalTable,
  GlobalTableCopy,
  type GlobalTableCopyProps,
  type GlobalTableProps,
} from "./storage/globalTable.ts";
export { MasterCredential, type MasterCredentialProps } from "./storage/masterCredential.ts";
export { MemcachedCache, type MemcachedCacheProps } from "./storage/memcachedCache.ts";
export { ProxyCredential, type ProxyCredentialProps } from "./storage/proxyCredential.ts";
export { DatabaseProxyRole, type DatabaseProxyRoleProps } from "./storage/proxyRole.ts";
export { RedisCache, type RedisCacheProps } from "./storage/redisCache.ts";
export { RedisGlobalMember, type RedisGlobalMemberProps } from "./storage/redisGlobalMember.ts";
export {
  BucketReplication,
  type BucketReplicationProps,
  ReplicatedBucket,
  type ReplicatedBucketProps,
  replicationRuleId,
} from "./storage/replicatedBucket.ts";
export { StateBucket, type StateBucketProps } from "./storage/stateBucket.ts";
export {
  StateReplicationRole,
  type StateReplicationRoleProps,
  stateReplicationRoleArn,
} from "./storage/stateReplicationRole.ts";
export { type OwnerTags, tagsOf } from "./tags.ts";
