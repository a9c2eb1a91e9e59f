import {
  ALL_MONTH,
  type Amount,
  assumed,
  beyond,
  HOURS_OF_A_MONTH,
  known,
  product,
  sum,
  times,
} from "../amount.ts";
import { NotKnown } from "../notKnown.ts";
import type { PricedTypes } from "../pricing.ts";
import type { View } from "../view.ts";

/** Source: https://aws.amazon.com/rds/pricing/ and https://aws.amazon.com/rds/aurora/pricing/, recalled. */

/** gp3 of RDS includes these from 400 GiB on; below, IOPS cannot be chosen. */
const GP3_IOPS = 12_000;

function zones(view: View): Amount {
  return known(view.flag("multi_az") ? 2 : 1);
}

/** What a copy does not say is its source's. */
function own(view: View, attribute: string): View {
  if (view.has(attribute)) return view;
  return view.has("replicate_source_db") ? (view.neighbour("aws_db_instance") ?? view) : view;
}

function engineOf(view: View): string {
  const engine = own(view, "engine").text("engine");
  // A copy of a database in another state says nothing of its engine; the class alone decides then.
  if (engine === undefined && view.has("replicate_source_db")) return copiedEngine(view);
  if (engine === undefined) throw new NotKnown("engine");
  return engine;
}

/** Told by the logs that it exports. */
function copiedEngine(view: View): string {
  const logs = view.textOr("enabled_cloudwatch_logs_exports[0]", "");
  if (logs === "postgresql") return "postgres";
  if (["error", "general", "slowquery", "audit"].includes(logs)) return "mysql";
  throw new NotKnown("engine of the copied database");
}

function storage(view: View): Amount {
  const source = own(view, "allocated_storage");
  const allocated = source.number("allocated_storage", 0, assumed(20, 100, 500));
  if (allocated.expected === 0 && view.has("replicate_source_db")) {
    const most = view.number("max_allocated_storage", 100);
    return assumed(20, Math.min(100, most.expected), most.expected);
  }
  const most = view.number("max_allocated_storage", 0);
  // It grows by itself up to its bound.
  return most.high > allocated.high
    ? { ...allocated, high: Math.max(allocated.high, most.high), assumed: true }
    : allocated;
}

function storageKind(view: View): string {
  return view.textOr("storage_type", view.has("iops") ? "io1" : "gp2");
}

