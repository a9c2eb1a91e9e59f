/**
 * AWS services that regions lean on, and how. `hard`: while it is down, whoever needs it is down. `soft`: what runs
 * goes on, and what is missing is said. A service that a journey may need and that is not here is not looked at.
 */
export interface Dependency {
  readonly id: string;
  readonly name: string;
  /**
   * `hard`: for everything that is served from the region. `by-store`: for what uses a store of these engines.
   * `soft`: for nothing that is running.
   */
  readonly weight: "hard" | "by-store" | "soft";
  readonly engines?: readonly string[];
  /** What is missing meanwhile, for a soft one. */
  readonly missing?: string;
  /** Types whose presence in a region says that it is leaned on. */
  readonly types: readonly string[];
  /** What AWS's reports on outages call it. */
  readonly reported: readonly string[];
}

export const DEPENDENCIES: readonly Dependency[] = [
  {
    id: "dynamodb",
    name: "DynamoDB",
    weight: "by-store",
    engines: ["dynamodb"],
    types: ["aws_dynamodb_table", "aws_dynamodb_table_replica"],
    reported: ["DynamoDB"],
  },
  {
    id: "rds",
    name: "RDS and Aurora",
    weight: "by-store",
    engines: ["aurora-postgresql", "rds-postgresql"],
    types: ["aws_rds_cluster", "aws_db_instance"],
    reported: ["RDS"],
  },
  {
    id: "elasticache",
    name: "ElastiCache",
    weight: "by-store",
    engines: ["redis"],
    types: ["aws_elasticache_replication_group"],
    reported: ["ElastiCache"],
  },
  {
    id: "s3",
    name: "S3",
    weight: "by-store",
    engines: ["s3"],
    types: ["aws_s3_bucket"],
    reported: ["S3"],
  },
  {
    id: "balancers",
    name: "Application Load Balancer",
    weight: "hard",
    types: ["aws_lb"],
    reported: ["ALB connection errors"],
  },
  {
    id: "network-balancers",
    name: "Network Load Balancer",
    weight: "hard",
    types: ["aws_lb/network"],
    reported: ["NLB connection errors"],
  },
  {
    id: "kms",
    name: "KMS",
    weight: "hard",
    types: ["aws_kms_key", "aws_kms_replica_key"],
    reported: ["KMS"],
  },
  {
    id: "internet",
    name: "the region's way to the internet",
    weight: "hard",
    types: ["aws_internet_gateway"],
    reported: ["Internet connectivity"],
  },
  {
    id: "ec2-launch",
    name: "EC2 launches",
    weight: "soft",
    missing: "no new nodes: what is lost is not replaced, and nothing grows",
    types: ["aws_eks_node_group", "aws_autoscaling_group", "aws_instance"],
    reported: ["EC2 launches", "EC2 APIs"],
  },
  {
    id: "eks",
    name: "EKS control plane",
    weight: "soft",
    missing: "no pod is placed anew; running ones go on",
    types: ["aws_eks_cluster"],
    reported: ["EKS"],
  },
  {
    id: "ecs",
    name: "ECS and Fargate",
    weight: "soft",
    missing: "no task is placed anew; running ones go on",
    types: ["aws_ecs_service"],
    reported: ["ECS/Fargate"],
  },
  {
    id: "cloudwatch",
    name: "CloudWatch",
    weight: "soft",
    missing: "no metrics and alarms: nobody is told, and scaling by metrics stands still",
    types: ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_log_group"],
    reported: ["CloudWatch"],
  },
  {
    id: "eventbridge",
    name: "EventBridge",
    weight: "soft",
    missing: "events and schedules come late",
    types: ["aws_cloudwatch_event_bus", "aws_cloudwatch_event_rule", "aws_scheduler_schedule"],
    reported: ["EventBridge"],
  },
  {
    id: "api-gateway",
    name: "API Gateway",
    weight: "soft",
    missing: "APIs for programs of others do not answer",
    types: ["aws_api_gateway_rest_api", "aws_apigatewayv2_api"],
    reported: ["API Gateway"],
  },
  {
    id: "kinesis",
    name: "Kinesis",
    weight: "soft",
    missing: "streams stand still",
    types: ["aws_kinesis_stream"],
    reported: ["Kinesis"],
  },
  {
    id: "firehose",
    name: "Firehose",
    weight: "soft",
    missing: "logs are delivered late",
    types: ["aws_kinesis_firehose_delivery_stream"],
    reported: ["Firehose"],
  },
  {
    id: "cognito",
    name: "Cognito",
    weight: "hard",
    types: ["aws_cognito_user_pool"],
    reported: ["Cognito"],
  },
  {
    id: "redshift",
    name: "Redshift",
    weight: "soft",
    missing: "no reports from the warehouse",
    types: ["aws_redshift_cluster"],
    reported: ["Redshift (last clusters)"],
  },
];

/** The service of ours that AWS's reports call so. Undefined: nothing here leans on it. */
export function dependencyReported(service: string): Dependency | undefined {
  return DEPENDENCIES.find(({ reported }) => reported.includes(service));
}
