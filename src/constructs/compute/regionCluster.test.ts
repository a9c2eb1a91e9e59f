import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/index.ts";
import { NAMING, synthesised, TAGS } from "../testing/synthesised.ts";
import { RegionCluster, type RegionClusterProps } from "./regionCluster.ts";

const clusterOf = (props: Partial<RegionClusterProps> = {}) =>
  synthesised((scope) => {
    new RegionCluster(scope, "compute", {
      naming: NAMING,
      mode: "full",
      vpcId: "vpc-1",
      subnetIds: ["subnet-1", "subnet-2", "subnet-3"],
      keyArn: "arn:key",
      nodesSecurityGroupId: "sg-nodes",
      applicationNodes: { min: 3, max: 12 },
      services: [{ service: "orders", namespace: "shop", serviceAccount: "orders" }],
      protect: true,
      tags: TAGS,
      ...props,
    });
  });
const named = (all: Readonly<Record<string, JsonObject>>, key: string, value: string) => {
  const found = Object.values(all).find((each) => each[key] === value);
  if (found === undefined) throw new Error(`none with ${key} ${value}`);
  return found;
};
const group = (pool: string, props: Partial<RegionClusterProps> = {}) =>
  named(clusterOf(props).all("aws_eks_node_group"), "node_group_name", `shop-production-${pool}`);
const addon = (name: string) => named(clusterOf().all("aws_eks_addon"), "addon_name", name);

describe("the control plane", () => {
  it("has a private address only", () => {
    expect(clusterOf().only("aws_eks_cluster").vpc_config).toMatchObject({
      endpoint_private_access: true,
      endpoint_public_access: false,
    });
  });

  it("lets in whom access entries name, and not whoever made it", () => {
    const stack = clusterOf({
      access: [
        {
          name: "deployer",
          principalArn: "arn:deployer",
          policy: "AmazonEKSEditPolicy",
          namespaces: ["shop"],
        },
      ],
    });
    expect(stack.only("aws_eks_cluster").access_config).toEqual({
      authentication_mode: "API",
      bootstrap_cluster_creator_admin_permissions: false,
    });
    const policies = Object.values(stack.all("aws_eks_access_policy_association"));
    expect(
      policies.map(({ policy_arn, access_scope }) => [String(policy_arn).split("/")[1], access_scope]),
    ).toEqual([
      ["AmazonEKSClusterAdminPolicy", { type: "cluster" }],
      ["AmazonEKSViewPolicy", { type: "cluster" }],
      ["AmazonEKSEditPolicy", { type: "namespace", namespaces: ["shop"] }],
    ]);
  });

  it("encrypts secrets with the key, and logs everything to an encrypted group that was there before", () => {
    const stack = clusterOf();
    const cluster = stack.only("aws_eks_cluster");
    expect(cluster.encryption_config).toEqual({ provider: { key_arn: "arn:key" }, resources: ["secrets"] });
    expect(cluster.enabled_cluster_log_types).toHaveLength(5);
    expect(stack.only("aws_cloudwatch_log_group")).toMatchObject({
      name: "/aws/eks/shop-production-cluster/cluster",
      kms_key_id: "arn:key",
      retention_in_days: 365,
    });
    expect(cluster.depends_on).toEqual([
      `aws_cloudwatch_log_group.${Object.keys(stack.all("aws_cloudwatch_log_group"))[0]}`,
    ]);
  });

  it("keeps its log for as many days as asked", () => {
    expect(clusterOf({ logDays: 731 }).only("aws_cloudwatch_log_group").retention_in_days).toBe(731);
  });

  it("gives Kubernetes services the same addresses in every region, or those that it is told", () => {
    const services = (props: Partial<RegionClusterProps>) =>
      clusterOf(props).only("aws_eks_cluster").kubernetes_network_config;
    expect(services({})).toMatchObject({ service_ipv4_cidr: "172.20.0.0/16" });
    expect(services({ serviceCidr: "172.21.0.0/16" })).toMatchObject({ service_ipv4_cidr: "172.21.0.0/16" });
  });

  it("is kept out of extended support, and open to a zonal shift", () => {
    const cluster = clusterOf().only("aws_eks_cluster");
    expect(cluster.upgrade_policy).toEqual({ support_type: "STANDARD" });
    expect(cluster.zonal_shift_config).toEqual({ enabled: true });
  });

  it.each([true, false])("cannot be destroyed where the environment is protected (%s)", (protect) => {
    expect(clusterOf({ protect }).only("aws_eks_cluster").lifecycle).toEqual({ prevent_destroy: protect });
  });

  it("is reached from named security groups only", () => {
    const stack = clusterOf({ apiClients: { deployer: "sg-build" } });
    expect(stack.only("aws_vpc_security_group_ingress_rule")).toMatchObject({
      referenced_security_group_id: "sg-build",
      from_port: 443,
      to_port: 443,
    });
    expect(clusterOf().types).not.toContain("aws_vpc_security_group_ingress_rule");
  });
});