export const DATABASES: readonly PricedTypes[] = [
  {
    types: ["aws_db_instance"],
    usage: {
      additional_backup_storage_gb: assumed(0, 20, 200),
      monthly_standard_io_requests: assumed(0, 1_000_000, 50_000_000),
    },
    components: [
      {
        name: "Instance in each zone",
        price: (view) => `rds/${engineOf(view)}/${required(view, "instance_class")}`,
        quantity: (view) => product(ALL_MONTH, zones(view)),
      },
      {
        name: "Storage in each zone",
        price: (view) => `rds/storage-${storageKind(view) === "standard" ? "magnetic" : storageKind(view)}`,
        quantity: (view) => product(storage(view), zones(view)),
      },
      {
        name: "IOPS",
        price: "rds/iops",
        when: (view) => ["io1", "io2"].includes(storageKind(view)),
        quantity: (view) => product(view.number("iops", 1000), zones(view)),
      },
      {
        name: `IOPS above ${GP3_IOPS}`,
        price: "rds/gp3-iops",
        when: (view) => storageKind(view) === "gp3" && view.has("iops"),
        quantity: (view) => product(beyond(view.number("iops", GP3_IOPS), GP3_IOPS), zones(view)),
      },
      {
        name: "I/O requests",
        price: "rds/magnetic-io",
        when: (view) => storageKind(view) === "standard",
        quantity: (view) => view.usage("monthly_standard_io_requests"),
      },
      {
        name: "Backups beyond the size of the database",
        price: "rds/backup",
        when: (view) => view.number("backup_retention_period", 0).high > 0,
        quantity: (view) => view.usage("additional_backup_storage_gb"),
      },
    ],
  },
  {
    types: ["aws_rds_cluster"],
    usage: {
      storage_gb: assumed(10, 100, 500),
      write_requests_per_sec: assumed(1, 20, 200),
      read_requests_per_sec: assumed(1, 50, 500),
      backup_snapshot_size_gb: assumed(0, 50, 500),
    },
    components: [
      {
        name: "Storage",
        price: (view) =>
          view.textOr("storage_type", "") === "aurora-iopt1"
            ? "aurora/storage-io-optimised"
            : "aurora/storage",
        quantity: (view) => view.usage("storage_gb"),
      },
      {
        name: "I/O requests",
        price: "aurora/io",
        when: (view) => view.textOr("storage_type", "") !== "aurora-iopt1",
        quantity: (view) =>
          // A copy of a global database replays the writes of its source.
          times(
            sum(view.usage("write_requests_per_sec"), view.usage("read_requests_per_sec")),
            HOURS_OF_A_MONTH * 3600,
          ),
      },
      {
        name: "Backups beyond the size of the cluster",
        price: "aurora/backup",
        quantity: (view) => view.usage("backup_snapshot_size_gb"),
      },
    ],
  },
  {
    types: ["aws_rds_cluster_instance"],
    usage: { capacity_units_per_hr: assumed(0, 0, 0) },
    components: [
      {
        name: "Instance",
        price: (view) => `rds/${clusterEngine(view)}/${required(view, "instance_class")}`,
        when: (view) => view.textOr("instance_class", "") !== "db.serverless",
        quantity: () => ALL_MONTH,
      },
      {
        name: "Aurora capacity units",
        price: "aurora/acu",
        when: (view) => view.textOr("instance_class", "") === "db.serverless",
        quantity: (view) => product(ALL_MONTH, capacity(view)),
      },
    ],
  },
  {
    types: ["aws_rds_global_cluster"],
    usage: { monthly_replicated_writes: assumed(1_000_000, 50_000_000, 500_000_000) },
    components: [
      {
        name: "Replicated writes",
        price: "aurora/io",
        quantity: (view) => view.usage("monthly_replicated_writes"),
      },
    ],
  },
  {
    types: ["aws_db_proxy"],
    usage: { vcpu_count: assumed(2, 4, 8), acu_count: assumed(8, 8, 32) },
    components: [
      {
        // By the capacity of the databases behind it, two vCPU at least.
        name: "vCPU of the databases behind it",
        price: "rds/proxy-vcpu",
        quantity: (view) => product(ALL_MONTH, view.usage("vcpu_count")),
      },
    ],
  },
  {
    types: ["aws_neptune_cluster_instance"],
    components: [
      {
        name: "Instance",
        price: (view) => `neptune/${required(view, "instance_class")}`,
        quantity: () => ALL_MONTH,
      },
    ],
  },
  {
    types: ["aws_neptune_cluster"],
    usage: {
      storage_gb: assumed(10, 50, 500),
      monthly_io_requests: assumed(1_000_000, 10_000_000, 200_000_000),
      backup_storage_gb: assumed(0, 10, 100),
    },
    components: [
      { name: "Storage", price: "neptune/storage", quantity: (view) => view.usage("storage_gb") },
      { name: "I/O requests", price: "neptune/io", quantity: (view) => view.usage("monthly_io_requests") },
      { name: "Backups", price: "neptune/backup", quantity: (view) => view.usage("backup_storage_gb") },
    ],
  },
  {
    types: ["aws_neptune_cluster_snapshot"],
    usage: { backup_storage_gb: assumed(1, 50, 500) },
    components: [
      { name: "Snapshot", price: "neptune/backup", quantity: (view) => view.usage("backup_storage_gb") },
    ],
  },
  {
    types: ["aws_redshift_cluster"],
    usage: { managed_storage_gb: assumed(100, 1000, 10_000), backup_storage_gb: assumed(0, 100, 1000) },
    components: [
      {
        name: "Nodes",
        price: (view) => `redshift/${required(view, "node_type")}`,
        quantity: (view) => product(ALL_MONTH, view.number("number_of_nodes", 1, assumed(1, 2, 4))),
      },
      {
        name: "Managed storage",
        price: "redshift/managed-storage",
        when: (view) => view.textOr("node_type", "").startsWith("ra3."),
        quantity: (view) => view.usage("managed_storage_gb"),
      },
      { name: "Backups", price: "redshift/backup", quantity: (view) => view.usage("backup_storage_gb") },
    ],
  },
  {
    types: ["aws_elasticsearch_domain", "aws_opensearch_domain"],
    components: [
      {
        name: "Data nodes",
        price: (view) => `search/${searchClass(view, "instance_type", "m4.large")}`,
        quantity: (view) =>
          product(ALL_MONTH, view.number(view.inBlock("cluster_config", "instance_count"), 1)),
      },
      {
        name: "Dedicated masters",
        price: (view) => `search/${searchClass(view, "dedicated_master_type", "m4.large")}`,
        when: (view) => view.flag(view.inBlock("cluster_config", "dedicated_master_enabled")),
        quantity: (view) =>
          product(ALL_MONTH, view.number(view.inBlock("cluster_config", "dedicated_master_count"), 3)),
      },
      {
        name: "Warm nodes",
        price: (view) => `search/${searchClass(view, "warm_type", "ultrawarm1.medium")}`,
        when: (view) => view.flag(view.inBlock("cluster_config", "warm_enabled")),
        quantity: (view) => product(ALL_MONTH, view.number(view.inBlock("cluster_config", "warm_count"), 2)),
      },
      {
        name: "Storage",
        price: (view) => `search/${view.textOr(view.inBlock("ebs_options", "volume_type"), "gp2")}`,
        when: (view) => view.flag(view.inBlock("ebs_options", "ebs_enabled")),
        quantity: (view) =>
          product(
            view.number(view.inBlock("ebs_options", "volume_size"), 10, assumed(10, 50, 500)),
            view.number(view.inBlock("cluster_config", "instance_count"), 1),
          ),
      },
    ],
  },
];

function searchClass(view: View, attribute: string, otherwise: string): string {
  const type = view.text(view.inBlock("cluster_config", attribute)) ?? otherwise;
  return type.replace(/\.(elasticsearch|search)$/, "");
}

function required(view: View, attribute: string): string {
  const text = view.text(attribute);
  if (text === undefined) throw new NotKnown(attribute);
  return text;
}

function clusterEngine(view: View): string {
  return view.text("engine") ?? view.neighbour("aws_rds_cluster")?.text("engine") ?? "aurora-mysql";
}

/** What is used, or from its least capacity to its largest: three times the least is expected, a fifth of the largest at most. */
function capacity(view: View): Amount {
  const used = view.usage("capacity_units_per_hr");
  if (used.high > 0) return used;
  const cluster = view.neighbour("aws_rds_cluster");
  if (cluster === undefined) return assumed(0.5, 4, 16);
  const [least, most] = ["min_capacity", "max_capacity"].map((attribute) =>
    cluster.number(
      cluster.inBlock("serverlessv2_scaling_configuration", attribute),
      attribute === "min_capacity" ? 0.5 : 16,
    ),
  );
  const [low, high] = [least?.expected ?? 0.5, most?.expected ?? 16];
  const expected = Math.min(high, Math.max(low * 1.25, low + 0.5));
  return assumed(low, expected, Math.max(expected, low + (high - low) / 4));
}
