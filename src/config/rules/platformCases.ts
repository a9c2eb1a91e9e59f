import { type Case, catalogue, environment, environments, orders, space, stores } from "./caseParts.ts";

/** Of names, regions, environments and addresses. */
export const PLATFORM_CASES: readonly Case[] = [
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
];
