import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { PriceList } from "../../../aws/index.ts";
import { findConfig } from "../../../config/index.ts";
import {
  compileAnswer,
  type DoubtfulPrice,
  type NotRenewed,
  PRICED_SERVICES,
  PriceBook,
  type PriceChange,
  priceFileText,
  questionsOf,
  renewal,
  shippedPrices,
} from "../../../cost/index.ts";
import type { Host } from "../../../host/index.ts";
import { type Clock, given, InputError, writeWhole } from "../../../lib/index.ts";
import { pricesFolder, pricesOf } from "./book.ts";

const FILE = "aws-price-list.json";
/** Of what is doubtful, what a question names. */
const SHOWN = 10;

/** The AWS Price List, as far as it is asked here; `PriceList` is it. */
export interface AskedPriceList {
  readonly calls: number;
  products(
    service: string,
    filters: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<readonly string[]>;
  values(service: string, attribute: string, signal?: AbortSignal): Promise<readonly string[]>;
  destroy(): void;
}

export interface CostPricesUpdateOptions {
  readonly path?: string;
  /** Folder or `.json` file that is written. @default `prices/` beside the configuration */
  readonly out?: string;
  /** @default the configuration's regions; without one, those of the shipped prices */
  readonly regions?: readonly string[];
  /** Service codes of the list, such as `AmazonEC2`. @default all that a rule is known of */
  readonly services?: readonly string[];
  /** Items whose price may become nothing, or change more than fivefold. */
  readonly accept?: readonly string[];
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** @default AWS's own, with the credentials at hand */
  readonly list?: AskedPriceList;
}

export interface CostPricesUpdateResult {
  readonly file: string;
  readonly written: boolean;
  readonly regions: readonly string[];
  readonly questions: number;
  readonly calls: number;
  readonly products: number;
  /** Prices that the file holds, older ones among them. */
  readonly prices: number;
  readonly changed: readonly PriceChange[];
  readonly confirmed: number;
  readonly doubtful: readonly (DoubtfulPrice & { readonly taken: boolean })[];
  readonly notRenewed: readonly NotRenewed[];
  /** Of those, what the file had from the list before: it keeps its old price. */
  readonly lost: readonly NotRenewed[];
  readonly unreadable: readonly string[];
  readonly seconds: number;
}

/**
 * Renews prices from the AWS Price List into a file of the project, which lies on top of those that are shipped. The
 * file is replaced at once, when every question is answered: an update that fails on its way leaves it as it was.
 * Throws `InputError` for regions and services that the list does not have, `TriremeError` where it does not answer.
 */
export async function costPricesUpdate(
  options: CostPricesUpdateOptions,
  host: Host,
): Promise<CostPricesUpdateResult> {
  const { services, accept = [], clock, signal } = options;
  const started = clock.now();
  const day = new Date(started).toISOString().slice(0, 10);
  const file = await fileOf(options);
  const own = await pricesOf(file);
  const book = new PriceBook([...shippedPrices(), ...own]);
  const regions = options.regions ?? (await regionsOf(options, book));
  judgeServices(services);
  const list = options.list ?? new PriceList({ appId: "trireme-planning" });
  try {
    await judgeRegions(list, regions, signal);
    const questions = questionsOf(regions, services);
    const answers = [];
    let products = 0;
    for (const [index, question] of questions.entries()) {
      const { service, region, filters } = question;
      host.progress({
        key: "price-list",
        state: "running",
        text: `${index + 1} of ${questions.length}: ${service}, ${region}`,
        seconds: (clock.now() - started) / 1000,
      });
      const answer = await list.products(service, filters, signal);
      products += answer.length;
      answers.push(compileAnswer({ ...question, products: answer }, book, day));
    }
    host.progress({
      key: "price-list",
      state: "done",
      text: `${questions.length} questions, ${products} products`,
      seconds: (clock.now() - started) / 1000,
    });
    const { prices, doubtful: doubts, ...rest } = renewal(answers, { book, regions, ...given({ services }) });
    const doubtful = await settled(doubts, accept, host);
    const refused = new Set(doubtful.filter(({ taken }) => !taken).map(keyOf));
    const renewed = prices.filter((price) => !refused.has(keyOf(price)));
    const had = new Set(own.map(keyOf));
    const all = [...new Map([...own, ...renewed].map((price) => [keyOf(price), price])).values()];
    if (renewed.length > 0) await writeWhole(file, priceFileText(all));
    return {
      file,
      written: renewed.length > 0,
      regions,
      questions: questions.length,
      calls: list.calls,
      products,
      prices: all.length,
      doubtful,
      ...rest,
      lost: rest.notRenewed.filter((each) => each.code !== "cost/not-asked" && had.has(keyOf(each))),
      seconds: (clock.now() - started) / 1000,
    };
  } finally {
    list.destroy();
  }
}

function keyOf({ item, region }: { readonly item: string; readonly region: string }): string {
  return `${item} ${region}`;
}

async function fileOf({ path, out }: CostPricesUpdateOptions): Promise<string> {
  if (out === undefined) return join(pricesFolder(await findConfig(path)), FILE);
  const found = await stat(out).catch(() => undefined);
  const isFolder = found?.isDirectory() ?? !out.endsWith(".json");
  return resolve(isFolder ? join(out, FILE) : out);
}

async function regionsOf(
  { path, out, clock }: CostPricesUpdateOptions,
  book: PriceBook,
): Promise<readonly string[]> {
  if (out !== undefined && path === undefined) return book.regionsOf("nat/hour");
  // With all that it is built from: not loaded where nobody asks for it.
  const { openProject } = await import("../../project.ts");
  const { platform } = await openProject(path, clock);
  return [...new Set(platform.environments.flatMap(({ regions }) => regions.map(({ name }) => name)))].sort();
}

function judgeServices(services: readonly string[] = []): void {
  const unknown = services.filter((service) => !PRICED_SERVICES.includes(service));
  if (unknown.length === 0) return;
  throw new InputError(
    "cost prices update",
    unknown.map((given) => ({
      code: "cost/price-service",
      where: "--service",
      given,
      wanted: `one of ${PRICED_SERVICES.join(", ")}`,
      fix: "Name the service as the Price List does, or leave the option out.",
    })),
  );
}

async function judgeRegions(
  list: AskedPriceList,
  regions: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const known = await list.values("AmazonEC2", "regionCode", signal);
  const unknown = regions.filter((region) => !known.includes(region));
  if (unknown.length === 0) return;
  throw new InputError(
    "cost prices update",
    unknown.map((given) => ({
      code: "cost/price-region",
      where: "--region",
      given,
      wanted: `a region that the Price List has: ${known.join(", ")}`,
      fix: "Correct the region's code.",
    })),
  );
}

/** What is doubtful is taken where its item was named, or where somebody is there and says so. */
async function settled(
  doubts: readonly DoubtfulPrice[],
  accept: readonly string[],
  host: Host,
): Promise<CostPricesUpdateResult["doubtful"]> {
  const open = doubts.filter(({ item }) => !accept.includes(item));
  const names = open.slice(0, SHOWN).map(({ item, region, before = "nothing of its own", after, reason }) => {
    return `${item} in ${region}: ${before} becomes ${after}, ${reason}`;
  });
  const more = open.length > SHOWN ? ` and ${open.length - SHOWN} more` : "";
  const said =
    open.length > 0 &&
    (await host.confirm({
      code: "doubtful-prices",
      text: `${open.length} prices are hard to believe (${names.join("; ")}${more}). Take them all the same?`,
    }));
  return doubts.map((doubt) => ({ ...doubt, taken: said || accept.includes(doubt.item) }));
}
