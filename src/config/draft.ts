import type { InputProblem } from "../lib/index.ts";
import { nearest } from "./nearest.ts";
import * as schema from "./schema.ts";

/** A part of the input, and where it stands in the file. */
export interface Located<Value> {
  /** Path such as `stores[0]`. */
  readonly where: string;
  readonly value: Value;
}

export interface DraftHome extends schema.HomeSettings {
  readonly name: string;
}

/**
 * The valid parts of an input. A part with a mistake of form is missing here, and its problem is reported;
 * the rules run on the rest.
 */
export interface Draft {
  readonly name: string | undefined;
  readonly domain: string | undefined;
  readonly owner: string | undefined;
  readonly costCentre: string | undefined;
  readonly objectives: schema.ObjectivesSettings | undefined;
  readonly addresses: schema.AddressesSettings | undefined;
  readonly homes: readonly Located<DraftHome>[];
  /** False when a home is missing because of a mistake: then nobody can say that a region has no home. */
  readonly homesComplete: boolean;
  readonly environments: readonly Located<schema.EnvironmentSettings>[];
  readonly stores: readonly Located<schema.StoreSettings>[];
  /** Names of all stores that were written down, those with mistakes included. */
  readonly storeNames: ReadonlySet<string>;
  readonly services: readonly Located<schema.ServiceSettings>[];
  /** Names of all services that were written down, those with mistakes included. */
  readonly serviceNames: ReadonlySet<string>;
  readonly queues: readonly Located<schema.QueueSettings>[];
  /** Names of all queues that were written down, those with mistakes included. */
  readonly queueNames: ReadonlySet<string>;
  readonly topics: readonly Located<schema.TopicSettings>[];
  readonly events: schema.EventsSettings | undefined;
  readonly functions: readonly Located<schema.FunctionSettings>[];
  /** Names of all functions that were written down, those with mistakes included. */
  readonly functionNames: ReadonlySet<string>;
  readonly apis: readonly Located<schema.ApiSettings>[];
  readonly workflows: readonly Located<schema.WorkflowSettings>[];
  readonly journeys: readonly Located<schema.JourneySettings>[];
  readonly alerts: schema.AlertsSettings | undefined;
  readonly observability: schema.ObservabilitySettings | undefined;
  readonly audit: schema.AuditSettings | undefined;
  readonly organization: schema.OrganizationSettings | undefined;
  readonly detection: schema.DetectionSettings | undefined;
  readonly budgets: schema.BudgetsSettings | undefined;
  readonly usage: schema.UsageSettings | undefined;
  readonly edge: schema.EdgeSettings | undefined;
  readonly network: schema.NetworkSettings | undefined;
  readonly exceptions: readonly Located<schema.ExceptionSettings>[];
}

const SECTIONS = [
  "name",
  "domain",
  "owner",
  "costCentre",
  "objectives",
  "addresses",
  "homes",
  "environments",
  "stores",
  "services",
  "queues",
  "topics",
  "events",
  "functions",
  "apis",
  "workflows",
  "journeys",
  "alerts",
  "observability",
  "audit",
  "organization",
  "detection",
  "budgets",
  "usage",
  "edge",
  "network",
  "exceptions",
];

