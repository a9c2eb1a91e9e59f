/** A stretch of time, ISO 8601, UTC. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

/** An outage of AWS as AWS told of it: which services of which regions, from when until when. */
export interface Outage {
  /** Day and region: `2025-10-20-us-east-1`. */
  readonly id: string;
  readonly regions: readonly string[];
  /** What it began with, where AWS said. */
  readonly root?: string;
  readonly services: readonly (Window & { readonly service: string })[];
  readonly sources: readonly string[];
}

/** Years that are taken as looked at. The list is what was found of them, not all: rates from it are at the low end. */
export const OBSERVED_YEARS = { first: 2020, last: 2025 } as const;

/**
 * Outages of several services of a region at once. Put together in November 2026 from the texts that each names;
 * times converted to UTC. Where no beginning of a service is given, the outage's own is taken.
 */
export const OUTAGES: readonly Outage[] = [
  {
    id: "2025-10-20-us-east-1",
    regions: ["us-east-1"],
    root: "DynamoDB DNS automation race -> empty record for regional endpoint",
    services: [
      { service: "DynamoDB", from: "2025-10-20T06:48:00Z", to: "2025-10-20T09:40:00Z" },
      { service: "EC2 launches", from: "2025-10-20T06:48:00Z", to: "2025-10-20T20:50:00Z" },
      { service: "NLB connection errors", from: "2025-10-20T12:30:00Z", to: "2025-10-20T21:09:00Z" },
      { service: "Redshift (last clusters)", from: "2025-10-20T06:48:00Z", to: "2025-10-21T11:05:00Z" },
    ],
    sources: [
      "https://aws.amazon.com/message/101925",
      "https://docs.tuannvm.com (a summary of the same page, for the times of phases)",
    ],
  },
  {
    id: "2021-12-07-us-east-1",
    regions: ["us-east-1"],
    root: "automated scaling -> internal network congestion",
    services: [
      { service: "EC2 APIs", from: "2021-12-07T15:32:00Z", to: "2021-12-07T23:10:00Z" },
      { service: "Connect", from: "2021-12-07T15:25:00Z", to: "2021-12-08T00:47:00Z" },
      { service: "DynamoDB", from: "2021-12-07T15:40:00Z", to: "2021-12-07T22:25:00Z" },
      { service: "Support", from: "2021-12-07T15:33:00Z", to: "2021-12-07T22:25:00Z" },
      { service: "EventBridge", from: "2021-12-07T15:30:00Z", to: "2021-12-08T04:40:00Z" },
      { service: "API Gateway", from: "2021-12-07T17:02:00Z", to: "2021-12-08T01:01:00Z" },
      { service: "ECS/Fargate", from: "2021-12-07T15:31:00Z", to: "2021-12-08T10:20:00Z" },
    ],
    sources: ["https://aws.amazon.com/message/12721", "https://github.com/outages/aws-outages@89c315e"],
  },
  {
    id: "2020-11-25-us-east-1",
    regions: ["us-east-1"],
    root: "Kinesis front-end capacity add 02:44-03:47 PST -> OS thread limit",
    services: [
      { service: "Kinesis", from: "2020-11-25T13:15:00Z", to: "2020-11-26T07:10:00Z" },
      { service: "CloudWatch", from: "2020-11-25T13:15:00Z", to: "2020-11-26T06:31:00Z" },
      { service: "Cognito", from: "2020-11-25T13:15:00Z", to: "2020-11-25T22:28:00Z" },
      { service: "EventBridge", from: "2020-11-25T13:15:00Z", to: "2020-11-26T05:30:00Z" },
      { service: "EKS", from: "2020-11-25T13:15:00Z", to: "2020-11-26T06:20:00Z" },
    ],
    sources: ["https://aws.amazon.com/message/11201", "https://github.com/outages/aws-outages@89c315e"],
  },
  {
    id: "2021-06-10-eu-central-1",
    regions: ["eu-central-1"],
    services: [
      { service: "Kinesis", from: "2021-06-10T20:10:00Z", to: "2021-06-11T00:17:00Z" },
      { service: "Firehose", from: "2021-06-10T20:10:00Z", to: "2021-06-11T00:26:00Z" },
      { service: "RDS", from: "2021-06-10T20:10:00Z", to: "2021-06-11T00:45:00Z" },
    ],
    sources: ["https://github.com/outages/aws-outages@89c315e"],
  },
  {
    id: "2021-12-15-us-west",
    regions: ["us-west-1", "us-west-2", "us-gov-west-1"],
    services: [
      { service: "Internet connectivity", from: "2021-12-15T15:14:00Z", to: "2021-12-15T15:59:00Z" },
    ],
    sources: ["https://github.com/outages/aws-outages@89c315e"],
  },
];
