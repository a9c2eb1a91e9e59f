import type { Environment, EnvironmentRegion, PlacedStore } from "../config/index.ts";

/** Ids of an environment's stacks: their folders, their places in the state buckets, and how they are spoken of. */
export const stackIds = (environment: string) => ({
  global: `${environment}/global`,
  certificates: `${environment}/certificates`,
  traffic: `${environment}/traffic`,
  network: (region: string) => `${environment}/${region}/network`,
  data: (region: string) => `${environment}/${region}/data`,
  tables: (region: string) => `${environment}/${region}/tables`,
  compute: (region: string) => `${environment}/${region}/compute`,
  links: (region: string) => `${environment}/${region}/links`,
  replicas: (region: string) => `${environment}/${region}/replicas`,
});

/** Stand-ins for a provisional plan: of the right shape, and plainly not real. */
export const placeholders = {
  id: (kind: string) => `${kind}-00000000000000000`,
  keyArn: (account: string, region: string) =>
    `arn:aws:kms:${region}:${account}:key/mrk-00000000000000000000000000000000`,
  certificateArn: (account: string, region: string) =>
    `arn:aws:acm:${region}:${account}:certificate/00000000-0000-0000-0000-000000000000`,
};

/** Regions of the environment that belong to the same home as `region`, itself first. */
export function homeRegions(
  environment: Environment,
  region: EnvironmentRegion,
): readonly EnvironmentRegion[] {
  return environment.regions
    .filter((each) => each.home === region.home)
    .sort((a, b) => Number(b.name === region.name) - Number(a.name === region.name));
}

/** Where the home's data key is born in this environment: the home's first region. Permanent. */
export function keyBirth(environment: Environment, home: string): string {
  const first = environment.regions.find((each) => each.home === home);
  if (first === undefined) throw new RangeError(`no region of ${home} in ${environment.name}`);
  return first.name;
}

/** All regions that hold the store, where it was born first. */
export function storeRegions(store: PlacedStore): readonly string[] {
  return [store.birth, ...store.copies];
}

/** Purpose of a home's data key: `us`. */
export function keyPurpose(home: string): string {
  return home.toLowerCase();
}
