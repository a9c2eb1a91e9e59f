import type { EnvironmentInput, PlatformInput, StoreInput, TransferInput } from "../input.ts";

/** For tests: an input that breaks one rule, and the nearest one that does not. */
export interface Case {
  readonly code: string;
  readonly says: string;
  readonly breaks: Partial<PlatformInput>;
  /** Where the problem stands. */
  readonly where: string;
  /** The nearest thing that is allowed. */
  readonly keeps: Partial<PlatformInput>;
}

export const environment = (replace: Partial<EnvironmentInput> = {}): EnvironmentInput => ({
  name: "production",
  account: "111111111111",
  slot: 0,
  ...replace,
});
export const environments = (...replacements: Partial<EnvironmentInput>[]) => ({
  environments: replacements.map(environment),
});
export const orders = {
  name: "orders",
  engine: "aurora-postgresql",
  data: "personal",
  partitionedBy: "home",
} as const satisfies StoreInput;
export const catalogue = {
  name: "catalogue",
  engine: "dynamodb",
  data: "public",
  global: true,
  birth: "us-east-1",
} as const satisfies StoreInput;
export const stores = (...list: StoreInput[]) => ({ stores: list, services: [{ name: "storefront" }] });
export const europe = (partition: { birth?: string; copies?: string[]; transfer?: TransferInput }) =>
  stores({ ...orders, partitions: { EU: partition } });
export const transfer = (replace: Partial<TransferInput> = {}): TransferInput => ({
  basis: "assessment 12",
  owner: "data-protection",
  expires: "2026-12-31",
  ...replace,
});
export const abroad = ["eu-central-1", "us-west-2"];
export const space = (text: string, vpcPrefix = 16) => ({ addresses: { space: text, vpcPrefix } });
export const sixRegions = ["us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "ca-west-1"];

/** Three databases, each born in one region and copied to the next; the last has no copy if it is born there. */
export const circle = (...regions: [string, string, string, string]) => ({
  homes: { US: { regions: ["us-east-1", "us-west-2", "us-east-2"] } },
  ...stores(
    ...["one", "two", "three"].map((name, index): StoreInput => {
      const [birth = "", copy = ""] = regions.slice(index);
      return {
        name,
        engine: "aurora-postgresql",
        data: "internal",
        global: true,
        birth,
        copies: copy === birth ? [] : [copy],
      };
    }),
  ),
});
