import { type BillAccounts, NO_ACCOUNTS } from "../../bill/index.ts";
import type { Platform } from "../../config/index.ts";

/**
 * Whose the accounts on a bill are. An account of one environment alone is that environment's with all that it costs,
 * as the organization's cost categories have it; several environments in one account are told apart by their tag.
 */
export function billAccounts(platform: Platform | undefined): BillAccounts {
  if (platform === undefined) return NO_ACCOUNTS;
  const { environments, organization } = platform;
  const own = Map.groupBy(environments, ({ account }) => account);
  const taken = organization?.account;
  return {
    environments: Object.fromEntries(
      [...own].flatMap(([account, [first, ...others]]) =>
        first === undefined || others.length > 0 || account === taken ? [] : [[account, first.name]],
      ),
    ),
    shared: [...new Set(organization?.accounts.map(({ account }) => account))].filter(
      (account) => !own.has(account),
    ),
  };
}
