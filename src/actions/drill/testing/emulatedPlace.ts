import { rm } from "node:fs/promises";
import type { RecoverableStore, RegionScope } from "../../../runbooks/index.ts";
import { emulatedHub } from "../../../runbooks/testing/emulatedHub.ts";
import { EmulatedShop } from "../../../runbooks/testing/emulatedShop.ts";
import { DEFAULT_ACCOUNT } from "../../../sandbox/index.ts";
import { json } from "../../../sandbox/refusals/cases/caller.ts";
import { zoneScope } from "../../../stacks/index.ts";
import { FakeDriver } from "../../../terraform/fakeDriver.ts";
import { regionScope } from "../../recovery/scope.ts";
import { folderWith } from "../../testing/configurations.ts";
import type { Machine } from "../../workbench/machine.ts";
import { type DrillSubject, drillSubject } from "../prepare.ts";
import { emulatedAccessList } from "./emulatedAccessList.ts";
import { emulatedNames } from "./emulatedNames.ts";

/** Two regions with a store of each engine that a drill takes. */
export const DRILL_PLATFORM = `import { definePlatform } from "trireme";

export default definePlatform({
  name: "shop",
  domain: "shop.example.com",
  owner: "platform-team",
  costCentre: "shop-1001",
  homes: { US: { regions: ["us-east-1", "us-west-2"] } },
  environments: [{ name: "staging", account: "${DEFAULT_ACCOUNT}", slot: 1, zones: 2, size: "standard" }],
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

async function tableWithHistory(shop: EmulatedShop, store: RecoverableStore): Promise<void> {
  await shop.table(store);
  const [region = ""] = store.regions;
  await shop.caller.must(
    json("dynamodb", region, "UpdateContinuousBackups", {
      TableName: store.nameIn(region),
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
}

/** The load balancers of all regions, and the public names that lead to them. */
async function namesOf(shop: EmulatedShop, { project, environment }: DrillSubject): Promise<void> {
  const regions: Record<string, { scope: RegionScope; dnsName: string }> = {};
  for (const {
    name,
    zones: [zone = ""],
  } of environment.regions) {
    const scope = regionScope(project.platform, environment, name);
    const { balancer = "" } = zoneScope(project.platform, environment, name, zone);
    regions[name] = { scope, dnsName: (await shop.balancer(balancer, name)).dnsName };
  }
  await emulatedNames(shop, environment.domain, regions);
}

/** Where a test holds drills. */
export interface EmulatedPlace {
  /** Has the configuration. */
  readonly folder: string;
  readonly subject: DrillSubject;
  readonly shop: EmulatedShop;
  readonly machine: Machine;
  close(): Promise<void>;
}

/**
 * A sandbox whose emulated AWS holds already what Terraform would have made of the platform, as far as a drill needs it, and
 * a machine with a Terraform that only keeps accounts: what becomes of a drill between its apply and its last plan, within
 * seconds.
 */
export async function emulatedPlace(configuration: string): Promise<EmulatedPlace> {
  const folder = await folderWith(configuration);
  const subject = await drillSubject({ path: folder });
  const { project, environment } = subject;
  const [{ name: region = "", zones: [zone = ""] = [] } = {}] = environment.regions;
  const { stores, caches } = regionScope(project.platform, environment, region);
  const { cluster = "" } = zoneScope(project.platform, environment, region, zone);
  const shop = await EmulatedShop.open();
  for (const store of stores) {
    if (store.engine === "aurora-postgresql") await shop.aurora(store);
    if (store.engine === "rds-postgresql") await shop.instance(store);
    if (store.engine === "dynamodb") await tableWithHistory(shop, store);
  }
  for (const cache of caches) await (cache.replicated ? shop.cache(cache) : shop.cacheOf(cache, region));
  for (const { name } of environment.regions) {
    const { ways, shutter } = regionScope(project.platform, environment, name);
    if (ways !== undefined) {
      const { subnets } = await shop.network(name);
      await emulatedHub(shop.caller, name, { table: ways.table, subnets });
    }
    if (shutter !== undefined) await emulatedAccessList(shop, name, shutter);
  }
  await namesOf(shop, subject);
  await shop.cluster(cluster, region);
  const driver = new FakeDriver();
  const machine: Machine = {
    locateTerraform: async () => ({
      ok: true,
      binary: "fake",
      name: "terraform",
      version: "1.11.0",
      foundBy: "the test",
    }),
    locateEmulator: async () => ({ ok: true, kind: "moto", command: "running" }),
    findSandbox: async () => shop.sandbox,
    startSandbox: async () => shop.sandbox,
    driver: () => driver,
  };
  const close = async () => {
    await shop.close();
    await rm(folder, { recursive: true });
  };
  return { folder, subject, shop, machine, close };
}
