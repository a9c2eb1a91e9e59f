import { keyText, modulePath, parseAddress } from "../address.ts";
import { collectMarked } from "../collectValues.ts";
import { memberOf, type Shape } from "../document/shape.ts";
import { pathText } from "../path.ts";
import type { Change, ChangeAction, Resource } from "../resource.ts";

const ACTIONS: ReadonlySet<string> = new Set(["no-op", "create", "read", "update", "delete", "forget"]);

/** A resource as far as it stands in `resource_changes` or in `values`: its place comes from elsewhere. */
export type Described = Omit<Resource, "region" | "account" | "tags">;

export interface DescribedResource {
  readonly resource: Described;
  readonly valueCount: number;
}

/** One element of `resource_changes`. Wrong types are problems of `shape`, and nothing is given. */
export function readChange(json: unknown, shape: Shape, where: string): DescribedResource | undefined {
  const identity = readIdentity(json, shape, where);
  const change = shape.object(memberOf(json, "change"), `${where}.change`);
  if (identity === undefined || change === undefined) return undefined;
  const actions = shape.texts(change, "actions", `${where}.change`);
  const wrong = actions.find((action) => !ACTIONS.has(action));
  if (wrong !== undefined || actions.length === 0) {
    shape.wrong(`${where}.change.actions`, memberOf(change, "actions"), [...ACTIONS].join(", "));
    return undefined;
  }
  // What is only destroyed or forgotten has no values afterwards; judges see what is lost.
  const leaves = actions.every((action) => action === "delete" || action === "forget");
  const { values, count } = collectMarked(
    identity.type,
    memberOf(change, leaves ? "before" : "after"),
    leaves
      ? { sensitive: memberOf(change, "before_sensitive") }
      : { unknown: memberOf(change, "after_unknown"), sensitive: memberOf(change, "after_sensitive") },
  );
  const previousAddress = shape.optionalText(json, "previous_address", where);
  return {
    resource: {
      ...identity,
      instances: "one",
      values,
      change: {
        actions: actions as readonly ChangeAction[],
        replacedBy: replacedBy(change, shape, where),
        ...(previousAddress === undefined ? {} : { previousAddress }),
      } satisfies Change,
    },
    valueCount: count,
  };
}

function replacedBy(change: unknown, shape: Shape, where: string): readonly string[] {
  return shape.list(change, "replace_paths", `${where}.change`).flatMap((path, at) => {
    const steps = Array.isArray(path) ? (path as unknown[]) : undefined;
    const isPath = steps?.every((step) => typeof step === "string" || typeof step === "number");
    if (isPath) return [pathText(steps as (string | number)[])];
    shape.wrong(`${where}.change.replace_paths[${at}]`, path, "a list of names and positions");
    return [];
  });
}

/** One element of `resources` in `values` of a state or of planned values. */
export function readResource(json: unknown, shape: Shape, where: string): DescribedResource | undefined {
  const identity = readIdentity(json, shape, where);
  if (identity === undefined) return undefined;
  const { values, count } = collectMarked(identity.type, memberOf(json, "values"), {
    sensitive: memberOf(json, "sensitive_values"),
  });
  return { resource: { ...identity, instances: "one", values }, valueCount: count };
}

type Identity = Pick<Resource, "id" | "address" | "mode" | "type" | "name" | "key" | "module" | "provider">;

function readIdentity(json: unknown, shape: Shape, where: string): Identity | undefined {
  if (shape.object(json, where) === undefined) return undefined;
  const [type, name] = [shape.text(json, "type", where), shape.text(json, "name", where)];
  const mode = shape.text(json, "mode", where);
  const key = shape.key(json, "index", where);
  const given = shape.text(json, "address", where);
  const provider = shape.optionalText(json, "provider_name", where) ?? "unknown";
  if (type === undefined || name === undefined || mode === undefined || given === undefined) return undefined;
  if (mode !== "managed" && mode !== "data") return shape.wrong(`${where}.mode`, mode, "managed or data");
  const parsed = parseAddress(given);
  if (parsed === undefined) return shape.wrong(`${where}.address`, given, "a resource's address");
  const deposed =
    shape.optionalText(json, "deposed", where) ?? shape.optionalText(json, "deposed_key", where);
  // Terraform before 0.13 leaves the key out of the address.
  const keyed = key !== undefined && parsed.key === undefined ? `${given}${keyText(key)}` : given;
  const address = deposed === undefined ? keyed : `${keyed} (deposed ${deposed})`;
  return {
    id: address,
    address,
    mode,
    type,
    name,
    ...(key === undefined ? {} : { key }),
    module: modulePath(parsed.modules),
    provider: providerSource(provider),
  };
}

/** `aws` of Terraform before 0.13 is `registry.terraform.io/hashicorp/aws`. */
export function providerSource(name: string): string {
  const parts = name.split("/");
  if (parts.length === 1) return `registry.terraform.io/hashicorp/${name}`;
  return parts.length === 2 ? `registry.terraform.io/${name}` : name;
}
