/** Parameters of a query-protocol call (`Action=...&Version=...`), flat as AWS writes them: `Filters.Filter.1.Name`. */
export type Form = ReadonlyMap<string, string>;

/** Reads a form body. A name that stands twice keeps its last value, as AWS does. */
export function parseForm(body: Buffer | string): Form {
  return new Map(new URLSearchParams(body.toString()));
}

/** The form as a body, in the order of its names. */
export function renderForm(form: Form): string {
  return new URLSearchParams([...form]).toString();
}

/** A boolean parameter: absent is undefined. AWS accepts `true` in any case. */
export function flag(form: Form, name: string): boolean | undefined {
  const value = form.get(name);
  return value === undefined ? undefined : value.toLowerCase() === "true";
}

/**
 * The values of a list parameter: `list(form, "SubnetIds")` reads `SubnetIds.SubnetIdentifier.1`,
 * `SubnetIds.member.1` and `SubnetIds.1` alike, in the order of their numbers.
 */
export function list(form: Form, name: string): string[] {
  return [...items(form, name).values()].flatMap((item) => {
    const value = item.get("");
    return value === undefined ? [] : [value];
  });
}

/**
 * The structures of a list parameter by their number, each a form of its own:
 * `Filters.Filter.1.Name` stands in item 1 as `Name`. A plain value stands under the empty name.
 */
export function items(form: Form, name: string): Map<number, Form> {
  const found = new Map<number, Map<string, string>>();
  const prefix = `${name}.`;
  for (const [key, value] of form) {
    if (!key.startsWith(prefix)) continue;
    const match = /^(?:[A-Za-z]+\.)?(\d+)(?:\.(.*))?$/.exec(key.slice(prefix.length));
    if (match === null) continue;
    const number = Number(match[1]);
    const item = found.get(number) ?? new Map<string, string>();
    item.set(match[2] ?? "", value);
    found.set(number, item);
  }
  return new Map([...found].sort(([a], [b]) => a - b));
}

/** The `Filters` parameter of a Describe call: values by filter name. */
export function filters(form: Form): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const name of ["Filters", "Filter"]) {
    for (const item of items(form, name).values()) {
      const filter = item.get("Name");
      if (filter === undefined) continue;
      found.set(filter, list(item, item.size > 0 && [...item.keys()].some(isValues) ? "Values" : "Value"));
    }
  }
  return found;
}

function isValues(key: string): boolean {
  return key.startsWith("Values.");
}