describe("the node groups", () => {
  it("leave the desired size to the autoscaler and to recoveries", () => {
    for (const pool of ["system", "application"]) {
      expect(group(pool).lifecycle).toEqual({ ignore_changes: ["scaling_config[0].desired_size"] });
    }
  });

  it("of a full region begin with their minimum", () => {
    expect(group("application").scaling_config).toEqual({ min_size: 3, desired_size: 3, max_size: 12 });
  });

  it("of a pilot light keep add-ons alive, hold no service, and may grow as large as a full region's", () => {
    const props = { mode: "pilot-light" } as const;
    expect(group("application", props).scaling_config).toEqual({
      min_size: 0,
      desired_size: 0,
      max_size: 12,
    });
    expect(group("system", props).scaling_config).toEqual({ min_size: 2, desired_size: 2, max_size: 4 });
  });

  it("of a pilot light keep as many nodes as were declared", () => {
    const applicationNodes = { min: 3, max: 12, pilotLight: 1 };
    expect(group("application", { mode: "pilot-light", applicationNodes }).scaling_config).toMatchObject({
      min_size: 1,
      desired_size: 1,
    });
  });

  it("are of as many nodes and of such types as declared", () => {
    const systemNodes = { min: 3, initial: 4, max: 5 };
    const amiType = "BOTTLEROCKET_x86_64";
    const applicationNodes = { min: 3, max: 12, instanceTypes: ["m8i.large"], amiType };
    expect(group("system", { systemNodes }).scaling_config).toEqual({
      min_size: 3,
      desired_size: 4,
      max_size: 5,
    });
    expect(group("application", { applicationNodes }).instance_types).toEqual(["m8i.large"]);
    expect(group("application", { applicationNodes }).ami_type).toBe(amiType);
    expect(group("system", { applicationNodes })).toMatchObject({
      instance_types: ["m7g.large"],
      ami_type: "BOTTLEROCKET_ARM_64",
    });
  });

  it("keep services off the nodes of the add-ons", () => {
    expect(group("system").taint).toEqual([
      { key: "CriticalAddonsOnly", value: "true", effect: "NO_SCHEDULE" },
    ]);
    expect(group("application").taint).toBeUndefined();
  });

  it("give pods no way to the node's role, and encrypt every volume with the key", () => {
    for (const template of Object.values(clusterOf().all("aws_launch_template"))) {
      expect(template.metadata_options).toMatchObject({
        http_tokens: "required",
        http_put_response_hop_limit: 1,
      });
      const volumes = (template.block_device_mappings as readonly JsonObject[]).map(({ ebs }) => ebs);
      expect(volumes).toHaveLength(2);
      for (const volume of volumes)
        expect(volume).toMatchObject({ encrypted: "true", kms_key_id: "arn:key" });
    }
  });

  it("carry the cluster's group and the one by which balancer and databases know them, and our tags", () => {
    for (const template of Object.values(clusterOf().all("aws_launch_template"))) {
      expect(template.vpc_security_group_ids).toEqual([
        expect.stringContaining("cluster_security_group_id"),
        "sg-nodes",
      ]);
      const types = (template.tag_specifications as readonly JsonObject[]).map(
        ({ resource_type }) => resource_type,
      );
      expect(types).toEqual(["instance", "volume", "network-interface"]);
    }
  });
});

describe("the add-ons", () => {
  it("come in the order in which they work: network, then nodes, then what runs on nodes", () => {
    const before = ["vpc-cni", "kube-proxy", "eks-pod-identity-agent"];
    for (const name of before) expect(addon(name).depends_on).toBeUndefined();
    expect(group("system").depends_on).toHaveLength(before.length);
    for (const name of ["coredns", "aws-ebs-csi-driver", "metrics-server"]) {
      expect(addon(name).depends_on).toEqual([expect.stringContaining("aws_eks_node_group.compute_system")]);
    }
  });

  it("enforce network policies", () => {
    expect(JSON.parse(String(addon("vpc-cni").configuration_values))).toMatchObject({
      enableNetworkPolicy: "true",
    });
  });

  it("take on roles of their own", () => {
    expect(addon("vpc-cni").pod_identity_association).toEqual([
      { role_arn: "arn:aws:iam::111111111111:role/shop-production-pod-vpc-cni", service_account: "aws-node" },
    ]);
  });

  it("have GuardDuty's agent among them only where it is asked for, and then on nodes", () => {
    const addons = (props: Partial<RegionClusterProps>) => clusterOf(props).all("aws_eks_addon");
    const names = (props: Partial<RegionClusterProps>) =>
      Object.values(addons(props)).map(({ addon_name }) => addon_name);
    expect(names({})).not.toContain("aws-guardduty-agent");
    expect(names({ runtimeMonitoring: false })).toEqual(names({}));
    expect(names({ runtimeMonitoring: true })).toEqual([...names({}), "aws-guardduty-agent"]);
    const agent = named(addons({ runtimeMonitoring: true }), "addon_name", "aws-guardduty-agent");
    expect(agent.depends_on).toEqual([expect.stringContaining("aws_eks_node_group.compute_system")]);
    expect(agent).not.toHaveProperty("pod_identity_association");
  });

  it("change version when somebody names one, and not before", () => {
    const stack = clusterOf({ addonVersions: { coredns: "v1.12.4-eksbuild.2" } });
    const versions = Object.values(stack.all("aws_eks_addon")).map((each) => [
      each.addon_name,
      each.addon_version,
    ]);
    expect(versions.filter(([, version]) => version !== undefined)).toEqual([
      ["coredns", "v1.12.4-eksbuild.2"],
    ]);
  });
});

describe("the identities", () => {
  it("give a service's pods their role", () => {
    const all = clusterOf().all("aws_eks_pod_identity_association");
    expect(named(all, "service_account", "orders")).toMatchObject({
      namespace: "shop",
      role_arn: "arn:aws:iam::111111111111:role/shop-production-pod-orders",
    });
  });
});
