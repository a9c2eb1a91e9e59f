import {
  ALL_MONTH,
  type Amount,
  assumed,
  beyond,
  HOURS_OF_A_MONTH,
  known,
  ONE,
  product,
  times,
} from "../amount.ts";
import { NotKnown } from "../notKnown.ts";
import type { Component, PricedTypes } from "../pricing.ts";
import type { View } from "../view.ts";

/**
 * Metrics of an instance's detailed monitoring, at the price of a custom metric.
 * Source: https://aws.amazon.com/cloudwatch/pricing/ (example of EC2 monitoring), recalled.
 */
const DETAILED_METRICS = 7;

/** What gp3 includes: https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html, recalled. */
const GP3 = { iops: 3000, throughput: 125 } as const;

/** Last days of standard support of Kubernetes versions in EKS; recalled. After them a cluster costs six times as much. */
const KUBERNETES_SUPPORT: Readonly<Record<string, string>> = {
  "1.28": "2024-11-26",
  "1.29": "2025-03-23",
  "1.30": "2025-07-23",
  "1.31": "2025-11-26",
  "1.32": "2026-03-23",
  "1.33": "2026-07-29",
  "1.34": "2026-12-02",
};

/** Storage of a volume, wherever its arguments stand: `""`, or `root_block_device[0].`. */
function volume(
  prefix: string,
  name: string,
  count: (view: View) => Amount = () => ONE,
): readonly Component[] {
  const kind = (view: View) => view.textOr(`${prefix}volume_type`, view.textOr(`${prefix}type`, "gp2"));
  const size = (view: View) => {
    const set = view.has(`${prefix}volume_size`) ? `${prefix}volume_size` : `${prefix}size`;
    return view.number(set, 8, assumed(8, 20, 100));
  };
  const iops = (view: View) => view.number(`${prefix}iops`, 0, assumed(0, 3000, 16_000));
  return [
    {
      name: `${name} storage`,
      price: (view) => `ebs/${kind(view)}`,
      quantity: (view) => product(count(view), size(view)),
    },
    {
      name: `${name} IOPS`,
      price: (view) => `ebs/${kind(view)}-iops`,
      when: (view) => ["io1", "io2"].includes(kind(view)),
      quantity: (view) => product(count(view), iops(view)),
    },
    {
      name: `${name} IOPS above ${GP3.iops}`,
      price: "ebs/gp3-iops",
      when: (view) => kind(view) === "gp3" && view.has(`${prefix}iops`),
      quantity: (view) => product(count(view), beyond(iops(view), GP3.iops)),
    },
    {
      name: `${name} throughput above ${GP3.throughput} MiB/s`,
      price: "ebs/gp3-throughput",
      when: (view) => kind(view) === "gp3" && view.has(`${prefix}throughput`),
      quantity: (view) =>
        product(count(view), beyond(view.number(`${prefix}throughput`, GP3.throughput), GP3.throughput)),
    },
  ];
}

/** `t3.medium` of an instance; throws where it is known only after an apply. */
function instanceType(view: View): string {
  const type = view.text("instance_type") ?? view.neighbour("aws_launch_template")?.text("instance_type");
  if (type === undefined) throw new NotKnown("instance_type");
  return type;
}

/** The first of a node group's types, which EKS tries first. */
function nodeType(view: View): string {
  const first = view.text("instance_types[0]");
  return first ?? view.neighbour("aws_launch_template")?.text("instance_type") ?? "t3.medium";
}

/** Nodes on average: what it begins with, half as many at night, twice as many on good days, within its bounds. */
function nodes(view: View): Amount {
  const at = (attribute: string, whenAbsent: number) =>
    view.number(view.inBlock("scaling_config", attribute), whenAbsent, assumed(1, 2, 4));
  const [least, desired, most] = [at("min_size", 1), at("desired_size", 1), at("max_size", 1)];
  const used = view.usage("instances");
  if (used.high > 0) return used;
  return {
    low: least.low,
    expected: Math.max(least.expected, desired.expected),
    high: Math.max(desired.high, Math.min(most.high, Math.ceil(desired.high * 1.5))),
    assumed: desired.assumed || least.expected !== most.expected,
  };
}

/** On Spot, prices move; over years they were 60 to 70 per cent below on-demand. Recalled. */
const SPOT = assumed(0.25, 0.35, 0.6);

