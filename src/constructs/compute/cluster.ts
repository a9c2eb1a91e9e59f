import { CloudwatchLogGroup } from "@cdktn/provider-aws/lib/cloudwatch-log-group/index.js";
import { EksAccessEntry } from "@cdktn/provider-aws/lib/eks-access-entry/index.js";
import { EksAccessPolicyAssociation } from "@cdktn/provider-aws/lib/eks-access-policy-association/index.js";
import { EksCluster } from "@cdktn/provider-aws/lib/eks-cluster/index.js";
import { SecurityGroup } from "@cdktn/provider-aws/lib/security-group/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktn/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import {
  CLUSTER_ROLE,
  clusterName,
  clusterRoleArn,
  PLATFORM_ADMIN_ROLE,
  PLATFORM_VIEWER_ROLE,
} from "./clusterNames.ts";

/**
 * In standard support until 27 March 2027, the newest that has it.
 * Source: release calendar of https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html as
 * quoted on 24 April 2026 by https://aws-samples.github.io/sample-apex-skills/ (cluster lifecycle); 1.34 ends
 * on 2 December 2026. Read November 2026.
 */
const DEFAULT_KUBERNETES_VERSION = "1.35";

const LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/** Somebody who may use the cluster's API. */
export interface AccessGrant {
  /** Short name, also the construct's id: `deployer`. */
  readonly name: string;
  /** ARN of an IAM role; never of a service-linked role, which EKS refuses. */
  readonly principalArn: string;
  /** An access policy that EKS keeps, `AmazonEKSViewPolicy`. */
  readonly policy: string;
  /**
   * Namespaces it holds in.
   * @default the whole cluster
   */
  readonly namespaces?: readonly string[];
}

export interface ClusterProps {
  readonly naming: Naming;
  /** VPC of the subnets. */
  readonly vpcId: string;
  /** Private subnets in two zones at least, for the control plane's network interfaces. */
  readonly subnetIds: readonly string[];
  /** Encrypts Kubernetes secrets and the control plane's log. A key of this region. */
  readonly keyArn: string;
  /**
   * Kubernetes version. A change upgrades the control plane and then the node groups.
   * @default "1.35", see `DEFAULT_KUBERNETES_VERSION`
   */
  readonly version?: string;
  /**
   * Range of the addresses of Kubernetes services; overlaps no VPC's.
   * @default "172.20.0.0/16", said so that AWS does not choose by the VPC's range and regions stay alike
   */
  readonly serviceCidr?: string;
  /**
   * Days that the control plane's log is kept. PCI DSS 4.0.1 10.5.1 asks for twelve months.
   * @default 365
   */
  readonly logDays?: number;
  /**
   * Security groups beside the nodes that may reach the API server, by name: of the build that deploys.
   * @default none
   */
  readonly apiClients?: Readonly<Record<string, string>>;
  /**
   * Who may use the API, beside platform administrators and viewers.
   * @default none
   */
  readonly access?: readonly AccessGrant[];
  /** Keeps Terraform from deleting or replacing the cluster: provider 5.100 lacks EKS's own deletion protection. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/**
 * A region's Kubernetes control plane. Its API has a private address only. IAM decides who may use it, by
 * access entries alone: there is no `aws-auth` map and whoever creates it is no administrator. Secrets
 * are encrypted with our key, and all five logs go to a group that is made first, so that EKS does not
 * make one that is neither encrypted nor ever deleted.
 *
 * Zonal shift is on: when a zone falters, AWS or an operator takes its addresses out of use. On the version's
 * last day of standard support AWS upgrades the control plane, rather than charge for extended support.
 */
export class Cluster extends Construct {
  readonly name: string;
  readonly version: string;
  /** The cluster itself: what is added to it waits for it. */
  readonly resource: EksCluster;
  /** Security group that EKS makes and gives to control plane and nodes alike. */
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(scope, id);
    const { naming } = props;
    this.name = clusterName(naming);
    this.version = props.version ?? DEFAULT_KUBERNETES_VERSION;
    const tags = tagsOf(this.name, props.tags);
    const log = new CloudwatchLogGroup(this, "log", {
      name: `/aws/eks/${this.name}/cluster`,
      retentionInDays: props.logDays ?? 365,
      kmsKeyId: props.keyArn,
      tags,
    });
    this.resource = new EksCluster(this, "cluster", {
      name: this.name,
      roleArn: clusterRoleArn(naming, CLUSTER_ROLE),
      version: this.version,
      vpcConfig: {
        subnetIds: [...props.subnetIds],
        securityGroupIds: [this.#doors(props).id],
        endpointPrivateAccess: true,
        endpointPublicAccess: false,
      },
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      // Network, DNS and proxy come as add-ons (ClusterAddons); unmanaged copies would be in their way.
      bootstrapSelfManagedAddons: false,
      encryptionConfig: { resources: ["secrets"], provider: { keyArn: props.keyArn } },
      enabledClusterLogTypes: LOG_TYPES,
      kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: props.serviceCidr ?? "172.20.0.0/16" },
      upgradePolicy: { supportType: "STANDARD" },
      zonalShiftConfig: { enabled: true },
      tags,
      dependsOn: [log],
      lifecycle: { preventDestroy: props.protect },
    });
    this.securityGroupId = this.resource.vpcConfig.clusterSecurityGroupId;
    for (const grant of [...peopleOf(naming), ...(props.access ?? [])]) this.#grant(grant, props);
  }

  /** Security group of the control plane's network interfaces: who may knock, beside the nodes. */
  #doors(props: ClusterProps): SecurityGroup {
    const name = nameOf(props.naming, "cluster-api");
    const group = new SecurityGroup(this, "api", {
      name,
      description: "Kubernetes API of the cluster",
      vpcId: props.vpcId,
      tags: tagsOf(name, props.tags),
    });
    for (const [client, securityGroupId] of Object.entries(props.apiClients ?? {})) {
      const rule = `cluster-api-from-${client}`;
      new VpcSecurityGroupIngressRule(this, rule, {
        securityGroupId: group.id,
        referencedSecurityGroupId: securityGroupId,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        tags: tagsOf(nameOf(props.naming, rule), props.tags),
      });
    }
    return group;
  }

  #grant(grant: AccessGrant, props: ClusterProps) {
    const name = nameOf(props.naming, grant.name);
    const entry = new EksAccessEntry(this, `access-${grant.name}`, {
      clusterName: this.resource.name,
      principalArn: grant.principalArn,
      type: "STANDARD",
      tags: tagsOf(name, props.tags),
    });
    new EksAccessPolicyAssociation(this, `policy-${grant.name}`, {
      clusterName: this.resource.name,
      principalArn: entry.principalArn,
      policyArn: `arn:aws:eks::aws:cluster-access-policy/${grant.policy}`,
      accessScope:
        grant.namespaces === undefined
          ? { type: "cluster" }
          : { type: "namespace", namespaces: [...grant.namespaces] },
    });
  }
}

/** Source: https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html; viewers read no secrets. */
function peopleOf(naming: Naming): readonly AccessGrant[] {
  return [
    { thing: PLATFORM_ADMIN_ROLE, policy: "AmazonEKSClusterAdminPolicy" } as const,
    { thing: PLATFORM_VIEWER_ROLE, policy: "AmazonEKSViewPolicy" } as const,
  ].map(({ thing, policy }) => ({ name: thing, principalArn: clusterRoleArn(naming, thing), policy }));
}
