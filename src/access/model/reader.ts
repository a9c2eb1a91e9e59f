import { type Resource, type ResourceGraph, valueAt } from "../../graph/index.ts";
import type { Json, JsonObject } from "../../lib/index.ts";
import { HOLE } from "../matching/pattern.ts";

export interface ReaderOptions {
  /** Account of resources of which the graph does not tell it. */
  readonly account?: string;
}

/** Looks things up in a graph the way policies need it: what is not known is a HOLE, never nothing. */
export class Reader {
  readonly graph: ResourceGraph;
  readonly #account: string | undefined;

  constructor(graph: ResourceGraph, { account }: ReaderOptions = {}) {
    this.graph = graph;
    this.#account = account;
  }

  /** Managed resources of that type that are not about to be deleted. */
  managed(type: string): readonly Resource[] {
    return this.graph
      .byType(type)
      .filter(({ mode, change }) => mode === "managed" && change?.actions.join() !== "delete");
  }

  /** Text of an argument; HOLE where it is not known, undefined where it is not set. */
  text(resource: Resource, path: string): string | undefined {
    const found = valueAt(resource.values, path);
    if (found.kind === "unknown" || found.kind === "sensitive") return HOLE;
    if (found.kind !== "known") return undefined;
    return typeof found.value === "string" ? found.value : String(found.value);
  }

  /** Texts of a list; one HOLE where the list is not known. */
  texts(resource: Resource, path: string): readonly string[] {
    const found = valueAt(resource.values, path);
    if (found.kind === "unknown" || found.kind === "sensitive") return [HOLE];
    if (found.kind === "absent") return [];
    const { value } = found;
    if (!Array.isArray(value)) return typeof value === "string" ? [value] : [];
    return value.map((_: Json, at: number) => this.text(resource, `${path}[${at}]`) ?? HOLE);
  }

  /** Paths of the blocks of that name: a plan has a list of them, our stacks have the block alone where it is one. */
  blocks(resource: Resource, name: string): readonly string[] {
    const found = valueAt(resource.values, name);
    if (found.kind !== "known" && found.kind !== "partial") return [];
    return Array.isArray(found.value) ? found.value.map((_: Json, at: number) => `${name}[${at}]`) : [name];
  }

  members(resource: Resource, path: string): readonly string[] {
    const found = valueAt(resource.values, path);
    if (found.kind !== "known" && found.kind !== "partial") return [];
    return found.value !== null && typeof found.value === "object" && !Array.isArray(found.value)
      ? Object.keys(found.value as JsonObject)
      : [];
  }

  /** What an argument refers to, by its path or one inside it; of the given types where some are given. */
  targets(resource: Resource, path: string, ...types: readonly string[]): readonly Resource[] {
    return this.graph.referencesOf(resource.id).flatMap(({ to, via }) => {
      if (via !== path && !via.startsWith(`${path}.`) && !via.startsWith(`${path}[`)) return [];
      const target = this.graph.byAddress(to);
      return target !== undefined && (types.length === 0 || types.includes(target.type)) ? [target] : [];
    });
  }

  /** HOLE where nobody tells. */
  account(resource: Resource): string {
    return resource.account ?? this.#account ?? HOLE;
  }

  /** HOLE where nobody tells. */
  region(resource: Resource): string {
    return resource.region ?? HOLE;
  }
}
