/** Ids of an environment's stacks: their folders, their places in the state buckets, and how they are spoken of. */
export const stackIds = (environment: string) => ({
  global: `${environment}/global`,
  certificates: `${environment}/certificates`,
  edge: `${environment}/edge`,
  routing: `${environment}/routing`,
  traffic: `${environment}/traffic`,
  bootstrap: (region: string) => `${environment}/${region}/bootstrap`,
  network: (region: string) => `${environment}/${region}/network`,
  peering: (region: string) => `${environment}/${region}/peering`,
  data: (region: string) => `${environment}/${region}/data`,
  tables: (region: string) => `${environment}/${region}/tables`,
  compute: (region: string) => `${environment}/${region}/compute`,
  links: (region: string) => `${environment}/${region}/links`,
  replicas: (region: string) => `${environment}/${region}/replicas`,
});

/** Output of a data stack that holds the name of a database's endpoint. */
export function endpointOutput(store: { readonly id: string }): string {
  return `database_${store.id.replaceAll("-", "_")}_endpoint`;
}

/** Output of a data stack that holds the name of its region's member of a Global Datastore. */
export function cacheEndpointOutput(store: { readonly id: string }): string {
  return `cache_${store.id.replaceAll("-", "_")}_endpoint`;
}

/** Stand-ins for a provisional plan: of the right shape, and plainly not real. */
export const placeholders = {
  id: (kind: string) => `${kind}-00000000000000000`,
  keyArn: (account: string, region: string) =>
    `arn:aws:kms:${region}:${account}:key/mrk-00000000000000000000000000000000`,
  certificateArn: (account: string, region: string) =>
    `arn:aws:acm:${region}:${account}:certificate/00000000-0000-0000-0000-000000000000`,
  balancerArn: (account: string, region: string) =>
    `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/app/provisional/0000000000000000`,
};
