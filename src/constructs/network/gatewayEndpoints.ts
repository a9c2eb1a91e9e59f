import { VpcEndpoint } from "@cdktn/provider-aws/lib/vpc-endpoint/index.js";
import type { Construct } from "constructs";
import { bucketPolicy, ourPrincipalsAndResourcesOnly } from "./endpointPolicies.ts";
import type { TagThing } from "./tiers.ts";

/** S3 and DynamoDB of the region, from the given route tables: free, and with no way through NAT. */
export function gatewayEndpoints(
  scope: Construct,
  props: {
    readonly account: string;
    readonly region: string;
    readonly vpcId: string;
    readonly routeTableIds: readonly string[];
    readonly tag: TagThing;
  },
): void {
  const { account, region } = props;
  const policies = {
    s3: bucketPolicy(account, region),
    dynamodb: ourPrincipalsAndResourcesOnly(account),
  };
  for (const [service, policy] of Object.entries(policies)) {
    new VpcEndpoint(scope, `${service}-endpoint`, {
      vpcId: props.vpcId,
      serviceName: `com.amazonaws.${region}.${service}`,
      vpcEndpointType: "Gateway",
      routeTableIds: [...props.routeTableIds],
      policy,
      tags: props.tag(service),
    });
  }
}
