import { Construct } from "constructs";
import { serviceLogGroupName } from "../monitoring/serviceLogs.ts";
import type { Naming } from "../naming.ts";
import { roleOf, trustIn } from "../security/role.ts";
import type { OwnerTags } from "../tags.ts";
import { FARGATE_ROLE, fargateProfileArns } from "./clusterNames.ts";

const POLICY = "AmazonEKSFargatePodExecutionRolePolicy";

export interface FargateRoleProps {
  readonly naming: Naming;
  /** Regions of the environment that have a cluster. */
  readonly regions: readonly string[];
  /** Services that run on Fargate. */
  readonly services: readonly string[];
  readonly tags: OwnerTags;
}

/**
 * The pod execution role of every cluster of an environment, for a global stack: with it, what runs a pod on Fargate
 * fetches the image, joins the cluster, and sends the pod's lines to the service's log group, which exists and is
 * encrypted, so that it may make none. The pod itself cannot take it on. It is not the nodes' role: EKS refuses that.
 * EKS makes the access entry for it, of type FARGATE_LINUX, with the first profile.
 *
 * Who may take it on is said by the profile's ARN, which holds the account. AWS documents no other condition here, and
 * EKS tries the trust when a profile is made: a key that it did not send would refuse every profile.
 * Sources: https://docs.aws.amazon.com/eks/latest/userguide/pod-execution-role.html,
 * https://docs.aws.amazon.com/eks/latest/userguide/fargate-logging.html (permissions of the log router, narrowed) and
 * https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html, read November 2026.
 */
export class FargateRole extends Construct {
  constructor(scope: Construct, id: string, props: FargateRoleProps) {
    super(scope, id);
    const { naming, regions } = props;
    roleOf(this, {
      naming,
      thing: FARGATE_ROLE,
      description: "What runs pods on Fargate",
      trust: trustIn("eks-fargate-pods.amazonaws.com", {
        ArnLike: { "aws:SourceArn": regions.map((region) => fargateProfileArns(naming, region)) },
      }),
      statements: [logs(props)],
      managed: { images: `arn:aws:iam::aws:policy/${POLICY}` },
      tags: props.tags,
    });
  }
}

function logs({ naming, regions, services }: FargateRoleProps): object {
  return {
    Sid: "Logs",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
    Resource: regions.flatMap((region) =>
      services.map(
        (service) =>
          `arn:aws:logs:${region}:${naming.account}:log-group:${serviceLogGroupName(naming, service)}:*`,
      ),
    ),
  };
}
