import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RECALLED_CLASSES } from "./catalogue/classes.ts";
import type { Origin, Row } from "./origins.ts";
import type { SourceId } from "./sources.ts";

type Cells = readonly string[];
type PriceLine = readonly [item: string, unit: string, region: string, price: string, source: string];

/** Who the rows of `regional-usd.csv` say they are from. */
const REGIONAL_SOURCES: readonly (readonly [text: string, source: SourceId])[] = [
  ["AWS offer extract", "offer-2026-09"],
  ["list price on a 2024-09 bill", "bill-2024-09"],
  ["published", "published-2026"],
  ["vendor blog", "vendor-2026-06"],
  ["2025-2026 price", "dynamodb-2025"],
];

/** The published lists, read once. */
export class Facts {
  readonly #folder: string;
  readonly #unit: readonly Cells[];
  readonly #regional: readonly Cells[];
  readonly #ebs: readonly Cells[];
  readonly #bill: readonly Cells[];

  constructor(folder: string) {
    this.#folder = folder;
    this.#unit = this.#csv("unit-prices-us-east-1.csv");
    this.#regional = this.#csv("regional-usd.csv");
    this.#ebs = this.#csv("ebs-usd-2025-10-28.csv");
    this.#bill = this.#csv("list-prices-seen-on-a-bill-2024-09.csv");
  }

  /** The price of an origin in a region; undefined where it has none there. Throws where the list has no such row. */
  price(origin: Origin, region: string): Row | undefined {
    switch (origin.from) {
      case "unit":
        return region === "us-east-1" ? this.#unitPrice(origin) : undefined;
      case "regional":
        return this.#regionalPrice(origin, region);
      case "ebs": {
        const price = column(this.#ebs, rowOf(this.#ebs, origin.item), region);
        return price === undefined ? undefined : { price: shifted(price, origin.per), source: "ebs-2025-10" };
      }
      case "bill": {
        if (origin.region !== region) return undefined;
        const row = this.#bill.find(
          ([where, service, text]) =>
            where === region && service === origin.service && text?.startsWith(origin.text),
        );
        if (row?.[3] === undefined) throw new Error(`no line "${origin.text}" on the bill of ${region}`);
        return { price: shifted(row[3], origin.per), source: "bill-2024-09" };
      }
      case "recalled": {
        const price = origin.prices[region];
        return price === undefined ? undefined : { price, source: "recalled" };
      }
      case "tiers": {
        const parts = origin.parts.map(([upTo, part]) => ({ upTo, row: this.price(part, region) }));
        const [first] = parts;
        if (first?.row === undefined || parts.some(({ row }) => row === undefined)) return undefined;
        const price = parts
          .map(({ upTo, row }) => `${row?.price}${upTo === undefined ? "" : `:${upTo}`}`)
          .join(" ");
        return { price, source: first.row.source };
      }
    }
  }

