import { type Json, TriremeError } from "../lib/index.ts";
import type { PlanOptions } from "./driver.ts";
import type { OutputStore } from "./outputStore.ts";
import type { StackInput, StackSource } from "./stack.ts";

export interface ResolvedInputs {
  readonly variables: Readonly<Record<string, Json>>;
  /** Variables whose value is a placeholder. */
  readonly provisional: readonly string[];
}

/**
 * Values of a stack's variables from the outputs of other stacks. What has no
 * value yet gets its placeholder, or with `refuse` is an error.
 *
 * @throws TriremeError `input-missing`
 */
export async function resolveInputs(
  stack: StackSource,
  store: OutputStore,
  missing: "allow" | "refuse",
): Promise<ResolvedInputs> {
  const variables: Record<string, Json> = {};
  const without: { input: StackInput; applied: boolean }[] = [];
  const outputsOf = new Map<string, Promise<Readonly<Record<string, Json>> | undefined>>();
  for (const input of stack.inputs) {
    const reading = outputsOf.get(input.stack) ?? store.read(input.stack);
    outputsOf.set(input.stack, reading);
    const outputs = await reading;
    const value = outputs?.[input.output];
    if (value === undefined) without.push({ input, applied: outputs !== undefined });
    variables[input.variable] = value ?? input.placeholder;
    if (value === null) variables[input.variable] = null;
  }
  if (without.length > 0 && missing === "refuse") throw inputMissing(stack, without);
  return { variables, provisional: without.map(({ input }) => input.variable) };
}

/** What is destroyed depends on no input, so that a placeholder makes no destruction provisional. */
export function planOptions(inputs: ResolvedInputs, destroy: boolean): PlanOptions {
  return destroy ? { variables: inputs.variables, destroy } : inputs;
}

function inputMissing(
  stack: StackSource,
  without: readonly { readonly input: StackInput; readonly applied: boolean }[],
): TriremeError {
  const named = without.map(({ input, applied }) =>
    applied
      ? `${input.variable} (${input.stack} has no output ${input.output})`
      : `${input.variable} (${input.stack} has not been applied)`,
  );
  const producers = [...new Set(without.map(({ input }) => input.stack))];
  return new TriremeError(`${stack.id}: no value for ${named.join(", ")}`, {
    code: "input-missing",
    fault: "input",
    fix: `Apply ${producers.join(", ")} first.`,
  });
}
