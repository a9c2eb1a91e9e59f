import type { AwsClients } from "../../aws/index.ts";

/** What a recovery has to know of a store: names that were chosen, never which member writes today. */
export interface RecoverableStore {
  readonly id: string;
  readonly engine: "aurora-postgresql" | "rds-postgresql" | "dynamodb" | "s3";
  /** Every region that holds it. */
  readonly regions: readonly string[];
  /** Aurora: the global cluster. DynamoDB: the table. RDS instances have none in common. */
  readonly name: string;
  /** Name of the store's own object in a region: cluster or instance identifier, table, bucket. */
  readonly nameIn: (region: string) => string;
}

/** Resolves a public name as a client in a region would: a DNS look-up on AWS, a model on a sandbox. */
export type ResolveFrom = (
  name: string,
  clientRegion: string,
) => Promise<{ readonly answers: readonly string[]; readonly chosen: string | undefined }>;

export interface RegionScope {
  /** Region that is lost, or that is to be given its work back. */
  readonly region: string;
  readonly account: string;
  readonly stores: readonly RecoverableStore[];
  /** Public names, fully qualified. */
  readonly hosts: readonly string[];
  /** Regions whose customers are asked for: the active ones. */
  readonly clientRegions: readonly string[];
  /**
   * Name of the load balancer in a region contains this; tells which region an answer is in.
   * ELB's names are `<name>.<region>.elb.amazonaws.com`.
   */
  readonly clients: AwsClients;
  readonly resolve: ResolveFrom;
}

/** Region of a load balancer's DNS name, undefined for any other name. */
export function regionOfBalancer(name: string): string | undefined {
  return /\.([a-z]{2}(?:-[a-z]+)+-\d)\.elb\.amazonaws\.com\.?$/.exec(name)?.[1];
}
