import { type Caller, json, query, type WireCall } from "./caller.ts";

/** Two calls for one entry of the catalogue: one that AWS rejects, and one like it that it takes. */
export interface RefusalCase {
  /** Id of the entry. */
  readonly refusal: string;
  /** Error code of the refusal. */
  readonly code: string;
  /**
   * What the emulator alone answers to the refused call. `accepts`: that is why the entry exists. `fails`:
   * it crashes on the call or does not know it, which says nothing about AWS.
   */
  readonly emulator: "accepts" | "fails";
  /** Makes what both calls need, under names of its own, and gives the calls. */
  prepare(sandbox: Caller): Promise<{ readonly refused: WireCall; readonly taken: WireCall }>;
}

/** A key of the region, ready for use. */
export async function makeKey(sandbox: Caller, region: string, body: object = {}): Promise<string> {
  const made = await sandbox.object(json("kms", region, "CreateKey", body));
  return String((made.KeyMetadata as Record<string, unknown>).Arn);
}

/** Subnets of a VPC of their own: two in the region's zone a, one in its zone b. */
export async function makeSubnets(
  sandbox: Caller,
  region: string,
): Promise<{ readonly sameZone: readonly [string, string]; readonly otherZone: string }> {
  const VpcId = await sandbox.field(query("ec2", region, "CreateVpc", { CidrBlock: "10.0.0.0/16" }), "vpcId");
  const make = (CidrBlock: string, zone: string) =>
    sandbox.field(
      query("ec2", region, "CreateSubnet", { VpcId, CidrBlock, AvailabilityZone: `${region}${zone}` }),
      "subnetId",
    );
  const first = await make("10.0.0.0/24", "a");
  const second = await make("10.0.1.0/24", "a");
  return { sameZone: [first, second], otherZone: await make("10.0.2.0/24", "b") };
}
