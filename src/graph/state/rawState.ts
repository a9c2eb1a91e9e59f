import { keyText } from "../address.ts";
import type { JsonBytes, Span } from "../document/jsonBytes.ts";
import { isObject, memberOf, type Shape } from "../document/shape.ts";
import { readResource } from "../plan/changes.ts";
import type { StateResource } from "./stateResource.ts";

/** The only version since Terraform 0.12. */
const VERSION = 4;

/**
 * The resources of a state file as it lies in its bucket. Throws `InputError` for another version.
 */
export function* rawStateResources(
  json: JsonBytes,
  parts: ReadonlyMap<string, Span>,
  shape: Shape,
  parse: (span: Span, where: string) => unknown,
): Generator<StateResource> {
  const versionSpan = parts.get("version");
  const version = versionSpan === undefined ? undefined : json.parse(versionSpan);
  if (version !== VERSION) {
    json.problems.refuse({
      code: "graph/unknown-format",
      where: "version",
      given: typeof version === "number" ? String(version) : "no number",
      wanted: `a state file of version ${VERSION}`,
      fix: "Write it with terraform show -json, or let Terraform 0.12 or newer upgrade it.",
    });
  }
  const resources = parts.get("resources");
  if (resources === undefined) return;
  if (!json.isList(resources)) {
    shape.wrong("resources", json.parse(resources), "a list");
    return;
  }
  let index = 0;
  for (const element of json.elements(resources)) {
    const where = `resources[${index}]`;
    const block = parse(element, where);
    for (const [at, instance] of shape.list(block, "instances", where).entries()) {
      const found = rawInstance(block, instance, shape, `${where}.instances[${at}]`);
      if (found !== undefined) yield found;
    }
    index += 1;
  }
}

function rawInstance(
  block: unknown,
  instance: unknown,
  shape: Shape,
  where: string,
): StateResource | undefined {
  const [mode, type, name] = ["mode", "type", "name"].map((each) => shape.text(block, each, where));
  const module = shape.optionalText(block, "module", where);
  const key = shape.key(instance, "index_key", where);
  const provider = shape.optionalText(block, "provider", where) ?? "";
  const prefix = `${module === undefined ? "" : `${module}.`}${mode === "data" ? "data." : ""}`;
  const attributes = memberOf(instance, "attributes") ?? memberOf(instance, "attributes_flat");
  const described = readResource(
    {
      address: `${prefix}${type}.${name}${keyText(key)}`,
      mode,
      type,
      name,
      index: key,
      provider_name: /\["([^"]+)"\]/.exec(provider)?.[1] ?? provider,
      deposed: memberOf(instance, "deposed"),
      values: attributes,
      sensitive_values: sensitiveTree(shape.list(instance, "sensitive_attributes", where), attributes),
    },
    shape,
    where,
  );
  if (described === undefined) return undefined;
  return { ...described, dependencies: shape.texts(instance, "dependencies", where), where };
}

interface Tree {
  [step: string]: Tree | true;
}

/**
 * Lists of steps (`[{"type":"get_attr","value":"password"}]`) to the form that `terraform show` gives. A path
 * that leads past what is there marks the last value it reached: rather too much is hidden than a secret shown.
 */
function sensitiveTree(paths: readonly unknown[], attributes: unknown): unknown {
  const tree: Tree = Object.create(null) as Tree;
  for (const path of paths) {
    const steps = Array.isArray(path) ? path.map(stepName) : [];
    let at = tree;
    let value = attributes;
    for (const [position, step] of steps.entries()) {
      const next = at[step];
      if (next === true) break;
      value = inside(value, step);
      const following = steps[position + 1];
      if (following === undefined || inside(value, following) === undefined) {
        at[step] = true;
        break;
      }
      at = at[step] = next ?? (Object.create(null) as Tree);
    }
  }
  return tree;
}

function stepName(step: unknown): string {
  const value = memberOf(step, "value");
  return String(isObject(value) ? memberOf(value, "value") : value);
}

function inside(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return value[Number(step)] as unknown;
  return memberOf(value, step);
}
