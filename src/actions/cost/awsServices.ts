/** How well a name is known: from a bill in FOCUS's form, from what Cost Explorer answered, or from memory. */
type NameGrade = "bill" | "explorer" | "recalled";

/** What a bill calls a service of AWS (`ServiceName`). */
export interface BilledService {
  readonly name: string;
  readonly grade: NameGrade;
  /** What other exports call it; such charges count to the same line. */
  readonly also: readonly string[];
}

const service =
  (grade: NameGrade) =>
  (name: string, ...also: readonly string[]): BilledService => ({
    name,
    grade,
    also,
  });
const [billed, explorer, recalled] = [service("bill"), service("explorer"), service("recalled")];

const EC2 = billed("Amazon Elastic Compute Cloud");
const VPC = billed("Amazon Virtual Private Cloud");
/** Endpoints, transit gateways and VPN: recalled, since that bill has none. */
const VPC_TOO = recalled(VPC.name);
const RDS = billed("Amazon Relational Database Service");
const ROUTE_53 = billed("Amazon Route 53");
const EVENTS = explorer("CloudWatch Events", "Amazon EventBridge");

/**
 * By what service AWS bills an item of the price book, by the first part of the item.
 *
 * `bill`: on the bill of FOCUS's sample data, September 2024 (`bill/testing/README.md`, its 1,000 rows), where NAT
 * gateways, volumes and snapshots stand under EC2, Fargate under ECS and public addresses under VPC.
 * `explorer`: in an answer of Cost Explorer of April to June 2023, cloudscape-design/components@4421cc5,
 * `pages/line-chart/popover-drilldown-sample-data.ts`; its names are those of that bill wherever both have a service.
 * `recalled`: neither has it. A name that is wrong shows as two lines, one on either side, and `cost compare` counts them.
 *
 * Data on their way are billed by the service that sends them: in the sample by EC2 in 7 rows of 10, by load balancers in
 * 1 of 7, by ECS, S3, VPC and six others in the rest. Here all of it is EC2's.
 */
const SERVICES: Readonly<Record<string, BilledService>> = {
  accelerator: recalled("AWS Global Accelerator"),
  acm: recalled("AWS Certificate Manager"),
  analyzer: recalled("AWS Identity and Access Management Access Analyzer"),
  apigateway: billed("Amazon API Gateway"),
  athena: recalled("Amazon Athena"),
  aurora: RDS,
  backup: recalled("AWS Backup"),
  clientvpn: VPC_TOO,
  cloudfront: billed("Amazon CloudFront"),
  cloudwatch: billed("AmazonCloudWatch", "Amazon CloudWatch"),
  codebuild: explorer("CodeBuild", "AWS CodeBuild"),
  config: explorer("AWS Config"),
  directory: recalled("AWS Directory Service"),
  dms: recalled("AWS Database Migration Service"),
  dx: recalled("AWS Direct Connect"),
  dynamodb: billed("Amazon DynamoDB"),
  ebs: EC2,
  ec2: EC2,
  ec2x: EC2,
  ecr: billed("Amazon EC2 Container Registry (ECR)", "Amazon Elastic Container Registry"),
  efs: billed("Amazon Elastic File System"),
  eks: billed("Amazon Elastic Container Service for Kubernetes", "Amazon Elastic Kubernetes Service"),
  elasticache: recalled("Amazon ElastiCache"),
  events: EVENTS,
  fargate: billed("Amazon Elastic Container Service", "Amazon EC2 Container Service"),
  firehose: recalled("Amazon Kinesis Firehose", "Amazon Data Firehose"),
  firewall: recalled("AWS Network Firewall"),
  fsx: recalled("Amazon FSx"),
  glue: explorer("AWS Glue"),
  grafana: recalled("Amazon Managed Grafana"),
  guardduty: explorer("Amazon GuardDuty"),
  hsm: recalled("AWS CloudHSM"),
  inspector: recalled("Amazon Inspector"),
  kinesis: recalled("Amazon Kinesis"),
  kms: billed("AWS Key Management Service"),
  lambda: billed("AWS Lambda"),
  lb: billed("Elastic Load Balancing", "Amazon Elastic Load Balancing"),
  lightsail: recalled("Amazon Lightsail"),
  macie: recalled("Amazon Macie"),
  mirror: VPC_TOO,
  mq: recalled("Amazon MQ"),
  msk: recalled("Amazon Managed Streaming for Apache Kafka"),
  mwaa: recalled("Amazon Managed Workflows for Apache Airflow"),
  nat: EC2,
  neptune: recalled("Amazon Neptune"),
  rds: RDS,
  redshift: recalled("Amazon Redshift"),
  resolver: ROUTE_53,
  route53: ROUTE_53,
  "routing-control": recalled(
    "Amazon Application Recovery Controller",
    "Amazon Route 53 Application Recovery Controller",
  ),
  s3: billed("Amazon Simple Storage Service"),
  scheduler: EVENTS,
  search: recalled("Amazon OpenSearch Service", "Amazon Elasticsearch Service"),
  secrets: explorer("AWS Secrets Manager"),
  securityhub: billed("AWS Security Hub"),
  shield: recalled("AWS Shield"),
  sns: billed("Amazon Simple Notification Service"),
  sqs: billed("Amazon Simple Queue Service"),
  ssm: billed("AWS Systems Manager"),
  states: billed("AWS Step Functions"),
  tgw: VPC_TOO,
  trail: billed("AWS CloudTrail"),
  transfer: EC2,
  "transfer-family": recalled("AWS Transfer Family"),
  vpc: VPC,
  vpn: VPC_TOO,
  waf: billed("AWS WAF"),
  xray: recalled("AWS X-Ray"),
};

/** Undefined: the item is newer than this list. */
export function billedServiceOf(item: string): BilledService | undefined {
  return SERVICES[item.split("/")[0] ?? ""];
}

const OTHER_NAMES: ReadonlyMap<string, string> = new Map(
  Object.values(SERVICES).flatMap(({ name, also }) => also.map((other) => [other, name])),
);

/** One name for each service, whatever the export calls it. */
export function usualServiceName(name: string): string {
  return OTHER_NAMES.get(name) ?? name;
}

/** Whether what a bill calls it is recalled only. */
export function isRecalledName(name: string): boolean {
  const items = Object.values(SERVICES).filter((each) => each.name === name);
  return items.length > 0 && items.every(({ grade }) => grade === "recalled");
}
