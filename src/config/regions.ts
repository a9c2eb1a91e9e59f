/** Where a region stands, for a reader and for residency. */
export type Geography =
  | "US"
  | "EU"
  | "UK"
  | "Switzerland"
  | "Canada"
  | "Latin America"
  | "Asia Pacific"
  | "Middle East"
  | "Africa";

export interface AwsRegion {
  readonly name: string;
  readonly geography: Geography;
  /** First part of an ARN after `arn:`. The commercial regions share one. */
  readonly partition: "aws";
  /** Letters of the availability zones that may be used, in the order in which they are taken. */
  readonly zoneLetters: string;
  /** Permanent place of the region inside an environment's range, 0 to 31. */
  readonly place: number;
}

/** Region places in an environment's range. */
export const REGION_PLACES = 32;

type Row = readonly [name: string, geography: Geography, zoneLetters: string];

/**
 * The commercial regions. APPEND ONLY: a row's index gives its addresses for ever, so a row is never moved,
 * removed or put in between.
 *
 * There are 34 regions and 32 places. From the 33rd row on, a region shares the place of the row 32 above it,
 * and the rule `config/regions-share-place` refuses the two in one platform. The first rows are therefore
 * regions that are seldom wanted together with the newest ones.
 *
 * Letters: a zone's letter means another building in each account made before November 2025, and a few zones
 * take no new resources (`ap-northeast-1b`, one of us-west-1's three, `ca-central-1c`): those are left out.
 * One zone of us-east-1 takes no EKS control plane, under a letter that differs by account, so no catalogue can
 * leave it out. Source: AWS, "AWS Availability Zones", docs.aws.amazon.com/global-infrastructure, text of
 * November 2025.
 */
const ROWS: readonly Row[] = [
  ["me-south-1", "Middle East", "abc"],
  ["af-south-1", "Africa", "abc"],
  ["us-east-1", "US", "abcdef"],
  ["us-east-2", "US", "abc"],
  ["us-west-1", "US", "ab"],
  ["us-west-2", "US", "abcd"],
  ["ca-central-1", "Canada", "abd"],
  ["ca-west-1", "Canada", "abc"],
  ["eu-west-1", "EU", "abc"],
  ["eu-west-2", "UK", "abc"],
  ["eu-west-3", "EU", "abc"],
  ["eu-central-1", "EU", "abc"],
  ["eu-central-2", "Switzerland", "abc"],
  ["eu-north-1", "EU", "abc"],
  ["eu-south-1", "EU", "abc"],
  ["eu-south-2", "EU", "abc"],
  ["ap-northeast-1", "Asia Pacific", "acd"],
  ["ap-northeast-2", "Asia Pacific", "abcd"],
  ["ap-northeast-3", "Asia Pacific", "abc"],
  ["ap-southeast-1", "Asia Pacific", "abc"],
  ["ap-southeast-2", "Asia Pacific", "abc"],
  ["ap-southeast-3", "Asia Pacific", "abc"],
  ["ap-southeast-4", "Asia Pacific", "abc"],
  ["ap-southeast-5", "Asia Pacific", "abc"],
  ["ap-southeast-7", "Asia Pacific", "abc"],
  ["ap-east-1", "Asia Pacific", "abc"],
  ["ap-east-2", "Asia Pacific", "abc"],
  ["ap-south-1", "Asia Pacific", "abc"],
  ["ap-south-2", "Asia Pacific", "abc"],
  ["sa-east-1", "Latin America", "abc"],
  ["il-central-1", "Middle East", "abc"],
  ["me-central-1", "Middle East", "abc"],
  ["mx-central-1", "Latin America", "abc"],
  ["ap-southeast-6", "Asia Pacific", "abc"],
];

/** Every known region, in the order of its permanent index. */
export const AWS_REGIONS: readonly AwsRegion[] = ROWS.map(([name, geography, zoneLetters], index) => ({
  name,
  geography,
  partition: "aws",
  zoneLetters,
  place: index % REGION_PLACES,
}));

const BY_NAME: ReadonlyMap<string, AwsRegion> = new Map(AWS_REGIONS.map((region) => [region.name, region]));

/** The region of that name, undefined when the catalogue does not have it. */
export function awsRegion(name: string): AwsRegion | undefined {
  return BY_NAME.get(name);
}
