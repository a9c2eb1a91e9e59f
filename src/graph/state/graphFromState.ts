import { checkFormatVersion } from "../document/formatVersion.ts";
import { JsonBytes, type Span } from "../document/jsonBytes.ts";
import { resourceSpans, spanAt } from "../document/moduleTree.ts";
import { Shape } from "../document/shape.ts";
import { GraphBuilder } from "../graphBuilder.ts";
import { Instances } from "../instances.ts";
import { LIMITS } from "../limits.ts";
import { placeOf, tagsIn } from "../place.ts";
import { readResource } from "../plan/changes.ts";
import type { DocumentOptions } from "../plan/graphFromPlan.ts";
import { blockOf } from "../plan/planBlocks.ts";
import type { Resource } from "../resource.ts";
import type { ResourceGraph } from "../resourceGraph.ts";
import { rawStateResources } from "./rawState.ts";
import type { StateResource } from "./stateResource.ts";

/**
 * The graph of a state: `terraform show -json` of one, or the state file itself (version 4), the bytes of it.
 *
 * A state knows every value, and what depends on what, but not through which argument: all edges are of kind
 * `depends_on`. Regions and accounts come from the resources' own ARNs, since a state holds no provider
 * configurations. Throws `InputError` for what is no state.
 */
export function graphFromState(state: Uint8Array, options: DocumentOptions): ResourceGraph {
  const limits = { ...LIMITS, ...options.limits };
  const json = new JsonBytes(state, options.name, limits);
  const parts = json.parts();
  const versionSpan = parts.get("terraform_version");
  const version = versionSpan === undefined ? undefined : json.parse(versionSpan);
  const builder = new GraphBuilder(
    {
      kind: "state",
      name: options.name,
      ...(typeof version === "string" ? { terraformVersion: version } : {}),
    },
    limits,
  );
  const shape = new Shape(builder.problems);
  const parse = (span: Span, where: string) =>
    json.parse(span, () =>
      builder.notice("number-kept-as-text", where, "a number that a double cannot hold"),
    );
  const raw = parts.has("version") && (parts.has("lineage") || parts.has("serial"));
  const resources = raw
    ? rawStateResources(json, parts, shape, parse)
    : shownResources(json, parts, shape, parse);
  addAll(builder, resources);
  return builder.finish();
}

function* shownResources(
  json: JsonBytes,
  parts: ReadonlyMap<string, Span>,
  shape: Shape,
  parse: (span: Span, where: string) => unknown,
): Generator<StateResource> {
  const format = parts.get("format_version");
  const given = format === undefined ? undefined : json.parse(format);
  const isPlan = parts.has("resource_changes") || parts.has("planned_values");
  if (isPlan) {
    json.problems.refuse({
      code: "graph/not-a-state",
      where: "resource_changes",
      given: "the JSON of a plan",
      wanted: "the JSON of a state, or a state file of version 4",
      fix: "This is a plan: give it with --plan.",
    });
  }
  checkFormatVersion(json.problems, given, "the JSON of a state, or a state file of version 4");
  const module = spanAt(json, parts.get("values"), ["root_module"]);
  for (const span of module === undefined ? [] : resourceSpans(json, module, "values.root_module")) {
    const element = parse(span, span.where);
    const described = readResource(element, shape, span.where);
    if (described === undefined) continue;
    yield {
      ...described,
      dependencies: shape.texts(element, "depends_on", span.where),
      where: span.where,
    };
  }
}

function addAll(builder: GraphBuilder, resources: Iterable<StateResource>): void {
  const instances = new Instances();
  const dependencies: { readonly from: Resource; readonly on: readonly string[] }[] = [];
  for (const { resource, valueCount, dependencies: on, where } of resources) {
    const complete: Resource = {
      ...resource,
      ...placeOf(resource.values.known, {}),
      tags: tagsIn(resource.values.known),
    };
    builder.add(complete, valueCount, where);
    instances.add(complete);
    if (on.length > 0) dependencies.push({ from: complete, on });
  }
  for (const { from, on } of dependencies) {
    for (const address of on) {
      const found = instances.meant(from, blockOf(address));
      if (found.length === 0) {
        builder.notice(
          "reference-to-nowhere",
          from.address,
          "depends on something that the state does not hold",
        );
      }
      for (const to of found) {
        builder.edge({ from: from.id, to: to.id, kind: "depends_on", via: "depends_on" });
      }
    }
  }
}
