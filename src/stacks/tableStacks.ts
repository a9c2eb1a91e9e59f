import { GlobalTable, GlobalTableCopy } from "../constructs/index.ts";
import type { EnvironmentStack } from "./environmentStack.ts";
import { storeTags } from "./facts.ts";
import { hotKeysShown } from "./observability.ts";
import { keyOf, type RegionContext, regionStack } from "./regionStack.ts";
import { stackIds } from "./stackIds.ts";

/**
 * Global tables born in this region. Apart from the other stores so that their copies, which the
 * provider takes minutes over, do not wait for databases: see ADR 0003.
 */
export function tables(context: RegionContext): EnvironmentStack | undefined {
  const { environment, region } = context;
  const ids = stackIds(environment.name);
  const born = environment.stores.filter(
    (store) => store.engine === "dynamodb" && store.birth === region.name,
  );
  if (born.length === 0) return undefined;
  const stack = regionStack(context, ids.tables(region.name));
  for (const store of born) {
    if (store.engine !== "dynamodb") continue;
    new GlobalTable(stack, store.id, {
      naming: stack.naming,
      store: store.id,
      partitionKey: store.partitionKey,
      ...(store.sortKey === undefined ? {} : { sortKey: store.sortKey }),
      keyArn: keyOf(stack, context, region.name, store),
      protect: environment.protect,
      hotKeys: hotKeysShown(context, store),
      tags: storeTags(context, store, region.name),
    });
  }
  return stack;
}

/** Copies of global tables in this region, apart from everything else: see ADR 0003. */
export function replicas(context: RegionContext): EnvironmentStack | undefined {
  const { environment, region } = context;
  const ids = stackIds(environment.name);
  const copies = environment.stores.filter(
    (store) => store.engine === "dynamodb" && store.copies.includes(region.name),
  );
  if (copies.length === 0) return undefined;
  const stack = regionStack(context, ids.replicas(region.name));
  for (const store of copies) {
    stack.after(ids.tables(store.birth));
    new GlobalTableCopy(stack, store.id, {
      naming: stack.naming,
      store: store.id,
      birth: store.birth,
      keyArn: keyOf(stack, context, region.name, store),
      protect: environment.protect,
      hotKeys: hotKeysShown(context, store),
      tags: storeTags(context, store, region.name),
    });
  }
  return stack;
}
