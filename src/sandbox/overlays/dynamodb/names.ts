import type { AwsCall, AwsReply } from "../../call.ts";
import type { World } from "../../overlay.ts";
import { askJson, jsonBody, jsonReply } from "../../wire/index.ts";

/** Of ours alone: the emulator takes no more on a page. */
const PAGE = 100;

/**
 * Names of tables in their order, from any name on, whether or not there is such a table (recalled). The emulator lists
 * them as they were made, and finds nothing after a name that it does not know.
 */
export async function listTables(call: AwsCall, world: World): Promise<AwsReply | undefined> {
  const place = { account: call.account, region: call.signedRegion };
  const all: string[] = [];
  for (let last: unknown; ; ) {
    const from = last === undefined ? {} : { ExclusiveStartTableName: last };
    const page = await askJson(world, place, "dynamodb", "ListTables", { Limit: PAGE, ...from });
    if (page === undefined) return undefined;
    all.push(...(page.TableNames as string[]));
    last = page.LastEvaluatedTableName;
    if (last === undefined || last === null) break;
  }
  const { ExclusiveStartTableName: start, Limit: limit = PAGE } = jsonBody(call);
  const names = all.filter((name) => typeof start !== "string" || name > start).sort();
  const shown = names.slice(0, Number(limit));
  const more = shown.length < names.length ? { LastEvaluatedTableName: shown.at(-1) } : {};
  return jsonReply(call, { TableNames: shown, ...more });
}
