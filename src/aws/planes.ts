/**
 * Actions of the data planes, by service: the daily work of a service that goes on while its control plane, which
 * makes and changes things, is away. Whatever stands here not is taken for the control plane.
 *
 * That planes fail apart: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/control-planes-and-data-planes.html
 * Which action belongs to which is read off the services' API references, where the endpoints or the permissions of
 * the data plane are set apart (recalled for `logs`, `cloudwatch` and `ecr`).
 */
const DATA_PLANE: Readonly<Record<string, RegExp>> = {
  dynamodb:
    /^(Batch)?(Get|Put|Update|Delete|Write)Item$|^(Query|Scan|TransactGetItems|TransactWriteItems)$|^(Batch)?ExecuteStatement$|^ExecuteTransaction$/,
  s3: /^(Get|Head|Put|Delete|Copy)Objects?(Tagging|Attributes|Acl)?$|^ListObjects(V2)?$|^ListObjectVersions$|MultipartUpload|^UploadPart(Copy)?$|^HeadBucket$/,
  kms: /^(Encrypt|Decrypt|ReEncrypt|GenerateDataKey(Pair)?(WithoutPlaintext)?|GenerateRandom|Sign|Verify|GenerateMac|VerifyMac)$/,
  secretsmanager: /^(Batch)?GetSecretValue$/,
  ssm: /^GetParameters?(ByPath)?$/,
  sqs: /^(Send|Receive|Delete)Message(Batch)?$|^ChangeMessageVisibility(Batch)?$/,
  sns: /^Publish(Batch)?$/,
  events: /^PutEvents$/,
  lambda: /^Invoke(Async|WithResponseStream)?$/,
  logs: /^(PutLogEvents|GetLogEvents|FilterLogEvents|StartQuery|GetQueryResults)$/,
  cloudwatch: /^(PutMetricData|GetMetricData|GetMetricStatistics)$/,
  sts: /./,
  "eks-auth": /./,
  ecr: /^(GetAuthorizationToken|BatchGetImage|GetDownloadUrlForLayer|BatchCheckLayerAvailability)$/,
  // Whether a resource may be shifted is configured beforehand; to shift it is the daily work. Recalled.
  "arc-zonal-shift": /^((Start|Cancel|Update|List)ZonalShifts?|GetManagedResource|ListManagedResources)$/,
  // Five endpoints of its own, of which three are always within reach. What makes clusters and controls is another service.
  "route53-recovery-cluster": /./,
  states: /^(StartExecution|StartSyncExecution|SendTaskSuccess|SendTaskFailure|SendTaskHeartbeat)$/,
};

export type Plane = "control" | "data";

export function planeOf({ service, action }: { readonly service: string; readonly action: string }): Plane {
  return DATA_PLANE[service]?.test(action) === true ? "data" : "control";
}
