import { isObject, memberOf, type Shape } from "../document/shape.ts";

/** Where an argument refers to, as `configuration` of a plan tells. */
export interface ConfiguredReference {
  /** Path of the argument: `ingress[0].security_groups`. */
  readonly via: string;
  /** `aws_vpc.main.id`, `aws_vpc.main`, `var.name`, `each.key`, … */
  readonly references: readonly string[];
}

/** A `resource` or `data` block. */
export interface ConfiguredResource {
  /** `aws_vpc.main`, `data.aws_ami.base`: within its module. */
  readonly address: string;
  readonly providerKey: string | undefined;
  readonly expressions: readonly ConfiguredReference[];
  readonly dependsOn: readonly string[];
}

/** A `module` block and the module that it calls. */
export interface ConfiguredCall {
  readonly source: string | undefined;
  /** Input to what it refers to. */
  readonly inputs: ReadonlyMap<string, readonly string[]>;
  readonly dependsOn: readonly string[];
  readonly module: ConfiguredModule;
}

export interface ConfiguredModule {
  /** `module.a.module.b`, without keys; empty for the root. */
  readonly path: string;
  readonly parent: { readonly module: ConfiguredModule; readonly call: string } | undefined;
  readonly resources: readonly ConfiguredResource[];
  readonly outputs: ReadonlyMap<string, readonly string[]>;
  readonly calls: ReadonlyMap<string, ConfiguredCall>;
}

/** Reads `configuration.root_module`. Wrong types are problems of `shape`. */
export function configuredModule(
  json: unknown,
  shape: Shape,
  where = "configuration.root_module",
  path = "",
  parent?: ConfiguredModule["parent"],
): ConfiguredModule {
  const calls = new Map<string, ConfiguredCall>();
  const module: ConfiguredModule = {
    path,
    parent,
    resources: shape
      .list(json, "resources", where)
      .flatMap((each, at) => configuredResource(each, shape, `${where}.resources[${at}]`)),
    outputs: new Map(
      shape
        .entries(json, "outputs", where)
        .map(([name, output]) => [
          name,
          [
            ...allReferences(memberOf(output, "expression")),
            ...shape.texts(output, "depends_on", `${where}.outputs.${name}`),
          ],
        ]),
    ),
    calls,
  };
  for (const [name, call] of shape.entries(json, "module_calls", where)) {
    const at = `${where}.module_calls.${name}`;
    const inner = path === "" ? `module.${name}` : `${path}.module.${name}`;
    calls.set(name, {
      source: shape.optionalText(call, "source", at),
      inputs: new Map(
        shape
          .entries(call, "expressions", at)
          .map(([input, expression]) => [input, allReferences(expression)]),
      ),
      dependsOn: shape.texts(call, "depends_on", at),
      module: configuredModule(memberOf(call, "module"), shape, `${at}.module`, inner, {
        module,
        call: name,
      }),
    });
  }
  return module;
}

function configuredResource(json: unknown, shape: Shape, where: string): ConfiguredResource[] {
  const address = shape.text(json, "address", where);
  if (address === undefined) return [];
  const expressions: ConfiguredReference[] = [];
  for (const [name, expression] of shape.entries(json, "expressions", where)) {
    collectReferences(expression, name, expressions);
  }
  for (const name of ["count_expression", "for_each_expression"]) {
    collectReferences(memberOf(json, name), name.replace("_expression", ""), expressions);
  }
  return [
    {
      address,
      providerKey: shape.optionalText(json, "provider_config_key", where),
      expressions,
      dependsOn: shape.texts(json, "depends_on", where),
    },
  ];
}

/** An expression has `references` or `constant_value`; a nested block is an object or a list of such. */
function collectReferences(expression: unknown, via: string, into: ConfiguredReference[]): void {
  if (Array.isArray(expression)) {
    expression.forEach((item, at) => {
      collectReferences(item, `${via}[${at}]`, into);
    });
    return;
  }
  if (!isObject(expression)) return;
  const references = memberOf(expression, "references");
  if (isTexts(references)) {
    if (references.length > 0) into.push({ via, references });
    return;
  }
  for (const [name, inside] of Object.entries(expression)) {
    if (name !== "constant_value") collectReferences(inside, `${via}.${name}`, into);
  }
}

function allReferences(expression: unknown): readonly string[] {
  const found: ConfiguredReference[] = [];
  collectReferences(expression, "", found);
  return found.flatMap(({ references }) => references);
}

/** A nested block may be called `references` too: then it is no list of texts. */
function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
