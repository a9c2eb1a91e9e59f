import type { Expectation } from "../../../access/index.ts";
import { type Place, widePeople } from "./place.ts";

/** What would make data unreadable for ever, or let somebody decide who reads them. */
const FATAL = ["kms:ScheduleKeyDeletion", "kms:DisableKey", "kms:PutKeyPolicy"];

/**
 * Deleting a key deletes what it encrypts. Nobody that the platform makes may: it is for people who come for it, by
 * a role that the organisation gives them.
 */
export function keyExpectations(place: Place): readonly Expectation[] {
  const { model, environment } = place;
  return model.guarded
    .filter(({ account, type }) => account === environment.account && /^aws_kms_(replica_)?key$/.test(type))
    .flatMap(({ id, arn }) =>
      FATAL.map(
        (action): Expectation => ({
          rule: "no role of the platform deletes, disables or opens a key",
          says: `nobody may ${action} on ${id}`,
          wanted: "nobody-but",
          who: widePeople(place, "administrator", "deployer"),
          asked: { action, resource: arn, resourceId: id },
        }),
      ),
    );
}
