import { removeRestored, removeRows, rowsFound, type TableRow, writeRows } from "../../aws/index.ts";
import type { Host } from "../../host/index.ts";
import { canRestore, type RecoverableStore, type RegionScope, restore } from "../../runbooks/index.ts";
import { regionScope } from "../recovery/scope.ts";
import { type Machine, thisMachine } from "../workbench/machine.ts";
import { noteNotDone } from "./held/draft.ts";
import { holdDrill } from "./held/hold.ts";
import type { Place } from "./held/place.ts";
import { makes, smallestSet } from "./held/smallest.ts";
import type { DrillResult } from "./keep.ts";
import { type DrillOptions, type DrillSubject, drillSubject, refusedDrill, scopeOf } from "./prepare.ts";

export interface DrillRestoreOptions extends DrillOptions {
  /** By its id: `cart-us`. */
  readonly store: string;
}

type RestorableEngine = Exclude<RecoverableStore["engine"], "s3">;
type Restorable = RecoverableStore & { readonly engine: RestorableEngine };

const TYPES: Readonly<Record<RestorableEngine, string>> = {
  "aurora-postgresql": "aws_rds_cluster",
  "rds-postgresql": "aws_db_instance",
  dynamodb: "aws_dynamodb_table",
};

/** Of what the drill wrote, every one is looked for. */
const ROWS = 100;

/** Behind by minutes: what was written is in the history then. AWS says five minutes, for tables and for databases. */
const HISTORY_SECONDS = 600;

/**
 * Brings a store back beside the one that is there by the library's restore, from its own history, and looks for what was
 * written before: every row of a table, with what stands in it. What was restored is deleted then, with the rows.
 *
 * @throws InputError for a store without a history of its own
 */
export async function drillRestore(
  options: DrillRestoreOptions,
  host: Host,
  machine: Machine = thisMachine,
): Promise<DrillResult> {
  const subject = await drillSubject(options);
  const { store, scope } = restorable(subject, options.store);
  const stacks = smallestSet(
    subject.all,
    makes([TYPES[store.engine]], [scope.region], store.nameIn(scope.region)),
  );
  return holdDrill(
    { ...options, prepared: { ...subject, stacks }, kind: "restore", lost: store.id, modelled: [] },
    host,
    machine,
    (place) => restoreStore(place, scope, store),
  );
}

async function restoreStore(place: Place, scope: RegionScope, store: Restorable): Promise<void> {
  const { region } = scope;
  const clients = place.observer.in(region);
  const source = store.nameIn(region);
  const target = `${source}-drilled`;
  const prefix = `drill-${place.draft.at}`;
  const rows =
    store.engine === "dynamodb" ? await writeRows(clients, source, { prefix, count: ROWS }) : undefined;
  await place.sandbox.advanceClock(HISTORY_SECONDS);
  await place.beginLoss();
  const { completed } = await place.recover(
    "failover",
    `${store.id} is spoilt. Restoring it in ${region} as ${target}`,
    restore(scope, { store, as: target }),
  );
  await place.seeRecovered(undefined);
  if (completed) await seeRestored(place, scope, { store, target, rows });
  await place.plan("planAfterFailover", "Planning with it beside the store: nothing may be left to do");
  if (completed) await removeRestored(clients, store.engine, target);
  if (rows !== undefined) await removeRows(clients, source, rows);
  await place.plan("planAfterFailback", "Planning a last time: nothing may be left to do");
  noteNotDone(place.draft, {
    code: "drill-restore-times",
    what: "modelled times of a restore",
    why: "a drill models losses, and how long a restore takes goes by the size of the store",
    fix: "Measure it on AWS, with the store's own size.",
  });
}

async function seeRestored(
  { draft, observer }: Place,
  { region }: RegionScope,
  {
    store,
    target,
    rows,
  }: { readonly store: Restorable; readonly target: string; readonly rows: readonly TableRow[] | undefined },
): Promise<void> {
  if (rows === undefined) {
    draft.restored = { as: target };
    return;
  }
  const found = await rowsFound(observer.in(region), target, rows);
  draft.restored = { as: target, rows: { lookedFor: rows.length, found } };
  // What no other drill does, this one did.
  draft.notDone = draft.notDone.filter(({ code }) => code !== "drill-rows");
  noteNotDone(draft, {
    code: "drill-restore-moment",
    what: "going back to a moment",
    why: "an emulated table is restored with what it holds now, whatever moment is asked for",
    fix: "Restore a table in an account of your own to a moment before a row was deleted, and look for the row.",
  });
  if (found === rows.length) return;
  noteNotDone(draft, {
    code: "rows-missing",
    what: `finding ${rows.length - found} of ${rows.length} rows that were written before`,
    why: `${target} was made from the history of ${store.id} and does not have them as they were written`,
    fix: "See until when its history goes, and what the restore was asked for.",
  });
}

function restorable(
  subject: DrillSubject,
  given: string,
): { readonly store: Restorable; readonly scope: RegionScope } {
  const { project, environment } = subject;
  const [first] = environment.regions;
  const { stores } = regionScope(project.platform, environment, first?.name ?? "");
  const able = stores.filter((store): store is Restorable => canRestore(store));
  const store = able.find(({ id }) => id === given);
  if (store === undefined) {
    throw refusedDrill(subject, {
      code: "option/no-history",
      where: "store",
      given,
      wanted: `a store with a history of its own: ${able.map(({ id }) => id).join(", ") || "there is none"}`,
      fix: "Name one of them by its id.",
    });
  }
  const [region = ""] = store.regions;
  return { store, scope: scopeOf(subject, region, [store]) };
}
