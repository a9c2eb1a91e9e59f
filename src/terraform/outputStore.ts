import type { Json } from "../lib/index.ts";

/** Where the outputs of applied stacks are kept for the stacks that take them as inputs. */
export interface OutputStore {
  /** The outputs of a stack's last apply; undefined when it was never applied. */
  read(stackId: string): Promise<Readonly<Record<string, Json>> | undefined>;
  write(stackId: string, outputs: Readonly<Record<string, Json>>): Promise<void>;
  /** The stack was destroyed: from now on it has no outputs. */
  remove(stackId: string): Promise<void>;
}

/** Keeps outputs for as long as this process lives. */
export class MemoryOutputStore implements OutputStore {
  readonly #outputs = new Map<string, Readonly<Record<string, Json>>>();

  async read(stackId: string): Promise<Readonly<Record<string, Json>> | undefined> {
    return this.#outputs.get(stackId);
  }

  async write(stackId: string, outputs: Readonly<Record<string, Json>>): Promise<void> {
    this.#outputs.set(stackId, structuredClone(outputs));
  }

  async remove(stackId: string): Promise<void> {
    this.#outputs.delete(stackId);
  }
}
