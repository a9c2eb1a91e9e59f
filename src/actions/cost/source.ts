import { readFile, stat } from "node:fs/promises";
import { type Estimate, estimate, readUsage, shippedBook, type UsageFile } from "../../cost/index.ts";
import { InputError } from "../../lib/index.ts";
import { type GraphOptions, graph } from "../graph/graph.ts";

/** What every cost verb can be asked about. */
export interface CostSource extends GraphOptions {
  /** Usage file, as Infracost writes it. It goes before what the configuration says. */
  readonly usage?: string;
  /** Of resources whose provider names no region. @default us-east-1, with a notice */
  readonly region?: string;
}

export async function estimateOf(source: CostSource): Promise<Estimate> {
  const { usage, region, ...rest } = source;
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
  const made = estimate(await graph(rest), {
    book: shippedBook(),
    usage: file === undefined ? [] : [file.source],
    ...(region === undefined ? {} : { region }),
  });
  return file === undefined ? made : { ...made, notices: [...made.notices, ...noticesOf(file)] };
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
