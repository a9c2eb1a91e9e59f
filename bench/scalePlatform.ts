import type { PlatformInput, ServiceInput, StoreInput } from "../src/config/input.ts";

/**
 * A platform of `count` services for scale tests: the storefront's regions, a store of some engine for each service,
 * chains of calls. Equal counts give equal platforms.
 */
export function scalePlatform(count: number): PlatformInput {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  return {
    name: "scale",
    domain: "scale.example.com",
    owner: "platform-team",
    costCentre: "scale-1",
    homes: {
      US: { regions: ["us-east-1", "us-west-2"] },
      EU: { regions: ["eu-west-1"], recovery: ["eu-central-1"] },
    },
    environments: [
      { name: "production", account: "111111111111", slot: 0 },
      { name: "staging", account: "222222222222", slot: 1, regions: ["us-east-1"] },
      {
        name: "test",
        account: "333333333333",
        slot: 2,
        regions: ["us-east-1"],
        size: "small",
        protect: false,
      },
    ],
    stores: numbers.map(storeOf),
    services: numbers.map((number) => serviceOf(number, count)),
    journeys: [{ name: "first", services: ["service-1"] }],
  };
}

function storeOf(number: number): StoreInput {
  const name = `store-${number}`;
  // Databases are few in a real platform: each is a machine, a table is not.
  if (number % 50 === 0) {
    return { name, engine: "aurora-postgresql", data: "personal", partitionedBy: "home" };
  }
  if (number % 5 === 0) return { name, engine: "s3", data: "internal", partitionedBy: "home" };
  return { name, engine: "dynamodb", data: "personal", partitionedBy: "home" };
}

function serviceOf(number: number, count: number): ServiceInput {
  return {
    name: `service-${number}`,
    ...(number === 1 ? { host: "www" } : {}),
    stores: [`store-${number}`],
    // Each calls the two at twice its number: a tree, as deep as its logarithm.
    calls: [2 * number, 2 * number + 1]
      .filter((callee) => callee <= count)
      .map((callee) => `service-${callee}`),
    critical: number % 3 === 1,
  };
}
