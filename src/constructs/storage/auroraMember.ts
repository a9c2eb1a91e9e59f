import { CloudwatchLogGroup } from "@cdktn/provider-aws/lib/cloudwatch-log-group/index.js";
import { DbSubnetGroup } from "@cdktn/provider-aws/lib/db-subnet-group/index.js";
import { RdsCluster } from "@cdktn/provider-aws/lib/rds-cluster/index.js";
import { RdsClusterInstance } from "@cdktn/provider-aws/lib/rds-cluster-instance/index.js";
import { RdsClusterParameterGroup } from "@cdktn/provider-aws/lib/rds-cluster-parameter-group/index.js";
import { RdsGlobalCluster } from "@cdktn/provider-aws/lib/rds-global-cluster/index.js";
import type { TerraformElement } from "cdktn";
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

export interface AuroraMemberProps {
  readonly naming: Naming;
  /** Region of this member. */
  readonly region: string;
  /** Placed store, `orders-us`. */
  readonly store: string;
  /**
   * `born`: the global database is created here. `joined`: this region holds a copy. Permanent
   * configuration; says nothing of which member is the writer today. `regional`: a cluster of this
   * region alone, without a global database, for a store that has no copies and will get none: AWS can
   * make a global database of it later, Terraform cannot follow that without an import.
   */
  readonly origin: "born" | "joined" | "regional";
  /**
   * Aurora PostgreSQL version, for example `16.6`. In a global database this is the version that a member
   * begins with; a runbook upgrades it.
   */
  readonly engineVersion: string;
  /** Aurora global databases take r5 and larger memory-optimised classes, none of the t family. */
  readonly instanceClass: string;
  /**
   * Aurora capacity units between which instances of the class `db.serverless` grow and shrink.
   * @default none: the class has one size
   */
  readonly capacity?: { readonly min: number; readonly max: number };
  /** Instances in this region; from two on, a zone can be lost. */
  readonly instances: number;
  /** Data subnets, in two zones at least. */
  readonly subnetIds: readonly string[];
  /** Groups that let the services in: `database` of `SecurityGroups`. */
  readonly securityGroupIds: readonly string[];
  /** Key of this region. */
  readonly keyArn: string;
  /** Where the credential is copied to, with the key of each region. Only used where born. */
  readonly credentialCopies: readonly { readonly region: string; readonly keyArn: string }[];
  /** Days, 1 to 35. */
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
  /** Refuses deletion, and keeps a last snapshot and the deleted credential. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/** What a failover changes, and what AWS makes a secondary inherit. */
const ROLE_ATTRIBUTES = [
  "replication_source_identifier",
  "global_cluster_identifier",
  "database_name",
  "master_username",
  "master_password",
];

/**
 * One region's member of an Aurora global database, neutral as to role; or a cluster of one region.
 *
 * A failover changes which member writes, and with it the replication source, the membership and the
 * owner of the credential as AWS reports them. None of these is the configuration's business, so
 * Terraform ignores them: after any failover the plan of every member is empty.
 *
 * **Versions** of a global database are upgraded by a runbook, and ignored here on the database, the
 * clusters and their instances. For a new version of `aws_rds_global_cluster` the provider goes through
 * the members in all regions with the credentials of one, which cannot be done with a region gone, and
 * a member that Terraform upgrades alone leaves the others behind. Without a global database Terraform
 * upgrades the cluster.
 *
 * The password is write-only on the member where the database was born: AWS refuses managed master
 * passwords for members of a global database
 * (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-secrets-manager.html, limitations).
 * Applications use IAM authentication. The same holds for a regional cluster, so that it can become a
 * member one day.
 */
export class AuroraMember extends Construct {
  readonly cluster: RdsCluster;
  /** What runs in it. */
  readonly instances: readonly RdsClusterInstance[];
  /**
   * Name that leads to the writer: of a global database, to the one in whichever region it is. Known where the
   * database was born only.
   */
  readonly writerEndpoint: string | undefined;

