import type { Fact } from "../runbook.ts";

/** What RDS calls things, by kind of database. Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/ */
export interface RdsNames {
  readonly list: "DBClusters" | "DBInstances";
  readonly identifier: "DBClusterIdentifier" | "DBInstanceIdentifier";
  readonly filter: "db-cluster-id" | "db-instance-id";
  readonly describe: "DescribeDBClusters" | "DescribeDBInstances";
  readonly status: "Status" | "DBInstanceStatus";
  /** Name of the group of subnets of the first that is listed. */
  readonly subnets: Fact;
  /** Name of its group of settings. */
  readonly settings: Fact;
}

export const RDS_NAMES: Readonly<Record<"aurora-postgresql" | "rds-postgresql", RdsNames>> = {
  "aurora-postgresql": {
    list: "DBClusters",
    identifier: "DBClusterIdentifier",
    filter: "db-cluster-id",
    describe: "DescribeDBClusters",
    status: "Status",
    subnets: { at: "DBClusters[0].DBSubnetGroup" },
    settings: { at: "DBClusters[0].DBClusterParameterGroup" },
  },
  "rds-postgresql": {
    list: "DBInstances",
    identifier: "DBInstanceIdentifier",
    filter: "db-instance-id",
    describe: "DescribeDBInstances",
    status: "DBInstanceStatus",
    subnets: { at: "DBInstances[0].DBSubnetGroup.DBSubnetGroupName" },
    settings: { at: "DBInstances[0].DBParameterGroups[0].DBParameterGroupName" },
  },
};
