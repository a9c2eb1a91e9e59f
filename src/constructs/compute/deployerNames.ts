import { type Naming, nameOf } from "../naming.ts";

/** Role of the builds that deploy to clusters. */
export const DEPLOYER_ROLE = "cluster-deployer";
/** Key of the tree in each region's bucket of artifacts. */
export const PLATFORM_TREE = "platform/argocd.zip";

/** Project of a region's cluster, with the same name in each region. */
export function deployerName(naming: Naming): string {
  return nameOf(naming, DEPLOYER_ROLE);
}

export function deployerLogName({ platform, environment }: Naming): string {
  return `/trireme/${platform}/${environment}/cluster-deployer`;
}
