import { readFile, stat } from "node:fs/promises";
import type { Platform, Unit } from "../../config/index.ts";
import {
  type DerivedCost,
  type Estimate,
  estimate,
  type PriceBook,
  readUsage,
  shippedBook,
  type UsageFile,
  type UsageSource,
} from "../../cost/index.ts";
import { graphFromStacks, type ResourceGraph } from "../../graph/index.ts";
import { InputError } from "../../lib/index.ts";
import { type GraphOptions, graph } from "../graph/graph.ts";
import { openProject, synthesizeUnit, unitOf, unitsOf } from "../project.ts";
import { platformUsage } from "./platformUsage.ts";
import { bookFrom, projectBook } from "./prices/book.ts";

/** What every cost verb can be asked about. */
export interface CostSource extends GraphOptions {
  /** Usage file, as Infracost writes it. It goes before what the configuration says. */
  readonly usage?: string;
  /** File or folder of prices on top of those that are shipped. @default `prices/` beside the configuration */
  readonly prices?: string;
  /** Of resources whose provider names no region. @default us-east-1, with a notice */
  readonly region?: string;
}

export async function estimateOf(source: CostSource): Promise<Estimate> {
  const { usage, region, prices, ...rest } = source;
  if (region !== undefined && !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) {
    throw new InputError("cost", [
      {
        code: "cost/region",
        where: "--region",
        given: region,
        wanted: "an AWS region, such as eu-west-1",
        fix: "Write the region's code, or leave it out.",
      },
    ]);
  }
  const file = usage === undefined ? undefined : await openUsage(usage);
  const said = await openSource(rest);
  const made = estimate(said.graph, {
    book: prices === undefined ? said.book : await bookFrom(prices),
    usage: [...(file === undefined ? [] : [file.source]), ...said.usage],
    derived: said.derived,
    ...(region === undefined ? {} : { region }),
  });
  return file === undefined ? made : { ...made, notices: [...made.notices, ...noticesOf(file)] };
}

interface Opened {
  readonly graph: ResourceGraph;
  readonly book: PriceBook;
  readonly usage: readonly UsageSource[];
  readonly derived: readonly DerivedCost[];
}

/** Of a configuration of ours, how it is used is known beside what is in it. */
async function openSource(source: GraphOptions): Promise<Opened> {
  const { plan, state, dir, path, environment, clock } = source;
  if (plan !== undefined || state !== undefined || dir !== undefined) {
    return { graph: await graph(source), book: shippedBook(), usage: [], derived: [] };
  }
  const project = await openProject(path, clock);
  const units = environment === undefined ? unitsOf(project.platform) : [unitOf(project, environment)];
  return { ...openUnits(project.platform, units), book: await projectBook(project.file) };
}

/** Their stacks as one graph, and how each is used. */
export function openUnits(platform: Platform, units: readonly Unit[]): Omit<Opened, "book"> {
  const stacks = units.flatMap((unit) => synthesizeUnit(platform, unit).stacks);
  const uses = new Map(units.map((unit) => [unit.name, platformUsage(platform, unit)]));
  return {
    graph: graphFromStacks(stacks, { name: units.map(({ name }) => name).join(", ") }),
    usage: [(resource, key) => uses.get(resource.stack?.split("/")[0] ?? "")?.source(resource, key)],
    derived: [...uses.values()].flatMap(({ derived }) => derived),
  };
}

async function openUsage(path: string): Promise<UsageFile> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) {
    throw new InputError(path, [
      {
        code: "cost/usage-file",
        where: "--usage",
        given: path,
        wanted: "a usage file: version: 0.1, then resource_usage:",
        fix: "Correct the path, or leave the option out: then usage is assumed.",
      },
    ]);
  }
  return readUsage(await readFile(path, "utf8"), path);
}

function noticesOf({ ignored, unmet }: UsageFile): readonly string[] {
  const missed = unmet();
  return [
    ...(ignored.length === 0
      ? []
      : [`${ignored.length} lines of the usage file are not used here: ${some(ignored)}`]),
    ...(missed.length === 0
      ? []
      : [`${missed.length} addresses of the usage file are not there: ${some(missed)}`]),
  ];
}

function some(items: readonly string[]): string {
  return items.length <= 5
    ? items.join("; ")
    : `${items.slice(0, 5).join("; ")} and ${items.length - 5} more`;
}
