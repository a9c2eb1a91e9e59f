import { isObject, memberOf } from "../document/shape.ts";
import { type InputProblems, kindOf } from "../inputProblems.ts";
import { providerSource } from "../plan/changes.ts";

/** A `resource` or `data` block. */
export interface ResourceBlock {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly body: object;
}

export interface ProviderBlock {
  readonly name: string;
  readonly alias: string | undefined;
  readonly body: object;
}

/** One module's blocks, from Terraform JSON: what cdktn writes, or what HCL was converted to. */
export interface ModuleBlocks {
  /** For messages: the stack, or the folder. */
  readonly where: string;
  readonly variables: ReadonlyMap<string, object>;
  readonly locals: ReadonlyMap<string, unknown>;
  readonly outputs: ReadonlyMap<string, object>;
  /** By `aws_vpc.main` or `data.aws_ami.base`. */
  readonly resources: ReadonlyMap<string, ResourceBlock>;
  readonly calls: ReadonlyMap<string, object>;
  readonly providers: readonly ProviderBlock[];
  /** Local name of a provider to its full source. */
  readonly sources: ReadonlyMap<string, string>;
}

/** Blocks that make no resource and hold nothing that a graph shows. */
const WITHOUT_RESOURCES = new Set(["//", "terraform", "moved", "removed", "import", "check"]);

/** Gathers the blocks of one module from its files. Wrong types and doubles are problems. */
export class ModuleReader {
  readonly #where: string;
  readonly #problems: InputProblems;
  readonly #notice: (code: string, where: string, text: string) => void;
  readonly #variables = new Map<string, object>();
  readonly #locals = new Map<string, unknown>();
  readonly #outputs = new Map<string, object>();
  readonly #resources = new Map<string, ResourceBlock>();
  readonly #calls = new Map<string, object>();
  readonly #providers: ProviderBlock[] = [];
  readonly #sources = new Map<string, string>();

  constructor(
    where: string,
    problems: InputProblems,
    notice: (code: string, where: string, text: string) => void,
  ) {
    this.#where = where;
    this.#problems = problems;
    this.#notice = notice;
  }

  /** Takes one file in. */
  read(json: unknown, file: string): void {
    if (!isObject(json)) this.#wrong(file, json);
    else for (const [kind, content] of Object.entries(json)) this.#readKind(kind, content, file);
  }

  finish(): ModuleBlocks {
    return {
      where: this.#where,
      variables: this.#variables,
      locals: this.#locals,
      outputs: this.#outputs,
      resources: this.#resources,
      calls: this.#calls,
      providers: this.#providers,
      sources: this.#sources,
    };
  }

  #readKind(kind: string, content: unknown, file: string): void {
    if (kind === "resource" || kind === "data") this.#readResources(kind, content, file);
    else if (kind === "locals") {
      for (const body of this.#bodies(content, `${file}: locals`)) {
        for (const [name, value] of Object.entries(body))
          this.#once(this.#locals, name, value, `${file}: local.${name}`);
      }
    } else if (kind === "provider") {
      for (const { label, body } of this.#labelled(content, `${file}: provider`)) {
        const alias = memberOf(body, "alias");
        this.#providers.push({ name: label, alias: typeof alias === "string" ? alias : undefined, body });
      }
    } else if (kind === "variable" || kind === "output" || kind === "module") {
      const into = { variable: this.#variables, output: this.#outputs, module: this.#calls }[kind];
      for (const { label, body } of this.#labelled(content, `${file}: ${kind}`)) {
        this.#once(into, label, body, `${file}: ${kind}.${label}`);
      }
    } else if (kind === "ephemeral") {
      this.#notice(
        "not-a-resource",
        file,
        "ephemeral blocks, which leave nothing behind, are not in the graph",
      );
    } else if (!WITHOUT_RESOURCES.has(kind)) {
      this.#notice("not-understood", file, `blocks of kind ${JSON.stringify(kind.slice(0, 40))}`);
    }
    if (kind === "terraform") this.#readSources(content, file);
  }

  #readResources(kind: "resource" | "data", content: unknown, file: string): void {
    const mode = kind === "data" ? "data" : "managed";
    const prefix = kind === "data" ? "data." : "";
    for (const { label: type, body: named } of this.#labelled(content, `${file}: ${kind}`)) {
      for (const { label: name, body } of this.#labelled(named, `${file}: ${prefix}${type}`)) {
        const address = `${prefix}${type}.${name}`;
        this.#once(this.#resources, address, { mode, type, name, body }, `${file}: ${address}`);
      }
    }
  }

  #readSources(content: unknown, file: string): void {
    for (const settings of this.#bodies(content, `${file}: terraform`)) {
      for (const required of this.#bodies(memberOf(settings, "required_providers") ?? {}, file)) {
        for (const [name, requirement] of Object.entries(required)) {
          const source = memberOf(requirement, "source");
          if (typeof source === "string") this.#sources.set(name, providerSource(source));
        }
      }
    }
  }

  /** `{ label: body }` or `{ label: [body, body] }`, and lists of such. */
  *#labelled(content: unknown, where: string): Generator<{ readonly label: string; readonly body: object }> {
    for (const group of this.#bodies(content, where)) {
      for (const [label, bodies] of Object.entries(group)) {
        for (const body of this.#bodies(bodies, `${where}.${label}`)) yield { label, body };
      }
    }
  }

  #bodies(content: unknown, where: string): readonly object[] {
    const all = Array.isArray(content) ? (content as unknown[]) : [content];
    return all.flatMap((body) => {
      if (isObject(body)) return [body];
      this.#wrong(where, body);
      return [];
    });
  }

  #once<Value>(into: Map<string, Value>, name: string, value: Value, where: string): void {
    if (into.has(name)) {
      this.#problems.add({
        code: "graph/duplicate-address",
        where,
        given: "a second block of that name",
        wanted: "each name once in a module",
        fix: "Remove or rename one of the two.",
      });
    }
    into.set(name, value);
  }

  #wrong(where: string, given: unknown): void {
    this.#problems.add({
      code: "graph/wrong-type",
      where,
      given: kindOf(given),
      wanted: "a block: an object of arguments",
      fix: "Write it as Terraform's JSON syntax asks; terraform validate shows the place.",
    });
  }
}
