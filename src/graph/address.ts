/** One step of a module path. */
export interface ModuleStep {
  readonly name: string;
  readonly key?: string | number;
}

/** A Terraform address, taken apart. */
export interface Address {
  readonly modules: readonly ModuleStep[];
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly key?: string | number;
  /** What follows: `id`, `tags["a"]`. */
  readonly rest: readonly (string | number)[];
}

const STEP = /\.?([A-Za-z_*][\w*-]*)|\[(-?\d+)\]|\[("(?:[^"\\]|\\.)*")\]|\[([^\]"]*)\]/y;

/** The steps of an address or a reference: names, numbers for positions, `{ key }` for text keys. */
function stepsOf(text: string): (string | { readonly key: string | number | undefined })[] | undefined {
  const steps: (string | { readonly key: string | number | undefined })[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < text.length) {
    const [, name, position, quoted, other] = STEP.exec(text) ?? [];
    if (name !== undefined) steps.push(name);
    else if (position !== undefined) steps.push({ key: Number(position) });
    else if (quoted !== undefined) steps.push({ key: unquoted(quoted) });
    else if (other !== undefined) steps.push({ key: undefined });
    else return undefined;
  }
  return steps;
}

/** Terraform escapes as JSON does, and writes `$${` for `${`. Text that is neither stays as it is. */
function unquoted(text: string): string {
  try {
    return (JSON.parse(text) as string).replaceAll("$${", "${").replaceAll("%%{", "%{");
  } catch {
    return text.slice(1, -1);
  }
}

/**
 * Takes apart `module.a["x"].aws_subnet.public[0].id`. Gives `undefined` for what names no resource: `var.x`,
 * `module.a.output` (whose `modules` a caller gets from `modulesOf`), or nonsense.
 */
export function parseAddress(text: string): Address | undefined {
  const steps = stepsOf(text);
  if (steps === undefined) return undefined;
  const { modules, next } = leadingModules(steps);
  let at = next;
  const mode = steps[at] === "data" ? "data" : "managed";
  if (mode === "data") at += 1;
  const [type, name] = [steps[at], steps[at + 1]];
  if (typeof type !== "string" || typeof name !== "string") return undefined;
  const key = steps[at + 2];
  const hasKey = typeof key === "object";
  const rest = steps
    .slice(at + (hasKey ? 3 : 2))
    .map((step) => (typeof step === "string" ? step : (step.key ?? "*")));
  return {
    modules,
    mode,
    type,
    name,
    ...(hasKey && key.key !== undefined ? { key: key.key } : {}),
    rest,
  };
}

/** The module path that a reference begins with, and the output that it reads of the last module. */
export function parseModuleReference(
  text: string,
): { readonly modules: readonly ModuleStep[]; readonly output?: string } | undefined {
  const steps = stepsOf(text);
  if (steps === undefined) return undefined;
  const { modules, next } = leadingModules(steps);
  const output = steps[next];
  if (modules.length === 0) return undefined;
  return typeof output === "string" ? { modules, output } : { modules };
}

function leadingModules(steps: readonly (string | { readonly key: string | number | undefined })[]) {
  const modules: ModuleStep[] = [];
  let at = 0;
  while (steps[at] === "module" && typeof steps[at + 1] === "string") {
    const name = steps[at + 1] as string;
    const key = steps[at + 2];
    at += typeof key === "object" ? 3 : 2;
    modules.push({
      name,
      ...(typeof key === "object" && key.key !== undefined ? { key: key.key } : {}),
    });
  }
  return { modules, next: at };
}

/** `["x"]`, `[0]`, or nothing. */
export function keyText(key: string | number | undefined): string {
  if (key === undefined) return "";
  if (typeof key === "number") return `[${key}]`;
  return `[${JSON.stringify(key).replaceAll("${", "$${").replaceAll("%{", "%%{")}]`;
}

/** `module.a["x"].module.b`. */
export function modulePath(modules: readonly ModuleStep[]): string {
  return modules.map(({ name, key }) => `module.${name}${keyText(key)}`).join(".");
}

/** The address of the block that all instances come from: no key anywhere. */
export function blockAddress({
  modules,
  mode,
  type,
  name,
}: Pick<Address, "modules" | "mode" | "type" | "name">): string {
  const path = modules.map((step) => `module.${step.name}.`).join("");
  return `${path}${mode === "data" ? "data." : ""}${type}.${name}`;
}
