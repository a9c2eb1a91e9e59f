import { ALL_MONTH, type Amount, assumed, known, product, times } from "../amount.ts";
import { NotKnown } from "../notKnown.ts";
import type { Component, PricedTypes } from "../pricing.ts";
import type { View } from "../view.ts";

function used(name: string, price: string, key: string): Component {
  return { name, price, quantity: (view) => view.usage(key) };
}

function wanted(view: View, path: string): string {
  const text = view.text(path);
  if (text === undefined) throw new NotKnown(path);
  return text;
}

/** Whether AWS runs a service's tasks on Fargate; else its instances are charged, and not it. */
function onFargate(view: View): boolean {
  const providers = [0, 1].map((index) => `capacity_provider_strategy[${index}].capacity_provider`);
  return [view.textOr("launch_type", ""), ...providers.map((path) => view.textOr(path, ""))].includes(
    "FARGATE",
  );
}

/** Of all tasks of a service: vCPU, or GB of memory, which a definition counts in 1,024ths. */
function ofTasks(view: View, attribute: "cpu" | "memory"): Amount {
  const guess = attribute === "cpu" ? assumed(256, 512, 4096) : assumed(512, 1024, 16_384);
  const size = view.neighbour("aws_ecs_task_definition")?.number(attribute, guess.expected, guess) ?? guess;
  return product(view.number("desired_count", 1), times(size, 1 / 1024), ALL_MONTH);
}

/** `-arm` of tasks that run on Graviton. */
function architecture(view: View): string {
  const task = view.neighbour("aws_ecs_task_definition");
  const arm = task?.textOr(task.inBlock("runtime_platform", "cpu_architecture"), "") === "ARM64";
  return arm ? "-arm" : "";
}

function airflow(view: View): string {
  return view.textOr("environment_class", "mw1.small").replace(/^mw1\./, "");
}

/** Of file systems, in MB/s; AWS asks for it, so it is never left out. */
const throughput = (view: View) => view.number("throughput_capacity", 0, assumed(8, 32, 512));

/**
 * Types that our stacks do not have and those of others do. Keys as Infracost names them; figures as it has them
 * (`scripts/prices`).
 */
