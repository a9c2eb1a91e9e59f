import { DbSubnetGroup } from "@cdktn/provider-aws/lib/db-subnet-group/index.js";
import { RdsCluster } from "@cdktn/provider-aws/lib/rds-cluster/index.js";
import { RdsClusterInstance } from "@cdktn/provider-aws/lib/rds-cluster-instance/index.js";
import { RdsGlobalCluster } from "@cdktn/provider-aws/lib/rds-global-cluster/index.js";
import type { TerraformElement } from "cdktn";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { MasterCredential } from "./masterCredential.ts";

export interface AuroraMemberProps {
  readonly naming: Naming;
  readonly region: string;
  /** Placed store, `orders-us`. */
  readonly store: string;
  /**
   * `born`: the global database is created here. `joined`: this region holds a copy. Permanent
   * configuration; says nothing of which member is the writer today.
   */
  readonly origin: "born" | "joined";
  /** Aurora PostgreSQL version, for example `16.6`. */
  readonly engineVersion: string;
  /** Aurora global databases take r5 and larger memory-optimised classes, none of the t family. */
  readonly instanceClass: string;
  /** Instances in this region; from two on, a zone can be lost. */
  readonly instances: number;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  /** Key of this region. */
  readonly keyArn: string;
  /** Where the credential is copied to, with the key of each region. Only used where born. */
  readonly credentialCopies: readonly { readonly region: string; readonly keyArn: string }[];
  /** Days, 1 to 35. */
  readonly backupRetentionDays: number;
  /** Refuses deletion, and keeps a last snapshot and the deleted credential. */
  readonly protect: boolean;
  readonly tags: OwnerTags;
}

/**
 * One region's member of an Aurora global database, neutral as to role.
 *
 * A failover changes which member writes, and with it the replication source, the membership and the
 * owner of the credential as AWS reports them. None of these is the configuration's business, so
 * Terraform ignores them: after any failover the plan of every member is empty.
 *
 * The password is write-only on the member where the database was born: AWS refuses managed master
 * passwords for members of a global database
 * (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-secrets-manager.html, limitations).
 * Applications use IAM authentication.
 */
export class AuroraMember extends Construct {
  readonly cluster: RdsCluster;

  constructor(scope: Construct, id: string, props: AuroraMemberProps) {
    super(scope, id);
    const { naming, store } = props;
    const name = nameOf(naming, store);
    const tags = tagsOf(name, props.tags);
    const engine = { engine: "aurora-postgresql", engineVersion: props.engineVersion };
    const born = props.origin === "born" ? this.#birth(props, name) : undefined;

    const subnets = new DbSubnetGroup(this, "subnets", {
      name,
      description: `Data subnets of ${props.region} for ${store}`,
      subnetIds: [...props.subnetIds],
      tags,
    });
    this.cluster = new RdsCluster(this, "cluster", {
      ...engine,
      clusterIdentifier: `${name}-${props.region}`,
      globalClusterIdentifier: name,
      ...(born === undefined
        ? {}
        : {
            databaseName: databaseName(store),
            masterUsername: "trireme_admin",
            masterPasswordWo: born.credential.password,
            masterPasswordWoVersion: born.credential.version,
            dependsOn: [born.global],
          }),
      dbSubnetGroupName: subnets.name,
      vpcSecurityGroupIds: [...props.securityGroupIds],
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
      lifecycle: {
        ignoreChanges: [
          "replication_source_identifier",
          "global_cluster_identifier",
          "database_name",
          "master_username",
          "master_password",
        ],
      },
    });
    for (let index = 1; index <= props.instances; index++) {
      new RdsClusterInstance(this, `instance-${index}`, {
        ...engine,
        identifier: `${name}-${props.region}-${index}`,
        clusterIdentifier: this.cluster.id,
        instanceClass: props.instanceClass,
        dbSubnetGroupName: subnets.name,
        performanceInsightsEnabled: true,
        performanceInsightsKmsKeyId: props.keyArn,
        autoMinorVersionUpgrade: false,
        tags: { ...tags, Name: `${name}-${index}` },
      });
    }
  }

  #birth(props: AuroraMemberProps, name: string) {
    const global = new RdsGlobalCluster(this, "global", {
      globalClusterIdentifier: name,
      engine: "aurora-postgresql",
      engineVersion: props.engineVersion,
      storageEncrypted: true,
      deletionProtection: props.protect,
      tags: tagsOf(name, props.tags),
    });
    const credential = new MasterCredential(this, "credential", {
      naming: props.naming,
      store: props.store,
      keyArn: props.keyArn,
      copies: props.credentialCopies,
      protect: props.protect,
      tags: props.tags,
    });
    return { global: global as RdsGlobalCluster & TerraformElement, credential };
  }
}

/** `orders-us` to `orders_us`: PostgreSQL identifiers take no hyphen unquoted. */
function databaseName(store: string): string {
  return store.replaceAll("-", "_");
}
