import { CloudwatchLogGroup } from "@cdktn/provider-aws/lib/cloudwatch-log-group/index.js";
import { LambdaAlias } from "@cdktn/provider-aws/lib/lambda-alias/index.js";
import { LambdaFunction } from "@cdktn/provider-aws/lib/lambda-function/index.js";
import { LambdaFunctionEventInvokeConfig } from "@cdktn/provider-aws/lib/lambda-function-event-invoke-config/index.js";
import { Construct } from "constructs";
import type { Naming } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { functionLogName, functionName, functionRoleArn, LIVE } from "./names.ts";

export interface RegionFunctionProps {
  readonly naming: Naming;
  /** Name in the configuration, `stock-report`. */
  readonly name: string;
  /** As Lambda calls it, `nodejs22.x`. */
  readonly runtime: string;
  /** Where the code begins. */
  readonly handler: string;
  /** MiB. */
  readonly memoryMib: number;
  /** Seconds that one run may take, 1 to 900: Lambda ends it then, and the run has failed. */
  readonly timeoutSeconds: number;
  /**
   * Runs kept free for it, and the most at a time.
   * @default none: it shares the account's with all others
   */
  readonly concurrency?: number;
  /** Code until the first release. */
  readonly code: { readonly bucket: string; readonly key: string };
  /** What the code finds in its environment. No secrets: those are in Secrets Manager. */
  readonly variables: Readonly<Record<string, string>>;
  /** Encrypts environment and log. A key of this region. */
  readonly keyArn: string;
  /**
   * Subnets and security groups, to reach databases and caches.
   * @default outside of the VPC: it starts quicker and needs no address
   */
  readonly vpc?: { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] };
  /**
   * ARN of the queue that takes events whose run failed to the end.
   * @default none: who calls it waits for the answer and sees the error
   */
  readonly undeliveredArn?: string;
  /**
   * Days that its log is kept.
   * @default 90
   */
  readonly logDays?: number;
  /** Keeps the log when the stack is destroyed: it is evidence. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/**
 * Seconds after which an event is too old to be worth running, and how often a run is tried again.
 * Lambda's own: six hours, twice.
 */
const EVENT_AGE_SECONDS = 21_600;
const RETRIES = 2;

/**
 * A function with its alias `live`, which is what everything calls.
 *
 * Terraform makes both and keeps the settings; releases own the code and where the alias points (`ignore_changes`). A
 * release uploads to the region's bucket, publishes a version, and moves the alias, by weights if it likes; moving it
 * back is the rollback. A changed setting is published as a version as well, and goes live with the next release: until
 * then the version that was tested goes on. Until the first release the code fails and says so, rather than answer.
 *
 * Its role is in a global stack (`FunctionRoles`) and must be there first. On Graviton, traced, logging JSON to a group
 * of ours: the one that Lambda would make is neither encrypted nor ever deleted.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html, read November 2026.
 */
export class RegionFunction extends Construct {
  /** ARN of the alias. */
  readonly liveArn: string;
  /** Name in AWS, known once the alias stands. */
  readonly name: string;

  constructor(scope: Construct, id: string, props: RegionFunctionProps) {
    super(scope, id);
    const name = functionName(props.naming, props.name);
    const tags = tagsOf(name, props.tags);
    const log = new CloudwatchLogGroup(this, "log", {
      name: functionLogName(props.naming, props.name),
      retentionInDays: props.logDays ?? 90,
      kmsKeyId: props.keyArn,
      skipDestroy: props.protect,
      tags,
    });
    const made = new LambdaFunction(this, "function", {
      functionName: name,
      role: functionRoleArn(props.naming, props.name),
      runtime: props.runtime,
      handler: props.handler,
      architectures: ["arm64"],
      memorySize: props.memoryMib,
      timeout: props.timeoutSeconds,
      ...(props.concurrency === undefined ? {} : { reservedConcurrentExecutions: props.concurrency }),
      s3Bucket: props.code.bucket,
      s3Key: props.code.key,
      publish: true,
      environment: { variables: { ...props.variables } },
      kmsKeyArn: props.keyArn,
      loggingConfig: { logFormat: "JSON", logGroup: log.name },
      tracingConfig: { mode: "Active" },
      ...(props.vpc === undefined
        ? {}
        : {
            vpcConfig: {
              subnetIds: [...props.vpc.subnetIds],
              securityGroupIds: [...props.vpc.securityGroupIds],
            },
          }),
      tags,
      lifecycle: { ignoreChanges: ["s3_bucket", "s3_key", "s3_object_version", "source_code_hash"] },
    });
    const alias = new LambdaAlias(this, "live", {
      name: LIVE,
      description: "What is released",
      functionName: made.functionName,
      functionVersion: made.version,
      lifecycle: { ignoreChanges: ["function_version", "routing_config"] },
    });
    this.liveArn = alias.arn;
    this.name = alias.functionName;
    if (props.undeliveredArn !== undefined) {
      new LambdaFunctionEventInvokeConfig(this, "events", {
        functionName: made.functionName,
        qualifier: alias.name,
        maximumEventAgeInSeconds: EVENT_AGE_SECONDS,
        maximumRetryAttempts: RETRIES,
        destinationConfig: { onFailure: { destination: props.undeliveredArn } },
      });
    }
  }
}
