import { AcmCertificateValidation } from "@cdktn/provider-aws/lib/acm-certificate-validation/index.js";
import { Lb } from "@cdktn/provider-aws/lib/lb/index.js";
import { LbListener } from "@cdktn/provider-aws/lib/lb-listener/index.js";
import { LbTargetGroup } from "@cdktn/provider-aws/lib/lb-target-group/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

export interface PublicBalancerProps {
  readonly naming: Naming;
  /** VPC in which the pods have their addresses. */
  readonly vpcId: string;
  /** Public subnets in two zones at least. */
  readonly subnetIds: readonly string[];
  /** Takes HTTP and HTTPS from everywhere: `balancer` of `SecurityGroups`. */
  readonly securityGroupId: string;
  /** Requested earlier; this construct waits until it is issued. */
  readonly certificateArn: string;
  /** Port on which the pods listen, plain HTTP inside the VPC. */
  readonly servicePort: number;
  /** Path that answers 200 when a pod can serve. */
  readonly healthPath: string;
  /**
   * Bucket of this region for access logs: `BalancerLogs.bucket`.
   * @default no access logs
   */
  readonly accessLogBucket?: string;
  /** AWS refuses to delete the balancer. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/**
 * The region's public way in: HTTPS with TLS 1.3 (1.2 for those that cannot), plain HTTP only redirected.
 */
export class PublicBalancer extends Construct {
  readonly dnsName: string;
  /** What the region's firewall is associated with. */
  readonly arn: string;
  /** Pods are put behind it by the cluster's load balancer controller (TargetGroupBinding). */
  readonly targetGroupArn: string;
  /** Hosted zone of the load balancer's own name, for alias records. */
  readonly zoneId: string;
  /** Name of balancer and targets in metrics: `app/…` and `targetgroup/…`. */
  readonly metricNames: { readonly balancer: string; readonly targets: string };

  constructor(scope: Construct, id: string, props: PublicBalancerProps) {
    super(scope, id);
    const name = nameOf(props.naming, "public");
    const tags = tagsOf(name, props.tags);
    const balancer = new Lb(this, "balancer", {
      name,
      loadBalancerType: "application",
      internal: false,
      subnets: [...props.subnetIds],
      securityGroups: [props.securityGroupId],
      dropInvalidHeaderFields: true,
      enableDeletionProtection: props.protect,
      // Without it AWS refuses to keep traffic out of a zone, on the day on which that is wanted.
      enableZonalShift: true,
      ...(props.accessLogBucket === undefined
        ? {}
        : { accessLogs: { bucket: props.accessLogBucket, enabled: true } }),
      tags,
    });
    const targets = new LbTargetGroup(this, "targets", {
      name,
      vpcId: props.vpcId,
      targetType: "ip",
      protocol: "HTTP",
      port: props.servicePort,
      deregistrationDelay: "30",
      healthCheck: {
        path: props.healthPath,
        protocol: "HTTP",
        matcher: "200",
        interval: 10,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
      },
      tags,
    });
    const issued = new AcmCertificateValidation(this, "issued", { certificateArn: props.certificateArn });
    new LbListener(this, "https", {
      loadBalancerArn: balancer.arn,
      port: 443,
      protocol: "HTTPS",
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      certificateArn: issued.certificateArn,
      defaultAction: [{ type: "forward", targetGroupArn: targets.arn }],
      tags,
    });
    new LbListener(this, "http", {
      loadBalancerArn: balancer.arn,
      port: 80,
      protocol: "HTTP",
      defaultAction: [
        { type: "redirect", redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" } },
      ],
      tags,
    });
    this.dnsName = balancer.dnsName;
    this.arn = balancer.arn;
    this.targetGroupArn = targets.arn;
    this.zoneId = balancer.zoneId;
    this.metricNames = { balancer: balancer.arnSuffix, targets: targets.arnSuffix };
  }
}
