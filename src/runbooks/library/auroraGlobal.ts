import {
  DescribeGlobalClustersCommand,
  FailoverGlobalClusterCommand,
  SwitchoverGlobalClusterCommand,
} from "@aws-sdk/client-rds";
import type { RegionClients } from "../../aws/index.ts";

/** What a region says of an Aurora global database. */
export interface GlobalDatabase {
  readonly status: string;
  /** Region of the member that writes; undefined while none does. */
  readonly writerRegion: string | undefined;
  /** Region to ARN and state of each member. */
  readonly members: ReadonlyMap<string, { readonly arn: string; readonly synchronised: boolean }>;
}

/** Asks `clients`' region, which need not be the writer's. Throws when that region does not know the database. */
export async function describeGlobalDatabase(clients: RegionClients, name: string): Promise<GlobalDatabase> {
  const reply = await clients.rds.send(new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: name }));
  const found = reply.GlobalClusters?.[0];
  if (found === undefined) throw new Error(`${clients.region} knows no global database ${name}`);
  const members = (found.GlobalClusterMembers ?? []).flatMap((member) => {
    const arn = member.DBClusterArn;
    const region = arn?.split(":")[3];
    if (arn === undefined || region === undefined) return [];
    const state = {
      arn,
      synchronised: member.SynchronizationStatus !== "pending-resync",
      writer: member.IsWriter,
    };
    return [[region, state] as const];
  });
  return {
    status: found.Status ?? "unknown",
    writerRegion: members.find(([, member]) => member.writer)?.[0],
    members: new Map(members),
  };
}

/** Promotes a member whose writer's region is gone. What had not been replicated is lost. */
export async function failOverTo(clients: RegionClients, name: string, targetArn: string): Promise<void> {
  await clients.rds.send(
    new FailoverGlobalClusterCommand({
      GlobalClusterIdentifier: name,
      TargetDbClusterIdentifier: targetArn,
      AllowDataLoss: true,
    }),
  );
}

/** Moves the writer of a healthy database without loss. `clients` must be those of the present writer's region. */
export async function switchOverTo(clients: RegionClients, name: string, targetArn: string): Promise<void> {
  await clients.rds.send(
    new SwitchoverGlobalClusterCommand({
      GlobalClusterIdentifier: name,
      TargetDbClusterIdentifier: targetArn,
    }),
  );
}
