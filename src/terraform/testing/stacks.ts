import type { JsonObject } from "../../lib/index.ts";
import type { StackInput, StackSource } from "../stack.ts";

/** A Terraform expression inside a JSON string. */
export function expression(path: string): string {
  return `\${${path}}`;
}

/**
 * A small stack for tests: one resource whose argument is made of the stack's
 * inputs, one output `id` with that value. It depends on `dependsOn` and takes
 * the output `id` of each as an input.
 */
export function smallStack(
  id: string,
  dependsOn: readonly string[] = [],
  more: JsonObject = {},
): StackSource {
  const inputs: StackInput[] = dependsOn.map((stack) => ({
    variable: `from_${stack.replaceAll(/\W/g, "_")}`,
    stack,
    output: "id",
    placeholder: `placeholder of ${stack}`,
  }));
  const parts = [id, ...inputs.map((input) => expression(`var.${input.variable}`))];
  return {
    id,
    scope: { kind: "global" },
    alsoReads: [],
    dependsOn,
    inputs,
    stateRegion: "us-east-1",
    configuration: {
      terraform: { backend: { local: {} } },
      variable: Object.fromEntries(inputs.map((input) => [input.variable, { type: "string" }])),
      resource: { terraform_data: { one: { input: parts.join(" < ") } } },
      output: { id: { value: expression("terraform_data.one.output") } },
      ...more,
    },
  };
}
