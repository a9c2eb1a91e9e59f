import { GlobalacceleratorAccelerator } from "@cdktn/provider-aws/lib/globalaccelerator-accelerator/index.js";
import { GlobalacceleratorEndpointGroup } from "@cdktn/provider-aws/lib/globalaccelerator-endpoint-group/index.js";
import { GlobalacceleratorListener } from "@cdktn/provider-aws/lib/globalaccelerator-listener/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

export interface AcceleratorProps {
  readonly naming: Naming;
  /** Home whose regions it leads to, `us`. */
  readonly home: string;
  /** Public load balancers by region, all of the home. */
  readonly balancerArns: Readonly<Record<string, string>>;
  readonly tags: OwnerTags;
}

/**
 * Two fixed addresses for the regions of a home. A request enters AWS's network at the edge nearest to whoever sent it
 * and goes to the nearest region whose balancer has healthy targets; when that changes, connections move within about
 * half a minute, with no name looked up again.
 *
 * One for each home, so that nobody's requests leave their home when a region is lost. All regions in it serve: one
 * that only stands in would take the requests of those near to it on a good day, and one that is dialled down to zero
 * takes none when it should.
 *
 * Its control plane is in us-west-2 and nothing in a failover asks it: health is the data plane's. It follows that of
 * the balancers' targets and nothing else, so a region that is back gets its connections back. Who must not be led there
 * is led past the accelerator: see `RegionalTraffic`.
 * Source: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html and
 * https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoint-groups-traffic-dial.html (read 2026-11)
 */
export class Accelerator extends Construct {
  /** `us` */
  readonly home: string;
  /** `a1234567890abcdef.awsglobalaccelerator.com` */
  readonly dnsName: string;
  /** Of every accelerator's name, for alias records. */
  readonly zoneId: string;

  constructor(scope: Construct, id: string, props: AcceleratorProps) {
    super(scope, id);
    const name = nameOf(props.naming, props.home);
    const accelerator = new GlobalacceleratorAccelerator(this, "accelerator", {
      name,
      ipAddressType: "IPV4",
      enabled: true,
      tags: tagsOf(name, props.tags),
    });
    const listener = new GlobalacceleratorListener(this, "https", {
      acceleratorArn: accelerator.arn,
      protocol: "TCP",
      clientAffinity: "NONE",
      portRange: [{ fromPort: 443, toPort: 443 }],
    });
    for (const [region, endpointId] of Object.entries(props.balancerArns)) {
      new GlobalacceleratorEndpointGroup(this, region, {
        listenerArn: listener.arn,
        endpointGroupRegion: region,
        // Of a load balancer its own opinion of its targets counts; what is written here is for other endpoints.
        healthCheckProtocol: "TCP",
        healthCheckPort: 443,
        healthCheckIntervalSeconds: 10,
        thresholdCount: 3,
        trafficDialPercentage: 100,
        endpointConfiguration: [{ endpointId, weight: 128, clientIpPreservationEnabled: true }],
      });
    }
    this.home = props.home;
    this.dnsName = accelerator.dnsName;
    this.zoneId = accelerator.hostedZoneId;
  }
}
