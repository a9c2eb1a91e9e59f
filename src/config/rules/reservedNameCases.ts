import type { StoreInput } from "../input.ts";
import { type Case, catalogue, stores } from "./caseParts.ts";

const bucket = (name: string) =>
  ({ ...catalogue, name, engine: "s3", data: "internal" }) as const satisfies StoreInput;
const workflow = (name: string) => ({
  workflows: [{ name, definition: { StartAt: "Done", States: { Done: { Type: "Succeed" as const } } } }],
});
const triggered = (name: string) => ({ functions: [{ name, events: { source: ["aws.ecr"] } }] });

/** Of names that the platform gives to what it makes of its own. */
export const RESERVED_NAME_CASES: readonly Case[] = [
  {
    code: "config/name-of-platform",
    says: "a service named like pods of the platform",
    breaks: { services: [{ name: "karpenter" }] },
    where: "services[0].name",
    keeps: { services: [{ name: "carpenter" }] },
  },
  {
    code: "config/name-of-platform",
    says: "a store of objects named like a bucket of the platform",
    breaks: stores(bucket("artifacts")),
    where: "stores[0].name",
    keeps: stores({ ...catalogue, name: "artifacts" }),
  },
  {
    code: "config/name-of-platform",
    says: "a table named like the lock of recoveries",
    breaks: stores({ ...catalogue, name: "recovery-lock" }),
    where: "stores[0].name",
    keeps: stores({ ...catalogue, name: "recovery-log" }),
  },
  {
    code: "config/name-of-platform",
    says: "a function named like a rule of the platform",
    breaks: triggered("interruptions"),
    where: "functions[0].name",
    keeps: { functions: [{ name: "interruptions" }] },
  },
  {
    code: "config/name-of-platform",
    says: "a function named like the rule about a region that is left",
    breaks: triggered("left-us-east-1"),
    where: "functions[0].name",
    keeps: triggered("left-overs"),
  },
  {
    code: "config/name-of-platform",
    says: "a workflow named like a recovery",
    breaks: workflow("recovery-stock"),
    where: "workflows[0].name",
    keeps: workflow("stock-recovery"),
  },
  {
    code: "config/name-of-platform",
    says: "a store with a key of its own that is named like a home",
    breaks: stores({ ...catalogue, name: "us", key: "own" }),
    where: "stores[0].name",
    keeps: stores({ ...catalogue, name: "us" }),
  },
];
