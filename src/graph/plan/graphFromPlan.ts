import { checkFormatVersion } from "../document/formatVersion.ts";
import { JsonBytes, type Span } from "../document/jsonBytes.ts";
import { resourceSpans, spanAt } from "../document/moduleTree.ts";
import { memberOf, Shape } from "../document/shape.ts";
import { GraphBuilder } from "../graphBuilder.ts";
import { Instances } from "../instances.ts";
import { LIMITS, type Limits } from "../limits.ts";
import { placeOf, tagsIn } from "../place.ts";
import type { Resource } from "../resource.ts";
import type { ResourceGraph } from "../resourceGraph.ts";
import { type DescribedResource, readChange, readResource } from "./changes.ts";
import { type ConfiguredModule, configuredModule } from "./configured.ts";
import { blockOf } from "./planBlocks.ts";
import { addPlanEdges } from "./planEdges.ts";
import { PlanProviders } from "./planProviders.ts";

export interface DocumentOptions {
  /** What the document is called in messages: its file. */
  readonly name: string;
  /** @default LIMITS: bounded memory, with room for 100,000 resources */
  readonly limits?: Partial<Limits>;
}

/**
 * The graph of a plan's JSON (`terraform show -json <plan>`), the bytes of it.
 *
 * A node for each of `resource_changes`, with the values after the apply; what is destroyed has the values
 * before it and `change.actions` of `delete`. Data sources that were read already are taken from the prior
 * state. Edges come from `configuration`; it holds no `locals`, so references through them are missing, which a
 * notice counts. The plan is read part by part: memory follows what is kept, not the size of the file.
 *
 * Throws `InputError` for what is no such plan, with place, what was given and what is wanted.
 */
export function graphFromPlan(plan: Uint8Array, options: DocumentOptions): ResourceGraph {
  const limits = { ...LIMITS, ...options.limits };
  const json = new JsonBytes(plan, options.name, limits);
  const parts = json.parts();
  const parsed = (name: string): unknown => {
    const span = parts.get(name);
    return span === undefined ? undefined : json.parse(span);
  };
  checkFormatVersion(json.problems, parsed("format_version"), "the JSON of a plan", notAPlan(parts));
  if (!parts.has("resource_changes") && !parts.has("planned_values")) {
    json.problems.refuse({
      code: "graph/not-a-plan",
      where: "resource_changes",
      given: "nothing",
      wanted: "the JSON of a plan",
      fix: notAPlan(parts) ?? "Write it with terraform show -json <plan file>.",
    });
  }
  const version = parsed("terraform_version");
  const builder = new GraphBuilder(
    {
      kind: "plan",
      name: options.name,
      ...(typeof version === "string" ? { terraformVersion: version } : {}),
    },
    limits,
  );
  const shape = new Shape(builder.problems);
  const configuration = parsed("configuration");
  const configured = configuredModule(memberOf(configuration, "root_module"), shape);
  const providers = new PlanProviders(configuration, parsed("variables"), shape);
  const keys = providerKeys(configured);
  if (parsed("errored") === true) {
    builder.notice("plan-errored", "errored", "the plan ended with an error and may be incomplete");
  }

  const instances = new Instances();
  const add = ({ resource, valueCount }: DescribedResource, where: string) => {
    const key = keys.get(blockOf(resource.address));
    const complete: Resource = {
      ...resource,
      ...placeOf(resource.values.known, providers.placeOf(key)),
      // Only types that take tags have `tags_all`, with the provider's in it once it is known.
      tags: tagsIn(
        resource.values.known,
        resource.values.unknown.tags_all === undefined ? {} : providers.defaultTags(key),
      ),
    };
    builder.add(complete, valueCount, where);
    instances.add(complete);
  };
  for (const each of describedResources(json, parts, builder, shape)) add(each.described, each.where);
  addPlanEdges(builder, configured, instances);
  return builder.finish();
}

function* describedResources(
  json: JsonBytes,
  parts: ReadonlyMap<string, Span>,
  builder: GraphBuilder,
  shape: Shape,
): Generator<{ readonly described: DescribedResource; readonly where: string }> {
  const seen = new Set<string>();
  const parse = (span: Span, where: string) =>
    json.parse(span, () =>
      builder.notice("number-kept-as-text", where, "a number that a double cannot hold"),
    );
  const changes = parts.get("resource_changes");
  if (changes !== undefined && json.isList(changes)) {
    let index = 0;
    for (const element of json.elements(changes)) {
      const where = `resource_changes[${index}]`;
      const described = readChange(parse(element, where), shape, where);
      if (described !== undefined) {
        seen.add(described.resource.id);
        yield { described, where };
      }
      index += 1;
    }
  } else if (changes !== undefined && json.parse(changes) !== null) {
    shape.wrong("resource_changes", json.parse(changes), "a list");
  }
  // Planned values repeat the changes; they are read where a plan has no changes.
  const planned = seen.size > 0 ? undefined : spanAt(json, parts.get("planned_values"), ["root_module"]);
  const prior = spanAt(json, parts.get("prior_state"), ["values", "root_module"]);
  for (const [module, part, needs] of [
    [planned, "planned_values.root_module", undefined],
    [prior, "prior_state.values.root_module", '"data"'],
  ] as const) {
    for (const span of module === undefined ? [] : resourceSpans(json, module, part)) {
      if (needs !== undefined && !json.includes(span, needs)) continue;
      const described = readResource(parse(span, span.where), shape, span.where);
      if (described === undefined || seen.has(described.resource.id)) continue;
      if (needs !== undefined && described.resource.mode !== "data") continue;
      seen.add(described.resource.id);
      yield { described, where: span.where };
    }
  }
}

/** Block to the key of its provider's configuration. */
function providerKeys(module: ConfiguredModule, into = new Map<string, string>()): Map<string, string> {
  for (const { address, providerKey } of module.resources) {
    const block = module.path === "" ? address : `${module.path}.${address}`;
    if (providerKey !== undefined) into.set(block, providerKey);
  }
  for (const { module: called } of module.calls.values()) providerKeys(called, into);
  return into;
}

/** What it looks like instead. */
function notAPlan(parts: ReadonlyMap<string, Span>): string | undefined {
  if (parts.has("values") || parts.has("lineage")) return "This is a state: give it with --state.";
  if (parts.has("resource")) return "This is a configuration: give its folder with --dir.";
  return undefined;
}
