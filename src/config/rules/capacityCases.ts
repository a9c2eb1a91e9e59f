import { type Case, environments, orders, stores } from "./caseParts.ts";

const serverless = { ...orders, instanceClass: "serverless" } as const;
const alone = { US: { copies: [] }, EU: { copies: [] } };

/** Of databases that grow and shrink by themselves. */
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
];