  constructor(scope: Construct, id: string, props: AuroraMemberProps) {
    super(scope, id);
    const { naming, store } = props;
    const name = nameOf(naming, store);
    const tags = tagsOf(name, props.tags);
    const engine = { engine: "aurora-postgresql", engineVersion: props.engineVersion };
    const version = props.origin === "regional" ? [] : ["engine_version"];

    const subnets = new DbSubnetGroup(this, "subnets", {
      name,
      description: `Data subnets of ${props.region} for ${store}`,
      subnetIds: [...props.subnetIds],
      tags,
    });
    const logs = this.#logs(props, name);
    const { global, arguments: origin } = this.#origin(props, name);
    this.cluster = new RdsCluster(this, "cluster", {
      ...engine,
      clusterIdentifier: `${name}-${props.region}`,
      ...origin,
      dbClusterParameterGroupName: this.#parameters(props, name).name,
      dbSubnetGroupName: subnets.name,
      vpcSecurityGroupIds: [...props.securityGroupIds],
      ...(props.capacity === undefined
        ? {}
        : {
            serverlessv2ScalingConfiguration: {
              minCapacity: props.capacity.min,
              maxCapacity: props.capacity.max,
            },
          }),
      storageEncrypted: true,
      kmsKeyId: props.keyArn,
      iamDatabaseAuthenticationEnabled: true,
      backupRetentionPeriod: props.backupRetentionDays,
      preferredBackupWindow: "03:00-04:00",
      preferredMaintenanceWindow: "sun:04:30-sun:05:30",
      copyTagsToSnapshot: true,
      enabledCloudwatchLogsExports: ["postgresql"],
      deletionProtection: props.protect,
      skipFinalSnapshot: !props.protect,
      ...(props.protect ? { finalSnapshotIdentifier: `${name}-${props.region}-final` } : {}),
      tags,
      dependsOn: global === undefined ? [logs] : [global, logs],
      ...(props.origin === "regional"
        ? {}
        : { lifecycle: { ignoreChanges: [...ROLE_ATTRIBUTES, ...version] } }),
    });
    this.writerEndpoint = props.origin === "regional" ? this.cluster.endpoint : global?.endpoint;
    this.instances = Array.from({ length: props.instances }, (_, at) => {
      const index = at + 1;
      return new RdsClusterInstance(this, `instance-${index}`, {
        ...engine,
        identifier: `${name}-${props.region}-${index}`,
        clusterIdentifier: this.cluster.id,
        instanceClass: props.instanceClass,
        dbSubnetGroupName: subnets.name,
        performanceInsightsEnabled: true,
        performanceInsightsKmsKeyId: props.keyArn,
        ...(props.monitoringRoleArn === undefined
          ? {}
          : { monitoringInterval: MONITORING_INTERVAL_SECONDS, monitoringRoleArn: props.monitoringRoleArn }),
        autoMinorVersionUpgrade: false,
        tags: { ...tags, Name: `${name}-${index}` },
        ...(version.length === 0 ? {} : { lifecycle: { ignoreChanges: version } }),
      });
    });
  }

  /** Made before RDS makes it by itself, which would be unencrypted and kept for ever. */
  #logs(props: AuroraMemberProps, name: string): CloudwatchLogGroup {
    return new CloudwatchLogGroup(this, "logs", {
      name: `/aws/rds/cluster/${name}-${props.region}/postgresql`,
      kmsKeyId: props.keyArn,
      retentionInDays: props.logRetentionDays ?? LOG_RETENTION_DAYS,
      tags: tagsOf(name, props.tags),
    });
  }

  #parameters(props: AuroraMemberProps, name: string): RdsClusterParameterGroup {
    const family = parameterFamily("aurora-postgresql", props.engineVersion);
    return new RdsClusterParameterGroup(this, "parameters", {
      name: `${name}-${family}`,
      family,
      description: `TLS only, and what is logged, for ${props.store}`,
      parameter: databaseParameters(props.slowStatementMilliseconds ?? SLOW_STATEMENT_MILLISECONDS),
      tags: tagsOf(`${name}-${family}`, props.tags),
      lifecycle: { createBeforeDestroy: true },
    });
  }

  /** What only the first member of a database is given: its name and its credential. */
  #origin(props: AuroraMemberProps, name: string) {
    const membership = props.origin === "regional" ? {} : { globalClusterIdentifier: name };
    if (props.origin === "joined") return { global: undefined, arguments: membership };
    const global = props.origin === "born" ? this.#global(props, name) : undefined;
    const credential = new MasterCredential(this, "credential", {
      naming: props.naming,
      store: props.store,
      keyArn: props.keyArn,
      copies: props.credentialCopies,
      protect: props.protect,
      tags: props.tags,
    });
    return {
      global,
      arguments: {
        ...membership,
        databaseName: databaseName(props.store),
        masterUsername: "trireme_admin",
        masterPasswordWo: credential.password,
        masterPasswordWoVersion: credential.version,
      },
    };
  }

  #global(props: AuroraMemberProps, name: string): RdsGlobalCluster & TerraformElement {
    return new RdsGlobalCluster(this, "global", {
      globalClusterIdentifier: name,
      engine: "aurora-postgresql",
      engineVersion: props.engineVersion,
      storageEncrypted: true,
      deletionProtection: props.protect,
      tags: tagsOf(name, props.tags),
      lifecycle: { ignoreChanges: ["engine_version"] },
    });
  }
}
