import type { Overlay } from "../overlay.ts";
import { accessAnalyzerOverlay } from "./accessanalyzer/index.ts";
import { backupOverlay } from "./backup/index.ts";
import { budgetsOverlay } from "./budgets/index.ts";
import { cloudFrontOverlay } from "./cloudfront/index.ts";
import { cloudTrailOverlay } from "./cloudtrail/index.ts";
import { cloudWatchOverlay, metricStreamsOverlay } from "./cloudwatch/index.ts";
import { codeBuildOverlay } from "./codebuild.ts";
import { identityPoolsOverlay } from "./cognitoidentity/index.ts";
import { configOverlay } from "./config/index.ts";
import { costExplorerOverlay } from "./costExplorer/index.ts";
import { dataExportsOverlay } from "./dataExports/index.ts";
import { dynamodbGlobalTables, dynamodbInsights } from "./dynamodb/index.ts";
import { ec2AccountDefaults, ec2Overlay, launchTemplates, subnetAccess } from "./ec2/index.ts";
import { eksOverlay } from "./eks/index.ts";
import { elastiCacheOverlay } from "./elasticache/index.ts";
import { listenerAnswers } from "./elasticloadbalancing/index.ts";
import { eventBridgeOverlay } from "./eventbridge/index.ts";
import { eventSourceMappings } from "./eventSources.ts";
import { globalAcceleratorOverlay } from "./globalaccelerator/index.ts";
import { guardDutyOverlay } from "./guardduty/index.ts";
import { inspectorOverlay } from "./inspector2/index.ts";
import { kmsOverlay } from "./kms/index.ts";
import { lambdaSettings } from "./lambda.ts";
import { logQueriesOverlay } from "./logs/index.ts";
import { macieOverlay } from "./macie2/index.ts";
import { oamOverlay } from "./oam/index.ts";
import { organizationsOverlays } from "./organizations/index.ts";
import { rdsOverlay } from "./rds/index.ts";
import { proxyEndpoints } from "./rds/proxyEndpoints.ts";
import { recoveryControlOverlay, routingStatesOverlay } from "./recoverycontrol/index.ts";
import { route53HealthAndAnswers } from "./route53/index.ts";
import { resolverOverlay } from "./route53resolver/index.ts";
import { rumOverlay } from "./rum/index.ts";
import { s3BucketPolicies, s3Replication } from "./s3/index.ts";
import { secretsManagerOverlay } from "./secretsmanager/index.ts";
import { securityHubOverlay } from "./securityhub/index.ts";
import { shieldSubscriptions } from "./shield/index.ts";
import { sqsOverlay } from "./sqs/index.ts";
import { identityCenterOverlay } from "./ssoadmin/index.ts";
import { statesValidation } from "./states.ts";
import { syntheticsOverlay } from "./synthetics/index.ts";
import { xrayOverlay } from "./xray/index.ts";
import { zonalShiftOverlay } from "./zonalshift/index.ts";

export { namesNow, regionOfBalancer, resolveName } from "./dns.ts";
export { pendingWrites, unreplicatedAtLoss } from "./dynamodb/index.ts";
export {
  CACHE_RESYNC_MS,
  type GlobalCacheMemberView,
  type GlobalCacheView,
  globalCache,
} from "./elasticache/index.ts";
export { kmsOverlay } from "./kms/index.ts";
export {
  AURORA_LAG_MS,
  type DatabaseInstanceView,
  databaseInstances,
  type GlobalDatabaseView,
  globalDatabase,
  type MemberView,
  rdsOverlay,
  resolveGlobalEndpoint,
  writerOf,
} from "./rds/index.ts";

/** Every overlay, for one sandbox: what they hold is not to be shared with another. */
export function allOverlays(): Overlay[] {
  return [
    kmsOverlay(),
    proxyEndpoints(),
    rdsOverlay(),
    ec2Overlay(),
    subnetAccess,
    launchTemplates,
    eksOverlay(),
    elastiCacheOverlay(),
    dynamodbInsights(),
    dynamodbGlobalTables,
    s3Replication,
    s3BucketPolicies,
    route53HealthAndAnswers,
    recoveryControlOverlay(),
    routingStatesOverlay(),
    resolverOverlay(),
    cloudFrontOverlay,
    secretsManagerOverlay(),
    sqsOverlay,
    eventBridgeOverlay(),
    backupOverlay(),
    globalAcceleratorOverlay(),
    guardDutyOverlay(),
    securityHubOverlay(),
    shieldSubscriptions,
    inspectorOverlay(),
    macieOverlay(),
    metricStreamsOverlay(),
    cloudWatchOverlay,
    ...organizationsOverlays(),
    identityCenterOverlay(),
    budgetsOverlay,
    costExplorerOverlay,
    dataExportsOverlay(),
    logQueriesOverlay(),
    syntheticsOverlay(),
    xrayOverlay(),
    rumOverlay(),
    oamOverlay(),
    identityPoolsOverlay(),
    cloudTrailOverlay(),
    configOverlay(),
    accessAnalyzerOverlay(),
    ec2AccountDefaults(),
    codeBuildOverlay(),
    lambdaSettings(),
    eventSourceMappings(),
    statesValidation,
    zonalShiftOverlay(),
    listenerAnswers,
  ];
}
