import { isAlias, isMap, isScalar, LineCounter, parseDocument } from "yaml";
import type { Resource } from "../../graph/index.ts";
import { InputError, type InputProblem } from "../../lib/index.ts";
import { MOST } from "../estimate/charge.ts";
import type { UsageSource } from "../estimate/estimate.ts";
import { type Amount, known } from "../resources/amount.ts";
import { pricedType } from "../resources/index.ts";

/** Bytes of the largest usage file that is read. */
const LARGEST = 8 * 1024 * 1024;

/** A usage file, and what it says of nothing that is there. */
export interface UsageFile {
  readonly source: UsageSource;
  /** Addresses of the file that met no resource yet; grows empty as it is asked. */
  readonly unmet: () => readonly string[];
  /** Keys that say nothing here: of types without a rule, or that no rule reads. */
  readonly ignored: readonly string[];
}

interface Entry {
  readonly address: string;
  readonly matches: (resource: Resource) => boolean;
  readonly amounts: ReadonlyMap<string, Amount>;
}

/**
 * Reads usage as Infracost writes it: `version: 0.1`, and under `resource_usage` an address with its keys, `[*]` for all
 * instances; under `resource_type_default_usage` a type. Throws `InputError` with every problem, each with its line.
 */
export function readUsage(text: string, name: string): UsageFile {
  const lines = new LineCounter();
  if (Buffer.byteLength(text) > LARGEST) {
    throw new InputError(name, [
      problem(name, "more than 8 MB", "a usage file", "Leave out what is not used."),
    ]);
  }
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, maxAliasCount: 0 } as object);
  const problems: InputProblem[] = document.errors.map((error) =>
    problem(`line ${error.linePos?.[0].line ?? 1}`, firstLine(error.message), "YAML", "Correct the line."),
  );
  if (problems.length > 0) throw new InputError(name, problems);
  const at = (node: unknown) => {
    const offset = (node as { range?: readonly number[] } | undefined)?.range?.[0];
    return offset === undefined ? "line 1" : `line ${lines.linePos(offset).line}`;
  };
  const root = document.contents;
  const version = isMap(root) ? root.get("version") : undefined;
  if (!isMap(root) || !/^v?0\.1$/.test(String(version))) {
    problems.push(
      problem(
        at(root),
        isMap(root) ? `version ${version === undefined ? "missing" : String(version)}` : "no keys",
        "version: 0.1",
        "Begin the file with version: 0.1, then resource_usage:.",
      ),
    );
    throw new InputError(name, problems);
  }
  const ignored: string[] = [];
  const entries: Entry[] = [];
  const sections = [
    ["resource_usage", byAddress],
    ["resource_type_default_usage", byType],
  ] as const;
  for (const [section, matcher] of sections) {
    const map = root.get(section, true);
    if (map === undefined || (isScalar(map) && map.value === null)) continue;
    if (!isMap(map)) {
      problems.push(
        problem(
          `${section}, ${at(map)}`,
          "no keys",
          "an address for each resource",
          "Indent the addresses under it.",
        ),
      );
      continue;
    }
    for (const { key, value } of map.items) {
      const address = String(isScalar(key) ? key.value : key);
      const amounts = new Map<string, Amount>();
      collect(value, "", (path, node) => {
        const where = `${section}: ${address}: ${path}, ${at(node)}`;
        const given = isScalar(node) ? node.value : isAlias(node) ? "an alias" : "a list";
        if (isScalar(node) && typeof given === "string" && Number.isNaN(Number(given)))
          return void ignored.push(`${address}: ${path} (${given})`);
        const number = Number(given);
        if (!(number >= 0 && number <= MOST)) {
          problems.push(
            problem(
              where,
              String(given),
              `a number from 0 to ${MOST}, for a month`,
              "Write what is used in a month.",
            ),
          );
          return;
        }
        if (!isRead(address, path)) ignored.push(`${address}: ${path}`);
        amounts.set(path, known(number));
      });
      entries.push({ address, matches: matcher(address), amounts });
    }
  }
  if (problems.length > 0) throw new InputError(name, problems);
  return usageOf(entries, ignored);
}

function usageOf(entries: readonly Entry[], ignored: readonly string[]): UsageFile {
  const met = new Set<Entry>();
  const found = new Map<string, readonly Entry[]>();
  return {
    source: (resource, key) => {
      let own = found.get(resource.id);
      if (own === undefined) {
        own = entries.filter((entry) => entry.matches(resource));
        for (const entry of own) met.add(entry);
        found.set(resource.id, own);
      }
      return own.find(({ amounts }) => amounts.has(key))?.amounts.get(key);
    },
    unmet: () => entries.filter((entry) => !met.has(entry)).map(({ address }) => address),
    ignored,
  };
}

/** An address, `aws_x.y[*]` for its instances, or, as older files have it, a type alone. */
function byAddress(address: string): (resource: Resource) => boolean {
  if (!address.includes(".")) return byType(address);
  if (!address.includes("[*]")) return (resource) => resource.address === address || resource.id === address;
  const pattern = new RegExp(
    `^${address
      .split("[*]")
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
      .join("\\[[^\\]]*\\]")}$`,
  );
  return (resource) => pattern.test(resource.address) || pattern.test(resource.id);
}

function byType(type: string): (resource: Resource) => boolean {
  return (resource) => resource.type === type;
}

/** The keys of nested maps joined by dots, as rules name them. */
function collect(node: unknown, prefix: string, found: (path: string, node: unknown) => void): void {
  if (!isMap(node)) {
    if (!(isScalar(node) && node.value === null) && node !== null) found(prefix, node);
    return;
  }
  for (const { key, value } of node.items) {
    const own = String(isScalar(key) ? key.value : key);
    collect(value, prefix === "" ? own : `${prefix}.${own}`, found);
  }
}

function isRead(address: string, key: string): boolean {
  const type = address.split(".").find((part) => part.startsWith("aws_")) ?? address;
  return pricedType(type)?.usage?.[key] !== undefined;
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? text;
}

function problem(where: string, given: string, wanted: string, fix: string): InputProblem {
  return { code: "cost/usage-file", where, given, wanted, fix };
}
