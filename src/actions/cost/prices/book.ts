import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Price, PriceBook, readPriceFile, shippedBook, shippedPrices } from "../../../cost/index.ts";
import { InputError } from "../../../lib/index.ts";

/** Folder of a project whose `.json` files hold prices of its own, beside the configuration. */
const FOLDER = "prices";

/** Where a project's own prices lie. */
export function pricesFolder(configuration: string): string {
  return join(dirname(configuration), FOLDER);
}

/** What is shipped, with a project's own prices on top; every figure keeps its source and its day. */
export async function projectBook(configuration: string): Promise<PriceBook> {
  const folder = pricesFolder(configuration);
  const found = await stat(folder).catch(() => undefined);
  return found?.isDirectory() === true ? bookWith(await pricesIn(folder)) : shippedBook();
}

/** The same with the prices of one file or folder. Throws `InputError` where it is neither. */
export async function bookFrom(path: string): Promise<PriceBook> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) return bookWith(await pricesIn(path));
  if (found?.isFile() === true) return bookWith(await pricesOf(path));
  throw new InputError(path, [
    {
      code: "cost/price-file",
      where: "--prices",
      given: path,
      wanted: "a file of prices, or a folder of them",
      fix: "Correct the path, or leave the option out: then the prices that are shipped hold.",
    },
  ]);
}

/** Prices of a file; none where it is not there yet. */
export async function pricesOf(file: string): Promise<readonly Price[]> {
  const found = await stat(file).catch(() => undefined);
  return found === undefined ? [] : readPriceFile(await readFile(file, "utf8"), file, shippedBook());
}

/** By name: of two files that price the same, the later counts. */
async function pricesIn(folder: string): Promise<readonly Price[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
  const prices: Price[] = [];
  for (const name of names) prices.push(...(await pricesOf(join(folder, name))));
  return prices;
}

function bookWith(own: readonly Price[]): PriceBook {
  return new PriceBook([...shippedPrices(), ...own]);
}
