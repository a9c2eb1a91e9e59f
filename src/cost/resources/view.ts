import { type Lookup, type Resource, type ResourceGraph, valueAt } from "../../graph/index.ts";
import { type Amount, assumed, known } from "./amount.ts";
import { NotKnown } from "./notKnown.ts";

/** A resource as its price is worked out: its values, its neighbours, how it is used. */
export class View {
  readonly resource: Resource;
  readonly #graph: ResourceGraph;
  readonly #usage: (key: string) => Amount;
  /** `YYYY-MM-DD`: on which day prices hold. */
  readonly day: string;

  constructor(parts: {
    readonly resource: Resource;
    readonly graph: ResourceGraph;
    readonly usage: (key: string) => Amount;
    readonly day: string;
  }) {
    this.resource = parts.resource;
    this.#graph = parts.graph;
    this.#usage = parts.usage;
    this.day = parts.day;
  }

  usage(key: string): Amount {
    return this.#usage(key);
  }

  /** A number, or its decimal text; what holds `whenAbsent`, and a guess for what is not known yet. */
  number(
    path: string,
    whenAbsent: number,
    whenUnknown: Amount = assumed(whenAbsent, whenAbsent, whenAbsent),
  ): Amount {
    const found = this.#look(path);
    if (found.kind === "absent") return known(whenAbsent);
    if (found.kind !== "known") return whenUnknown;
    const value = typeof found.value === "string" ? Number(found.value) : found.value;
    return typeof value === "number" && Number.isFinite(value) && value >= 0 ? known(value) : whenUnknown;
  }

  /** A text, undefined when nobody set it. Throws `NotKnown` for what only an apply will tell. */
  text(path: string): string | undefined {
    const found = this.#look(path);
    if (found.kind === "absent") return undefined;
    if (found.kind !== "known") throw new NotKnown(path);
    return typeof found.value === "string" && found.value !== "" ? found.value : undefined;
  }

  /** The text, or a word where it is not set or not known. */
  textOr(path: string, word: string): string {
    const found = this.#look(path);
    return found.kind === "known" && typeof found.value === "string" && found.value !== ""
      ? found.value
      : word;
  }

  flag(path: string): boolean {
    const found = this.#look(path);
    return found.kind === "known" && (found.value === true || found.value === "true");
  }

  /** Set, whether or not its value is known. A state holds empty lists and texts where nobody set anything. */
  has(path: string): boolean {
    const found = this.#look(path);
    if (found.kind === "absent") return false;
    return (
      !("value" in found) || !(Array.isArray(found.value) || found.value === "") || found.value.length > 0
    );
  }

  /** How many a list has, those that are not known among them; undefined where the list itself is not known. */
  count(path: string): number | undefined {
    const found = this.#look(path);
    if (found.kind === "absent") return 0;
    if ("value" in found) return Array.isArray(found.value) ? found.value.length : 1;
    return undefined;
  }

  /** The first that it refers to of a type, or the first that refers to it. */
  neighbour(...types: readonly string[]): View | undefined {
    const { id } = this.resource;
    const ids = [
      ...this.#graph.referencesOf(id).map(({ to }) => to),
      ...this.#graph.dependentsOf(id).map(({ from }) => from),
    ];
    for (const each of ids) {
      const resource = this.#graph.byAddress(each);
      if (resource !== undefined && types.includes(resource.type)) return this.#of(resource);
    }
    return undefined;
  }

  /** A block that providers write as a list or as an object: `block("root_block_device", "volume_size")`. */
  inBlock(block: string, attribute: string): string {
    const found = this.#look(`${block}[0]`);
    return found.kind === "absent" ? `${block}.${attribute}` : `${block}[0].${attribute}`;
  }

  #of(resource: Resource): View {
    return new View({ resource, graph: this.#graph, usage: this.#usage, day: this.day });
  }

  #look(path: string): Lookup {
    return valueAt(this.resource.values, path);
  }
}
