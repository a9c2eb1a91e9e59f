import type { StoreInput } from "../input.ts";
import { type Case, environments, orders, stores } from "./caseParts.ts";

const serverless = { ...orders, instanceClass: "serverless" } as const;
const alone = { US: { copies: [] }, EU: { copies: [] } };

const pooled = (store: StoreInput) => ({
  ...stores(store),
  ...environments({ name: "development" }),
  functions: [{ name: "reporter", stores: ["orders"] }],
});

/** Of databases that grow and shrink by themselves, and of their connections. */
export const CAPACITY_CASES: readonly Case[] = [
  {
    code: "config/capacity-without-serverless",
    says: "a capacity of a class of one size",
    breaks: stores({ ...orders, instanceClass: "db.r6g.large", capacity: { max: 16 } }),
    where: "stores[0].capacity",
    keeps: stores({ ...serverless, capacity: { max: 16 } }),
  },
  {
    code: "config/capacity-range",
    says: "a capacity that begins above its end",
    breaks: stores({ ...serverless, capacity: { min: 8.5, max: 8 } }),
    where: "stores[0].capacity",
    keeps: stores({ ...serverless, capacity: { min: 8, max: 8 } }),
  },
  {
    code: "config/database-that-pauses",
    says: "a database that pauses, with copies",
    breaks: stores({ ...serverless, capacity: { min: 0 } }),
    where: "stores[0].capacity.min",
    keeps: stores({ ...serverless, capacity: { min: 0.5 } }),
  },
  {
    code: "config/database-that-pauses",
    says: "a database that pauses in production",
    breaks: stores({ ...serverless, capacity: { min: 0 }, partitions: alone }),
    where: "stores[0].capacity.min",
    keeps: {
      ...stores({ ...serverless, capacity: { min: 0 }, partitions: alone }),
      ...environments({ name: "development" }),
    },
  },
  {
    code: "config/proxy-keeps-awake",
    says: "a proxy before a database that pauses",
    breaks: pooled({ ...serverless, capacity: { min: 0 }, partitions: alone, proxy: true }),
    where: "stores[0].proxy",
    keeps: pooled({ ...serverless, capacity: { min: 0.5 }, partitions: alone, proxy: true }),
  },
  {
    code: "config/proxy-without-function",
    says: "a proxy that no function uses",
    breaks: stores({ ...orders, proxy: true }),
    where: "stores[0].proxy",
    keeps: pooled({ ...orders, proxy: true }),
  },
];
