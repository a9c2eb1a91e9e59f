import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SandboxTime } from "../../actions/recovery/sandboxTime.ts";
import { newestPoint } from "../../actions/runbook/recoveryPoints.ts";
import { AwsClients } from "../../aws/index.ts";
import { seededRandom } from "../../lib/index.ts";
import { DEFAULT_ACCOUNT, type RunningSandbox, startSandbox } from "../../sandbox/index.ts";
import { Caller, json, query, rest } from "../../sandbox/refusals/cases/caller.ts";
import { makeKey } from "../../sandbox/refusals/cases/refusalCase.ts";
import { allRefusals } from "../../sandbox/refusals/index.ts";
import { type RunOptions, type RunResult, runRunbook } from "../engine/index.ts";
import { backedUpArn } from "../library/restoreFromBackup.ts";
import type { NamesSwitch, RecoverableCache, RecoverableStore, RegionScope } from "../library/scope.ts";
import type { Runbook } from "../runbook.ts";
import { HOST, LOST, NAMES, NEXT } from "./bench.ts";
import { emulatedControls, emulatedTraffic } from "./emulatedTraffic.ts";

const JSON_BODY = { "content-type": "application/json" };
const ZONES = ["a", "b", "c"] as const;
const POSTGRES = { EngineVersion: "16.6", DBInstanceClass: "db.m6g.large" };
const AURORA = { Engine: "aurora-postgresql", EngineVersion: "16.4" };
const OWNER = { MasterUsername: "owner", MasterUserPassword: "not-a-secret-1" };
const PROTECTED = { StorageEncrypted: "true", DeletionProtection: "true", BackupRetentionPeriod: "7" };

const numbered = (name: string, values: readonly string[]) =>
  Object.fromEntries(values.map((value, at) => [`${name}.${at + 1}`, value]));

interface Network {
  readonly subnets: readonly string[];
  readonly group: string;
}

/**
 * A sandbox (gateway, overlays, refusals, moto) with what a test asks for in two regions, made by calls of APIs as
 * Terraform would make them, and the engine that runs runbooks against it. Waiting moves its clock.
 */
export class EmulatedShop {
  readonly sandbox: RunningSandbox;
  readonly caller: Caller;
  readonly clients: AwsClients;
  readonly time: SandboxTime;
  readonly #dir: string;
  readonly #networks = new Map<string, Network>();
  readonly asked: string[] = [];
  #runs = 0;

  private constructor(sandbox: RunningSandbox, time: SandboxTime, dir: string) {
    this.sandbox = sandbox;
    this.caller = new Caller(sandbox.endpoint);
    this.time = time;
    this.#dir = dir;
    this.clients = new AwsClients({
      endpoint: sandbox.endpoint,
      credentials: { accessKeyId: DEFAULT_ACCOUNT, secretAccessKey: "sandbox" },
      appId: "trireme-runbook",
      attempts: 1,
    });
  }

  static async open(): Promise<EmulatedShop> {
    const sandbox = await startSandbox({ refusals: allRefusals() });
    const dir = await mkdtemp(join(tmpdir(), "trireme-emulated-"));
    return new EmulatedShop(sandbox, await SandboxTime.of(sandbox), dir);
  }

