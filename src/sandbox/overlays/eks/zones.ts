import type { World } from "../../overlay.ts";
import type { Place } from "../../wire/index.ts";
import { clustersOf, shapeOf, textsOf } from "./records.ts";

/** What a zonal shift has to know of a cluster; undefined when there is no such cluster. */
export function clusterToShift(
  world: World,
  { account, region }: Place,
  name: string,
): { readonly enabled: boolean; readonly subnetIds: readonly string[] } | undefined {
  const cluster = clustersOf(world).find({ account, signedRegion: region }, name);
  if (cluster === undefined) return undefined;
  return {
    enabled: shapeOf(cluster.shape.zonalShiftConfig).enabled === true,
    subnetIds: textsOf(shapeOf(cluster.shape.resourcesVpcConfig).subnetIds),
  };
}