export const COMPUTE: readonly PricedTypes[] = [
  {
    types: ["aws_instance"],
    usage: { monthly_hrs: known(HOURS_OF_A_MONTH), vcpu_count: known(0), monthly_cpu_credit_hrs: known(0) },
    components: [
      {
        name: "Instance, Linux, on demand",
        price: (view) => `ec2/${instanceType(view)}`,
        quantity: (view) => view.usage("monthly_hrs"),
      },
      {
        name: "Detailed monitoring",
        price: "cloudwatch/metric",
        when: (view) => view.flag("monitoring"),
        quantity: () => known(DETAILED_METRICS),
      },
      {
        name: "EBS optimisation",
        price: "ec2x/ebs-optimised",
        // Current generations include it; for those before it was sold by the hour.
        when: (view) =>
          view.flag("ebs_optimized") && /^(m1|m2|m3|c1|c3|r3|g2|i2)\./.test(view.textOr("instance_type", "")),
        quantity: () => ALL_MONTH,
      },
      ...volume("root_block_device[0].", "Root volume"),
      ...[0, 1, 2, 3].flatMap((index) =>
        volume(`ebs_block_device[${index}].`, `Volume ${index + 1}`).map((component) => ({
          ...component,
          when: (view: View) =>
            view.has(`ebs_block_device[${index}]`) && (component.when === undefined || component.when(view)),
        })),
      ),
    ],
  },
  {
    types: ["aws_ebs_volume"],
    usage: { monthly_standard_io_requests: assumed(0, 1_000_000, 50_000_000) },
    components: [
      ...volume("", "Volume"),
      {
        name: "I/O requests",
        price: "ebs/standard-io",
        when: (view) => view.textOr("type", "gp2") === "standard",
        quantity: (view) => view.usage("monthly_standard_io_requests"),
      },
    ],
  },
  {
    types: ["aws_ebs_snapshot", "aws_ebs_snapshot_copy"],
    usage: { storage_gb: assumed(1, 8, 100) },
    components: [
      {
        name: "Snapshot",
        price: "ebs/snapshot",
        quantity: (view) => {
          const source = view.neighbour("aws_ebs_volume");
          if (source === undefined) return view.usage("storage_gb");
          const size = source.number("size", 8, assumed(8, 20, 100));
          // At most the whole volume, after a while its changes only.
          return { low: size.low * 0.1, expected: size.expected, high: size.high, assumed: true };
        },
      },
    ],
  },
  {
    types: ["aws_eks_cluster"],
    components: [
      {
        name: "Control plane",
        price: (view) => {
          const ended = KUBERNETES_SUPPORT[view.textOr("version", "")];
          const extended = ended !== undefined && ended < view.day;
          return extended ? "eks/cluster-extended" : "eks/cluster";
        },
        quantity: () => ALL_MONTH,
      },
    ],
  },
  {
    types: ["aws_eks_node_group"],
    // Zero: as many as the group's own bounds say.
    usage: { instances: known(0) },
    components: [
      {
        name: "Instances, on demand",
        price: (view) => `ec2/${nodeType(view)}`,
        when: (view) => view.textOr("capacity_type", "ON_DEMAND") !== "SPOT",
        quantity: (view) => product(nodes(view), ALL_MONTH),
      },
      {
        name: "Instances, Spot",
        price: (view) => `ec2/${nodeType(view)}`,
        when: (view) => view.textOr("capacity_type", "ON_DEMAND") === "SPOT",
        quantity: (view) => product(nodes(view), ALL_MONTH, SPOT),
      },
      {
        name: "Volumes",
        price: "ebs/gp3",
        quantity: (view) => product(nodes(view), nodeStorage(view)),
      },
      {
        name: "Detailed monitoring",
        price: "cloudwatch/metric",
        when: (view) => {
          const template = view.neighbour("aws_launch_template");
          return template?.flag(template.inBlock("monitoring", "enabled")) ?? false;
        },
        quantity: (view) => times(nodes(view), DETAILED_METRICS),
      },
    ],
  },
  {
    types: ["aws_eks_fargate_profile"],
    usage: {
      pods: assumed(1, 2, 5),
      vcpu_per_pod: assumed(0.25, 0.25, 0.5),
      memory_gb_per_pod: assumed(0.5, 0.5, 1),
    },
    components: [
      {
        name: "vCPU of pods",
        price: "fargate/vcpu",
        quantity: (view) => product(view.usage("pods"), view.usage("vcpu_per_pod"), ALL_MONTH),
      },
      {
        name: "Memory of pods",
        price: "fargate/memory",
        quantity: (view) => product(view.usage("pods"), view.usage("memory_gb_per_pod"), ALL_MONTH),
      },
    ],
  },
  {
    types: ["aws_autoscaling_group"],
    usage: { instances: known(0) },
    components: [
      {
        name: "Instances, on demand",
        price: (view) =>
          `ec2/${instanceType(view.neighbour("aws_launch_template", "aws_launch_configuration") ?? view)}`,
        quantity: (view) => {
          const used = view.usage("instances");
          const desired = view.number("desired_capacity", 1, assumed(1, 2, 4));
          return product(used.high > 0 ? used : desired, ALL_MONTH);
        },
      },
    ],
  },
  {
    types: ["aws_ecr_repository"],
    usage: { storage_gb: assumed(1, 5, 25) },
    components: [{ name: "Images", price: "ecr/storage", quantity: (view) => view.usage("storage_gb") }],
  },
  {
    types: ["aws_codebuild_project"],
    usage: { monthly_build_mins: assumed(5, 60, 600) },
    components: [
      {
        name: "Build minutes",
        price: (view) => {
          const size = view.textOr(view.inBlock("environment", "compute_type"), "BUILD_GENERAL1_SMALL");
          const arm = view.textOr(view.inBlock("environment", "type"), "LINUX_CONTAINER").startsWith("ARM");
          const [, letter = "small"] = /GENERAL1_(\w+)$/.exec(size) ?? [];
          return `codebuild/${arm ? "arm1" : "general1"}.${letter.toLowerCase()}`;
        },
        quantity: (view) => view.usage("monthly_build_mins"),
      },
    ],
  },
];

/** GB of all volumes that the launch template gives a node; without one, what EKS gives by default. */
function nodeStorage(view: View): Amount {
  const template = view.neighbour("aws_launch_template");
  const devices = template?.count("block_device_mappings") ?? 0;
  if (template === undefined || devices === 0) return view.number("disk_size", 20, assumed(20, 20, 100));
  return Array.from({ length: devices }, (_, index) => {
    const device = `block_device_mappings[${index}]`;
    const nested = template.has(`${device}.ebs[0]`)
      ? `${device}.ebs[0].volume_size`
      : `${device}.ebs.volume_size`;
    return template.number(nested, 8, assumed(8, 20, 100));
  }).reduce((all, each) => ({
    low: all.low + each.low,
    expected: all.expected + each.expected,
    high: all.high + each.high,
    assumed: all.assumed || each.assumed,
  }));
}
