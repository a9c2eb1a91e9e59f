import { KmsAlias } from "@cdktn/provider-aws/lib/kms-alias/index.js";
import { KmsKey } from "@cdktn/provider-aws/lib/kms-key/index.js";
import { KmsReplicaKey } from "@cdktn/provider-aws/lib/kms-replica-key/index.js";
import { Construct } from "constructs";
import { trailsSeal } from "../audit/sealing.ts";
import { nodeVolumeKeyStatements } from "../compute/nodeVolumeKey.ts";
import { macieDecrypts } from "../detection/dataDiscovery.ts";
import { type Naming, nameOf } from "../naming.ts";
import { policyDocument } from "../policyDocument.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { cloudFrontDecrypts } from "./cloudFrontAccess.ts";
import { eventBusesSeal } from "./eventBusKey.ts";
import {
  administrationOf,
  administratorsReadNoObjects,
  clustersSeal,
  type KeyCustody,
  useThroughServices,
} from "./keyCustody.ts";

export interface DataKeyProps {
  readonly naming: Naming;
  /** Region of this key, the primary or a replica. */
  readonly region: string;
  /** What the key protects: the home whose data it encrypts, `us`, `eu`. */
  readonly purpose: string;
  /** ARN of the primary, in another region. @default none: the key is born here */
  readonly primaryArn?: string;
  /**
   * Days between a request to delete and the deletion, the last chance to notice. AWS allows 7 to 30.
   * @default 30
   */
  readonly deletionWindowDays?: number;
  /**
   * Who administers the key, and so reads nothing with it.
   * @default whoever the account's IAM policies let administer it
   */
  readonly custody?: KeyCustody;
  /**
   * Who may use the key through AWS services, by ARNs of roles, `*` allowed; administrators are not kept from objects
   * then. For what the platform itself keeps, its states.
   * @default whoever the account's IAM policies let use it
   */
  readonly users?: readonly string[];
  /** Whether EKS seals the secrets of a cluster with it. @default false */
  readonly sealsClusterSecrets?: boolean;
  /**
   * Whether CloudFront may decrypt with it what it reads from this account's buckets.
   * @default false
   */
  readonly servesCloudFront?: boolean;
  /**
   * Whether EC2 Auto Scaling may encrypt volumes of cluster nodes with it, without which no node starts.
   * @default false
   */
  readonly encryptsNodeVolumes?: boolean;
  /**
   * AWS services that publish to this account's topics sealed with it: `cloudwatch.amazonaws.com`.
   * @default none: alarms cannot speak through a sealed topic
   */
  readonly publishers?: readonly string[];
  /** ARNs of topics sealed with it that EventBridge's rules publish to. @default none */
  readonly eventTopics?: readonly string[];
  /** Whether Amazon Macie may read what it encrypts in this account's buckets. @default false */
  readonly readByMacie?: boolean;
  /** Whether EventBridge may seal this account's event buses and queues with it. @default false */
  readonly sealsEventBuses?: boolean;
  /**
   * Trails that seal their files with it, by ARN.
   * @default none
   */
  readonly trailArns?: readonly string[];
  /**
   * Whether CloudWatch's delivery of logs may read with it what state machines write.
   * @default false
   */
  readonly deliversLogs?: boolean;
  readonly tags: OwnerTags;
}

/**
 * A multi-region key, born in one region and joined by the others.
 *
 * Data encrypted in one region can be decrypted by its sister key in another, with no call to the
 * first: what recovery needs. The primary is never moved (`UpdatePrimaryRegion` is not used), so
 * that birth stays configuration. Stores take `arn`, never the alias: an alias can be pointed elsewhere.
 */
export class DataKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: DataKeyProps) {
    super(scope, id);
    const name = nameOf(props.naming, props.purpose);
    const common = {
      description: `Data of ${props.purpose}, ${props.naming.platform} ${props.naming.environment}`,
      deletionWindowInDays: props.deletionWindowDays ?? 30,
      policy: keyPolicy(props),
      tags: tagsOf(name, props.tags),
    };
    const key =
      props.primaryArn === undefined
        ? new KmsKey(this, "key", { ...common, multiRegion: true, enableKeyRotation: true })
        : new KmsReplicaKey(this, "replica", { ...common, primaryKeyArn: props.primaryArn });
    new KmsAlias(this, "alias", { name: `alias/${name}`, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}

/**
 * Administrators administer, the account's roles use it through services as IAM lets them; CloudWatch Logs of this
 * region may use it for this account's log groups only.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
function keyPolicy(props: DataKeyProps): string {
  const { naming, region, custody, users, servesCloudFront, encryptsNodeVolumes, deliversLogs } = props;
  const { publishers = [], eventTopics = [], trailArns = [] } = props;
  return policyDocument([
    ...administrationOf(naming, custody),
    ...useThroughServices(naming, users),
    ...(users === undefined ? administratorsReadNoObjects(custody) : []),
    ...(props.sealsClusterSecrets === true ? [clustersSeal(naming, custody)] : []),
    {
      Sid: "LogsOfThisAccount",
      Effect: "Allow",
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
      Resource: "*",
      Condition: {
        ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${naming.account}:*` },
      },
    },
    ...(servesCloudFront === true ? [cloudFrontDecrypts(naming)] : []),
    ...(encryptsNodeVolumes === true ? nodeVolumeKeyStatements(naming) : []),
    ...(props.sealsEventBuses === true ? [eventBusesSeal(naming)] : []),
    ...(publishers.length > 0 ? [publishersSeal(naming, publishers)] : []),
    ...(eventTopics.length > 0 ? [eventRulesSeal(eventTopics)] : []),
    ...(props.readByMacie === true ? [macieDecrypts(naming)] : []),
    ...(trailArns.length > 0 ? [trailsSeal(trailArns)] : []),
    ...(deliversLogs === true ? [logDelivery(naming, region)] : []),
  ]);
}

/** Source: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services */
function publishersSeal(naming: Naming, publishers: readonly string[]) {
  return {
    Sid: "PublishersOfThisAccount",
    Effect: "Allow",
    Principal: { Service: publishers },
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    Resource: "*",
    Condition: { StringEquals: { "aws:SourceAccount": naming.account } },
  };
}

/**
 * EventBridge sends no condition keys of its own when it publishes to SNS; what SNS adds, the topic, holds it to ours.
 * Source: https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html (encryption context) and
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html (read 2026-11)
 */
function eventRulesSeal(topics: readonly string[]) {
  return {
    Sid: "RulesOfEventBridge",
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    Resource: "*",
    Condition: { StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": topics } },
  };
}

/**
 * Logs of state machines that are encrypted with this key pass through CloudWatch's delivery service, which must be
 * able to read them. Recalled of https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
 * (CloudWatch Logs), November 2026.
 */
function logDelivery(naming: Naming, region: string) {
  return {
    Sid: "DeliveryOfLogs",
    Effect: "Allow",
    Principal: { Service: "delivery.logs.amazonaws.com" },
    Action: "kms:Decrypt",
    Resource: "*",
    Condition: {
      StringEquals: { "aws:SourceAccount": naming.account },
      ArnLike: { "kms:EncryptionContext:SourceArn": `arn:aws:logs:${region}:${naming.account}:*` },
    },
  };
}
