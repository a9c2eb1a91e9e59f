/** Action, method and path of rum 2018-05-10, from the AWS service models as published with botocore 1.43.11. */
export const rumRoutes = `
BatchCreateRumMetricDefinitions POST /rummetrics/{AppMonitorName}/metrics
BatchDeleteRumMetricDefinitions DELETE /rummetrics/{AppMonitorName}/metrics
BatchGetRumMetricDefinitions GET /rummetrics/{AppMonitorName}/metrics
CreateAppMonitor POST /appmonitor
DeleteAppMonitor DELETE /appmonitor/{Name}
DeleteResourcePolicy DELETE /appmonitor/{Name}/policy
DeleteRumMetricsDestination DELETE /rummetrics/{AppMonitorName}/metricsdestination
GetAppMonitor GET /appmonitor/{Name}
GetAppMonitorData POST /appmonitor/{Name}/data
GetResourcePolicy GET /appmonitor/{Name}/policy
ListAppMonitors POST /appmonitors
ListRumMetricsDestinations GET /rummetrics/{AppMonitorName}/metricsdestination
ListTagsForResource GET /tags/{ResourceArn}
PutResourcePolicy PUT /appmonitor/{Name}/policy
PutRumEvents POST /appmonitors/{Id}/
PutRumMetricsDestination POST /rummetrics/{AppMonitorName}/metricsdestination
TagResource POST /tags/{ResourceArn}
UntagResource DELETE /tags/{ResourceArn}
UpdateAppMonitor PATCH /appmonitor/{Name}
UpdateRumMetricDefinition PATCH /rummetrics/{AppMonitorName}/metrics
`;
