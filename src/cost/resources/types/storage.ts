import { ALL_MONTH, assumed, known, product, times } from "../amount.ts";
import { NotKnown } from "../notKnown.ts";
import type { PricedTypes } from "../pricing.ts";
import type { View } from "../view.ts";

function nodeType(view: View): string {
  const type =
    view.text("node_type") ??
    view.neighbour("aws_elasticache_global_replication_group")?.text("cache_node_type");
  if (type === undefined) throw new NotKnown("node_type");
  return type;
}

/** Sources: https://aws.amazon.com/s3/pricing/, /dynamodb/pricing/, /elasticache/pricing/, /backup/pricing/, recalled. */
export const STORAGE: readonly PricedTypes[] = [
  {
    types: ["aws_s3_bucket"],
    usage: {
      "standard.storage_gb": assumed(1, 20, 200),
      "standard.monthly_tier_1_requests": assumed(1000, 50_000, 1_000_000),
      "standard.monthly_tier_2_requests": assumed(1000, 500_000, 10_000_000),
      "standard_infrequent_access.storage_gb": known(0),
      "standard_infrequent_access.monthly_data_retrieval_gb": known(0),
      "standard_infrequent_access.monthly_lifecycle_transition_requests": known(0),
      "glacier_instant_retrieval.storage_gb": known(0),
      "glacier_flexible_retrieval.storage_gb": known(0),
      "glacier_deep_archive.storage_gb": known(0),
    },
    components: [
      {
        name: "Standard storage",
        price: "s3/standard",
        quantity: (view) => view.usage("standard.storage_gb"),
      },
      {
        name: "PUT, COPY, POST, LIST requests",
        price: "s3/put",
        quantity: (view) => view.usage("standard.monthly_tier_1_requests"),
      },
      {
        name: "GET and all other requests",
        price: "s3/get",
        quantity: (view) => view.usage("standard.monthly_tier_2_requests"),
      },
      ...(
        [
          ["Infrequent-access storage", "s3/infrequent", "standard_infrequent_access.storage_gb"],
          [
            "Infrequent-access retrieval",
            "s3/infrequent-retrieval",
            "standard_infrequent_access.monthly_data_retrieval_gb",
          ],
          [
            "Lifecycle transitions",
            "s3/transition",
            "standard_infrequent_access.monthly_lifecycle_transition_requests",
          ],
          ["Glacier instant retrieval storage", "s3/glacier-instant", "glacier_instant_retrieval.storage_gb"],
          ["Glacier flexible retrieval storage", "s3/glacier", "glacier_flexible_retrieval.storage_gb"],
          ["Glacier deep archive storage", "s3/deep-archive", "glacier_deep_archive.storage_gb"],
        ] as const
      ).map(([name, price, key]) => ({
        name,
        price,
        when: (view: View) => view.usage(key).high > 0,
        quantity: (view: View) => view.usage(key),
      })),
    ],
  },
  {
    types: ["aws_s3_bucket_replication_configuration"],
    usage: {
      monthly_replicated_gb: assumed(1, 10, 100),
      monthly_replicated_objects: assumed(100, 10_000, 200_000),
    },
    components: [
      {
        name: "Replication requests",
        price: "s3/put",
        quantity: (view) => view.usage("monthly_replicated_objects"),
      },
      {
        name: "Replication time control",
        price: "s3/replication-time",
        // A state holds an empty list where nobody asked for it.
        when: (view) => /"replication_time":(?!\[\]|null)/.test(JSON.stringify(view.resource.values.known)),
        quantity: (view) => view.usage("monthly_replicated_gb"),
      },
    ],
  },
  {
    types: ["aws_s3_bucket_inventory"],
    usage: { monthly_listed_objects: assumed(1000, 100_000, 10_000_000) },
    components: [
      {
        name: "Objects listed",
        price: "s3/inventory",
        quantity: (view) => view.usage("monthly_listed_objects"),
      },
    ],
  },
  {
    types: ["aws_s3_bucket_analytics_configuration"],
    usage: { monthly_monitored_objects: assumed(1000, 100_000, 10_000_000) },
    components: [
      {
        name: "Objects monitored",
        price: "s3/analytics",
        quantity: (view) => view.usage("monthly_monitored_objects"),
      },
    ],
  },
  {
    types: ["aws_dynamodb_table"],
    usage: {
      monthly_write_request_units: assumed(100_000, 5_000_000, 50_000_000),
      monthly_read_request_units: assumed(500_000, 20_000_000, 200_000_000),
      storage_gb: assumed(0.1, 5, 50),
      pitr_backup_storage_gb: assumed(0.1, 5, 50),
      on_demand_backup_storage_gb: known(0),
      monthly_data_restored_gb: known(0),
      monthly_streams_read_request_units: known(0),
    },
    components: [
      {
        name: "Write request units",
        price: (view) => (replicated(view) ? "dynamodb/replicated-write" : "dynamodb/write"),
        when: onDemand,
        quantity: (view) => view.usage("monthly_write_request_units"),
      },
      {
        name: "Read request units",
        price: "dynamodb/read",
        when: onDemand,
        quantity: (view) => view.usage("monthly_read_request_units"),
      },
      {
        name: "Write capacity",
        price: "dynamodb/write-capacity",
        when: (view) => !onDemand(view),
        quantity: (view) => product(ALL_MONTH, view.number("write_capacity", 1, assumed(1, 5, 50))),
      },
      {
        name: "Read capacity",
        price: "dynamodb/read-capacity",
        when: (view) => !onDemand(view),
        quantity: (view) => product(ALL_MONTH, view.number("read_capacity", 1, assumed(1, 5, 50))),
      },
      { name: "Storage", price: "dynamodb/storage", quantity: (view) => view.usage("storage_gb") },
      {
        name: "Point-in-time recovery",
        price: "dynamodb/point-in-time",
        when: (view) => view.flag(view.inBlock("point_in_time_recovery", "enabled")),
        quantity: (view) => view.usage("pitr_backup_storage_gb"),
      },
      {
        name: "Backups on demand",
        price: "dynamodb/backup",
        when: (view) => view.usage("on_demand_backup_storage_gb").high > 0,
        quantity: (view) => view.usage("on_demand_backup_storage_gb"),
      },
      {
        name: "Restored",
        price: "dynamodb/restore",
        when: (view) => view.usage("monthly_data_restored_gb").high > 0,
        quantity: (view) => view.usage("monthly_data_restored_gb"),
      },
      {
        name: "Stream reads",
        price: "dynamodb/stream-read",
        when: (view) => view.usage("monthly_streams_read_request_units").high > 0,
        quantity: (view) => view.usage("monthly_streams_read_request_units"),
      },
    ],
  },
  {
    types: ["aws_dynamodb_table_replica"],
    usage: {
      monthly_write_request_units: assumed(100_000, 5_000_000, 50_000_000),
      monthly_read_request_units: assumed(0, 5_000_000, 100_000_000),
      storage_gb: assumed(0.1, 5, 50),
    },
    components: [
      {
        name: "Replicated write request units",
        price: "dynamodb/replicated-write",
        quantity: (view) => view.usage("monthly_write_request_units"),
      },
      {
        name: "Read request units",
        price: "dynamodb/read",
        quantity: (view) => view.usage("monthly_read_request_units"),
      },
      { name: "Storage", price: "dynamodb/storage", quantity: (view) => view.usage("storage_gb") },
      {
        name: "Point-in-time recovery",
        price: "dynamodb/point-in-time",
        when: (view) => view.flag("point_in_time_recovery"),
        quantity: (view) => view.usage("storage_gb"),
      },
    ],
  },
  {
    types: ["aws_elasticache_cluster"],
    usage: { snapshot_storage_size_gb: known(0) },
    components: [
      {
        name: "Nodes",
        price: (view) => `elasticache/${nodeType(view)}`,
        // A member of a replication group is counted there.
        when: (view) => !view.has("replication_group_id"),
        quantity: (view) => product(ALL_MONTH, view.number("num_cache_nodes", 1, assumed(1, 2, 4))),
      },
    ],
  },
  {
    types: ["aws_elasticache_replication_group"],
    usage: { snapshot_storage_size_gb: assumed(0, 5, 30) },
    components: [
      {
        name: "Nodes",
        price: (view) => `elasticache/${nodeType(view)}`,
        quantity: (view) => {
          if (!view.has("num_node_groups")) {
            return product(ALL_MONTH, view.number("num_cache_clusters", 1, assumed(1, 2, 4)));
          }
          const copies = view.number("replicas_per_node_group", 0, assumed(0, 1, 2));
          const each = {
            ...copies,
            low: copies.low + 1,
            expected: copies.expected + 1,
            high: copies.high + 1,
          };
          return product(ALL_MONTH, view.number("num_node_groups", 1, assumed(1, 2, 4)), each);
        },
      },
      {
        name: "Backups beyond the first",
        price: "elasticache/backup",
        // One of each cluster is free.
        when: (view) => view.number("snapshot_retention_limit", 0).high > 1,
        quantity: (view) => view.usage("snapshot_storage_size_gb"),
      },
    ],
  },
  {
    types: ["aws_backup_vault"],
    usage: {
      monthly_rds_snapshot_gb: assumed(0, 50, 500),
      monthly_aurora_snapshot_gb: assumed(0, 50, 500),
      monthly_dynamodb_backup_gb: assumed(0, 10, 100),
      monthly_s3_backup_gb: assumed(0, 50, 500),
      monthly_ebs_snapshot_gb: assumed(0, 0, 100),
      monthly_efs_warm_backup_gb: known(0),
    },
    components: (
      [
        ["RDS recovery points", "rds", "monthly_rds_snapshot_gb"],
        ["Aurora recovery points", "aurora", "monthly_aurora_snapshot_gb"],
        ["DynamoDB recovery points", "dynamodb", "monthly_dynamodb_backup_gb"],
        ["S3 recovery points", "s3", "monthly_s3_backup_gb"],
        ["EBS recovery points", "ebs", "monthly_ebs_snapshot_gb"],
        ["EFS recovery points", "efs", "monthly_efs_warm_backup_gb"],
      ] as const
    ).map(([name, kind, key]) => ({
      name,
      price: `backup/${kind}`,
      when: (view: View) => view.usage(key).high > 0,
      quantity: (view: View) => view.usage(key),
    })),
  },
  {
    types: ["aws_backup_restore_testing_selection"],
    usage: { monthly_tests: assumed(1, 1, 4.35), restored_hours: assumed(1, 4, 12) },
    components: [
      // What is restored runs for some hours and is charged as what it is, a share too small for a line of its own.
      {
        name: "Resources tested",
        price: "backup/restore-test",
        quantity: (view) => view.usage("monthly_tests"),
      },
    ],
  },
  {
    types: ["aws_efs_file_system"],
    usage: { storage_gb: assumed(1, 50, 500), infrequent_access_storage_gb: known(0) },
    components: [
      {
        name: "Storage",
        price: (view) => (view.has("availability_zone_name") ? "efs/one-zone" : "efs/standard"),
        quantity: (view) => view.usage("storage_gb"),
      },
      {
        name: "Infrequent-access storage",
        price: "efs/infrequent",
        when: (view) => view.usage("infrequent_access_storage_gb").high > 0,
        quantity: (view) => view.usage("infrequent_access_storage_gb"),
      },
      {
        name: "Provisioned throughput",
        price: "efs/throughput",
        when: (view) => view.textOr("throughput_mode", "bursting") === "provisioned",
        quantity: (view) => times(view.number("provisioned_throughput_in_mibps", 1), 1),
      },
    ],
  },
];

function onDemand(view: View): boolean {
  return view.textOr("billing_mode", "PROVISIONED") === "PAY_PER_REQUEST";
}

/** Writes of a table that has copies are replicated writes, at home too. */
function replicated(view: View): boolean {
  return view.has("replica[0]") || view.neighbour("aws_dynamodb_table_replica") !== undefined;
}
