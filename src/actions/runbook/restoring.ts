import { backupRoleArn, vaultName } from "../../constructs/index.ts";
import type { InputProblem } from "../../lib/index.ts";
import {
  backedUpArn,
  type RecoverableStore,
  type Runbook,
  restore,
  restoreFromBackup,
} from "../../runbooks/index.ts";
import { backedUpIn, restoredName, withHistoryIn } from "../../stacks/index.ts";
import { namingOf } from "../project.ts";
import { regionScope } from "../recovery/scope.ts";
import { type About, storeNamed } from "./about.ts";
import type { RunbookParameters } from "./parameters.ts";

/** What is looked for in a vault. */
export interface WantedPoint {
  readonly vault: string;
  /** ARN of the store that was backed up. */
  readonly store: string;
  /** ISO 8601. @default now */
  readonly before?: string;
}

/** In place of a recovery point where none was looked for: a check asks nobody. */
const ANY_POINT = "arn:aws:backup:any:000000000000:recovery-point:any";

/** What can be restored in a region: from the history of what it holds, and from the backups that its vault has. */
export function restoreChoices({ platform, environment, region }: About): readonly RunbookParameters[] {
  return [
    ...withHistoryIn(platform, environment, region).map(({ id }) => ({ store: id })),
    ...backedUpIn(platform, environment, region).map(({ id }) => ({
      store: id,
      from: "backup" as const,
      point: ANY_POINT,
    })),
  ];
}

export function restoreOfStore(about: About): readonly Runbook[] | InputProblem {
  const { platform, environment, region, parameters } = about;
  const { as, at: given, from = "log", point, since } = parameters;
  const restorable = from === "log" ? withHistoryIn : backedUpIn;
  const store = storeNamed(about, restorable(platform, environment, region));
  if ("where" in store) return store;
  const problem = namingProblem(store, about);
  if (problem !== undefined) return problem;
  // As a machine wants it: with its seconds.
  const at = given?.replace(/T(\d\d:\d\d)Z$/, "T$1:00Z");
  const scope = regionScope(platform, environment, region);
  if (from === "log")
    return restore(scope, {
      store,
      ...(as === undefined ? {} : { as }),
      ...(at === undefined ? {} : { at }),
    });
  if (point === undefined) {
    return {
      code: "option/no-recovery-point",
      where: "--point",
      given: "nothing",
      wanted: "the recovery point that it would be made from",
      fix: "Name one, or let runbook run choose it: the newest in the vault of the region, or the newest before --before.",
    };
  }
  const naming = namingOf(platform, environment);
  return restoreFromBackup(scope, {
    store,
    target: as ?? restoredName(store, region),
    vault: vaultName(naming),
    point,
    ...(since === undefined ? {} : { since }),
    roleArn: backupRoleArn(naming, "restore"),
  });
}

/** Which recovery point is to be looked for before it is restored; undefined where none is needed, or one was named. */
export function wantedPoint(about: Omit<About, "writers">): WantedPoint | undefined {
  const { platform, environment, region, parameters } = about;
  if (parameters.from !== "backup" || parameters.point !== undefined) return undefined;
  const store = storeNamed(about, backedUpIn(platform, environment, region));
  if ("where" in store) return undefined;
  const { at } = parameters;
  return {
    vault: vaultName(namingOf(platform, environment)),
    store: backedUpArn(store, environment.account),
    ...(at === undefined ? {} : { before: at }),
  };
}

function namingProblem(
  store: RecoverableStore,
  { region, parameters: { as, at } }: About,
): InputProblem | undefined {
  if (as === store.nameIn(region)) {
    return {
      code: "option/restore-over-store",
      where: "--as",
      given: as,
      wanted: "a name that nothing has: a restore never writes over a store",
      fix: "Leave --as away, or choose another name.",
    };
  }
  if (at === undefined || /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/.test(at)) return undefined;
  return {
    code: "option/no-moment",
    where: "--before",
    given: at,
    wanted: "a moment in UTC: 2026-11-25T03:00:00Z",
    fix: "Write it so; the store comes back as it was then, or a little before.",
  };
}
