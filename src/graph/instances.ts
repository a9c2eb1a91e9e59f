import { blockAddress, type ModuleStep, parseAddress } from "./address.ts";
import type { Resource } from "./resource.ts";

/** Instances by the block that they come from, to find those that a reference can mean. */
export class Instances {
  readonly #byBlock = new Map<
    string,
    { readonly resource: Resource; readonly modules: readonly ModuleStep[] }[]
  >();
  readonly #modules = new Map<string, readonly ModuleStep[]>();

  add(resource: Resource): void {
    const modules = parseAddress(resource.address)?.modules ?? [];
    const block = blockAddress({ ...resource, modules });
    const known = this.#byBlock.get(block);
    if (known === undefined) this.#byBlock.set(block, [{ resource, modules }]);
    else known.push({ resource, modules });
    this.#modules.set(resource.id, modules);
  }

  /** All instances of a block. */
  of(block: string): readonly Resource[] {
    return (this.#byBlock.get(block) ?? []).map(({ resource }) => resource);
  }

  /** Blocks within a module, keys left out: `module.a` has `module.a.aws_vpc.main`. */
  blocksIn(module: string): readonly string[] {
    return [...this.#byBlock.keys()].filter((block) => block.startsWith(`${module}.`));
  }

  /**
   * Instances of `block` that `from` can mean. Within one module the keys of the module path are the same.
   * `key` is the one named; `sameKey` says that the reference reads `each` or `count`, and then the instance
   * of the same key is meant where there is one. Otherwise all are: rather an edge too many than one too few.
   */
  meant(from: Resource, block: string, key?: string | number, sameKey = false): readonly Resource[] {
    const own = this.#modules.get(from.id) ?? [];
    const near = (this.#byBlock.get(block) ?? [])
      .filter(({ modules }) => sharesModules(own, modules))
      .map(({ resource }) => resource);
    if (key !== undefined) return near.filter((each) => each.key === key);
    const twin = sameKey ? near.filter((each) => each.key !== undefined && each.key === from.key) : [];
    return twin.length > 0 ? twin : near;
  }
}

function sharesModules(a: readonly ModuleStep[], b: readonly ModuleStep[]): boolean {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    if (a[at]?.name !== b[at]?.name) return true;
    if (a[at]?.key !== b[at]?.key) return false;
  }
  return true;
}
