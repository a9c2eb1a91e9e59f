import { ConfigConfigurationRecorder } from "@cdktn/provider-aws/lib/config-configuration-recorder/index.js";
import { ConfigConfigurationRecorderStatus } from "@cdktn/provider-aws/lib/config-configuration-recorder-status/index.js";
import { ConfigConformancePack } from "@cdktn/provider-aws/lib/config-conformance-pack/index.js";
import { ConfigDeliveryChannel } from "@cdktn/provider-aws/lib/config-delivery-channel/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type ConfigurationRule, regionRules } from "./configurationRules.ts";
import { conformanceTemplate } from "./conformanceTemplate.ts";
import { CONFIGURATION_PREFIX, recorderRoleArn } from "./names.ts";

export interface ResourceRecorderProps {
  readonly naming: Naming;
  /**
   * Bucket for the history, without Object Lock by default: AWS Config writes to no other
   * (https://docs.aws.amazon.com/config/latest/developerguide/manage-delivery-channel.html, read 2026-11).
   */
  readonly bucketName: string;
  /** Whether IAM and the account itself are recorded and judged here: in one region of the account, or each is billed again. */
  readonly global: boolean;
  /** What is judged. @default those of `configurationRules` for the region */
  readonly rules?: readonly ConfigurationRule[];
}

/**
 * AWS Config in one region: what every resource was like at every moment, and a pack of rules that judges it. A
 * configuration item is 0.003 USD and an evaluation 0.001 USD (AWS Config pricing, recalled), so the rules are few.
 * Config keeps the history itself as well, for seven years; the bucket's files are for searching by other tools.
 */
export class ResourceRecorder extends Construct {
  constructor(scope: Construct, id: string, props: ResourceRecorderProps) {
    super(scope, id);
    const name = nameOf(props.naming, "recorder");
    const recorder = new ConfigConfigurationRecorder(this, "recorder", {
      name,
      roleArn: recorderRoleArn(props.naming.account),
      recordingGroup: { allSupported: true, includeGlobalResourceTypes: props.global },
    });
    const channel = new ConfigDeliveryChannel(this, "channel", {
      name,
      s3BucketName: props.bucketName,
      s3KeyPrefix: CONFIGURATION_PREFIX,
      snapshotDeliveryProperties: { deliveryFrequency: "TwentyFour_Hours" },
      dependsOn: [recorder],
    });
    const recording = new ConfigConfigurationRecorderStatus(this, "recording", {
      name: recorder.name,
      isEnabled: true,
      dependsOn: [channel],
    });
    new ConfigConformancePack(this, "baseline", {
      name: nameOf(props.naming, "baseline"),
      templateBody: conformanceTemplate(props.rules ?? regionRules(props.global)),
      dependsOn: [recording],
    });
  }
}
