import type { PriceRule } from "../rule.ts";
import { rulesOf } from "./rulesOf.ts";

/** On demand, without software: what else the list has of a type is reserved capacity, some of it at nothing. */
const LINUX = {
  operatingSystem: "Linux",
  tenancy: "Shared",
  capacitystatus: "Used",
  preInstalledSw: "NA",
  licenseModel: "No License required",
};

/** Attributes and usage types: see `network.ts`. */
export const COMPUTE_RULES: readonly PriceRule[] = [
  ...rulesOf("AmazonEC2", LINUX, [
    [{ of: "ec2/", name: ({ attributes }) => attributes.instanceType }, "hours", /^BoxUsage:/],
  ]),
  ...rulesOf("AmazonEC2", { productFamily: "CPU Credits", operatingSystem: "Linux" }, [
    ["ec2x/cpu-credits", "vCPU-hours", "CPUCredits:t3"],
  ]),
  ...rulesOf("AmazonEC2", { productFamily: "Storage" }, [
    ["ebs/gp2", "GB-months", "EBS:VolumeUsage.gp2"],
    ["ebs/gp3", "GB-months", "EBS:VolumeUsage.gp3"],
    ["ebs/io1", "GB-months", "EBS:VolumeUsage.piops"],
    ["ebs/io2", "GB-months", "EBS:VolumeUsage.io2"],
    ["ebs/st1", "GB-months", "EBS:VolumeUsage.st1"],
    ["ebs/sc1", "GB-months", "EBS:VolumeUsage.sc1"],
    ["ebs/standard", "GB-months", "EBS:VolumeUsage"],
  ]),
  ...rulesOf("AmazonEC2", { productFamily: "System Operation" }, [
    ["ebs/gp3-iops", "IOPS-months", "EBS:VolumeP-IOPS.gp3"],
    ["ebs/io1-iops", "IOPS-months", "EBS:VolumeP-IOPS.piops"],
    ["ebs/io2-iops", "IOPS-months", "EBS:VolumeP-IOPS.io2"],
    ["ebs/io2-iops-2", "IOPS-months", "EBS:VolumeP-IOPS.io2.tier2"],
    ["ebs/io2-iops-3", "IOPS-months", "EBS:VolumeP-IOPS.io2.tier3"],
    ["ebs/standard-io", "I/O requests", "EBS:VolumeIOUsage"],
  ]),
  // By the GiB/s: 40.96 there are 0.04 for one MiB/s.
  ...rulesOf("AmazonEC2", { productFamily: "Provisioned Throughput" }, [
    ["ebs/gp3-throughput", "MiB/s-months", "EBS:VolumeP-Throughput.gp3", { per: 1024 }],
  ]),
  ...rulesOf("AmazonEC2", { productFamily: "Storage Snapshot" }, [
    ["ebs/snapshot", "GB-months", "EBS:SnapshotUsage"],
  ]),
  ...rulesOf("AmazonEC2", { productFamily: "Fast Snapshot Restore" }, [
    ["ebs/fast-restore", "DSU-hours", "EBS:FastSnapshotRestore"],
  ]),
  ...rulesOf("AmazonEC2", { productFamily: "EBS direct API Requests" }, [
    ["ebs/list-requests", "requests", "EBS:directAPI.snapshot.List"],
    ["ebs/get-requests", "SnapshotAPIUnits", "EBS:directAPI.snapshot.Get"],
    ["ebs/put-requests", "SnapshotAPIUnits", "EBS:directAPI.snapshot.Put"],
  ]),
  ...rulesOf("AmazonEKS", {}, [
    ["eks/cluster", "hours", "AmazonEKS-Hours:perCluster"],
    ["eks/cluster-extended", "hours", "AmazonEKS-Hours:extendedSupport"],
  ]),
  ...rulesOf("AmazonECS", { productFamily: "Compute" }, [
    ["fargate/vcpu", "vCPU-hours", "Fargate-vCPU-Hours:perCPU"],
    ["fargate/memory", "GB-hours", "Fargate-GB-Hours"],
    ["fargate/vcpu-arm", "vCPU-hours", "Fargate-ARM-vCPU-Hours:perCPU"],
    ["fargate/memory-arm", "GB-hours", "Fargate-ARM-GB-Hours"],
  ]),
  ...rulesOf("AmazonECR", { productFamily: "EC2 Container Registry" }, [
    ["ecr/storage", "GB-months", "TimedStorage-ByteHrs"],
  ]),
  ...rulesOf("CodeBuild", { productFamily: "Compute" }, [
    ["codebuild/general1.small", "minutes", "Build-Min:Linux:g1.small"],
    ["codebuild/general1.medium", "minutes", "Build-Min:Linux:g1.medium"],
    ["codebuild/general1.large", "minutes", "Build-Min:Linux:g1.large"],
    ["codebuild/arm1.small", "minutes", "Build-Min:ARM:g1.small"],
    ["codebuild/arm1.large", "minutes", "Build-Min:ARM:g1.large"],
  ]),
  ...rulesOf("AWSLambda", {}, [
    ["lambda/requests", "requests", "Request", { where: { group: "AWS-Lambda-Requests" } }],
    ["lambda/duration", "GB-seconds", "Lambda-GB-Second", { where: { group: "AWS-Lambda-Duration" } }],
    [
      "lambda/duration-arm",
      "GB-seconds",
      "Lambda-GB-Second-ARM",
      { where: { group: "AWS-Lambda-Duration-ARM" } },
    ],
    [
      "lambda/storage",
      "GB-seconds",
      "Lambda-Storage-GB-Second",
      { where: { group: "AWS-Lambda-Storage-Duration" } },
    ],
    ["lambda/provisioned", "GB-seconds", "Lambda-Provisioned-Concurrency"],
    ["lambda/provisioned-arm", "GB-seconds", "Lambda-Provisioned-Concurrency-ARM"],
  ]),
];
