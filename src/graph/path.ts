/** A way into a resource's values: member names and list positions. */
export type AttributePath = readonly (string | number)[];

const PLAIN = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** As Terraform writes it: `ingress[0].cidr_blocks`, `tags["kubernetes.io/role"]`. */
export function pathText(path: AttributePath): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (PLAIN.test(step)) text += text === "" ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}

/** The reverse of `pathText`. Throws when the text is no path, which is a mistake of the calling code. */
export function pathOf(text: string): AttributePath {
  const path: (string | number)[] = [];
  const step = /\.?([A-Za-z_][A-Za-z0-9_-]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;
  while (step.lastIndex < text.length) {
    const from = step.lastIndex;
    const [, name, position, quoted] = step.exec(text) ?? [];
    if (name !== undefined) path.push(name);
    else if (position !== undefined) path.push(Number(position));
    else if (quoted !== undefined) path.push(JSON.parse(quoted) as string);
    else throw new Error(`${JSON.stringify(text)} is no path of an attribute, from position ${from}`);
  }
  return path;
}
