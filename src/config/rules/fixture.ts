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

const environment = (replace: Partial<EnvironmentInput> = {}): EnvironmentInput => ({
  name: "production",
  account: "111111111111",
  slot: 0,
  ...replace,
});
export const environments = (...replacements: Partial<EnvironmentInput>[]) => ({
  environments: replacements.map(environment),
});
const orders: StoreInput = {
  name: "orders",
  engine: "aurora-postgresql",
  data: "personal",
  partitionedBy: "home",
};
const catalogue: StoreInput = {
  name: "catalogue",
  engine: "dynamodb",
  data: "public",
  global: true,
  birth: "us-east-1",
};
const stores = (...list: StoreInput[]) => ({ stores: list, services: [{ name: "storefront" }] });
export const europe = (partition: { birth?: string; copies?: string[]; transfer?: TransferInput }) =>
  stores({ ...orders, partitions: { EU: partition } });
const transfer = (replace: Partial<TransferInput> = {}): TransferInput => ({
  basis: "assessment 12",
  owner: "data-protection",
  expires: "2026-12-31",
  ...replace,
});
export const abroad = ["eu-central-1", "us-west-2"];
export const space = (text: string, vpcPrefix = 16) => ({ addresses: { space: text, vpcPrefix } });
const sixRegions = ["us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "ca-west-1"];

/** Three databases, each born in one region and copied to the next; the last has no copy if it is born there. */
const circle = (...regions: [string, string, string, string]) => ({
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

export const CASES: readonly Case[] = [
  {
    code: "config/name-taken",
    says: "two environments of one name",
    breaks: environments({ slot: 0 }, { slot: 1 }),
    where: "environments[1].name",
    keeps: environments({ slot: 0 }, { slot: 1, name: "staging" }),
  },
  {
    code: "config/name-taken",
    says: "two stores of one name",
    breaks: stores(catalogue, catalogue),
    where: "stores[1].name",
    keeps: stores(catalogue, { ...catalogue, name: "prices" }),
  },
  {
    code: "config/name-taken",
    says: "two services of one name",
    breaks: { services: [{ name: "cart" }, { name: "cart" }] },
    where: "services[1].name",
    keeps: { services: [{ name: "cart" }, { name: "basket" }] },
  },
  {
    code: "config/store-id-taken",
    says: "a store named like another's partition",
    breaks: stores(orders, { ...catalogue, name: "orders-us" }),
    where: "stores[1]",
    keeps: stores(orders, { ...catalogue, name: "orders-uk" }),
  },
  {
    code: "config/derived-name-too-long",
    says: "a load balancer's name of 33 characters",
    breaks: { name: "shop-of-all", services: [{ name: "storefront" }] },
    where: "services[0]",
    keeps: { name: "shop-of-al", services: [{ name: "storefront" }] },
  },
  {
    code: "config/derived-name-too-long",
    says: "a bucket's name of 64 characters",
    breaks: {
      ...stores({ ...catalogue, engine: "s3", name: "product-pictures", copies: ["eu-central-1"] }),
      ...environments({ name: "production-12345" }),
    },
    where: "stores[0]",
    keeps: {
      ...stores({ ...catalogue, engine: "s3", name: "product-pictures", copies: ["eu-west-1"] }),
      ...environments({ name: "production-12345" }),
    },
  },
  {
    code: "config/derived-name-taken",
    says: "environments of one account whose names run together with a service's",
    breaks: {
      environments: [environment({ name: "eu" }), environment({ name: "eu-live", slot: 1 })],
      services: [{ name: "live-cart" }, { name: "cart" }],
    },
    where: "environments[1].name",
    keeps: {
      environments: [
        environment({ name: "eu" }),
        environment({ name: "eu-live", slot: 1, account: "222222222222" }),
      ],
      services: [{ name: "live-cart" }, { name: "cart" }],
    },
  },
  {
    code: "config/unknown-region",
    says: "a misspelt region",
    breaks: { homes: { US: { regions: ["us-east-1", "us-west2"] } } },
    where: "homes.US.regions[1]",
    keeps: { homes: { US: { regions: ["us-east-1", "us-west-2"] } } },
  },
  {
    code: "config/region-in-two-homes",
    says: "a region of two homes",
    breaks: {
      homes: {
        US: { regions: ["us-east-1"], recovery: ["ca-central-1"] },
        CA: { regions: ["ca-central-1"] },
      },
    },
    where: "homes.CA.regions[0]",
    keeps: {
      homes: { US: { regions: ["us-east-1"], recovery: ["us-east-2"] }, CA: { regions: ["ca-central-1"] } },
    },
  },
  {
    code: "config/regions-share-place",
    says: "two regions with the same addresses",
    breaks: {
      homes: {
        US: { regions: ["us-east-1"] },
        ME: { regions: ["me-south-1"] },
        MX: { regions: ["mx-central-1"] },
      },
    },
    where: "homes.MX.regions[0]",
    keeps: { homes: { US: { regions: ["us-east-1"] }, MX: { regions: ["mx-central-1"] } } },
  },
  {
    code: "config/region-without-home",
    says: "an environment in a region of no home",
    breaks: environments({ regions: ["us-east-1", "eu-west-1", "sa-east-1"] }),
    where: "environments[0].regions[2]",
    keeps: environments({ regions: ["us-east-1", "eu-west-1"] }),
  },
  {
    code: "config/region-twice",
    says: "a region given twice to one environment",
    breaks: environments({ regions: ["us-east-1", "us-east-1"] }),
    where: "environments[0].regions[1]",
    keeps: environments({ regions: ["us-east-1", "us-west-2"] }),
  },
  {
    code: "config/too-few-zones",
    says: "more zones than a region has",
    breaks: environments({ zones: 4, regions: ["us-east-1", "eu-west-1"] }),
    where: "environments[0].zones",
    keeps: environments({ zones: 4, regions: ["us-east-1", "us-west-2"] }),
  },
  {
    code: "config/address-space-unreadable",
    says: "an address space that is none",
    breaks: space("10.0.0.0"),
    where: "addresses.space",
    keeps: space("10.0.0.0/8"),
  },
  {
    code: "config/address-space-host-bits",
    says: "an address space that begins in the middle",
    breaks: space("10.1.0.0/8"),
    where: "addresses.space",
    keeps: space("10.32.0.0/11"),
  },
  {
    code: "config/address-space-public",
    says: "addresses of somebody else",
    breaks: space("8.0.0.0/8"),
    where: "addresses.space",
    keeps: space("100.64.0.0/10"),
  },
  {
    code: "config/address-space-public",
    says: "a block that is only partly private",
    breaks: space("172.0.0.0/8"),
    where: "addresses.space",
    keeps: space("172.16.0.0/12", 17),
  },
  {
    code: "config/slot-taken",
    says: "a slot taken twice",
    breaks: environments({ name: "production" }, { name: "staging" }),
    where: "environments[1].slot",
    keeps: environments({ name: "production" }, { name: "staging", slot: 7 }),
  },
  {
    code: "config/address-space-too-small",
    says: "a slot beyond the end of the space",
    breaks: environments({ slot: 8 }),
    where: "addresses.space",
    keeps: environments({ slot: 7 }),
  },
  {
    code: "config/address-space-too-small",
    says: "a space that holds not even one environment",
    breaks: space("192.168.0.0/16", 20),
    where: "addresses.space",
    keeps: space("192.168.0.0/16", 21),
  },
  {
    code: "config/partition-without-home",
    says: "a partition of a home that is not declared",
    breaks: stores({ ...orders, partitions: { UE: {} } }),
    where: "stores[0].partitions.UE",
    keeps: stores({ ...orders, partitions: { EU: {} } }),
  },
  {
    code: "config/store-region-without-home",
    says: "a copy where the platform has no network",
    breaks: stores({ ...catalogue, copies: ["sa-east-1"] }),
    where: "stores[0].copies[0]",
    keeps: stores({ ...catalogue, copies: ["eu-west-1"] }),
  },
  {
    code: "config/copy-twice",
    says: "a copy in the region of birth",
    breaks: stores({ ...catalogue, copies: ["us-east-1"] }),
    where: "stores[0].copies[0]",
    keeps: stores({ ...catalogue, copies: [] }),
  },
  {
    code: "config/birth-not-in-environment",
    says: "an environment with a copy but not the birth region",
    breaks: environments({ regions: ["us-east-1", "eu-central-1"] }),
    where: "environments[0].regions",
    keeps: environments({ regions: ["us-east-1"] }),
  },
  {
    code: "config/store-not-in-environment",
    says: "an environment without a store that its services use",
    breaks: {
      ...environments({ regions: ["eu-west-1"] }),
      stores: [{ ...catalogue, copies: ["us-west-2"] }],
      services: [{ name: "storefront", stores: ["catalogue"] }],
    },
    where: "environments[0].regions",
    keeps: {
      ...environments({ regions: ["eu-west-1"] }),
      stores: [{ ...catalogue, copies: ["us-west-2"] }],
      services: [{ name: "storefront" }],
    },
  },
  {
    code: "config/global-database-class",
    says: "a burstable class for a global database",
    breaks: stores({ ...orders, instanceClass: "db.t4g.medium" }),
    where: "stores[0].instanceClass",
    keeps: stores({
      ...orders,
      instanceClass: "db.t4g.medium",
      partitions: { US: { copies: [] }, EU: { copies: [] } },
    }),
  },
  {
    code: "config/global-database-size",
    says: "more secondary regions than a global database takes",
    breaks: {
      ...stores({ ...orders, partitions: { NA: {} } }),
      homes: { NA: { regions: [...sixRegions, "mx-central-1"] } },
      ...environments({ zones: 2 }),
    },
    where: "stores[0].partitions.NA",
    keeps: {
      ...stores({ ...orders, partitions: { NA: {} } }),
      homes: { NA: { regions: sixRegions } },
      ...environments({ zones: 2 }),
    },
  },
  {
    code: "config/births-wait-for-each-other",
    says: "two databases born in each other's regions",
    breaks: stores(orders, {
      ...orders,
      name: "stock",
      partitions: { US: { birth: "us-west-2", copies: ["us-east-1"] } },
    }),
    where: "stores[1].partitions.US.birth",
    keeps: stores(orders, {
      ...orders,
      name: "stock",
      partitions: { US: { birth: "us-west-2", copies: [] } },
    }),
  },
  {
    code: "config/births-wait-for-each-other",
    says: "three databases whose births go round a circle",
    breaks: circle("us-east-1", "us-west-2", "us-east-2", "us-east-1"),
    where: "stores[2].birth",
    keeps: circle("us-east-1", "us-west-2", "us-east-2", "us-east-2"),
  },
  {
    code: "config/outside-residency",
    says: "a copy of personal data outside their home",
    breaks: europe({ copies: abroad }),
    where: "stores[0].partitions.EU.copies[1]",
    keeps: europe({ copies: abroad, transfer: transfer() }),
  },
  {
    code: "config/outside-residency",
    says: "personal data born outside their home",
    breaks: europe({ birth: "us-east-1", copies: ["eu-west-1"] }),
    where: "stores[0].partitions.EU.birth",
    keeps: stores({
      ...orders,
      data: "internal",
      partitions: { EU: { birth: "us-east-1", copies: ["eu-west-1"] } },
    }),
  },
  {
    code: "config/outside-residency",
    says: "cardholder data that are copied everywhere",
    breaks: stores({ ...catalogue, data: "cardholder", copies: ["us-west-2", "eu-west-1"] }),
    where: "stores[0].copies[1]",
    keeps: stores({ ...catalogue, data: "cardholder", copies: ["us-west-2"] }),
  },
  {
    code: "config/outside-residency",
    says: "a copy that the transfer does not cover",
    breaks: europe({ copies: ["us-east-1", "us-west-2"], transfer: transfer({ to: ["us-east-1"] }) }),
    where: "stores[0].partitions.EU.copies[1]",
    keeps: europe({
      copies: ["us-east-1", "us-west-2"],
      transfer: transfer({ to: ["us-east-1", "us-west-2"] }),
    }),
  },
  {
    code: "config/transfer-expired",
    says: "a transfer whose last day has passed",
    breaks: europe({ copies: abroad, transfer: transfer({ expires: "2026-06-14" }) }),
    where: "stores[0].partitions.EU.transfer.expires",
    keeps: europe({ copies: abroad, transfer: transfer({ expires: "2026-06-15" }) }),
  },
  {
    code: "config/transfer-reaches-nothing",
    says: "a transfer to a region that keeps nothing",
    breaks: europe({ copies: abroad, transfer: transfer({ to: ["us-west-2", "us-east-1"] }) }),
    where: "stores[0].partitions.EU.transfer.to[1]",
    keeps: europe({ copies: abroad, transfer: transfer({ to: ["us-west-2"] }) }),
  },
  {
    code: "config/unknown-store",
    says: "a service that uses a store that is not declared",
    breaks: { services: [{ name: "checkout", stores: ["order"] }] },
    where: "services[0].stores[0]",
    keeps: { services: [{ name: "checkout", stores: ["orders"] }] },
  },
  {
    code: "config/store-twice",
    says: "a service that names a store twice",
    breaks: { services: [{ name: "checkout", stores: ["orders", "orders"] }] },
    where: "services[0].stores[1]",
    keeps: { services: [{ name: "checkout", stores: ["orders", "catalogue"] }] },
  },
  {
    code: "config/host-taken",
    says: "two services at one host",
    breaks: {
      services: [
        { name: "storefront", host: "www" },
        { name: "checkout", host: "www" },
      ],
    },
    where: "services[1].host",
    keeps: {
      services: [
        { name: "storefront", host: "www" },
        { name: "checkout", host: "@" },
      ],
    },
  },
  {
    code: "config/host-and-public-disagree",
    says: "a public service without a host",
    breaks: { services: [{ name: "storefront", public: true }] },
    where: "services[0].host",
    keeps: { services: [{ name: "storefront", public: true, host: "@" }] },
  },
  {
    code: "config/host-and-public-disagree",
    says: "a host of a service that is not public",
    breaks: { services: [{ name: "storefront", public: false, host: "www" }] },
    where: "services[0].public",
    keeps: { services: [{ name: "storefront", public: false }] },
  },
];
