import { valueAt } from "../../../graph/index.ts";
import { measured, quick, recalled, type TimingFigure } from "../figure.ts";

/** Creation of ElastiCache. Seconds. The provider waits 30 s before it first looks. */
export const CACHES: readonly TimingFigure[] = [
  {
    id: "aws_elasticache_global_replication_group",
    type: "aws_elasticache_global_replication_group",
    typical: 720,
    pessimistic: 1500,
    floor: 30,
    origin: recalled(),
  },
  {
    id: "aws_elasticache_replication_group/copy",
    type: "aws_elasticache_replication_group",
    when: {
      text: "joins a Global Datastore",
      holds: (values) => valueAt(values, "global_replication_group_id").kind !== "absent",
    },
    typical: 900,
    pessimistic: 1800,
    floor: 30,
    origin: recalled(),
  },
  {
    id: "aws_elasticache_replication_group",
    type: "aws_elasticache_replication_group",
    typical: 480,
    pessimistic: 1200,
    floor: 30,
    origin: recalled("between 420 and 1200; four published logs: 358, 419, 547 and 555 s"),
  },
  {
    id: "aws_elasticache_cluster",
    type: "aws_elasticache_cluster",
    typical: 320,
    pessimistic: 600,
    floor: 30,
    origin: recalled("three published logs: 222, 317 and 365 s"),
  },
  {
    id: "aws_elasticache_user",
    type: "aws_elasticache_user",
    typical: 5,
    pessimistic: 20,
    origin: recalled(),
  },
  {
    id: "aws_elasticache_user_group",
    type: "aws_elasticache_user_group",
    typical: 40,
    pessimistic: 90,
    floor: 30,
    origin: recalled("of which the provider's fixed wait is 30"),
  },
  {
    id: "aws_elasticache_parameter_group",
    type: "aws_elasticache_parameter_group",
    typical: 2,
    pessimistic: 5,
    origin: measured(),
  },
  ...quick(2, 5, ["aws_elasticache_subnet_group"]),
];
