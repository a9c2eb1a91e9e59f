import { CloudwatchLogGroup } from "@cdktn/provider-aws/lib/cloudwatch-log-group/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

/**
 * Days for which logs are kept, by what the service handles. CloudWatch takes a few values only.
 * `cardholder`: PCI DSS 4.0, 10.5.1, twelve months. The others are our choice: `personal` short, since a
 * log of persons is itself personal data; the rest as long as an incident is usually looked into.
 */
const RETENTION_DAYS: Readonly<Record<string, number>> = {
  cardholder: 365,
  personal: 90,
  internal: 90,
  public: 30,
};

/** For services whose class of data is not said. */
const UNSAID_DAYS = 90;

export interface ServiceLogsProps {
  readonly naming: Naming;
  /** Service that writes. */
  readonly service: string;
  /** Key of this region. */
  readonly keyArn: string;
  /**
   * Days, one of the values that CloudWatch takes.
   * @default by `tags.dataClass`: cardholder 365, personal 90, internal 90, public 30
   */
  readonly retentionDays?: number;
  /** Keeps the logs when the stack is destroyed: they are evidence. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/** Name of the log group of a service, the same in every region; `*` stands for any service. */
export function serviceLogGroupName({ platform, environment }: Naming, service: string): string {
  return `/trireme/${platform}/${environment}/services/${service}`;
}

/** Logs of one service in this region, encrypted and deleted in time. */
export class ServiceLogs extends Construct {
  /** `/trireme/<platform>/<environment>/services/<service>`. */
  readonly groupName: string;

  constructor(scope: Construct, id: string, props: ServiceLogsProps) {
    super(scope, id);
    this.groupName = serviceLogGroupName(props.naming, props.service);
    new CloudwatchLogGroup(this, "group", {
      name: this.groupName,
      retentionInDays: props.retentionDays ?? RETENTION_DAYS[props.tags.dataClass ?? ""] ?? UNSAID_DAYS,
      kmsKeyId: props.keyArn,
      skipDestroy: props.protect,
      tags: tagsOf(nameOf(props.naming, props.service), props.tags),
    });
  }
}
