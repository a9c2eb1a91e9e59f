import { VpcEndpoint } from "@cdktn/provider-aws/lib/vpc-endpoint/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { servicePolicy } from "./endpointPolicies.ts";

/**
 * What a cluster must reach to start nodes and pods, and what services call all day: with these a region
 * whose NAT is down, or overloaded in a failover, still pulls images, scales, decrypts and logs.
 *
 * - `ecr.api`, `ecr.dkr`: images (their layers come through the S3 gateway endpoint)
 * - `eks`, `eks-auth`: nodes that join; credentials of pods (pod identity)
 * - `ec2`, `elasticloadbalancing`, `autoscaling`: the network plugin, load balancer controller and autoscaler
 * - `sts`: the region's own STS, so that sign-in does not lean on us-east-1
 * - `secretsmanager`, `kms`: credentials and data keys
 * - `logs`, `monitoring`: logs and metrics
 *
 * Left out: `ssm` and its two companions, because nodes are replaced and not logged in to; `sqs`, `sns` and `events`,
 * which come where the configuration has queues, topics or events, and are 22 USD a month each over three zones.
 */
export const INTERFACE_ENDPOINTS: readonly string[] = [
  "autoscaling",
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "eks",
  "eks-auth",
  "elasticloadbalancing",
  "kms",
  "logs",
  "monitoring",
  "secretsmanager",
  "sts",
];

export interface InterfaceEndpointsProps {
  readonly naming: Naming;
  /** Region of the VPC, part of the endpoints' names. */
  readonly region: string;
  /** VPC in which the services' own names lead to the endpoints. */
  readonly vpcId: string;
  /**
   * Private subnets, one for each zone that is to have the endpoints. One zone serves the whole VPC, at a
   * third of the price, and goes with that zone: pass one where there is one NAT gateway, else all.
   * An endpoint costs 0.01 USD for each zone and hour in us-east-1 (AWS PrivateLink pricing, read 2026).
   */
  readonly subnetIds: readonly string[];
  /** Takes HTTPS from the private tier: `endpoints` of `SecurityGroups`. */
  readonly securityGroupId: string;
  /**
   * AWS services by their name in the endpoint's, `ecr.api`.
   * @default INTERFACE_ENDPOINTS
   */
  readonly services?: readonly string[];
  readonly tags: OwnerTags;
}

/** Ways to AWS's own APIs that leave the VPC by no NAT, under the names that the SDKs use anyway. */
export class InterfaceEndpoints extends Construct {
  constructor(scope: Construct, id: string, props: InterfaceEndpointsProps) {
    super(scope, id);
    for (const service of props.services ?? INTERFACE_ENDPOINTS) {
      const thing = service.replaceAll(".", "-");
      new VpcEndpoint(this, thing, {
        vpcId: props.vpcId,
        serviceName: `com.amazonaws.${props.region}.${service}`,
        vpcEndpointType: "Interface",
        subnetIds: [...props.subnetIds],
        securityGroupIds: [props.securityGroupId],
        privateDnsEnabled: true,
        policy: servicePolicy(props.naming.account, service),
        tags: tagsOf(nameOf(props.naming, thing), props.tags),
      });
    }
  }
}
