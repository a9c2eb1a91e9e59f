import type { Edge, GraphSource, Notice, Resource } from "./resource.ts";

const NONE: readonly never[] = [];

/**
 * Resources and what refers to what. Everything that is judged reads only this, whatever it came from.
 * The order is that of ids in code units: equal input gives an equal graph. Cycles can occur in what others
 * wrote (a notice tells), so a walk over edges must mark what it has seen.
 */
export class ResourceGraph {
  readonly source: GraphSource;
  readonly resources: readonly Resource[];
  readonly edges: readonly Edge[];
  /** What is missing from the graph, never empty in silence. */
  readonly notices: readonly Notice[];
  readonly #byId: ReadonlyMap<string, Resource>;
  readonly #byType: ReadonlyMap<string, readonly Resource[]>;
  readonly #from: ReadonlyMap<string, readonly Edge[]>;
  readonly #to: ReadonlyMap<string, readonly Edge[]>;

  constructor(parts: Pick<ResourceGraph, "source" | "resources" | "edges" | "notices">) {
    this.source = parts.source;
    this.resources = parts.resources;
    this.edges = parts.edges;
    this.notices = parts.notices;
    this.#byId = new Map(parts.resources.map((resource) => [resource.id, resource]));
    this.#byType = Map.groupBy(parts.resources, ({ type }) => type);
    this.#from = Map.groupBy(parts.edges, ({ from }) => from);
    this.#to = Map.groupBy(parts.edges, ({ to }) => to);
  }

  /** The resource of that `id`: for stacks of ours `<stack>:<address>`, else the Terraform address. */
  byAddress(id: string): Resource | undefined {
    return this.#byId.get(id);
  }

  /** Resources and data sources of a Terraform type, such as `aws_s3_bucket`. */
  byType(type: string): readonly Resource[] {
    return this.#byType.get(type) ?? NONE;
  }

  /** What this resource needs. */
  referencesOf(id: string): readonly Edge[] {
    return this.#from.get(id) ?? NONE;
  }

  /** What needs this resource. */
  dependentsOf(id: string): readonly Edge[] {
    return this.#to.get(id) ?? NONE;
  }
}
