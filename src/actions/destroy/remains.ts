import { BOOTSTRAP } from "../../stacks/index.ts";
import type { SavedPlan } from "../../terraform/index.ts";
import type { StateBucket } from "../workbench/workbench.ts";

/** Whether a stack is left out of a destruction: it holds the states of all others, and its own. */
export function outlives({ id }: { readonly id: string }): boolean {
  return id.endsWith(`/${BOOTSTRAP}`);
}

/** Something that is still there after a destruction, and why. */
export interface Remaining {
  readonly what: string;
  readonly why: string;
}

/** Types that AWS keeps for a while after their deletion, with the reason. */
const AFTERLIFE: Readonly<Record<string, string>> = {
  aws_backup_vault: "a vault is deleted when it is empty; recovery points end when their time is over",
  aws_kms_key: "AWS deletes a key only after its waiting period of 7 to 30 days, in which it can be had back",
  aws_kms_replica_key:
    "AWS deletes a key only after its waiting period of 7 to 30 days, in which it can be had back",
  aws_secretsmanager_secret: "AWS deletes a secret only after its recovery window, unless that is zero",
};

/** What a destruction leaves: buckets of states always, and what AWS itself keeps for a while. */
export function remaining(
  buckets: readonly StateBucket[],
  destroyed: readonly SavedPlan[],
): readonly Remaining[] {
  const gone = destroyed.flatMap(({ changes }) => changes.filter(({ action }) => action === "delete"));
  const kept = Object.entries(AFTERLIFE).flatMap(([type, why]) => {
    const count = gone.filter((change) => change.type === type).length;
    return count === 0 ? [] : [{ what: `${count} × ${type}`, why }];
  });
  return [
    ...buckets.map(({ region, bucket }) => ({
      what: `bucket ${bucket} in ${region}`,
      why: "its versions are the record of what stood here, and the only way back from a mistaken destruction; delete it by hand when nobody needs that",
    })),
    ...kept,
  ];
}
