import type { World } from "../overlay.ts";
import { nameForEmulator } from "../overlays/kms/index.ts";
import { askJson, askQuery, type Place, textAt, walk } from "../wire/index.ts";

/** Is there such a key or alias in this region, ready for use? An ARN of another region names none. */
export async function keyIsUsable(world: World, place: Place, named: string): Promise<boolean> {
  const name = nameForEmulator(world, place, named);
  if (name === undefined) return false;
  const described = await askJson(world, place, "kms", "DescribeKey", { KeyId: name });
  const metadata = described?.KeyMetadata as Record<string, unknown> | undefined;
  return metadata?.KeyState === "Enabled";
}

/** The Availability Zones that the subnets lie in; undefined when one of them is not known. */
export async function zonesOf(
  world: World,
  place: Place,
  subnets: readonly string[],
): Promise<ReadonlySet<string> | undefined> {
  const parameters = Object.fromEntries(subnets.map((id, at) => [`SubnetId.${at + 1}`, id]));
  const answer = await askQuery(world, place, "ec2", "DescribeSubnets", parameters);
  if (answer === undefined) return undefined;
  const zones = [...walk(answer)].flatMap((node) => {
    const zone = node.name === "item" ? textAt(node, "availabilityZone") : undefined;
    return zone === undefined ? [] : [zone];
  });
  return new Set(zones);
}

/** Is there such a role in the account? IAM answers for all regions in one place. */
export async function roleExists(world: World, account: string, name: string): Promise<boolean> {
  const place = { account, region: "us-east-1" };
  return (await askQuery(world, place, "iam", "GetRole", { RoleName: name })) !== undefined;
}
