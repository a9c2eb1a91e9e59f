import { ManualClock } from "../lib/index.ts";
import type { PlatformInput } from "./input.ts";

/** For tests: noon of the day that their transfers are judged on. */
export const NOON = new ManualClock(Date.UTC(2026, 5, 15, 12));

/** For tests: a small platform that breaks no rule, with some of it replaced. */
export function platformInput(replace: Partial<PlatformInput> = {}): PlatformInput {
  return {
    name: "shop",
    domain: "shop.example.com",
    owner: "platform-team",
    costCentre: "shop-1001",
    homes: {
      US: { regions: ["us-east-1", "us-west-2"] },
      EU: { regions: ["eu-west-1"], recovery: ["eu-central-1"] },
    },
    environments: [{ name: "production", account: "111111111111", slot: 0 }],
    stores: [
      { name: "orders", engine: "aurora-postgresql", data: "personal", partitionedBy: "home" },
      { name: "catalogue", engine: "dynamodb", data: "public", global: true, birth: "us-east-1" },
    ],
    services: [
      { name: "storefront", host: "www", stores: ["catalogue"] },
      { name: "checkout", stores: ["orders"] },
    ],
    ...replace,
  };
}