/** Reads what a file exports, as far as its form is right. */
export function readDraft(input: unknown): { draft: Draft; problems: readonly InputProblem[] } {
  const problems: InputProblem[] = [];
  const root = record(input);
  if (root === undefined) problems.push(wrongForm("", input, "a platform, as definePlatform takes it"));
  const given = root ?? {};
  if (root !== undefined) problems.push(...unknownKeys("", Object.keys(given), SECTIONS));

  function one<Value>(where: string, parser: Parser<Value>, value: unknown): Value | undefined {
    if (root === undefined) return undefined;
    const result = parser.safeParse(value);
    if (result.success) return result.data;
    problems.push(...result.error.issues.flatMap((issue) => problemsOf(where, value, issue)));
    return undefined;
  }

  function list<Value>(section: string, parser: Parser<Value>, minimum: number): Located<Value>[] {
    const value = given[section];
    if (root === undefined || (value === undefined && minimum === 0)) return [];
    if (!Array.isArray(value) || value.length < minimum) {
      problems.push(wrongForm(section, value, minimum > 0 ? "a list of at least one" : "a list"));
      return [];
    }
    return value.flatMap((item: unknown, index) => {
      const where = `${section}[${index}]`;
      const parsed = one(where, parser, item);
      return parsed === undefined ? [] : [{ where, value: parsed }];
    });
  }

  function homes(): { homes: Located<DraftHome>[]; complete: boolean } {
    const value = record(given.homes);
    if (root === undefined) return { homes: [], complete: false };
    if (value === undefined || Object.keys(value).length === 0) {
      problems.push(
        wrongForm("homes", given.homes, 'at least one home by name, such as EU: { regions: ["eu-west-1"] }'),
      );
      return { homes: [], complete: false };
    }
    const read = Object.entries(value).flatMap(([key, item]) => {
      const where = `homes.${key}`;
      const homeName = one(where, schema.homeName, key);
      const parsed = one(where, schema.home, item);
      return parsed === undefined || homeName === undefined
        ? []
        : [{ where, value: { name: homeName, ...parsed } }];
    });
    return { homes: read, complete: read.length === Object.keys(value).length };
  }

  const readHomes = homes();
  const draft: Draft = {
    name: one("name", schema.name, given.name),
    domain: one("domain", schema.domain, given.domain),
    owner: one("owner", schema.owner, given.owner),
    costCentre: one("costCentre", schema.costCentre, given.costCentre),
    objectives: one("objectives", schema.objectives, given.objectives),
    addresses: one("addresses", schema.addresses, given.addresses),
    homes: readHomes.homes,
    homesComplete: readHomes.complete,
    environments: list("environments", schema.environment, 1),
    stores: list("stores", schema.store, 0),
    storeNames: namesIn(given.stores),
    services: list("services", schema.service, 1),
    serviceNames: namesIn(given.services),
    queues: list("queues", schema.queue, 0),
    queueNames: namesIn(given.queues),
    topics: list("topics", schema.topic, 0),
    events: one("events", schema.events.optional(), given.events),
    functions: list("functions", schema.lambda, 0),
    functionNames: namesIn(given.functions),
    apis: list("apis", schema.api, 0),
    workflows: list("workflows", schema.workflow, 0),
    journeys: list("journeys", schema.journey, 0),
    alerts: one("alerts", schema.alerts, given.alerts),
    observability: one("observability", schema.observability, given.observability),
    audit: one("audit", schema.audit, given.audit),
    organization: one("organization", schema.organization.optional(), given.organization),
    detection: one("detection", schema.detection, given.detection),
    budgets: one("budgets", schema.budgets.optional(), given.budgets),
    usage: one("usage", schema.usage, given.usage),
    edge: one("edge", schema.edge, given.edge),
    network: one("network", schema.network, given.network),
    exceptions: list("exceptions", schema.exception, 0),
  };
  return { draft, problems };
}

interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
}

interface Parser<Value> {
  safeParse(
    value: unknown,
  ): { success: true; data: Value } | { success: false; error: { issues: readonly Issue[] } };
}

function problemsOf(root: string, value: unknown, issue: Issue): readonly InputProblem[] {
  const where = issue.path.reduce<string>((path, key) => join(path, key), root);
  if (issue.code === "unrecognized_keys") {
    return unknownKeys(where, issue.keys ?? [], issue.message.replace(/^one of /, "").split(", "));
  }
  const found = issue.path.reduce<unknown>(valueAt, value);
  return [wrongForm(where, found, issue.message)];
}

function wrongForm(where: string, found: unknown, wanted: string): InputProblem {
  const missing = found === undefined;
  const place = where === "" ? "the default export" : where;
  return {
    code: missing ? "config/missing" : "config/wrong-form",
    where: place,
    given: show(found),
    wanted,
    fix: missing
      ? `Add ${place}.`
      : wanted.startsWith("nothing")
        ? `Remove ${place}.`
        : `Change ${place} to ${wanted}.`,
  };
}

function unknownKeys(where: string, keys: readonly string[], known: readonly string[]): InputProblem[] {
  return keys
    .filter((key) => !known.includes(key))
    .map((key) => {
      const [near] = nearest(key, known);
      return {
        code: "config/unknown-key",
        where: join(where, key),
        given: key,
        wanted: `one of ${known.join(", ")}`,
        fix: near === undefined ? `Remove ${key}.` : `Did you mean ${near}? Otherwise remove ${key}.`,
      };
    });
}

/** A value as its author would recognise it, cut short. */
export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "function") return "a function";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function valueAt(value: unknown, key: PropertyKey): unknown {
  return value !== null && typeof value === "object" ? Reflect.get(value, key) : undefined;
}

function join(path: string, key: PropertyKey): string {
  if (typeof key === "number") return `${path}[${key}]`;
  return path === "" ? String(key) : `${path}.${String(key)}`;
}

function record(value: unknown): Record<string, unknown> | undefined {
  return value !== null && typeof value === "object" && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function namesIn(list: unknown): ReadonlySet<string> {
  const names = Array.isArray(list) ? list.map((item) => record(item)?.name) : [];
  return new Set(names.filter((name) => typeof name === "string"));
}
