import type { Condition, GuardRule, Look, Step } from "../runbook.ts";
import { lookingStep } from "./plainSteps.ts";
import type { RecoverableStore } from "./scope.ts";

const available: Condition = { fact: "status", is: "available" };

function lookAtCluster(store: RecoverableStore, region: string, keep?: string): Look {
  const members = "DBClusters[0].DBClusterMembers";
  return {
    ask: {
      api: {
        service: "rds",
        action: "DescribeDBClusters",
        input: { DBClusterIdentifier: store.nameIn(region) },
      },
    },
    facts: {
      status: { at: "DBClusters[0].Status" },
      writer: {
        each: members,
        where: { field: "IsClusterWriter", is: true },
        take: "DBInstanceIdentifier",
      },
      readers: {
        each: members,
        where: { field: "IsClusterWriter", is: false },
        take: "DBInstanceIdentifier",
      },
    },
    ...(keep === undefined ? {} : { keep: { [keep]: "writer" } }),
  };
}

function lookAtInstance(identifier: string, keep?: string): Look {
  return {
    ask: {
      api: { service: "rds", action: "DescribeDBInstances", input: { DBInstanceIdentifier: identifier } },
    },
    facts: {
      status: { at: "DBInstances[0].DBInstanceStatus" },
      standby: { at: "DBInstances[0].MultiAZ" },
      zone: { each: "DBInstances", take: "AvailabilityZone" },
    },
    ...(keep === undefined ? {} : { keep: { [keep]: "zone" } }),
  };
}

/** Only in doubt about a call: what was kept before it is no longer so. */
function movedSince(fact: "writer" | "zone"): GuardRule {
  return { when: { not: { fact, has: `{${fact}}` } }, leads: "satisfied", says: `it is {${fact}} by now` };
}

/**
 * Another instance of an Aurora cluster writes, in the region. Nothing is lost: they read the same volume.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_FailoverDBCluster.html, read November 2026.
 */
export function changeWriter(store: RecoverableStore, region: string): Step {
  const cluster = store.nameIn(region);
  return {
    id: `move-${store.id}`,
    title: `Give ${store.id} another writer in ${region}`,
    plane: "control",
    guard: {
      look: lookAtCluster(store, region, "writer"),
      rules: [
        {
          when: { fact: "writer", absent: true },
          leads: "stop",
          says: `${cluster} has no writer in ${region}: a secondary of a global database is failed over as a whole`,
        },
        movedSince("writer"),
        {
          when: { fact: "readers", absent: true },
          leads: "stop",
          says: `${cluster} has no second instance that could write: AWS makes the first one anew by itself, which takes minutes`,
        },
        { when: { not: available }, leads: "stop", says: `${cluster} is {status}, not available` },
      ],
    },
    action: {
      kind: "call",
      call: { service: "rds", action: "FailoverDBCluster", input: { DBClusterIdentifier: cluster } },
    },
    confirmation: {
      look: lookAtCluster(store, region),
      until: {
        all: [{ fact: "writer", absent: false }, { not: { fact: "writer", has: "{writer}" } }, available],
      },
      says: `the writer of ${cluster} is {writer}; cluster {status}`,
    },
    undo: "the same once more gives the writes to the first instance again",
    budgetSeconds: 300,
    // A second one would move the writer once more, perhaps back.
    retry: "ask",
    timing: "aurora/writer-failover",
  };
}

/** The standby of an RDS instance takes over. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RebootDBInstance.html */
export function changeToStandby(store: RecoverableStore, region: string, outOf?: string): Step {
  const instance = store.nameIn(region);
  const look = lookAtInstance(instance, "zone");
  return {
    id: `move-${store.id}`,
    title:
      outOf === undefined
        ? `Let the standby of ${store.id} take over in ${region}`
        : `Take ${store.id} out of ${outOf}`,
    plane: "control",
    guard: {
      look,
      rules: [
        ...(outOf === undefined
          ? []
          : [
              {
                when: { not: { fact: "zone", has: outOf } },
                leads: "satisfied",
                says: `${instance} is in {zone}`,
              } as const,
            ]),
        movedSince("zone"),
        {
          when: { not: { fact: "standby", is: true } },
          leads: "stop",
          says: `${instance} has no standby: a reboot would only stop it for a while`,
        },
        { when: { not: available }, leads: "stop", says: `${instance} is {status}, not available` },
      ],
    },
    action: {
      kind: "call",
      call: {
        service: "rds",
        action: "RebootDBInstance",
        input: { DBInstanceIdentifier: instance, ForceFailover: true },
      },
    },
    confirmation: {
      look: lookAtInstance(instance),
      until: { all: [{ not: { fact: "zone", has: outOf ?? "{zone}" } }, available] },
      says: `${instance} is {status} in {zone}`,
    },
    undo: "the same once more, when both zones are well",
    budgetSeconds: 600,
    // A second reboot would bring it back to where it was.
    retry: "ask",
    timing: "rds/standby-failover",
  };
}

/** Instances of a cluster that are in a zone. */
function lookAtZone(store: RecoverableStore, region: string, zone: string): Look {
  const Filters = [{ Name: "db-cluster-id", Values: [store.nameIn(region)] }];
  return {
    ask: { api: { service: "rds", action: "DescribeDBInstances", input: { Filters } } },
    facts: {
      there: {
        each: "DBInstances",
        where: { field: "AvailabilityZone", is: zone },
        take: "DBInstanceIdentifier",
      },
    },
  };
}

/** The writer of an Aurora cluster leaves a zone: who writes, whether it is there, away with it, and where it is now. */
export function writerOutOf(store: RecoverableStore, region: string, zone: string): readonly Step[] {
  const look = lookAtZone(store, region, zone);
  const change = changeWriter(store, region);
  const see = (id: string, title: string, keep: string): Step =>
    lookingStep({
      id: `${id}-${store.id}`,
      title,
      look: lookAtCluster(store, region, keep),
      until: { all: [] },
      says: "it is {writer}; none where another region writes",
      timing: "rds/look",
    });
  return [
    see("find-writer", `See which instance writes to ${store.id} in ${region}`, "writer"),
    {
      ...change,
      title: `Take the writer of ${store.id} out of ${zone}`,
      guard: {
        look,
        rules: [
          {
            when: { not: { fact: "there", has: "{writer}" } },
            leads: "satisfied",
            says: `no instance in ${zone} writes to ${store.id}`,
          },
        ],
      },
    },
    see("find-next-writer", `See which instance writes to ${store.id} now`, "next"),
    lookingStep({
      id: `see-zone-${store.id}`,
      title: `See that ${store.id} is not written to in ${zone}`,
      look,
      until: { not: { fact: "there", has: "{next}" } },
      says: `the writer is not in ${zone}; of this cluster there is {there}`,
      timing: "rds/look",
    }),
  ];
}
