import type { Environment, Platform } from "../config/index.ts";
import { backupRoleArn, vaultName } from "../constructs/index.ts";
import {
  BEGINNING,
  canRestore,
  canRestoreFromBackup,
  GIVEN_MOMENT,
  GIVEN_POINT,
  type RecoverableStore,
  restore,
  restoreFromBackup,
  type ToldRunbook,
} from "../runbooks/index.ts";
import { namingOf } from "./environmentStack.ts";
import { backupPartner } from "./facts.ts";
import { regionScope } from "./recoveryScope.ts";

/** What a store is called once it was brought back, beside itself. */
export function restoredName(store: RecoverableStore, region: string): string {
  return `${store.nameIn(region)}-restored`;
}

/** Stores of which the region's vault is given recovery points, and of which it has what a restore takes over from them. */
export function backedUpIn(
  platform: Platform,
  environment: Environment,
  region: string,
): readonly RecoverableStore[] {
  const copiedTo = (birth: string) => {
    const born = environment.regions.find(({ name }) => name === birth);
    return born === undefined ? undefined : backupPartner(environment, born);
  };
  const kept = new Set(
    environment.stores
      .filter(({ backup, birth }) => backup && (birth === region || copiedTo(birth) === region))
      .map(({ id }) => id),
  );
  return regionScope(platform, environment, region).stores.filter(
    (store) => kept.has(store.id) && canRestoreFromBackup(store, region),
  );
}

/** Stores of the region with a history of their own. */
export function withHistoryIn(
  platform: Platform,
  environment: Environment,
  region: string,
): readonly RecoverableStore[] {
  return regionScope(platform, environment, region).stores.filter(
    (store) => store.regions.includes(region) && canRestore(store),
  );
}

/**
 * Restores that the region may be told: from a store's own history as of a moment, and from a recovery point of its vault.
 * The newest moment is no choice: whoever begins without Trireme does so because what is newest is spoilt, and it would make
 * the definition half as long again. What they make has one name, so that what they may call is known; another name is
 * given from home.
 */
export function restoreChoices(
  platform: Platform,
  environment: Environment,
  region: string,
): readonly ToldRunbook[] {
  const scope = regionScope(platform, environment, region);
  const naming = namingOf(platform, environment);
  const fromHistory = withHistoryIn(platform, environment, region).flatMap((store) =>
    restore(scope, { store, at: GIVEN_MOMENT }).map((runbook) => ({
      told: { store: store.id, from: "log" },
      runbook,
    })),
  );
  const fromBackups = backedUpIn(platform, environment, region).flatMap((store) =>
    restoreFromBackup(scope, {
      store,
      target: restoredName(store, region),
      vault: vaultName(naming),
      point: GIVEN_POINT,
      since: BEGINNING,
      roleArn: backupRoleArn(naming, "restore"),
    }).map((runbook) => ({ told: { store: store.id, from: "backup" }, runbook })),
  );
  return [...fromHistory, ...fromBackups];
}
