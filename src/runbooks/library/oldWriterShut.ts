import type { GuardRule, Runbook, Step } from "../runbook.ts";
import { fencedByPeople, isParted, lookAtInstance, stopped, takesNothing } from "./oldWriterFence.ts";
import { lookingStep } from "./plainSteps.ts";
import { type RecoverableStore, type RegionScope, type Shutter, stage } from "./scope.ts";
import { findShutter, open, shut } from "./shutter.ts";

/**
 * Ends writing in a region at once whose databases of RDS are promoted elsewhere, also while that goes on: RDS stops no
 * instance that lists a copy, so until the copy is parted the subnets turn PostgreSQL away. It is begun by the failover
 * itself, by an event that reaches the region as soon as anything does, and runs in the region that is left.
 *
 * Everything of PostgreSQL in those subnets is shut meanwhile, Aurora too. The rule is one for all stores: it is taken away
 * when each of them has come to its end, and stays where one has not.
 */
export function oldWriterShut(
  scope: RegionScope,
  shutter: Shutter,
  stores: readonly RecoverableStore[],
): Runbook {
  const parted = stores.filter(isParted);
  const others = stores.filter((store) => !isParted(store));
  return {
    name: "old-writer-shut",
    version: 1,
    title: `Let nothing write to what ${scope.region} writes to, from now on`,
    when: `copies of databases of ${scope.region} are being promoted elsewhere while ${scope.region} is up, or is back`,
    runsIn: scope.region,
    lost: undefined,
    inputs: { left: scope.region, account: scope.account },
    stages: [
      ...stage(
        "shut",
        parted.length === 0
          ? []
          : [[findShutter(scope.region, shutter), ...parted.map((store) => shutFor(scope, shutter, store))]],
      ),
      ...stage(
        "stop",
        parted.map((store) => [
          parts(scope, store),
          mayOpen(scope, store),
          stopped(scope, store, {
            leads: "satisfied",
            says: `${store.nameIn(scope.region)} is followed by a copy, and a person said that nothing took over`,
          }),
        ]),
      ),
      ...stage("open", parted.length === 0 ? [] : [[open(scope, shutter)]]),
      ...stage(
        "people",
        others.map((store) => [fencedByPeople(scope, store)]),
      ),
    ],
    leansOn: [],
  };
}

function shutFor(scope: RegionScope, shutter: Shutter, store: RecoverableStore): Step {
  const identifier = store.nameIn(scope.region);
  return shut(scope, shutter, {
    id: `shut-${store.id}`,
    title: `Turn PostgreSQL away from the database subnets of ${scope.region}, ${identifier} being followed by a copy`,
    guard: {
      look: lookAtInstance(identifier),
      rules: needsNoShutter(identifier, "it can be stopped at once"),
    },
  });
}

function needsNoShutter(identifier: string, so: string): readonly GuardRule[] {
  return [
    ...takesNothing(identifier),
    { when: { fact: "copy", absent: true }, leads: "satisfied", says: `${identifier} lists no copy: ${so}` },
  ];
}

/** As long as a promotion may take, and what the instance needs to hear of its end. */
const PROMOTION_SECONDS = 2700;

function parts({ region }: RegionScope, store: RecoverableStore): Step {
  const identifier = store.nameIn(region);
  const look = lookAtInstance(identifier);
  return {
    ...lookingStep({
      id: `part-${store.id}`,
      title: `Wait until the promotion has parted ${identifier} from its copy`,
      look,
      until: { fact: "copy", absent: true },
      says: `${identifier} is {status}; it is parted when it lists no copy`,
      budgetSeconds: PROMOTION_SECONDS,
      everySeconds: 15,
      timing: "rds/promote-replica",
    }),
    guard: { look, rules: takesNothing(identifier) },
    expendable: {
      severity: "warning",
      says: `PostgreSQL is shut in ${region}, and what to do about it is asked next`,
    },
  };
}

/** Where the promotion has come to no end, a person says what is to become of the region. It never stays shut in silence. */
function mayOpen({ region }: RegionScope, store: RecoverableStore): Step {
  const identifier = store.nameIn(region);
  return {
    id: `may-open-${store.id}`,
    title: `Ask whether ${identifier} may write again, where nothing took over`,
    plane: "control",
    guard: {
      look: lookAtInstance(identifier),
      rules: needsNoShutter(identifier, "its promotion has ended"),
      otherwise: {
        leads: "ask",
        says: `PostgreSQL is shut in ${region}: a failover was about to promote the copy of ${identifier}, which still lists it after ${PROMOTION_SECONDS / 60} minutes. Look at that copy: aws rds describe-db-instances in the region that takes over. Does it still name a source, and will nobody promote it? Then say yes: ${region} is opened and goes on as before. Otherwise say no: ${region} stays shut, and when the promotion has ended this recovery is started again, which stops the instance and opens ${region}.`,
      },
    },
    undo: "nothing to undo: it only asks",
    budgetSeconds: 900,
    retry: "safe",
    timing: "person/answer",
  };
}
