import { Construct } from "constructs";
import { type AlertSeverity, alertTopicArn } from "../monitoring/alertTopics.ts";
import { type Naming, nameOf } from "../naming.ts";
import { keyUse } from "../security/keyUse.ts";
import { idsOf, roleOf, trustIn } from "../security/role.ts";
import { keysThrough, type RoleScope, stateMachineLogs, tracing } from "../serverless/roleStatements.ts";
import type { OwnerTags } from "../tags.ts";
import {
  RECOVERY,
  recoveryConnectionName,
  recoveryLockArn,
  recoveryMachineArn,
  recoverySwitchArn,
} from "./names.ts";

/** A machine that recovers something, as far as permissions go. */
export interface RecoveryGrant {
  /** `leave-us-east-1` */
  readonly name: string;
  /** Regions that have a machine of that name, almost always one. */
  readonly regions: readonly string[];
  /** Its calls: an action, and single things by ARN, or what it is held to where the action takes none. */
  readonly permissions: readonly {
    readonly action: string;
    readonly resources: readonly string[];
    readonly condition?: Readonly<Record<string, string>>;
  }[];
  /** Whether it changes anything, and so reads the switch. */
  readonly acts: boolean;
  /** Items of its region's lock that it takes before it acts. @default none */
  readonly locks?: readonly string[];
  /** Services through which it uses the keys of stores, for what, and whether they lend themselves those. @default none */
  readonly keys?: readonly {
    readonly service: string;
    readonly actions: readonly string[];
    readonly lends: boolean;
  }[];
  /** Topics that it speaks through. */
  readonly tells: readonly AlertSeverity[];
  /** Addresses that it asks by HTTP. */
  readonly urls: readonly string[];
  /** Method with which it asks them, `HEAD`. */
  readonly httpMethod: string;
}

export interface RecoveryRolesProps {
  readonly naming: Naming;
  readonly machines: readonly RecoveryGrant[];
  /** Purposes of the data keys in the regions of the machines. */
  readonly keyPurposes: readonly string[];
  readonly tags: OwnerTags;
}

/**
 * A role for each machine that recovers something, for a global stack: made in advance, because IAM's control plane is
 * in us-east-1 and may be what is lost. STS and the roles that are there work on in every region.
 */
export class RecoveryRoles extends Construct {
  constructor(scope: Construct, id: string, props: RecoveryRolesProps) {
    super(scope, id);
    const { naming } = props;
    for (const machine of props.machines) {
      roleOf(this, {
        naming,
        thing: machine.name,
        policyName: "recovery",
        ids: idsOf(machine.name),
        description: `What the recovery ${machine.name} calls in ${machine.regions.join(", ")}`,
        // Source: https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
        trust: trustIn("states.amazonaws.com", {
          StringEquals: { "aws:SourceAccount": naming.account },
          ArnEquals: { "aws:SourceArn": inEach(machine, recoveryMachineArnIn(naming, machine)) },
        }),
        statements: statementsOf(props, machine),
        tags: props.tags,
      });
    }
  }
}

function statementsOf(
  { naming, keyPurposes }: RecoveryRolesProps,
  machine: RecoveryGrant,
): readonly object[] {
  const scope = { naming, keyPurposes, regions: machine.regions };
  return [
    ...machine.permissions.map(({ action, resources, condition }) => ({
      Effect: "Allow",
      Action: action,
      Resource: resources,
      ...(condition === undefined ? {} : { Condition: { StringEquals: condition } }),
    })),
    ...(machine.acts
      ? [
          {
            Sid: "Switch",
            Effect: "Allow",
            Action: "ssm:GetParameter",
            Resource: inEach(machine, (region) => recoverySwitchArn(naming, region)),
          },
        ]
      : []),
    ...sealsStores(scope, machine),
    ...locks(naming, machine),
    ...(machine.tells.length === 0 ? [] : speaks(naming, machine, keysThrough("sns", scope))),
    ...(machine.urls.length === 0 ? [] : asksByHttp(naming, machine)),
    stateMachineLogs(),
    tracing(),
    keysThrough("states", scope),
  ];
}

function inEach({ regions }: RecoveryGrant, arn: (region: string) => string): readonly string[] {
  return regions.map(arn);
}

function recoveryMachineArnIn(naming: Naming, { name }: RecoveryGrant): (region: string) => string {
  return (region) => recoveryMachineArn(naming, name, region);
}

/**
 * Services use a store's key as whoever has them make something, and lend it to themselves for what they made.
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-grant-is-for-aws-resource
 */
function sealsStores(scope: RoleScope, { keys = [] }: RecoveryGrant): readonly object[] {
  const lent = keys.filter(({ lends }) => lends).map(({ service }) => `${service}.*.amazonaws.com`);
  return [
    ...keys.map(({ service, actions }) => keysThrough(service, scope, actions)),
    ...(lent.length === 0
      ? []
      : [
          keyUse(scope, {
            sid: "LendsKeys",
            actions: "kms:CreateGrant",
            when: {
              StringLike: { "kms:ViaService": lent },
              Bool: { "kms:GrantIsForAWSResource": "true" },
            },
          }),
        ]),
  ];
}

/**
 * Its own items in the lock of each of its regions, and whether whoever is in one still runs: some machine of a recovery.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html (leading keys), recalled.
 */
function locks(naming: Naming, machine: RecoveryGrant): readonly object[] {
  const { locks: items = [] } = machine;
  if (items.length === 0) return [];
  return [
    {
      Sid: "Lock",
      Effect: "Allow",
      Action: ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem"],
      Resource: inEach(machine, (region) => recoveryLockArn(naming, region)),
      Condition: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": items } },
    },
    {
      Sid: "Holder",
      Effect: "Allow",
      Action: "states:DescribeExecution",
      Resource: inEach(
        machine,
        (region) =>
          `arn:aws:states:${region}:${naming.account}:execution:${nameOf(naming, `${RECOVERY}-*`)}:*`,
      ),
    },
  ];
}

/** The topics are sealed with the region's key, which whoever publishes must be able to use. */
function speaks(naming: Naming, machine: RecoveryGrant, key: object): readonly object[] {
  return [
    {
      Sid: "Speaks",
      Effect: "Allow",
      Action: "sns:Publish",
      Resource: machine.tells.flatMap((severity) =>
        inEach(machine, (region) => alertTopicArn(naming, region, severity)),
      ),
    },
    key,
  ];
}

/**
 * HTTP requests by the connection, of these addresses only.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html (IAM permissions), November 2026.
 */
function asksByHttp(naming: Naming, machine: RecoveryGrant): readonly object[] {
  const { urls, httpMethod } = machine;
  const connection = recoveryConnectionName(naming);
  return [
    {
      Sid: "AsksNames",
      Effect: "Allow",
      Action: "states:InvokeHTTPEndpoint",
      Resource: inEach(machine, recoveryMachineArnIn(naming, machine)),
      Condition: { StringEquals: { "states:HTTPMethod": httpMethod, "states:HTTPEndpoint": urls } },
    },
    {
      Sid: "Connection",
      Effect: "Allow",
      Action: "events:RetrieveConnectionCredentials",
      // EventBridge adds an id of its own to the name.
      Resource: inEach(
        machine,
        (region) => `arn:aws:events:${region}:${naming.account}:connection/${connection}/*`,
      ),
    },
    {
      Sid: "HeaderOfTheConnection",
      Effect: "Allow",
      Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      Resource: inEach(
        machine,
        (region) =>
          `arn:aws:secretsmanager:${region}:${naming.account}:secret:events!connection/${connection}/*`,
      ),
    },
  ];
}
