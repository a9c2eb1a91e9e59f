import { type ResourceValues, valueAt } from "../../../graph/index.ts";
import { observed, quick, recalled, type TimingFigure } from "../figure.ts";

const isSet = (values: ResourceValues, path: string) => valueAt(values, path).kind !== "absent";

/** The first member of a global database makes the administrator; a later one takes over what is there. */
const joinsGlobal = (values: ResourceValues) =>
  isSet(values, "global_cluster_identifier") && !isSet(values, "master_username");

const isTrue = (values: ResourceValues, path: string) => {
  const found = valueAt(values, path);
  return found.kind === "known" && found.value === true;
};

/** Creation of databases and tables, empty. Seconds. */
export const DATABASES: readonly TimingFigure[] = [
  {
    id: "aws_rds_global_cluster",
    type: "aws_rds_global_cluster",
    typical: 15,
    pessimistic: 60,
    origin: recalled(),
  },
  {
    id: "aws_rds_cluster/copy",
    type: "aws_rds_cluster",
    when: { text: "joins a global database", holds: joinsGlobal },
    typical: 300,
    pessimistic: 900,
    floor: 30,
    origin: recalled("storage is made and follows the writer's"),
  },
  {
    id: "aws_rds_cluster",
    type: "aws_rds_cluster",
    typical: 60,
    pessimistic: 300,
    floor: 30,
    origin: recalled("one published log: 43 s"),
  },
  {
    id: "aws_rds_cluster_instance",
    type: "aws_rds_cluster_instance",
    typical: 385,
    pessimistic: 900,
    floor: 30,
    origin: recalled("between 300 and 900; three published logs: 373, 381 and 393 s"),
  },
  {
    id: "aws_db_instance/copy",
    type: "aws_db_instance",
    when: {
      text: "a copy of an instance in another region",
      holds: (values) => isSet(values, "replicate_source_db"),
    },
    typical: 1500,
    pessimistic: 2400,
    floor: 60,
    origin: recalled(
      "15 to 40 min: a snapshot of the source is made, copied, restored and caught up with; grows with the data",
    ),
  },
  {
    id: "aws_db_instance/multi-az",
    type: "aws_db_instance",
    when: { text: "with a standby in another zone", holds: (values) => isTrue(values, "multi_az") },
    typical: 600,
    pessimistic: 1200,
    floor: 60,
    origin: recalled(),
  },
  {
    id: "aws_db_instance",
    type: "aws_db_instance",
    typical: 479,
    pessimistic: 1026,
    floor: 60,
    origin: observed(
      "aws_db_instance.main",
      [315, 454, 479, 612, 842, 900, 1026],
      "under another name 357 and 368 s; of all sizes, some with a standby",
    ),
  },
  ...quick(2, 5, ["aws_db_subnet_group", "aws_db_parameter_group", "aws_rds_cluster_parameter_group"]),
  {
    id: "aws_db_proxy",
    type: "aws_db_proxy",
    typical: 180,
    pessimistic: 600,
    origin: recalled("some minutes until it has addresses in the subnets"),
  },
  {
    id: "aws_db_proxy_endpoint",
    type: "aws_db_proxy_endpoint",
    typical: 90,
    pessimistic: 300,
    origin: recalled("as its proxy, and after it"),
  },
  ...quick(2, 10, ["aws_db_proxy_default_target_group", "aws_db_proxy_target"]),
  {
    id: "aws_dynamodb_table",
    type: "aws_dynamodb_table",
    typical: 25,
    pessimistic: 60,
    floor: 5,
    origin: recalled("with encryption by an own key and recovery to a point in time; one published log: 9 s"),
  },
  {
    id: "aws_dynamodb_table_replica",
    type: "aws_dynamodb_table_replica",
    typical: 240,
    pessimistic: 900,
    // The provider waits 90 s twice before it looks (replicaPropagationDelay); 181 to 183 s when AWS takes none.
    floor: 180,
    origin: recalled("60 to 900 s until the copy is active, of which the provider's fixed wait hides 180"),
  },
  {
    id: "aws_dynamodb_contributor_insights",
    type: "aws_dynamodb_contributor_insights",
    typical: 30,
    pessimistic: 120,
    origin: recalled("until it is enabled; the provider gives up after 300 s"),
  },
];