  async close(): Promise<void> {
    this.clients.destroy();
    await this.sandbox.stop();
    await rm(this.#dir, { recursive: true, force: true });
  }

  scope(stores: readonly RecoverableStore[], more: Partial<RegionScope> = {}): RegionScope {
    const about = { region: LOST, account: DEFAULT_ACCOUNT, hosts: [HOST], clientRegions: [LOST, NEXT] };
    return { ...about, stores, ...more };
  }

  /** Runs a runbook to its end; every question is answered with yes. */
  async run(
    [runbook]: readonly [Runbook, ...Runbook[]],
    more: Pick<Partial<RunOptions>, "clock" | "onStart"> = {},
  ): Promise<RunResult> {
    this.#runs += 1;
    return runRunbook(runbook, NAMES, {
      dir: join(this.#dir, String(this.#runs)),
      by: "anna",
      clients: this.clients,
      resolve: (name, clientRegion) => this.sandbox.resolveName({ name, type: "A", clientRegion }),
      clock: this.time,
      elapsed: () => this.time.now(),
      random: seededRandom("shop"),
      ask: async ({ text }) => {
        this.asked.push(text);
        return { answer: "yes", by: "anna" };
      },
      ...more,
    });
  }

  async network(region: string): Promise<Network> {
    const known = this.#networks.get(region);
    if (known !== undefined) return known;
    const { caller } = this;
    const VpcId = await caller.field(
      query("ec2", region, "CreateVpc", { CidrBlock: "10.0.0.0/16" }),
      "vpcId",
    );
    const subnets: string[] = [];
    for (const [at, zone] of ZONES.entries()) {
      const about = { VpcId, CidrBlock: `10.0.${at}.0/24`, AvailabilityZone: `${region}${zone}` };
      subnets.push(await caller.field(query("ec2", region, "CreateSubnet", about), "subnetId"));
    }
    const named = { GroupName: "stores", GroupDescription: "stores", VpcId };
    const group = await caller.field(query("ec2", region, "CreateSecurityGroup", named), "groupId");
    await caller.must(
      query("rds", region, "CreateDBSubnetGroup", {
        DBSubnetGroupName: "stores",
        DBSubnetGroupDescription: "stores",
        ...numbered("SubnetIds.SubnetIdentifier", subnets),
      }),
    );
    await caller.must(
      query("elasticache", region, "CreateCacheSubnetGroup", {
        CacheSubnetGroupName: "stores",
        CacheSubnetGroupDescription: "stores",
        ...numbered("SubnetIds.SubnetIdentifier", subnets),
      }),
    );
    const made = { subnets, group };
    this.#networks.set(region, made);
    return made;
  }

  /** A global database whose writer is in the first of the store's regions, with two instances in each. */
  async aurora(store: RecoverableStore): Promise<void> {
    const about = { GlobalClusterIdentifier: store.name, ...AURORA, StorageEncrypted: "true" };
    await this.caller.must(query("rds", LOST, "CreateGlobalCluster", about));
    for (const [at, region] of store.regions.entries()) {
      const { group } = await this.network(region);
      const DBClusterIdentifier = store.nameIn(region);
      await this.caller.must(
        query("rds", region, "CreateDBCluster", {
          DBClusterIdentifier,
          GlobalClusterIdentifier: store.name,
          ...AURORA,
          ...PROTECTED,
          ...(at === 0 ? OWNER : {}),
          KmsKeyId: await makeKey(this.caller, region),
          DBSubnetGroupName: "stores",
          "VpcSecurityGroupIds.VpcSecurityGroupId.1": group,
        }),
      );
      for (const zone of ["a", "b"]) {
        await this.caller.must(
          query("rds", region, "CreateDBInstance", {
            DBInstanceIdentifier: `${DBClusterIdentifier}-${zone}`,
            DBClusterIdentifier,
            DBInstanceClass: "db.r6g.large",
            AvailabilityZone: `${region}${zone}`,
            ...AURORA,
          }),
        );
      }
    }
  }

  /** An instance with a standby, and its copy in each of the store's other regions. */
  async instance(store: RecoverableStore): Promise<void> {
    const [first = LOST, ...others] = store.regions;
    const { group } = await this.network(first);
    await this.caller.must(
      query("rds", first, "CreateDBInstance", {
        DBInstanceIdentifier: store.nameIn(first),
        Engine: "postgres",
        AllocatedStorage: "100",
        StorageType: "gp3",
        MultiAZ: "true",
        ...POSTGRES,
        ...PROTECTED,
        ...OWNER,
        KmsKeyId: await makeKey(this.caller, first),
        DBSubnetGroupName: "stores",
        "VpcSecurityGroupIds.VpcSecurityGroupId.1": group,
      }),
    );
    for (const region of others) await this.copy(store, region);
  }

  /** Of the instance of the store's first region. */
  async copy(store: RecoverableStore, region: string): Promise<void> {
    const [first = LOST] = store.regions;
    await this.network(region);
    await this.caller.must(
      query("rds", region, "CreateDBInstanceReadReplica", {
        DBInstanceIdentifier: store.nameIn(region),
        SourceDBInstanceIdentifier: `arn:aws:rds:${first}:${DEFAULT_ACCOUNT}:db:${store.nameIn(first)}`,
        DBInstanceClass: POSTGRES.DBInstanceClass,
        KmsKeyId: await makeKey(this.caller, region),
        DBSubnetGroupName: "stores",
        BackupRetentionPeriod: "7",
      }),
    );
  }

  /** A global datastore, its primary in the first region; each group has a node in zone a and one in zone b. */
  async cache(cache: RecoverableCache): Promise<void> {
    const [first = LOST, ...others] = cache.regions;
    await this.cacheOf(cache, first);
    const about = {
      GlobalReplicationGroupIdSuffix: cache.id,
      PrimaryReplicationGroupId: cache.groupIn(first),
    };
    const made = query("elasticache", first, "CreateGlobalReplicationGroup", about);
    const GlobalReplicationGroupId = await this.caller.field(made, "GlobalReplicationGroupId");
    for (const region of others) await this.#cacheGroup(cache, region, { GlobalReplicationGroupId });
  }

  /** A group of a region's own, with a node in zone a and one in zone b. */
  async cacheOf(cache: RecoverableCache, region: string): Promise<void> {
    await this.#cacheGroup(cache, region, {
      Engine: "redis",
      EngineVersion: "7.1",
      CacheNodeType: "cache.r7g.large",
      AutomaticFailoverEnabled: "true",
    });
  }

