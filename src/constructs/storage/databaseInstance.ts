import { CloudwatchLogGroup } from "@cdktn/provider-aws/lib/cloudwatch-log-group/index.js";
import { DbInstance } from "@cdktn/provider-aws/lib/db-instance/index.js";
import { DbParameterGroup } from "@cdktn/provider-aws/lib/db-parameter-group/index.js";
import { DbSubnetGroup } from "@cdktn/provider-aws/lib/db-subnet-group/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import {
  databaseName,
  databaseParameters,
  LOG_RETENTION_DAYS,
  MONITORING_INTERVAL_SECONDS,
  parameterFamily,
  SLOW_STATEMENT_MILLISECONDS,
} from "./databaseParameters.ts";
import { MasterCredential } from "./masterCredential.ts";

export interface DatabaseInstanceProps {
  readonly naming: Naming;
  /** Region of this instance. */
  readonly region: string;
  /** Placed store, `billing-us`. */
  readonly store: string;
  /**
   * Where the database was made. In that region it is born, in every other one it joins as a replica
   * of it. Permanent configuration; says nothing of which instance takes writes today.
   */
  readonly bornRegion: string;
  /** PostgreSQL version, `16.6`. From 14.1 on, or a replica cannot keep backups. Copies inherit it. */
  readonly engineVersion: string;
  /** Instance class, `db.m6g.large`. */
  readonly instanceClass: string;
  /**
   * A standby in another zone of the region, to which RDS moves by itself.
   * @default true: a zone is lost more often than a region. A copy region may go without until it is needed.
   */
  readonly multiAz?: boolean;
  /** Storage in GiB: what it starts with (20 or more), and how far RDS may let it grow (a tenth more, at least). */
  readonly storage: { readonly allocatedGib: number; readonly maximumGib: number };
  /** Data subnets, in two zones at least. */
  readonly subnetIds: readonly string[];
  /** Groups that let the services in: `database` of `SecurityGroups`. */
  readonly securityGroupIds: readonly string[];
  /** Key of this region: a replica is encrypted with a key of where it stands. */
  readonly keyArn: string;
  /** Every copy's region, with the key for the credential there. Empty: no copies. Only used where born. */
  readonly credentialCopies: readonly { readonly region: string; readonly keyArn: string }[];
  /** Days, 1 to 35. Not 0: AWS makes replicas of instances with backups only. */
  readonly backupRetentionDays: number;
  /**
   * Role with which RDS writes the operating system's figures to CloudWatch.
   * @default none: no enhanced monitoring
   */
  readonly monitoringRoleArn?: string;
  /** Statements that take as many milliseconds or more are logged. @default 1000: from a second on a customer waits */
  readonly slowStatementMilliseconds?: number;
  /** Days that the database's log is kept. @default 365: a year, as PCI DSS asks */
  readonly logRetentionDays?: number;
  /** Refuses deletion, and keeps a last snapshot, the automated backups and the deleted credential. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/**
 * RDS for PostgreSQL over two zones, and its cross-region read replica: the same construct in each region.
 *
 * **Role-neutral.** `replicate_source_db` is ignored in every region. Provider 5.100 answers its removal
 * with PromoteReadReplica and any other change with "cannot elect new source database", so a promotion
 * that was done by a runbook must not be seen by Terraform, where born no less than where joined. All
 * that a promoted replica needs (backups, parameters, monitoring, protection) it has beforehand, so that
 * a promotion changes nothing that Terraform looks at.
 *
 * **Versions** are upgraded by a runbook, copies first, when there are copies: Terraform would upgrade
 * the source alone. Without copies Terraform upgrades it. Minor versions never come by themselves, or
 * both regions would restart in the same maintenance window with a version that was tried nowhere.
 *
 * **A failback is a rebuild.** AWS cannot turn an instance into a replica again: after a promotion there
 * are two instances of their own, of which the old source has writes that the other never saw. See
 * `instancesToRebuild` of the runbooks for what has to be done by hand.
 *
 * **Deleting a protected copy**: AWS takes no last snapshot of a replica and refuses the deletion that
 * asks for one. `protect: false`, applied once beforehand, is the way.
 *
 * The password is write-only where born: AWS makes no replica of an instance whose master password
 * Secrets Manager manages
 * (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html, limitations).
 * Applications use IAM authentication.
 */
export class DatabaseInstance extends Construct {
  readonly instance: DbInstance;

