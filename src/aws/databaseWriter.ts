import { DescribeDBClustersCommand, DescribeDBInstancesCommand } from "@aws-sdk/client-rds";
import type { RegionClients } from "./clients.ts";

/** A database instance, and where in its region it stands. */
export interface PlacedInstance {
  readonly identifier: string;
  readonly zone: string | undefined;
}

/** The instance that writes in a cluster; undefined where none does, as in a secondary of a global database. */
export async function writerOfCluster(
  clients: RegionClients,
  cluster: string,
): Promise<PlacedInstance | undefined> {
  const command = new DescribeDBClustersCommand({ DBClusterIdentifier: cluster });
  const [found] = (await clients.rds.send(command)).DBClusters ?? [];
  const writer = found?.DBClusterMembers?.find(({ IsClusterWriter }) => IsClusterWriter === true);
  return writer?.DBInstanceIdentifier === undefined
    ? undefined
    : placedInstance(clients, writer.DBInstanceIdentifier);
}

/** Undefined for an instance that is not there. */
export async function placedInstance(
  clients: RegionClients,
  identifier: string,
): Promise<PlacedInstance | undefined> {
  const command = new DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier });
  const [found] = (await clients.rds.send(command)).DBInstances ?? [];
  return found && { identifier, zone: found.AvailabilityZone };
}
