import { InputProblems, overLimit } from "./inputProblems.ts";
import type { Limits } from "./limits.ts";
import type { Edge, GraphSource, Notice, Resource } from "./resource.ts";
import { ResourceGraph } from "./resourceGraph.ts";

const PLACES_SHOWN = 10;

/** Puts a graph together within its limits. */
export class GraphBuilder {
  readonly limits: Limits;
  readonly problems: InputProblems;
  readonly #source: GraphSource;
  readonly #resources = new Map<string, Resource>();
  readonly #edges = new Map<string, Edge>();
  readonly #notices = new Map<string, { code: string; text: string; count: number; places: string[] }>();
  #values = 0;

  constructor(source: GraphSource, limits: Limits) {
    this.#source = source;
    this.limits = limits;
    this.problems = new InputProblems(source.name);
  }

  /** `values` is how many values it holds, `where` its place in the source. */
  add(resource: Resource, values: number, where: string): void {
    this.#values += values;
    if (this.#values > this.limits.values) {
      this.problems.refuse(overLimit("values", this.limits.values, where, "more values than that so far"));
    }
    if (this.#resources.has(resource.id)) {
      this.problems.add({
        code: "graph/duplicate-address",
        where,
        given: `${resource.id} for the second time`,
        wanted: "each address once",
        fix: "Write the file again with terraform show -json, or remove one of the two blocks.",
      });
      return;
    }
    if (this.#resources.size >= this.limits.resources) {
      this.problems.refuse(overLimit("resources", this.limits.resources, where, "one resource more"));
    }
    this.#resources.set(resource.id, resource);
  }

  edge(edge: Edge): void {
    if (edge.from === edge.to) return;
    const identity = `${edge.from}\n${edge.to}\n${edge.kind}\n${edge.via}`;
    const known = this.#edges.get(identity);
    if (known !== undefined) return;
    if (this.#edges.size >= this.limits.edges) {
      this.problems.refuse(overLimit("edges", this.limits.edges, edge.from, "one edge more"));
    }
    this.#edges.set(identity, edge);
  }

  /** Says what was not understood; equal words are counted together. */
  notice(code: string, where: string, text: string): void {
    const identity = `${code}\n${text}`;
    const notice = this.#notices.get(identity) ?? { code, text, count: 0, places: [] };
    this.#notices.set(identity, notice);
    notice.count += 1;
    if (notice.places.length < PLACES_SHOWN && !notice.places.includes(where)) notice.places.push(where);
  }

  /** Throws `InputError` with all problems collected. */
  finish(): ResourceGraph {
    this.problems.throwIfAny();
    const edges = [...this.#edges.values()].filter(({ from, to }) => {
      const both = this.#resources.has(from) && this.#resources.has(to);
      if (!both) this.notice("reference-to-nowhere", from, `refers to ${to}, which is not in this source`);
      return both;
    });
    const inCycles = cyclic(edges);
    if (inCycles.length > 0) {
      this.notice(
        "cycle",
        inCycles.slice(0, PLACES_SHOWN).join(", "),
        `${inCycles.length} resources wait for each other in a circle`,
      );
    }
    return new ResourceGraph({
      source: this.#source,
      resources: [...this.#resources.values()].sort((a, b) => order(a.id, b.id)),
      edges: edges.sort(
        (a, b) => order(a.from, b.from) || order(a.to, b.to) || order(a.via, b.via) || order(a.kind, b.kind),
      ),
      notices: [...this.#notices.values()].sort(byCodeAndText),
    });
  }
}

function byCodeAndText(a: Notice, b: Notice): number {
  return order(a.code, b.code) || order(a.text, b.text);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Resources on a circle of edges or between two circles: what is left when both ends are peeled off. */
function cyclic(edges: readonly Edge[]): string[] {
  const downstream = peeled(edges, (edge) => [edge.from, edge.to]);
  const left = edges.filter(({ from, to }) => downstream.has(from) && downstream.has(to));
  return [...peeled(left, (edge) => [edge.to, edge.from])].sort();
}

function peeled(edges: readonly Edge[], ends: (edge: Edge) => readonly [string, string]): Set<string> {
  const waiting = new Map<string, number>();
  const next = new Map<string, string[]>();
  for (const edge of edges) {
    const [first, second] = ends(edge);
    waiting.set(first, waiting.get(first) ?? 0);
    waiting.set(second, (waiting.get(second) ?? 0) + 1);
    const list = next.get(first);
    if (list === undefined) next.set(first, [second]);
    else list.push(second);
  }
  const free = [...waiting].filter(([, count]) => count === 0).map(([id]) => id);
  for (let id = free.pop(); id !== undefined; id = free.pop()) {
    waiting.delete(id);
    for (const other of next.get(id) ?? []) {
      const count = (waiting.get(other) ?? 0) - 1;
      waiting.set(other, count);
      if (count === 0) free.push(other);
    }
  }
  return new Set(waiting.keys());
}