  constructor(scope: Construct, id: string, props: DatabaseInstanceProps) {
    super(scope, id);
    const { naming, store, region } = props;
    const name = nameOf(naming, store);
    const identifier = databaseInstanceIdentifier(naming, store, region);
    const born = region === props.bornRegion;
    const tags = tagsOf(name, props.tags);

    const subnets = new DbSubnetGroup(this, "subnets", {
      name,
      description: `Data subnets of ${region} for ${store}`,
      subnetIds: [...props.subnetIds],
      tags,
    });
    const parameters = this.#parameters(props, name);
    const logs = new CloudwatchLogGroup(this, "logs", {
      // Made before RDS makes it by itself, which would be unencrypted and kept for ever.
      name: `/aws/rds/instance/${identifier}/postgresql`,
      kmsKeyId: props.keyArn,
      retentionInDays: props.logRetentionDays ?? LOG_RETENTION_DAYS,
      tags,
    });
    this.instance = new DbInstance(this, "instance", {
      identifier,
      ...(born ? this.#birth(props) : { replicateSourceDb: sourceArn(props) }),
      instanceClass: props.instanceClass,
      multiAz: props.multiAz ?? true,
      publiclyAccessible: false,
      dbSubnetGroupName: subnets.name,
      vpcSecurityGroupIds: [...props.securityGroupIds],
      parameterGroupName: parameters.name,
      storageType: "gp3",
      maxAllocatedStorage: props.storage.maximumGib,
      storageEncrypted: true,
      kmsKeyId: props.keyArn,
      iamDatabaseAuthenticationEnabled: true,
      backupRetentionPeriod: props.backupRetentionDays,
      backupWindow: "03:00-04:00",
      maintenanceWindow: "sun:04:30-sun:05:30",
      copyTagsToSnapshot: true,
      autoMinorVersionUpgrade: false,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: props.keyArn,
      ...monitoring(props),
      enabledCloudwatchLogsExports: ["postgresql"],
      deletionProtection: props.protect,
      deleteAutomatedBackups: !props.protect,
      skipFinalSnapshot: !props.protect,
      ...(props.protect ? { finalSnapshotIdentifier: `${identifier}-final` } : {}),
      tags,
      dependsOn: [logs],
      lifecycle: {
        ignoreChanges: [
          "replicate_source_db",
          ...(born && props.credentialCopies.length === 0 ? [] : ["engine_version"]),
        ],
      },
    });
  }

  #parameters(props: DatabaseInstanceProps, name: string): DbParameterGroup {
    const family = parameterFamily("postgres", props.engineVersion);
    return new DbParameterGroup(this, "parameters", {
      name: `${name}-${family}`,
      family,
      description: `TLS only, and what is logged, for ${props.store}`,
      parameter: databaseParameters(props.slowStatementMilliseconds ?? SLOW_STATEMENT_MILLISECONDS),
      tags: tagsOf(`${name}-${family}`, props.tags),
      lifecycle: { createBeforeDestroy: true },
    });
  }

  #birth(props: DatabaseInstanceProps) {
    const credential = new MasterCredential(this, "credential", {
      naming: props.naming,
      store: props.store,
      keyArn: props.keyArn,
      copies: props.credentialCopies,
      protect: props.protect,
      tags: props.tags,
    });
    return {
      engine: "postgres",
      engineVersion: props.engineVersion,
      allocatedStorage: props.storage.allocatedGib,
      dbName: databaseName(props.store),
      username: "trireme_admin",
      passwordWo: credential.password,
      passwordWoVersion: credential.version,
    };
  }
}

/** The instance of a store in a region: where born as where copied, and whichever takes writes. At most 63 characters. */
export function databaseInstanceIdentifier(naming: Naming, store: string, region: string): string {
  return `${nameOf(naming, store)}-${region}`;
}

function sourceArn({ naming, store, bornRegion }: DatabaseInstanceProps): string {
  const identifier = databaseInstanceIdentifier(naming, store, bornRegion);
  return `arn:aws:rds:${bornRegion}:${naming.account}:db:${identifier}`;
}

function monitoring({ monitoringRoleArn }: DatabaseInstanceProps) {
  return monitoringRoleArn === undefined
    ? {}
    : { monitoringInterval: MONITORING_INTERVAL_SECONDS, monitoringRoleArn };
}
