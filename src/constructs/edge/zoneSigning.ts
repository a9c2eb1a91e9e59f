import { CloudwatchMetricAlarm } from "@cdktn/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { KmsAlias } from "@cdktn/provider-aws/lib/kms-alias/index.js";
import { KmsKey } from "@cdktn/provider-aws/lib/kms-key/index.js";
import { Route53HostedZoneDnssec } from "@cdktn/provider-aws/lib/route53-hosted-zone-dnssec/index.js";
import { Route53KeySigningKey } from "@cdktn/provider-aws/lib/route53-key-signing-key/index.js";
import { Construct } from "constructs";
import { alertTopicArn } from "../monitoring/alertTopics.ts";
import { type Naming, nameOf } from "../naming.ts";
import { policyDocument } from "../policyDocument.ts";
import { administrationOf, type KeyCustody } from "../security/keyCustody.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

/** Route 53 takes key-signing keys of this region only, and has its metrics there. */
const SIGNING_REGION = "us-east-1";

export interface ZoneSigningProps {
  readonly naming: Naming;
  /** Public zone: private ones cannot be signed. */
  readonly zoneId: string;
  /** Whether the alert topics of us-east-1 exist: the alarms speak to them. */
  readonly alarms: boolean;
  /** Who administers the key. @default whoever the account's IAM policies let administer it */
  readonly custody?: KeyCustody;
  readonly tags: OwnerTags;
}

/**
 * DNSSEC for the public zone: the key, the key-signing key that Route 53 makes of it, and the signing itself.
 *
 * Signing alone changes nothing for anybody. Resolvers check signatures once the parent domain has a DS record, which
 * is set by hand at whoever keeps the parent: `dsRecord` is what to enter. The order matters, and a mistake takes the
 * whole domain away from everybody whose resolver checks, until the parent's TTL has run out:
 *
 * - on: apply; wait for the zone's longest TTL; check; only then enter the DS record.
 * - off: remove the DS record; wait for its TTL; only then take the option out.
 *
 * A zone whose key is lost or disabled for three days cannot be signed anew, hence the alarms, and a key that is not
 * deleted within less than 30 days.
 * Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec-enable-signing.html and
 * dns-configuring-dnssec-cmk-requirements.html beside it (read 2026-11)
 */
export class ZoneSigning extends Construct {
  /** What the parent domain must have as DS record. */
  readonly dsRecord: string;

  constructor(scope: Construct, id: string, props: ZoneSigningProps) {
    super(scope, id);
    const { naming, zoneId } = props;
    const name = nameOf(naming, "zone-signing");
    const key = new KmsKey(this, "key", {
      description: `Signs the names of ${naming.platform} ${naming.environment}`,
      customerMasterKeySpec: "ECC_NIST_P256",
      keyUsage: "SIGN_VERIFY",
      deletionWindowInDays: 30,
      policy: keyPolicy(naming, props.custody),
      tags: tagsOf(name, props.tags),
    });
    new KmsAlias(this, "alias", { name: `alias/${name}`, targetKeyId: key.keyId });
    const signer = new Route53KeySigningKey(this, "key-signing-key", {
      hostedZoneId: zoneId,
      keyManagementServiceArn: key.arn,
      name: name.replaceAll("-", "_"),
      status: "ACTIVE",
    });
    new Route53HostedZoneDnssec(this, "signing", {
      hostedZoneId: signer.hostedZoneId,
      signingStatus: "SIGNING",
    });
    if (props.alarms) this.#alarms(props);
    this.dsRecord = signer.dsRecord;
  }

  /** Names that nobody can check any more are a closed shop: both wake somebody. */
  #alarms({ naming, zoneId, tags }: ZoneSigningProps): void {
    const problems = {
      "signing-failed": ["DNSSECInternalFailure", "Route 53 cannot sign the zone"],
      "signing-key-needs-action": [
        "DNSSECKeySigningKeysNeedingAction",
        "Route 53 cannot use the key of the zone",
      ],
    } as const;
    for (const [thing, [metricName, alarmDescription]] of Object.entries(problems)) {
      const name = nameOf(naming, thing);
      new CloudwatchMetricAlarm(this, thing, {
        alarmName: name,
        alarmDescription,
        namespace: "AWS/Route53",
        metricName,
        dimensions: { HostedZoneId: zoneId },
        statistic: "Maximum",
        period: 300,
        evaluationPeriods: 1,
        threshold: 0,
        comparisonOperator: "GreaterThanThreshold",
        treatMissingData: "notBreaching",
        alarmActions: [alertTopicArn(naming, SIGNING_REGION, "critical")],
        okActions: [alertTopicArn(naming, SIGNING_REGION, "critical")],
        tags: tagsOf(name, tags),
      });
    }
  }
}

/** Route 53 alone signs. Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/access-control-managing-permissions.html#KMS-key-policy-for-DNSSEC (read 2026-11) */
function keyPolicy(naming: Naming, custody: KeyCustody | undefined): string {
  const { account } = naming;
  const route53 = { Service: "dnssec-route53.amazonaws.com" };
  return policyDocument([
    ...administrationOf(naming, custody),
    {
      Sid: "Route53Signs",
      Effect: "Allow",
      Principal: route53,
      Action: ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"],
      Resource: "*",
      Condition: {
        StringEquals: { "aws:SourceAccount": account },
        ArnLike: { "aws:SourceArn": "arn:aws:route53:::hostedzone/*" },
      },
    },
    {
      Sid: "Route53LendsItToItself",
      Effect: "Allow",
      Principal: route53,
      Action: "kms:CreateGrant",
      Resource: "*",
      Condition: {
        StringEquals: { "aws:SourceAccount": account },
        ArnLike: { "aws:SourceArn": "arn:aws:route53:::hostedzone/*" },
        Bool: { "kms:GrantIsForAWSResource": "true" },
      },
    },
  ]);
}
