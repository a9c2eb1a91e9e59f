import { CloudwatchLogGroup } from "@cdktn/provider-aws/lib/cloudwatch-log-group/index.js";
import { SfnStateMachine } from "@cdktn/provider-aws/lib/sfn-state-machine/index.js";
import { Construct } from "constructs";
import { canonicalJson, type JsonObject } from "../../lib/index.ts";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { stateMachineLogName, stateMachineRoleArn } from "./names.ts";

export interface StateMachineProps {
  readonly naming: Naming;
  /** What it is called, `returns`; its role is called after it. */
  readonly name: string;
  /** In Amazon States Language, every ARN in it of this region. */
  readonly definition: JsonObject;
  /** ARN of the role that it takes on. @default the one that `ServerlessRoles` makes for a machine of that name */
  readonly roleArn?: string;
  /**
   * `STANDARD` runs for up to a year and each step once, `EXPRESS` for five minutes.
   * @default "STANDARD"
   */
  readonly type?: "STANDARD" | "EXPRESS";
  /** Encrypts what executions hold, and the log. A key of this region. */
  readonly keyArn: string;
  /**
   * Whether the log has what goes in and comes out of each step. It may be about persons.
   * @default false
   */
  readonly logData?: boolean;
  /**
   * Days that the log is kept.
   * @default 90
   */
  readonly logDays?: number;
  /** Keeps the log when the stack is destroyed: it is evidence. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/**
 * A state machine in this region, logged, traced and encrypted with our key. It calls services of its own region only:
 * Step Functions' integrations do not reach others. Its role is in a global stack (`StateMachineRoles`) and must be
 * there first.
 * Sources: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html and
 * https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html, read November 2026.
 */
export class StateMachine extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: StateMachineProps) {
    super(scope, id);
    const name = nameOf(props.naming, props.name);
    const tags = tagsOf(name, props.tags);
    const log = new CloudwatchLogGroup(this, "log", {
      name: stateMachineLogName(props.naming, props.name),
      retentionInDays: props.logDays ?? 90,
      kmsKeyId: props.keyArn,
      skipDestroy: props.protect,
      tags,
    });
    const machine = new SfnStateMachine(this, "machine", {
      name,
      type: props.type ?? "STANDARD",
      roleArn: props.roleArn ?? stateMachineRoleArn(props.naming, props.name),
      definition: canonicalJson(props.definition, 0).trim(),
      loggingConfiguration: {
        level: "ALL",
        includeExecutionData: props.logData ?? false,
        logDestination: `${log.arn}:*`,
      },
      tracingConfiguration: { enabled: true },
      encryptionConfiguration: {
        type: "CUSTOMER_MANAGED_KMS_KEY",
        kmsKeyId: props.keyArn,
        // Five minutes: Step Functions asks for a data key as seldom.
        kmsDataKeyReusePeriodSeconds: 300,
      },
      tags,
    });
    this.arn = machine.arn;
  }
}
