import { type Caller, query } from "./caller.ts";
import { makeKey, makeSubnets, type RefusalCase } from "./refusalCase.ts";

const EAST = "us-east-1";
const WEST = "us-west-2";
const CREDENTIALS = { MasterUsername: "owner", MasterUserPassword: "not-a-secret-1" };
const AURORA = { Engine: "aurora-postgresql", EngineVersion: "16.4" };

const rds = (region: string, action: string, parameters: Readonly<Record<string, string>>) =>
  query("rds", region, action, parameters);

/** A global database with a primary in us-east-1, and with a secondary in us-west-2 when asked. */
async function makeGlobal(sandbox: Caller, id: string, options: { secondary: boolean; encrypted?: boolean }) {
  const encryption = options.encrypted === true ? { StorageEncrypted: "true" } : {};
  const GlobalClusterIdentifier = id;
  await sandbox.must(rds(EAST, "CreateGlobalCluster", { GlobalClusterIdentifier, ...AURORA, ...encryption }));
  const primary = { DBClusterIdentifier: `${id}-east`, GlobalClusterIdentifier, ...AURORA, ...CREDENTIALS };
  await sandbox.must(rds(EAST, "CreateDBCluster", { ...primary, ...encryption }));
  if (options.secondary) {
    const secondary = { DBClusterIdentifier: `${id}-west`, GlobalClusterIdentifier, ...AURORA };
    await sandbox.must(rds(WEST, "CreateDBCluster", secondary));
  }
}

const arn = (region: string, id: string) => `arn:aws:rds:${region}:123456789012:cluster:${id}`;

