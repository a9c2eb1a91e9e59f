import type { AwsReply } from "../../call.ts";
import { ensureFargateEntry } from "./accessCalls.ts";
import { clusterOf, type Desk } from "./desk.ts";
import { type Cluster, inUse, textOf } from "./records.ts";

/**
 * The emulator keeps profiles; what EKS does beside is done here: it lets the pod execution role in, and keeps a
 * cluster as long as it has profiles.
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html, read November 2026.
 */
export async function createFargateProfile(desk: Desk): Promise<AwsReply> {
  const cluster = clusterOf(desk);
  const made = await desk.world.forward(desk.call);
  if (made.status < 300) {
    cluster.fargateProfiles.add(textOf(desk.body.fargateProfileName));
    ensureFargateEntry(desk, cluster, textOf(desk.body.podExecutionRoleArn));
  }
  return made;
}

export async function deleteFargateProfile(desk: Desk): Promise<AwsReply> {
  const cluster = clusterOf(desk);
  const deleted = await desk.world.forward(desk.call);
  if (deleted.status < 300) cluster.fargateProfiles.delete(desk.path[3] ?? "");
  return deleted;
}

/** Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_DeleteCluster.html, read November 2026. */
export function refuseWhileProfiles({ fargateProfiles }: Cluster): void {
  if (fargateProfiles.size > 0) throw inUse("Cluster has Fargate profiles attached");
}
