import {
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  CreateDBInstanceReadReplicaCommand,
  CreateDBSubnetGroupCommand,
  CreateGlobalClusterCommand,
  type RDSClient,
} from "@aws-sdk/client-rds";
import { AwsClients, type RegionClients } from "../../../aws/index.ts";
import { CALLER_TAGS, type RunningSandbox, startSandbox } from "../../../sandbox/index.ts";
import { FakeDriver } from "../../../terraform/fakeDriver.ts";
import type { Machine } from "../../workbench/machine.ts";
import { sandboxTarget } from "../../workbench/target.ts";

/** Two regions with a store of each engine whose writer is in one place. */
export const STORES_PLATFORM = `import { definePlatform } from "trireme";

export default definePlatform({
  name: "shop",
  domain: "shop.example.com",
  owner: "platform-team",
  costCentre: "shop-1001",
  homes: { US: { regions: ["us-east-1", "us-west-2"] } },
  environments: [{ name: "staging", account: "222222222222", slot: 1, zones: 2, size: "standard" }],
  stores: [
    { name: "orders", engine: "aurora-postgresql", data: "personal", partitionedBy: "home" },
    { name: "inventory", engine: "rds-postgresql", data: "internal", partitionedBy: "home" },
    { name: "cart", engine: "dynamodb", data: "personal", partitionedBy: "home" },
  ],
  services: [
    { name: "checkout", host: "www", stores: ["orders"], critical: true },
    { name: "warehouse", host: "warehouse", stores: ["inventory"] },
    { name: "basket", host: "basket", stores: ["cart"] },
  ],
});
`;

const ACCOUNT = "222222222222";
const REGIONS = ["us-east-1", "us-west-2"] as const;

/** The names by which the platform knows its stores in staging. */
const NAMES = {
  global: "shop-staging-orders-us",
  cluster: (region: string) => `shop-staging-orders-us-${region}`,
  instance: (region: string) => `shop-staging-inventory-us-${region}`,
} as const;

const SUBNETS = "shop-staging-inventory-us";

/**
 * A sandbox whose emulated AWS holds the stores already, and a machine with a Terraform that only keeps accounts: what
 * becomes of a drill between its apply and its last plan, within seconds.
 */
export async function emulatedStores(): Promise<{
  readonly sandbox: RunningSandbox;
  readonly machine: Machine;
}> {
  const sandbox = await startSandbox();
  const clients = new AwsClients(
    sandboxTarget({ endpoint: sandbox.endpoint }, ACCOUNT).clients(CALLER_TAGS.sandbox),
  );
  const [east, west] = [clients.in(REGIONS[0]).rds, clients.in(REGIONS[1]).rds];
  await east.send(
    new CreateGlobalClusterCommand({
      GlobalClusterIdentifier: NAMES.global,
      Engine: "aurora-postgresql",
      EngineVersion: "16.8",
    }),
  );
  await makeCluster(east, REGIONS[0], true);
  await makeCluster(west, REGIONS[1], false);
  await east.send(
    new CreateDBSubnetGroupCommand({
      DBSubnetGroupName: SUBNETS,
      DBSubnetGroupDescription: "two zones",
      SubnetIds: [...(await subnetsOf(clients.in(REGIONS[0])))],
    }),
  );
  await east.send(
    new CreateDBInstanceCommand({
      DBSubnetGroupName: SUBNETS,
      DBInstanceIdentifier: NAMES.instance(REGIONS[0]),
      DBInstanceClass: "db.r6g.large",
      Engine: "postgres",
      AllocatedStorage: 100,
      MasterUsername: "platform",
      MasterUserPassword: "not-a-real-one",
      MultiAZ: true,
      BackupRetentionPeriod: 7,
    }),
  );
  await west.send(
    new CreateDBInstanceReadReplicaCommand({
      DBInstanceIdentifier: NAMES.instance(REGIONS[1]),
      SourceDBInstanceIdentifier: `arn:aws:rds:${REGIONS[0]}:${ACCOUNT}:db:${NAMES.instance(REGIONS[0])}`,
      DBInstanceClass: "db.r6g.large",
    }),
  );
  clients.destroy();
  return { sandbox, machine: machineWith(sandbox) };
}

/** A Multi-AZ instance needs a second zone to have its standby in. */
async function subnetsOf({ plain }: RegionClients): Promise<readonly string[]> {
  const { body } = await plain.send({
    service: "ec2",
    method: "POST",
    contentType: "application/x-www-form-urlencoded",
    body: "Action=DescribeSubnets&Version=2016-11-15",
  });
  return [...body.matchAll(/<subnetId>([^<]+)</g)].flatMap(([, id]) => id ?? []);
}

async function makeCluster(rds: RDSClient, region: string, isFirst: boolean): Promise<void> {
  const DBClusterIdentifier = NAMES.cluster(region);
  await rds.send(
    new CreateDBClusterCommand({
      DBClusterIdentifier,
      GlobalClusterIdentifier: NAMES.global,
      Engine: "aurora-postgresql",
      EngineVersion: "16.8",
      ...(isFirst ? { MasterUsername: "platform", MasterUserPassword: "not-a-real-one" } : {}),
    }),
  );
  for (const number of [0, 1]) {
    await rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: `${DBClusterIdentifier}-${number}`,
        DBClusterIdentifier,
        DBInstanceClass: "db.r6g.large",
        Engine: "aurora-postgresql",
        AvailabilityZone: `${region}${number === 0 ? "a" : "b"}`,
      }),
    );
  }
}

function machineWith(sandbox: RunningSandbox): Machine {
  const driver = new FakeDriver();
  return {
    locateTerraform: async () => ({
      ok: true,
      binary: "fake",
      name: "terraform",
      version: "1.11.0",
      foundBy: "the test",
    }),
    locateEmulator: async () => ({ ok: true, kind: "moto", command: "running" }),
    findSandbox: async () => sandbox,
    startSandbox: async () => sandbox,
    driver: () => driver,
  };
}