  async #cacheGroup(
    cache: RecoverableCache,
    region: string,
    more: Readonly<Record<string, string>>,
  ): Promise<void> {
    await this.network(region);
    const id = cache.groupIn(region);
    const nodes = { NumCacheClusters: "2", MultiAZEnabled: "true" };
    const about = { ReplicationGroupId: id, ReplicationGroupDescription: id, ...nodes, ...more };
    const zones = numbered("PreferredCacheClusterAZs.AvailabilityZone", [`${region}a`, `${region}b`]);
    const settings = { CacheSubnetGroupName: "stores", ...zones };
    await this.caller.must(query("elasticache", region, "CreateReplicationGroup", { ...about, ...settings }));
  }

  async table(store: RecoverableStore): Promise<void> {
    const [first = LOST, ...others] = store.regions;
    const send = (action: string, body: object) =>
      this.caller.must(json("dynamodb", first, action, { TableName: store.nameIn(first), ...body }));
    await send("CreateTable", {
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      BillingMode: "PAY_PER_REQUEST",
      DeletionProtectionEnabled: true,
    });
    for (const RegionName of others)
      await send("UpdateTable", { ReplicaUpdates: [{ Create: { RegionName } }] });
  }

  async vault(name: string, region: string): Promise<void> {
    await this.caller.must(rest("backup", region, "PUT", `/backup-vaults/${name}`, "{}", JSON_BODY));
  }

  /** Backs a store up where it was born, copies that to the vault of its second region: the copy, newest before now. */
  async backUp(store: RecoverableStore, vault: string): Promise<string> {
    const [first = LOST, second = NEXT] = store.regions;
    const put = (path: string, body: object) =>
      this.caller.object(rest("backup", first, "PUT", path, JSON.stringify(body), JSON_BODY));
    const ResourceArn = backedUpArn(store, DEFAULT_ACCOUNT);
    const IamRoleArn = `arn:aws:iam::${DEFAULT_ACCOUNT}:role/backup`;
    const { RecoveryPointArn } = await put("/backup-jobs", {
      BackupVaultName: vault,
      ResourceArn,
      IamRoleArn,
    });
    await this.sandbox.advanceClock(3600);
    await put("/copy-jobs", {
      RecoveryPointArn,
      SourceBackupVaultName: vault,
      DestinationBackupVaultArn: `arn:aws:backup:${second}:${DEFAULT_ACCOUNT}:backup-vault:${vault}`,
      IamRoleArn,
    });
    await this.sandbox.advanceClock(3600);
    return newestPoint(this.clients.in(second), { vault, store: ResourceArn });
  }

  async bucket(name: string, region: string): Promise<void> {
    const place = `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
    await this.caller.must(rest("s3", region, "PUT", `/${name}`, region === "us-east-1" ? "" : place));
  }

  /** A public balancer over three zones that may be shifted, with a listener on 443: its own name. */
  async balancer(name: string, region: string): Promise<{ readonly arn: string; readonly dnsName: string }> {
    const { subnets } = await this.network(region);
    const elb = (action: string, about: Readonly<Record<string, string>>) =>
      query("elasticloadbalancing", region, action, about);
    const made = elb("CreateLoadBalancer", { Name: name, ...numbered("Subnets.member", subnets) });
    const arn = await this.caller.field(made, "LoadBalancerArn");
    await this.caller.must(
      elb("ModifyLoadBalancerAttributes", {
        LoadBalancerArn: arn,
        "Attributes.member.1.Key": "zonal_shift.config.enabled",
        "Attributes.member.1.Value": "true",
      }),
    );
    await this.caller.must(
      elb("CreateListener", {
        LoadBalancerArn: arn,
        Port: "443",
        Protocol: "HTTP",
        "DefaultActions.member.1.Type": "fixed-response",
        "DefaultActions.member.1.FixedResponseConfig.StatusCode": "200",
      }),
    );
    const asked = elb("DescribeLoadBalancers", { "LoadBalancerArns.member.1": arn });
    return { arn, dnsName: await this.caller.field(asked, "DNSName") };
  }

  async cluster(name: string, region: string): Promise<void> {
    const { subnets } = await this.network(region);
    const roleArn = `arn:aws:iam::${DEFAULT_ACCOUNT}:role/cluster`;
    const trust = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "eks.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
    await this.caller.must(
      query("iam", region, "CreateRole", { RoleName: "cluster", AssumeRolePolicyDocument: trust }),
    );
    const body = {
      name,
      roleArn,
      resourcesVpcConfig: { subnetIds: subnets },
      zonalShiftConfig: { enabled: true },
    };
    await this.caller.must(
      rest("eks", region, "POST", "/clusters", JSON.stringify(body), { "content-type": "application/json" }),
    );
  }

  /** A cluster of routing controls for two regions: ARNs of the controls by region. */
  routingControls(about: NamesSwitch): Promise<Readonly<Record<string, string>>> {
    return emulatedControls(this.caller, about);
  }

  /** The shop's name, led to each region's balancer. */
  names(
    balancers: Readonly<Record<string, string>>,
    controls?: Readonly<Record<string, string>>,
  ): Promise<void> {
    return emulatedTraffic(this.caller, balancers, controls);
  }
}
