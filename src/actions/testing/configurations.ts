import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A small platform in two regions of one home and one of another, which has no second. */
export const SMALL = `import { definePlatform } from "trireme";

export default definePlatform({
  name: "shop",
  domain: "shop.example.com",
  owner: "platform-team",
  costCentre: "shop-1001",
  objectives: { provisioning: "3h" },
  homes: { US: { regions: ["us-east-1", "us-west-2"] }, EU: { regions: ["eu-west-1"] } },
  environments: [
    { name: "production", account: "111111111111", slot: 0 },
    { name: "staging", account: "222222222222", slot: 1, regions: ["us-east-1", "us-west-2"] },
    { name: "development", account: "333333333333", slot: 2, regions: ["us-east-1"] },
  ],
  stores: [
    { name: "orders", engine: "aurora-postgresql", data: "personal", partitionedBy: "home" },
    { name: "catalogue", engine: "dynamodb", data: "public", global: true, birth: "us-east-1" },
    { name: "media", engine: "s3", data: "public", global: true, birth: "us-east-1" },
  ],
  services: [{ name: "storefront", host: "www", stores: ["catalogue", "media", "orders"] }],
  budgets: { environments: { production: 200_000, staging: 100_000, development: 100_000 }, email: ["finance@example.com"] },
});
`;

/** The same without the home that cannot recover: no findings. */
export const SOUND = SMALL.replace('EU: { regions: ["eu-west-1"] }', "").replace("] },  }", "] } }");

/** Breaks three rules at three places. */
export const BROKEN = SMALL.replace('account: "111111111111"', 'account: "1111"')
  .replace('regions: ["us-east-1"] },', 'regions: ["us-east-9"] },')
  .replace('engine: "s3"', 'engine: "floppy"');

/** A folder of its own with that configuration. The caller removes it. */
export async function folderWith(configuration: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "trireme-config-"));
  await writeFile(join(folder, "trireme.config.ts"), configuration);
  return folder;
}
