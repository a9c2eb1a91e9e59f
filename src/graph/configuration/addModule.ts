import type { Json } from "../../lib/index.ts";
import { keyText } from "../address.ts";
import { type HOLE, ValueCollector } from "../collectValues.ts";
import { memberOf } from "../document/shape.ts";
import { evaluate } from "../expression/evaluate.ts";
import { deepReferences, type Evaluated, joined, type Reference } from "../expression/evaluated.ts";
import { parseWhole } from "../expression/parse.ts";
import type { GraphBuilder } from "../graphBuilder.ts";
import { overLimit } from "../inputProblems.ts";
import { pathText } from "../path.ts";
import { placeOf, tagsIn } from "../place.ts";
import type { EdgeKind } from "../resource.ts";
import { bareName, evaluateBody, META_ARGUMENTS } from "./evaluateJson.ts";
import type { Expanded } from "./expansion.ts";
import type { ResourceBlock } from "./moduleBlocks.ts";
import type { ModuleInstance } from "./moduleInstance.ts";
import type { ConfiguredProviders } from "./providers.ts";

/** What was found in modules so far: edges are made once all resources are there. */
export class Findings {
  readonly references: FoundReference[] = [];
  readonly #instances = new Map<
    string,
    { readonly id: string; readonly key: string | number | undefined }[]
  >();

  /** `block` is the address without the key. */
  addInstance(stack: string | undefined, block: string, id: string, key: string | number | undefined): void {
    const identity = `${stack ?? ""}:${block}`;
    const known = this.#instances.get(identity);
    if (known === undefined) this.#instances.set(identity, [{ id, key }]);
    else known.push({ id, key });
  }

  /** Edges between the instances found; a reference without a key means every instance. */
  link(builder: GraphBuilder): void {
    for (const { from, to, via, kind } of this.references) {
      const all = this.#instances.get(`${to.stack ?? ""}:${to.block}`) ?? [];
      for (const { id } of all.filter(({ key }) => to.key === undefined || key === to.key)) {
        builder.edge({
          from: from.id,
          to: id,
          kind: from.stack === to.stack ? kind : "cross-stack",
          via,
          ...(to.attribute === undefined ? {} : { attribute: to.attribute }),
        });
      }
    }
  }
}

interface FoundReference {
  readonly from: { readonly id: string; readonly stack: string | undefined };
  readonly to: Reference;
  readonly via: string;
  readonly kind: Exclude<EdgeKind, "cross-stack">;
}

/** Adds the resources of a module instance and of the modules that it calls, and to `into` what they refer to. */
export function addModule(
  builder: GraphBuilder,
  instance: ModuleInstance,
  providers: ConfiguredProviders,
  into: Findings,
  inherited: readonly Reference[] = [],
): void {
  const { blocks } = instance.options.module;
  for (const [address, block] of blocks.resources) {
    const expansion = instance.expansion(address, block);
    const decided = expansion.decidedBy?.references ?? [];
    for (const expanded of expansion.instances) {
      const countUnknown = instance.options.countUnknown || expansion.kind === "unknown";
      const from = addResource(
        builder,
        instance,
        providers,
        { address, block, expanded, countUnknown },
        into,
      );
      const via = memberOf(block.body, "count") === undefined ? "for_each" : "count";
      for (const to of decided) into.references.push({ from, to, via, kind: "reference" });
      for (const to of [...inherited, ...dependencies(instance, block.body)]) {
        into.references.push({ from, to, via: "depends_on", kind: "depends_on" });
      }
    }
  }
  for (const [call, body] of blocks.calls) {
    const passedOn = [...inherited, ...dependencies(instance, body)];
    for (const [, child] of instance.childInstances(call))
      addModule(builder, child, providers, into, passedOn);
  }
}

interface Placed {
  readonly address: string;
  readonly block: ResourceBlock;
  readonly expanded: Expanded;
  readonly countUnknown: boolean;
}

