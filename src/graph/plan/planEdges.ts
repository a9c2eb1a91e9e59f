import { parseModuleReference } from "../address.ts";
import type { GraphBuilder } from "../graphBuilder.ts";
import type { Instances } from "../instances.ts";
import type { EdgeKind } from "../resource.ts";
import type { ConfiguredModule, ConfiguredResource } from "./configured.ts";
import { ConfiguredReferences, type ConfiguredTarget } from "./configuredReferences.ts";

/** Edges from the configuration of a plan between the instances of its resources. */
export function addPlanEdges(builder: GraphBuilder, root: ConfiguredModule, instances: Instances): void {
  const references = new ConfiguredReferences((code, where, text) => builder.notice(code, where, text));
  const inherited = (module: ConfiguredModule): readonly string[] => {
    const call = module.parent?.module.calls.get(module.parent.call);
    return call?.dependsOn ?? [];
  };
  const visit = (module: ConfiguredModule) => {
    for (const resource of module.resources) {
      addResourceEdges(builder, module, resource, references, instances);
      // A module's depends_on holds for everything in it.
      if (module.parent === undefined) continue;
      for (const dependency of inherited(module)) {
        link(
          builder,
          module,
          resource,
          instances,
          dependencyTargets(module.parent.module, dependency, instances),
          {
            kind: "depends_on",
            via: "depends_on",
          },
        );
      }
    }
    for (const { module: called } of module.calls.values()) visit(called);
  };
  visit(root);
}

function addResourceEdges(
  builder: GraphBuilder,
  module: ConfiguredModule,
  resource: ConfiguredResource,
  references: ConfiguredReferences,
  instances: Instances,
): void {
  const where = inModule(module, resource.address);
  for (const { via, references: texts } of resource.expressions) {
    const sameKey = texts.some((text) => /^(each|count)\./.test(text));
    const targets = references.targets(module, texts, where);
    link(builder, module, resource, instances, targets, { kind: "reference", via, sameKey });
  }
  for (const dependency of resource.dependsOn) {
    const targets = dependencyTargets(module, dependency, instances);
    if (targets.length === 0) {
      builder.notice("reference-not-understood", where, "depends on something that the plan does not hold");
    }
    link(builder, module, resource, instances, targets, { kind: "depends_on", via: "depends_on" });
  }
}

/** `depends_on` names a resource, or a module and with it all that is in there. */
function dependencyTargets(module: ConfiguredModule, text: string, instances: Instances): ConfiguredTarget[] {
  const called = parseModuleReference(text);
  if (called === undefined) return [{ block: inModule(module, text.replace(/\[.*$/s, "")) }];
  const path = called.modules.map(({ name }) => `module.${name}`).join(".");
  return instances.blocksIn(inModule(module, path)).map((block) => ({ block }));
}

function link(
  builder: GraphBuilder,
  module: ConfiguredModule,
  resource: ConfiguredResource,
  instances: Instances,
  targets: readonly ConfiguredTarget[],
  { kind, via, sameKey }: { kind: EdgeKind; via: string; sameKey?: boolean },
): void {
  if (targets.length === 0) return;
  for (const from of instances.of(inModule(module, resource.address))) {
    for (const { block, key, attribute } of targets) {
      for (const to of instances.meant(from, block, key, sameKey)) {
        builder.edge({
          from: from.id,
          to: to.id,
          kind,
          via,
          ...(attribute === undefined ? {} : { attribute }),
        });
      }
    }
  }
}

function inModule({ path }: ConfiguredModule, address: string): string {
  return path === "" ? address : `${path}.${address}`;
}
