import type { ListedProduct } from "./product.ts";

/** Which product of the AWS Price List an item of the price book is. */
export interface PriceRule {
  /** The item, or all of a family: `ec2/` with what names each. */
  readonly item:
    | string
    | { readonly of: string; readonly name: (product: ListedProduct) => string | undefined };
  /** Service code of the list. */
  readonly service: string;
  /** Attributes that the question is narrowed by, `productFamily` among them. */
  readonly asked: Readonly<Record<string, string>>;
  /** Usage type without the region that AWS puts before it. */
  readonly usage: string | RegExp;
  /** What else must be so of the product. */
  readonly where?: Readonly<Record<string, string | RegExp>>;
  /** Unit of the price book. */
  readonly unit: string;
  /** How many of our units are in one of the list's. @default 1 */
  readonly per?: number;
  /** Which attribute names the region. @default "regionCode" */
  readonly place?: "regionCode" | "fromRegionCode" | "global";
}

/**
 * The list's words for our units, in lower case. What the list counts in another word is not taken: a price by the
 * gigabyte that becomes one by the terabyte must not pass for a dearer one.
 */
const UNITS: Readonly<Record<string, readonly string[]>> = {
  hours: ["hrs", "hours", "hour"],
  "vCPU-hours": ["hours", "vcpu-hours", "hrs"],
  "GB-hours": ["gb-hours", "hours", "hrs"],
  "LCU-hours": ["lcu-hrs", "lcu-hours"],
  "ACU-hours": ["acu-hr", "acu-hrs", "acu-hours"],
  "DSU-hours": ["dsu-hours", "hrs"],
  "DPU-hours": ["dpu-hour", "dpu-hours"],
  "WCU-hours": ["writecapacityunit-hrs", "wcu-hrs", "hrs"],
  "RCU-hours": ["readcapacityunit-hrs", "rcu-hrs", "hrs"],
  "controller-hours": ["hrs", "hours", "hour"],
  minutes: ["minutes", "minute", "mins"],
  GB: ["gb", "gigabytes", "gigabyte"],
  TB: ["terabytes", "tb"],
  "GB-months": ["gb-mo", "gb-month", "gb-months"],
  "GB-seconds": ["lambda-gb-second", "gb-seconds", "gb-second", "seconds"],
  "IOPS-months": ["iops-mo", "iops-month"],
  "MiB/s-months": ["mibps-mo", "gibps-mo"],
  "MB/s-months": ["mibps-mo", "mbps-mo"],
  "I/O requests": ["ios", "io", "i/o requests"],
  requests: ["requests", "request", "api requests", "api calls", "calls"],
  SnapshotAPIUnits: ["snapshotapiunits", "snapshotapiunit"],
  "write request units": ["writerequestunits", "writerequestunit"],
  "read request units": ["readrequestunits", "readrequestunit"],
  "replicated write request units": ["replicatedwriterequestunits", "writerequestunits"],
  invocations: ["invocations", "requests"],
  keys: ["keys", "key"],
  secrets: ["secrets"],
  events: ["events", "event"],
  items: ["configurationitemrecorded", "items"],
  metrics: ["metrics"],
  "alarm metrics": ["alarms"],
  alarms: ["alarms"],
  dashboards: ["dashboards", "dashboard"],
  queries: ["queries"],
  zones: ["hostedzone", "hosted zone"],
  checks: ["health checks", "healthchecks"],
  "state transitions": ["statetransitions", "state transitions"],
  "units of 25 kB": ["payloadunits", "put payload units"],
  objects: ["objects", "object"],
  options: ["health check options", "health checks"],
  paths: ["url", "urls", "path", "paths"],
  runs: ["runs", "canary runs"],
  evaluations: ["configruleevaluations", "evaluations"],
  messages: ["messages", "message"],
  notifications: ["notifications"],
  rules: ["month", "rules"],
  "web ACLs": ["month", "web acls"],
  users: ["user", "users"],
};

/** Whether the list's word stands for our unit. */
export function isUnit(ours: string, theirs: string): boolean {
  return UNITS[ours]?.includes(theirs.toLowerCase()) ?? false;
}

/** What comes before a usage type: `USE1-`, `EU-` (Ireland of old), `us-east-1-` (keys), `Global-`; Virginia's has none. */
const PLACE = /^(?:(?:[A-Z]{2,3}\d|EU|CPT|Global)-|[a-z]{2}(?:-[a-z]+)+-\d-)/;

function bareUsage({ attributes }: ListedProduct): string {
  return (attributes.usagetype ?? "").replace(PLACE, "");
}

export function meets(rule: PriceRule, product: ListedProduct): boolean {
  return (
    is(bareUsage(product), rule.usage) &&
    Object.entries(rule.where ?? {}).every(([name, wanted]) => is(product.attributes[name] ?? "", wanted))
  );
}

function is(value: string, wanted: string | RegExp): boolean {
  return typeof wanted === "string" ? value === wanted : wanted.test(value);
}

/** The item that a product's price is of; undefined where the rule says nothing of it. */
export function itemOf({ item }: PriceRule, product: ListedProduct): string | undefined {
  if (typeof item === "string") return item;
  const name = item.name(product);
  return name === undefined ? undefined : `${item.of}${name}`;
}

/** Whether the rule prices the item. */
export function covers({ item }: PriceRule, name: string): boolean {
  return typeof item === "string" ? item === name : name.startsWith(item.of);
}