export const rdsCases: readonly RefusalCase[] = [
  {
    refusal: "rds-serverless-capacity",
    code: "InvalidParameterValue",
    emulator: "accepts",
    async prepare() {
      const cluster = (id: string, most: string) =>
        rds(EAST, "CreateDBCluster", {
          DBClusterIdentifier: id,
          ...AURORA,
          ...CREDENTIALS,
          "ServerlessV2ScalingConfiguration.MinCapacity": "0.5",
          "ServerlessV2ScalingConfiguration.MaxCapacity": most,
        });
      return { refused: cluster("grows-too-far", "256.5"), taken: cluster("grows-far", "256") };
    },
  },
  {
    refusal: "rds-managed-password-in-global-cluster",
    code: "InvalidParameterCombination",
    emulator: "accepts",
    async prepare(sandbox) {
      await sandbox.must(rds(EAST, "CreateGlobalCluster", { GlobalClusterIdentifier: "managed", ...AURORA }));
      const cluster = { MasterUsername: "owner", ManageMasterUserPassword: "true", ...AURORA };
      return {
        refused: rds(EAST, "CreateDBCluster", {
          DBClusterIdentifier: "managed-member",
          GlobalClusterIdentifier: "managed",
          ...cluster,
        }),
        taken: rds(EAST, "CreateDBCluster", { DBClusterIdentifier: "managed-alone", ...cluster }),
      };
    },
  },
  {
    refusal: "rds-key-not-accessible",
    code: "KMSKeyNotAccessibleFault",
    emulator: "accepts",
    async prepare(sandbox) {
      const cluster = { StorageEncrypted: "true", ...AURORA, ...CREDENTIALS };
      return {
        refused: rds(EAST, "CreateDBCluster", {
          DBClusterIdentifier: "keyless",
          KmsKeyId: "alias/nobody-made-this",
          ...cluster,
        }),
        taken: rds(EAST, "CreateDBCluster", {
          DBClusterIdentifier: "keyed",
          KmsKeyId: await makeKey(sandbox, EAST),
          ...cluster,
        }),
      };
    },
  },
  {
    refusal: "rds-encrypted-secondary-without-key",
    code: "InvalidParameterCombination",
    emulator: "accepts",
    async prepare(sandbox) {
      await makeGlobal(sandbox, "ciphered", { secondary: false, encrypted: true });
      const secondary = { GlobalClusterIdentifier: "ciphered", StorageEncrypted: "true", ...AURORA };
      return {
        refused: rds(WEST, "CreateDBCluster", { DBClusterIdentifier: "ciphered-west", ...secondary }),
        taken: rds(WEST, "CreateDBCluster", {
          DBClusterIdentifier: "ciphered-west-with-key",
          KmsKeyId: await makeKey(sandbox, WEST),
          ...secondary,
        }),
      };
    },
  },
  {
    refusal: "rds-global-database-instance-class",
    code: "InvalidParameterCombination",
    emulator: "accepts",
    async prepare(sandbox) {
      await makeGlobal(sandbox, "sized", { secondary: false });
      const instance = { DBClusterIdentifier: "sized-east", Engine: "aurora-postgresql" };
      return {
        refused: rds(EAST, "CreateDBInstance", {
          DBInstanceIdentifier: "sized-small",
          DBInstanceClass: "db.t4g.medium",
          ...instance,
        }),
        taken: rds(EAST, "CreateDBInstance", {
          DBInstanceIdentifier: "sized-large",
          DBInstanceClass: "db.r6g.large",
          ...instance,
        }),
      };
    },
  },
  {
    refusal: "rds-remove-primary-before-secondaries",
    code: "InvalidGlobalClusterStateFault",
    emulator: "accepts",
    async prepare(sandbox) {
      await makeGlobal(sandbox, "ordered", { secondary: true });
      const GlobalClusterIdentifier = "ordered";
      return {
        refused: rds(EAST, "RemoveFromGlobalCluster", {
          GlobalClusterIdentifier,
          DbClusterIdentifier: arn(EAST, "ordered-east"),
        }),
        taken: rds(WEST, "RemoveFromGlobalCluster", {
          GlobalClusterIdentifier,
          DbClusterIdentifier: arn(WEST, "ordered-west"),
        }),
      };
    },
  },
  {
    refusal: "rds-failover-and-switchover",
    code: "InvalidParameterCombination",
    emulator: "fails",
    async prepare(sandbox) {
      await makeGlobal(sandbox, "torn", { secondary: true });
      const failover = {
        GlobalClusterIdentifier: "torn",
        TargetDbClusterIdentifier: arn(WEST, "torn-west"),
        AllowDataLoss: "true",
      };
      return {
        refused: rds(WEST, "FailoverGlobalCluster", { ...failover, Switchover: "true" }),
        taken: rds(WEST, "FailoverGlobalCluster", failover),
      };
    },
  },
  {
    refusal: "rds-subnet-group-one-zone",
    code: "DBSubnetGroupDoesNotCoverEnoughAZs",
    emulator: "accepts",
    async prepare(sandbox) {
      const { sameZone, otherZone } = await makeSubnets(sandbox, EAST);
      const group = (name: string, second: string) =>
        rds(EAST, "CreateDBSubnetGroup", {
          DBSubnetGroupName: name,
          DBSubnetGroupDescription: name,
          "SubnetIds.SubnetIdentifier.1": sameZone[0],
          "SubnetIds.SubnetIdentifier.2": second,
        });
      return { refused: group("narrow", sameZone[1]), taken: group("wide", otherZone) };
    },
  },
  {
    refusal: "rds-proxy-one-zone",
    code: "InvalidSubnet",
    emulator: "accepts",
    async prepare(sandbox) {
      const { sameZone, otherZone } = await makeSubnets(sandbox, EAST);
      const proxy = (DBProxyName: string, second: string) =>
        rds(EAST, "CreateDBProxy", {
          DBProxyName,
          EngineFamily: "POSTGRESQL",
          "Auth.member.1.AuthScheme": "SECRETS",
          "Auth.member.1.IAMAuth": "REQUIRED",
          "Auth.member.1.SecretArn": `arn:aws:secretsmanager:${EAST}:123456789012:secret:user-AbCdEf`,
          RoleArn: "arn:aws:iam::123456789012:role/proxy",
          "VpcSubnetIds.member.1": sameZone[0],
          "VpcSubnetIds.member.2": second,
        });
      return { refused: proxy("narrow", sameZone[1]), taken: proxy("wide", otherZone) };
    },
  },
];
