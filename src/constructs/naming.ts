/** Names and ARNs that we choose, so that a stack can speak of another's objects without reading its state. */
export interface Naming {
  /** Platform name, as configured. */
  readonly platform: string;
  /** Name of the environment, `production`. */
  readonly environment: string;
  /** AWS account id, 12 digits. */
  readonly account: string;
}

/** `<platform>-<environment>-<thing>`: every name of a regional object. */
export function nameOf(naming: Naming, thing: string): string {
  return `${naming.platform}-${naming.environment}-${thing}`;
}

/** Bucket names share one namespace over all of AWS, hence region and account in them. At most 63 characters. */
export function bucketName(naming: Naming, thing: string, region: string): string {
  return `${nameOf(naming, thing)}-${region}-${naming.account}`;
}

/** ARN of the bucket that `bucketName` names. */
export function bucketArn(naming: Naming, thing: string, region: string): string {
  return `arn:aws:s3:::${bucketName(naming, thing, region)}`;
}

/** Role names share one namespace in the account; regional stacks refer to roles by this ARN. */
export function roleArn(naming: Naming, thing: string): string {
  return `arn:aws:iam::${naming.account}:role/${nameOf(naming, thing)}`;
}

/** ARN of a table or of its copy in `region`. */
export function tableArn(naming: Naming, thing: string, region: string): string {
  return `arn:aws:dynamodb:${region}:${naming.account}:table/${nameOf(naming, thing)}`;
}

/** What Terraform's states are called, in the names of their buckets and keys. */
export const STATES = "tfstate";

/** The bucket in `region` that holds the Terraform states of the stacks of that region. */
export function stateBucketName(naming: Naming, region: string): string {
  return bucketName(naming, STATES, region);
}
