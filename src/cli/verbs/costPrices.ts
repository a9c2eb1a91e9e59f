import type { Command } from "commander";
import { costPricesList, costPricesShow, costPricesUpdate } from "../../actions/index.ts";
import { systemClock } from "../../lib/index.ts";
import { costPricesListText, costPricesShowText, costPricesUpdateText } from "../costPricesText.ts";
import { declareVerb, given, PATH, type Perform } from "../declare.ts";

/** The option by which cost verbs are told of other prices. */
export const PRICES = [
  "--prices <path>",
  "file or folder of prices that count before those shipped (default: prices/ beside the configuration)",
] as const;

interface UpdateFlags {
  readonly out?: string;
  readonly region?: readonly string[];
  readonly service?: readonly string[];
  readonly accept?: readonly string[];
}

export function registerCostPrices(cost: Command, perform: Perform): void {
  const prices = cost
    .command("prices")
    .description("the price book: how old it is, what is in it, its renewal");
  declareVerb(prices, "update", "renew it from the AWS Price List, with the credentials at hand")
    .argument(...PATH)
    .option("--out <path>", "folder or .json file to write (default: prices/ beside the configuration)")
    .option("--region <name...>", "only these regions (default: the configuration's)")
    .option("--service <code...>", "only these services of the list, such as AmazonEC2")
    .option("--accept <item...>", "items whose price may become nothing, or change more than fivefold")
    .action((path: string | undefined, { out, region, service, accept }: UpdateFlags) =>
      perform(async ({ host, signal }) => {
        const options = { path, out, regions: region, services: service, accept };
        const result = await costPricesUpdate({ clock: systemClock, signal, ...given(options) }, host);
        const { doubtful, lost, unreadable, written } = result;
        const refused = doubtful.some(({ taken }) => !taken);
        const asItShould = written && !refused && lost.length === 0 && unreadable.length === 0;
        return { document: result, text: costPricesUpdateText(result), exitCode: asItShould ? 0 : 1 };
      }),
    );
  declareVerb(prices, "list", "the lists that prices come from, how old each is, and what is recalled only")
    .argument(...PATH)
    .option(...PRICES)
    .action((path: string | undefined, { prices: from }: { readonly prices?: string }) =>
      perform(async () => {
        const result = await costPricesList({ clock: systemClock, ...given({ path, prices: from }) });
        return { document: result, text: costPricesListText(result), exitCode: 0 };
      }),
    );
  declareVerb(prices, "show", "what one item costs in each region, and who says so")
    .argument("<item>", "such as nat/hour or ec2/m7g.large")
    .argument(...PATH)
    .option(...PRICES)
    .action((item: string, path: string | undefined, { prices: from }: { readonly prices?: string }) =>
      perform(async () => {
        const result = await costPricesShow({ clock: systemClock, item, ...given({ path, prices: from }) });
        return { document: result, text: costPricesShowText(result), exitCode: 0 };
      }),
    );
}
