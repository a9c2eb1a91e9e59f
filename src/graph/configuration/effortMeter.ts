import type { Effort } from "../expression/evaluate.ts";
import type { GraphBuilder } from "../graphBuilder.ts";
import { overLimit } from "../inputProblems.ts";

/**
 * Evaluations inside each other. Each takes about a dozen of the engine's frames, of which there are some
 * ten thousand; configurations need about twenty.
 */
const DEEPEST = 250;

/** One budget for all expressions of a graph, so that none can be made to run for ever. */
export class EffortMeter {
  readonly #builder: GraphBuilder;
  #steps = 0;
  #depth = 0;

  constructor(builder: GraphBuilder) {
    this.#builder = builder;
  }

  at(where: string): Effort {
    return {
      notice: (code, text) => this.#builder.notice(code, where, text),
      enter: () => {
        const { limits, problems } = this.#builder;
        this.#steps += 1;
        this.#depth += 1;
        if (this.#steps > limits.steps) {
          problems.refuse(
            overLimit("steps", limits.steps, where, "expressions that take more steps than that"),
          );
        }
        return this.#depth <= DEEPEST;
      },
      leave: () => {
        this.#depth -= 1;
      },
    };
  }
}