  /** On-demand Linux by the hour. */
  ec2(): readonly PriceLine[] {
    const file = join(this.#folder, "ec2-linux-hourly-usd-us-east-1-2026-07-20.json");
    const { prices } = JSON.parse(readFileSync(file, "utf8")) as { prices: Record<string, number> };
    const newer = Object.entries(prices).map(
      ([type, price]): PriceLine => [
        `ec2/${type}`,
        "hours",
        "us-east-1",
        decimal(String(price)),
        "ec2-2026-07",
      ],
    );
    const older = this.#csv("ec2-linux-hourly-usd.csv");
    const elsewhere = older.slice(1).flatMap((row) =>
      ["us-west-2", "eu-west-1"].flatMap((region): PriceLine[] => {
        const price = column(older, row, region);
        return price === undefined ? [] : [[`ec2/${row[0]}`, "hours", region, decimal(price), "ec2-2024-10"]];
      }),
    );
    return [...newer, ...elsewhere, ...RECALLED_CLASSES.filter(([item]) => item.startsWith("ec2/"))];
  }

  /** RDS and Aurora classes by the hour, one zone. */
  rds(): readonly PriceLine[] {
    const rows = this.#csv("rds-hourly-usd-2021-08.csv");
    const engines: Record<string, string> = {
      MySQL: "mysql",
      PostgreSQL: "postgres",
      MariaDB: "mariadb",
      "Aurora MySQL": "aurora-mysql",
      "Aurora PostgreSQL": "aurora-postgresql",
    };
    const lines = rows.slice(1).flatMap((row) => {
      const engine = engines[row[3] ?? ""];
      return ["us-east-1", "us-west-2", "eu-west-1"].flatMap((region): PriceLine[] => {
        const price = column(rows, row, region);
        if (price === undefined || engine === undefined) return [];
        return [[`rds/${engine}/${row[0]}`, "hours", region, decimal(price), "rds-2021-08"]];
      });
    });
    const known = new Set(lines.map(([item, , region]) => `${item} ${region}`));
    const more = RECALLED_CLASSES.filter(
      ([item, , region]) => item.startsWith("rds/") && !known.has(`${item} ${region}`),
    );
    return [...lines, ...more];
  }

  #unitPrice({ type, component, per, lowest }: Extract<Origin, { from: "unit" }>): Row {
    const found = this.#unit.filter(([a, b]) => a === type && b === component).map((row) => row[3] ?? "");
    const [price] = found.toSorted((a, b) => Number(a) - Number(b));
    if (price === undefined) throw new Error(`no unit price ${type}, ${component}`);
    if (new Set(found).size > 1 && lowest !== true)
      throw new Error(`${type}, ${component} has several prices: ${found.join(", ")}`);
    return { price: shifted(price, per), source: "unit-2026-05" };
  }

  #regionalPrice({ item, per }: Extract<Origin, { from: "regional" }>, region: string): Row | undefined {
    const row = rowOf(this.#regional, item);
    const price = column(this.#regional, row, region);
    if (price === undefined) return undefined;
    const said = row.at(-1) ?? "";
    const partly = said.includes("others recalled");
    const source =
      partly && region !== "us-east-1"
        ? "recalled"
        : partly
          ? "unit-2026-05"
          : REGIONAL_SOURCES.find(([text]) => said.includes(text))?.[1];
    if (source === undefined) throw new Error(`${item}: whose price is "${said}"?`);
    return { price: shifted(price, per), source };
  }

  #csv(name: string): readonly Cells[] {
    const text = readFileSync(join(this.#folder, name), "utf8").trim();
    return text
      .split("\n")
      .map((line) =>
        [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? ""),
      );
  }
}

function rowOf(rows: readonly Cells[], first: string): Cells {
  const row = rows.find(([cell]) => cell === first);
  if (row === undefined) throw new Error(`no row "${first}"`);
  return row;
}

function column(rows: readonly Cells[], row: Cells, name: string): string | undefined {
  const index = rows[0]?.indexOf(name) ?? -1;
  const cell = index < 0 ? undefined : row[index];
  return cell === "" ? undefined : cell;
}

/** Without an exponent, and without zeros at the end. */
function decimal(text: string): string {
  return shifted(text, 1);
}

/** Divided by a power of ten, exactly. */
function shifted(text: string, per: number): string {
  const places = Math.round(Math.log10(per));
  if (10 ** places !== per) throw new Error(`${per} is no power of ten`);
  const [digits = "", exponent = "0"] = text.toLowerCase().split("e");
  const [whole = "", fraction = ""] = digits.split(".");
  const scale = fraction.length + places - Number(exponent);
  if (scale <= 0) return `${whole}${fraction}${"0".repeat(-scale)}`.replace(/^0+(?=\d)/, "");
  const padded = `${whole}${fraction}`.padStart(scale + 1, "0");
  return `${padded.slice(0, -scale)}.${padded.slice(-scale)}`.replace(/^0+(?=\d)/, "").replace(/\.?0+$/, "");
}
