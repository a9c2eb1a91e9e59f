import type { Environment } from "../../config/index.ts";
import { graphFromStacks, type ResourceGraph } from "../../graph/index.ts";
import { projectBook } from "../cost/prices/book.ts";
import { costOf } from "../cost/verdict.ts";
import { type Project, synthesizeUnit, unitsOf } from "../project.ts";
import type { RehearsalCost } from "./result.ts";

/** What a month of the rehearsed environment costs, and of every other, by the prices that the project has. */
export async function rehearsalCost(
  project: Project,
  environment: Environment,
  graph: ResourceGraph,
): Promise<RehearsalCost> {
  const { platform, file } = project;
  const book = await projectBook(file);
  const rehearsed = costOf(platform, environment, graph, book);
  const all = unitsOf(platform).map((unit) => {
    if (unit.name === environment.name) return rehearsed;
    const { stacks } = synthesizeUnit(platform, unit);
    return costOf(platform, unit, graphFromStacks(stacks, { name: unit.name }), book);
  });
  return {
    rehearsed,
    all: all.map(({ unit, monthly, budget, verdict }) => ({
      unit,
      monthly,
      ...(budget === undefined ? {} : { budget }),
      verdict,
    })),
  };
}