export const INTEGRATION: readonly PricedTypes[] = [
  {
    types: ["aws_ecs_service"],
    components: [
      {
        name: "vCPU of tasks",
        price: (view) => `fargate/vcpu${architecture(view)}`,
        when: onFargate,
        quantity: (view) => ofTasks(view, "cpu"),
      },
      {
        name: "Memory of tasks",
        price: (view) => `fargate/memory${architecture(view)}`,
        when: onFargate,
        quantity: (view) => ofTasks(view, "memory"),
      },
    ],
  },
  {
    types: ["aws_glue_job"],
    usage: { monthly_hours: assumed(0, 10, 200) },
    components: [
      {
        name: "Processing units",
        price: "glue/dpu",
        quantity: (view) => {
          const units = view.number("max_capacity", view.textOr("worker_type", "") === "G.2X" ? 4 : 10);
          const workers = view.number("number_of_workers", 0);
          const each = view.textOr("worker_type", "G.1X") === "G.2X" ? 2 : 1;
          return product(workers.high > 0 ? times(workers, each) : units, view.usage("monthly_hours"));
        },
      },
    ],
  },
  {
    types: ["aws_glue_crawler"],
    usage: { monthly_hours: assumed(0, 5, 50) },
    components: [used("Processing units", "glue/dpu", "monthly_hours")],
  },
  {
    types: ["aws_mwaa_environment"],
    usage: {
      additional_workers: known(0),
      additional_schedulers: known(0),
      meta_database_gb: assumed(1, 5, 50),
    },
    components: [
      {
        name: "Environment",
        price: (view) => `mwaa/environment-${airflow(view)}`,
        quantity: () => ALL_MONTH,
      },
      {
        name: "Further workers",
        price: (view) => `mwaa/worker-${airflow(view)}`,
        when: (view) => view.usage("additional_workers").high > 0,
        quantity: (view) => product(view.usage("additional_workers"), ALL_MONTH),
      },
      {
        name: "Further schedulers",
        price: (view) => `mwaa/scheduler-${airflow(view)}`,
        when: (view) => view.usage("additional_schedulers").high > 0,
        quantity: (view) => product(view.usage("additional_schedulers"), ALL_MONTH),
      },
      used("Database", "mwaa/database", "meta_database_gb"),
    ],
  },
  {
    types: ["aws_transfer_server"],
    usage: {
      monthly_data_downloaded_gb: assumed(0, 50, 1000),
      monthly_data_uploaded_gb: assumed(0, 50, 1000),
    },
    components: [
      {
        name: "Protocols",
        price: "transfer-family/protocol",
        quantity: (view) => product(known(view.count("protocols") || 1), ALL_MONTH),
      },
      used("Data downloaded", "transfer-family/data", "monthly_data_downloaded_gb"),
      used("Data uploaded", "transfer-family/data", "monthly_data_uploaded_gb"),
    ],
  },
  {
    types: ["aws_dms_replication_instance"],
    components: [
      {
        name: "Instance",
        price: (view) => `dms/${wanted(view, "replication_instance_class").replace(/^dms\./, "")}`,
        quantity: (view) => product(known(view.flag("multi_az") ? 2 : 1), ALL_MONTH),
      },
      {
        name: "Storage",
        price: "dms/storage",
        quantity: (view) =>
          product(
            known(view.flag("multi_az") ? 2 : 1),
            view.number("allocated_storage", 50, assumed(50, 50, 500)),
          ),
      },
    ],
  },
  {
    types: ["aws_fsx_windows_file_system"],
    usage: { backup_storage_gb: assumed(0, 100, 1000) },
    components: [
      {
        name: "Storage",
        price: (view) => `fsx/windows-${view.textOr("storage_type", "SSD").toLowerCase()}`,
        when: (view) => view.textOr("deployment_type", "SINGLE_AZ_1").startsWith("MULTI"),
        quantity: (view) => view.number("storage_capacity", 32, assumed(32, 300, 5000)),
      },
      {
        name: "Storage in one zone",
        price: (view) => `fsx/windows-${view.textOr("storage_type", "SSD").toLowerCase()}-one-zone`,
        when: (view) => !view.textOr("deployment_type", "SINGLE_AZ_1").startsWith("MULTI"),
        quantity: (view) => view.number("storage_capacity", 32, assumed(32, 300, 5000)),
      },
      {
        name: "Throughput",
        price: (view) =>
          view.textOr("deployment_type", "SINGLE_AZ_1").startsWith("MULTI")
            ? "fsx/windows-throughput"
            : "fsx/windows-throughput-one-zone",
        quantity: throughput,
      },
      used("Backups", "fsx/backup", "backup_storage_gb"),
    ],
  },
  {
    types: ["aws_fsx_openzfs_file_system"],
    usage: { backup_storage_gb: assumed(0, 100, 1000) },
    components: [
      {
        name: "Storage",
        price: "fsx/openzfs-ssd",
        quantity: (view) => view.number("storage_capacity", 64, assumed(64, 300, 5000)),
      },
      { name: "Throughput", price: "fsx/openzfs-throughput", quantity: throughput },
      used("Backups", "fsx/backup", "backup_storage_gb"),
    ],
  },
  {
    types: ["aws_ec2_host"],
    components: [
      {
        name: "Dedicated host",
        price: (view) =>
          `ec2x/host-${view.text("instance_family") ?? wanted(view, "instance_type").split(".")[0]}`,
        quantity: () => ALL_MONTH,
      },
    ],
  },
  {
    types: ["aws_ssm_activation"],
    usage: { instances: assumed(1, 10, 100) },
    components: [
      {
        name: "Machines elsewhere, advanced tier",
        price: "ssm/advanced-instance",
        quantity: (view) => product(view.usage("instances"), ALL_MONTH),
      },
    ],
  },
];
