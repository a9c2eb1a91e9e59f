import type { Condition, GuardRule, Look, Step } from "../runbook.ts";
import type { RecoverableCache } from "./scope.ts";

export const available: Condition = { fact: "status", is: "available" };

/** A region's replication group, its nodes, and its part in a Global Datastore if it has one. */
export function lookAtGroup(group: string, keep?: Look["keep"]): Look {
  const groups = "ReplicationGroups";
  const members = `${groups}[0].NodeGroups[0].NodeGroupMembers`;
  return {
    ask: {
      api: {
        service: "elasticache",
        action: "DescribeReplicationGroups",
        input: { ReplicationGroupId: group },
      },
    },
    facts: {
      status: { at: `${groups}[0].Status` },
      automatic: { at: `${groups}[0].AutomaticFailover` },
      datastore: { each: groups, take: "GlobalReplicationGroupInfo.GlobalReplicationGroupId" },
      role: { each: groups, take: "GlobalReplicationGroupInfo.GlobalReplicationGroupMemberRole" },
      primary: {
        each: members,
        where: { field: "CurrentRole", is: "primary" },
        take: "CacheClusterId",
      },
      zone: {
        each: members,
        where: { field: "CurrentRole", is: "primary" },
        take: "PreferredAvailabilityZone",
      },
    },
    ...(keep === undefined ? {} : { keep }),
  };
}

/** What must be known before the primary's node is changed. */
interface NodeMove {
  readonly id: string;
  readonly title: string;
  readonly region: string;
  /** When there is nothing to do. */
  readonly satisfied: readonly GuardRule[];
  readonly until: Condition;
  readonly why: string;
}

/** Another node of the group takes the writes, of the caches' own accord once their node fails, or because AWS is asked to. */
function moveNode(cache: RecoverableCache, { id, title, region, satisfied, until, why }: NodeMove): Step {
  const group = cache.groupIn(region);
  return {
    id,
    title,
    plane: "control",
    guard: {
      look: lookAtGroup(group, { [KEPT_PRIMARY]: "primary" }),
      rules: [
        ...satisfied,
        {
          when: { not: { fact: "primary", has: `{${KEPT_PRIMARY}}` } },
          leads: "satisfied",
          says: "the primary is {primary} by now",
        },
        {
          when: { not: { fact: "automatic", is: "enabled" } },
          leads: "stop",
          says: `${group} fails over by nothing: automatic failover is {automatic}`,
        },
        notAvailable(group),
      ],
      otherwise: {
        leads: "ask",
        says: `${why} ElastiCache changes a primary by itself when its node fails, and otherwise only by TestFailover, which is made for tests, takes a node down, and is counted. Writes of the last moments can be lost. Call it for ${group}, whose primary {primary} is in {zone}?`,
      },
    },
    action: {
      kind: "call",
      call: {
        service: "elasticache",
        action: "TestFailover",
        // The only node group of a group without cluster mode.
        input: { ReplicationGroupId: group, NodeGroupId: "0001" },
      },
    },
    confirmation: {
      look: lookAtGroup(group),
      until: { all: [until, available] },
      says: `${group} is {status}; its primary is {primary} in {zone}`,
    },
    undo: "the same once more, after the old node is back",
    budgetSeconds: 900,
    // A second one would move it once more.
    retry: "ask",
    timing: "elasticache/node-failover",
  };
}

const KEPT_PRIMARY = "primary";

/** Another node of the region's group. */
export function changePrimaryNode(cache: RecoverableCache, region: string): Step {
  return moveNode(cache, {
    id: `move-${cache.id}`,
    title: `Give ${cache.id} another primary in ${region}`,
    region,
    satisfied: [],
    until: {
      all: [{ fact: "primary", absent: false }, { not: { fact: "primary", has: `{${KEPT_PRIMARY}}` } }],
    },
    why: "The primary seems to answer to AWS.",
  });
}

/** A node that is not in the zone. */
export function primaryOutOf(cache: RecoverableCache, region: string, zone: string): Step {
  const inZone: Condition = { fact: "zone", has: zone };
  return moveNode(cache, {
    id: `move-${cache.id}`,
    title: `Take the primary of ${cache.id} out of ${zone}`,
    region,
    satisfied: [
      {
        when: { all: [{ fact: "zone", absent: false }, { not: inZone }] },
        leads: "satisfied",
        says: "the primary {primary} is in {zone}",
      },
    ],
    until: { all: [{ fact: "zone", absent: false }, { not: inZone }] },
    why: `${zone} is to be left.`,
  });
}

export function notAvailable(group: string): GuardRule {
  return { when: { not: available }, leads: "stop", says: `${group} is {status}, not available` };
}
