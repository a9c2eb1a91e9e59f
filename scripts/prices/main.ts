/**
 * Writes the price book that is shipped (`src/cost/prices/data/`) from published lists:
 *
 *     npm run prices -- <folder with the lists>
 *
 * The lists are named in `facts.ts`. Prices that no list has stand in `catalogue/`, marked as recalled.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson } from "../../src/lib/index.ts";
import { CATALOGUE } from "./catalogue/index.ts";
import { Facts } from "./facts.ts";
import { type Line, REGIONS } from "./origins.ts";
import { SOURCES } from "./sources.ts";

const folder = process.argv[2];
if (folder === undefined) throw new Error("usage: npm run prices -- <folder with the lists>");
const data = join(import.meta.dirname, "..", "..", "src", "cost", "prices", "data");
const facts = new Facts(folder);

type PriceLine = readonly [item: string, unit: string, region: string, price: string, source: string];

function linesOf([item, unit, ...origins]: Line): readonly PriceLine[] {
  const regions = [...REGIONS, "global", "us-east-2"];
  const lines = regions.flatMap((region): PriceLine[] => {
    const found = origins.map((origin) => facts.price(origin, region)).find((row) => row !== undefined);
    return found === undefined ? [] : [[item, unit, region, found.price, found.source]];
  });
  if (lines.length === 0) throw new Error(`${item}: no price anywhere`);
  return lines;
}

function write(name: string, lines: readonly PriceLine[]): void {
  const seen = new Set<string>();
  for (const [item, , region] of lines) {
    const key = `${item} ${region}`;
    if (seen.has(key)) throw new Error(`${key}: twice`);
    seen.add(key);
  }
  const sorted = lines.map((line) => line.join(",")).sort();
  writeFileSync(join(data, `${name}.csv`), `item,unit,region,price,source\n${sorted.join("\n")}\n`);
  process.stdout.write(`${name}: ${sorted.length} prices\n`);
}

write("services", CATALOGUE.flatMap(linesOf));
write("ec2", facts.ec2());
write("rds", facts.rds());
writeFileSync(join(data, "sources.json"), canonicalJson(SOURCES));
