import { failback } from "../library/failback.ts";
import { regionalFailover } from "../library/regionalFailover.ts";
import type { RegionScope } from "../library/scope.ts";
import type { Runbook } from "../runbook.ts";
import { ACCOUNT, FAR, HOST, LOST, NEXT, store } from "./bench.ts";

const STORES = [
  store("aurora-postgresql", [LOST, NEXT], "orders"),
  store("aurora-postgresql", [LOST, NEXT], "cards"),
  store("rds-postgresql", [LOST, NEXT, FAR], "billing"),
  store("dynamodb", [LOST, NEXT], "cart"),
  store("s3", [LOST, NEXT], "media"),
];

const SCOPE: RegionScope = {
  region: LOST,
  account: ACCOUNT,
  stores: STORES,
  hosts: [HOST],
  clientRegions: [LOST, NEXT],
};

/** Every runbook of the library, of a platform with a store of every engine. */
export function everyRunbook(): readonly Runbook[] {
  const at = (region: string) => new Map(STORES.map(({ id }) => [id, region]));
  return [...regionalFailover(SCOPE), ...failback(SCOPE, at(LOST), at(NEXT))];
}
