import type { Refusal } from "../overlay.ts";
import { accessAnalyzerRefusals } from "./accessanalyzer.ts";
import { apiGatewayRefusals } from "./apigateway.ts";
import { backupRefusals } from "./backup.ts";
import { budgetsRefusals } from "./budgets.ts";
import { cloudFrontRefusals } from "./cloudfront.ts";
import { cloudTrailRefusals } from "./cloudtrail.ts";
import { cloudWatchRefusals } from "./cloudwatch.ts";
import { compositeAlarmRefusals } from "./compositeAlarms.ts";
import { configRefusals } from "./config.ts";
import { costExplorerRefusals } from "./costExplorer.ts";
import { dataExportsRefusals } from "./dataExports.ts";
import { detectionRefusals } from "./detection.ts";
import { dynamodbRefusals } from "./dynamodb.ts";
import { ec2Refusals } from "./ec2.ts";
import { ecrRefusals } from "./ecr.ts";
import { eksRefusals } from "./eks.ts";
import { elastiCacheRefusals } from "./elasticache.ts";
import { elasticLoadBalancingRefusals } from "./elasticloadbalancing.ts";
import { eventSourceRefusals } from "./eventSources.ts";
import { fargateRefusals } from "./fargate.ts";
import { identityCenterRefusals } from "./identityCenter.ts";
import { kmsRefusals } from "./kms.ts";
import { lambdaRefusals } from "./lambda.ts";
import { listenerRuleRefusals } from "./listenerRules.ts";
import { logsRefusals } from "./logs.ts";
import { messagingRefusals } from "./messaging.ts";
import { namesRefusals } from "./names.ts";
import { observabilityRefusals } from "./observability.ts";
import { organizationsRefusals } from "./organizations.ts";
import { parameterRefusals } from "./parameters.ts";
import { rdsRefusals } from "./rds.ts";
import { rdsInstanceRefusals } from "./rdsInstances.ts";
import { recoveryControlRefusals } from "./recoveryControl.ts";
import { resolverRefusals } from "./resolver.ts";
import { route53Refusals } from "./route53.ts";
import { s3Refusals } from "./s3.ts";
import { s3SettingsRefusals } from "./s3Settings.ts";
import { schedulerRefusals } from "./scheduler.ts";
import { secretsManagerRefusals } from "./secretsmanager.ts";
import { statesRefusals } from "./states.ts";
import { wafv2Refusals } from "./wafv2.ts";
import { watchingRefusals } from "./watching.ts";

/** What AWS documents that it rejects and the emulator lets through. */
export function allRefusals(): Refusal[] {
  return [
    ...rdsRefusals,
    ...rdsInstanceRefusals,
    ...kmsRefusals,
    ...secretsManagerRefusals,
    ...ec2Refusals,
    ...ecrRefusals,
    ...eksRefusals,
    ...fargateRefusals,
    ...elastiCacheRefusals,
    ...elasticLoadBalancingRefusals,
    ...listenerRuleRefusals,
    ...s3Refusals,
    ...s3SettingsRefusals,
    ...dynamodbRefusals,
    ...route53Refusals,
    ...resolverRefusals,
    ...recoveryControlRefusals,
    ...cloudFrontRefusals,
    ...wafv2Refusals,
    ...backupRefusals,
    ...detectionRefusals,
    ...budgetsRefusals,
    ...costExplorerRefusals,
    ...dataExportsRefusals,
    ...cloudTrailRefusals,
    ...accessAnalyzerRefusals,
    ...configRefusals,
    ...namesRefusals,
    ...cloudWatchRefusals,
    ...compositeAlarmRefusals,
    ...observabilityRefusals,
    ...watchingRefusals,
    ...logsRefusals,
    ...messagingRefusals,
    ...organizationsRefusals,
    ...identityCenterRefusals,
    ...lambdaRefusals,
    ...eventSourceRefusals,
    ...apiGatewayRefusals,
    ...statesRefusals,
    ...parameterRefusals,
    ...schedulerRefusals,
  ];
}
