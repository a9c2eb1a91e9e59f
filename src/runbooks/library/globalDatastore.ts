import type { GuardRule, Look, Step } from "../runbook.ts";
import { available, lookAtGroup, notAvailable } from "./caches.ts";
import { lookingStep } from "./plainSteps.ts";
import type { RecoverableCache, RegionScope } from "./scope.ts";

/**
 * The datastore whose id an earlier step of the lane has kept, with its members. Any region that holds one of them tells.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DescribeGlobalReplicationGroups.html, November 2026.
 */
const datastore: Look = {
  ask: {
    api: {
      service: "elasticache",
      action: "DescribeGlobalReplicationGroups",
      input: { GlobalReplicationGroupId: "{datastore}", ShowMemberInfo: true },
    },
  },
  facts: {
    status: { at: "GlobalReplicationGroups[0].Status" },
    primary: {
      each: "GlobalReplicationGroups[0].Members",
      where: { field: "Role", is: "PRIMARY" },
      take: "ReplicationGroupRegion",
    },
    members: { each: "GlobalReplicationGroups[0].Members", take: "ReplicationGroupId" },
  },
};

/** Which region is to take the writes of a cache, and when they are where they should be already. */
interface PrimaryMove {
  /** `promote-sessions-us` */
  readonly id: string;
  readonly to: string;
  /** Regions in which the primary may stay. */
  readonly enough: readonly string[];
  /** What is asked before it is moved. @default nothing */
  readonly asks?: string;
  readonly undo: string;
}

/**
 * Gives a region's member of a Global Datastore the writes, in the region itself. First its id is read: AWS puts letters
 * of its own before the name that was chosen. The one call serves the planned and the unplanned move: ElastiCache moves
 * no primary between regions by itself, asks nothing of the old one, and makes it a secondary. What had not been copied is
 * lost. DisassociateGlobalReplicationGroup, the other way, parts a member for good, and Terraform would replace it.
 * Sources: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_FailoverGlobalReplicationGroup.html,
 * API_DisassociateGlobalReplicationGroup.html beside it, and
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastores-Getting-Started.html, read November 2026.
 */
function movePrimary(cache: RecoverableCache, move: PrimaryMove): readonly Step[] {
  const { id, to, enough, asks, undo } = move;
  const group = cache.groupIn(to);
  return [
    {
      id: `find-${id}`,
      title: `See which Global Datastore ${group} belongs to`,
      plane: "control",
      guard: {
        look: lookAtGroup(group),
        rules: [
          {
            when: { fact: "datastore", absent: true },
            leads: "stop",
            says: `${group} belongs to no Global Datastore: there is nothing to promote`,
          },
          notAvailable(group),
        ],
      },
      confirmation: {
        look: lookAtGroup(group, { datastore: "datastore" }),
        until: { all: [{ fact: "datastore", absent: false }, available] },
        says: `${group} is {status} and belongs to {datastore}`,
      },
      undo: "nothing to undo: it only looks",
      budgetSeconds: 60,
      retry: "safe",
      timing: "elasticache/look",
    },
    {
      id,
      title: `Make ${to} take the writes of ${cache.id}`,
      plane: "control",
      guard: {
        look: datastore,
        rules: guardsOf(group, { to, enough }),
        ...(asks === undefined ? {} : { otherwise: { leads: "ask", says: asks } }),
      },
      action: {
        kind: "call",
        call: {
          service: "elasticache",
          action: "FailoverGlobalReplicationGroup",
          input: {
            GlobalReplicationGroupId: "{datastore}",
            PrimaryRegion: to,
            PrimaryReplicationGroupId: group,
          },
        },
      },
      confirmation: {
        look: lookAtGroup(group),
        until: { all: [{ fact: "role", has: "PRIMARY" }, available] },
        says: `${group} is {status}; in the datastore it is {role}`,
      },
      undo,
      budgetSeconds: 600,
      // It names the same target: AWS refuses a primary that is primary already.
      retry: "safe",
      timing: "elasticache/global-failover",
    },
  ];
}

function guardsOf(group: string, { to, enough }: Pick<PrimaryMove, "to" | "enough">): readonly GuardRule[] {
  return [
    {
      when: { any: enough.map((region) => ({ fact: "primary", has: region })) },
      leads: "satisfied",
      says: "the primary is in {primary} already",
    },
    {
      when: { not: { fact: "members", has: group } },
      leads: "stop",
      says: `${group} of ${to} is no member of the datastore: there is nothing to promote`,
    },
    {
      // AWS refuses it: InvalidGlobalReplicationGroupState.
      when: { not: available },
      leads: "stop",
      says: "the datastore is {status}, not available, and AWS moves no primary then: wait and run this again",
    },
  ];
}

/** After the loss of `scope.region`. A primary that is in a third region stays there. */
export function failOverCache(
  scope: Pick<RegionScope, "region">,
  cache: RecoverableCache,
  successor: string,
): readonly Step[] {
  return movePrimary(cache, {
    id: `promote-${cache.id}`,
    to: successor,
    enough: cache.regions.filter((region) => region !== scope.region),
    undo: `when ${scope.region} is back and has been filled again, the failback gives it the writes again`,
  });
}

/** To one region and no other, its present one being up. */
export function moveCache(cache: RecoverableCache, to: string): readonly Step[] {
  return movePrimary(cache, {
    id: `promote-${cache.id}`,
    to,
    enough: [to],
    undo: "the same failover back to the region that had it before",
  });
}

/**
 * Gives a region that is back the writes that it had before, in that region. ElastiCache takes the old primary back as a
 * secondary and fills it from the new one; no API says how far that is, only a metric does, so a person is asked. There is
 * no switchover that loses nothing.
 */
export function returnCache(cache: RecoverableCache, region: string): readonly Step[] {
  const group = cache.groupIn(region);
  return [
    lookingStep({
      id: `rejoin-${cache.id}`,
      title: `Wait until ${region} is a member of ${cache.id} again`,
      look: lookAtGroup(group),
      until: { all: [{ fact: "datastore", absent: false }, available] },
      says: `${group} is {status}; in its datastore it is {role}`,
      budgetSeconds: 2 * 3600,
      everySeconds: 30,
      timing: "elasticache/resynchronise",
    }),
    ...movePrimary(cache, {
      id: `return-${cache.id}`,
      to: region,
      enough: [region],
      asks: `Has ${group} everything by now? GlobalDatastoreReplicationLag of its nodes in CloudWatch of ${region} tells, in seconds. ElastiCache has no switchover: what is not copied when it is called is lost, mostly that of the last second. Give ${region} the writes of ${cache.id}?`,
      undo: "the same failover back to the region that took over",
    }),
  ];
}