function addResource(
  builder: GraphBuilder,
  instance: ModuleInstance,
  providers: ConfiguredProviders,
  { address: local, block, expanded, countUnknown }: Placed,
  into: Findings,
): FoundReference["from"] {
  const { stack, path, module } = instance.options;
  const unkeyed = path === "" ? local : `${path}.${local}`;
  const address = `${unkeyed}${keyText(expanded.key)}`;
  const from = { id: stack === undefined ? address : `${stack}:${address}`, stack };
  const where = `${module.blocks.where}: ${address}`;
  const collector = new ValueCollector(block.type);
  const found: { to: Reference; via: string }[] = [];
  const body = evaluateBody(block.body, expanded.scope, META_ARGUMENTS);
  const known = collect(collector, body, found, () => {
    if (collector.count > builder.limits.values) {
      builder.problems.refuse(overLimit("values", builder.limits.values, where, "more values than that"));
    }
  });
  const values = collector.finish(known);
  const provider = memberOf(block.body, "provider");
  const prefix = block.type.split("_")[0] ?? block.type;
  const name = typeof provider === "string" ? bareName(provider) : prefix;
  const settings = providers.settings(instance, name);
  const source = name.split(".")[0] ?? prefix;
  builder.add(
    {
      id: from.id,
      ...(stack === undefined ? {} : { stack }),
      address,
      mode: block.mode,
      type: block.type,
      name: block.name,
      ...(expanded.key === undefined ? {} : { key: expanded.key }),
      module: path,
      provider: sourceOf(instance, source),
      ...placeOf(values.known, settings),
      instances: countUnknown ? "unknown" : "one",
      values,
      tags: tagsIn(values.known, settings.defaultTags),
    },
    collector.count,
    where,
  );
  into.addInstance(stack, unkeyed, from.id, expanded.key);
  for (const { to, via } of found) into.references.push({ from, to, via, kind: "reference" });
  return from;
}

/** A child module may leave out where its providers come from. */
function sourceOf(instance: ModuleInstance, name: string): string {
  for (let at: ModuleInstance | undefined = instance; at !== undefined; at = at.options.parent?.instance) {
    const source = at.options.module.blocks.sources.get(name);
    if (source !== undefined) return source;
  }
  return `registry.terraform.io/hashicorp/${name}`;
}

/** Puts a value into the collector and its references, with their place, into `found`. */
function collect(
  collector: ValueCollector,
  evaluated: Evaluated,
  found: { to: Reference; via: string }[],
  check: () => void,
  above: readonly Reference[] = [],
): Json | typeof HOLE | undefined {
  collector.count += 1;
  check();
  const { value, references } = evaluated;
  if (references.length > 0) {
    const via = pathText(collector.path);
    for (const to of references) if (!above.includes(to)) found.push({ to, via });
  }
  const inner = references.length === 0 ? above : [...above, ...references];
  const take = (each: Evaluated) => () => collect(collector, each, found, check, inner);
  if (evaluated.sensitive) {
    const via = pathText(collector.path);
    for (const to of deepReferences(evaluated)) if (!inner.includes(to)) found.push({ to, via });
    return collector.sensitive();
  }
  if (value.kind === "unknown") return collector.unknown(value.reason);
  if (value.kind === "lazy") return collector.unknown("reference");
  if (value.kind === "scalar") return value.scalar;
  if (value.kind === "list") return value.items.map((each, at) => collector.item(at, take(each)));
  const members: [string, Json][] = [];
  for (const [name, each] of value.members) {
    const unset = each.value.kind === "scalar" && each.value.scalar === null;
    const taken = unset ? undefined : collector.member(name, take(each));
    if (taken !== undefined) members.push([name, taken]);
  }
  return Object.fromEntries(members);
}

/** What `depends_on` names: resources, or modules and with them all that they hold. */
function dependencies(instance: ModuleInstance, body: object): readonly Reference[] {
  const given = memberOf(body, "depends_on");
  const names = (Array.isArray(given) ? given : []).filter((each) => typeof each === "string");
  return joined(names.map((name) => ({ references: named(instance, bareName(name)) })));
}

function named(instance: ModuleInstance, name: string): readonly Reference[] {
  const call = /^module\.([\w-]+)/.exec(name)?.[1];
  if (call !== undefined) return instance.childInstances(call).flatMap(([, child]) => everythingIn(child));
  try {
    return deepReferences(evaluate(parseWhole(name), instance));
  } catch {
    instance.effort.notice("not-understood", "an entry of depends_on");
    return [];
  }
}

function everythingIn(instance: ModuleInstance): readonly Reference[] {
  const { stack, path, module } = instance.options;
  const own = [...module.blocks.resources.keys()].map((address) => ({ stack, block: `${path}.${address}` }));
  const inner = [...module.blocks.calls.keys()].flatMap((call) =>
    instance.childInstances(call).flatMap(([, child]) => everythingIn(child)),
  );
  return [...own, ...inner];
}
