import { DescribeGlobalClustersCommand } from "@aws-sdk/client-rds";
import type { RegionClients } from "../../aws/index.ts";
import type { Condition, Look, Step } from "../runbook.ts";
import type { RecoverableStore, RegionScope } from "./scope.ts";

/** What a region says of an Aurora global database. */
export interface GlobalDatabase {
  readonly status: string;
  /** Region of the member that writes; undefined while none does. */
  readonly writerRegion: string | undefined;
}

/** Asks `clients`' region, which need not be the writer's. Throws when that region does not know the database. */
export async function describeGlobalDatabase(clients: RegionClients, name: string): Promise<GlobalDatabase> {
  const reply = await clients.rds.send(new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: name }));
  const found = reply.GlobalClusters?.[0];
  if (found === undefined) throw new Error(`${clients.region} knows no global database ${name}`);
  const writer = (found.GlobalClusterMembers ?? []).find(({ IsWriter }) => IsWriter);
  return { status: found.Status ?? "unknown", writerRegion: writer?.DBClusterArn?.split(":")[3] };
}

type Scope = Pick<RegionScope, "region" | "account">;

/** ARN of the store's member in a region. Its name was chosen, so no region has to be asked for it. */
function memberArn({ account }: Scope, store: RecoverableStore, region: string): string {
  return `arn:aws:rds:${region}:${account}:cluster:${store.nameIn(region)}`;
}

function lookAt(store: RecoverableStore): Look {
  const members = "GlobalClusters[0].GlobalClusterMembers";
  return {
    ask: {
      api: {
        service: "rds",
        action: "DescribeGlobalClusters",
        input: { GlobalClusterIdentifier: store.name },
      },
    },
    facts: {
      status: { at: "GlobalClusters[0].Status" },
      writer: {
        each: members,
        where: { field: "IsWriter", is: true },
        take: "DBClusterArn",
        show: "region",
      },
      members: { each: members, take: "DBClusterArn" },
      behind: {
        each: members,
        where: { field: "SynchronizationStatus", is: "pending-resync" },
        take: "DBClusterArn",
      },
    },
  };
}

const available: Condition = { fact: "status", is: "available" };

function writes(scope: Scope, store: RecoverableStore, region: string): Condition {
  return { fact: "writer", has: memberArn(scope, store, region) };
}

/** Makes `successor` the writer of a database whose writer is lost. What had not been replicated is lost with it. */
export function failOverAurora(scope: Scope, store: RecoverableStore, successor: string): Step {
  const look = lookAt(store);
  const target = memberArn(scope, store, successor);
  const others = store.regions.filter((region) => region !== scope.region);
  return {
    id: `promote-${store.id}`,
    title: `Make ${successor} the writer of ${store.id}`,
    plane: "control",
    guard: {
      look,
      rules: [
        {
          when: { any: others.map((region) => writes(scope, store, region)) },
          leads: "satisfied",
          says: "the writer is in {writer} already",
        },
        {
          when: { not: { fact: "members", has: target } },
          leads: "stop",
          says: `${successor} holds no member of ${store.name}: nothing to promote`,
        },
        {
          when: { not: available },
          leads: "stop",
          says: `${store.name} is {status}, not available`,
        },
        {
          when: { fact: "behind", has: target },
          leads: "ask",
          says: `${successor} had not caught up with ${store.name} before the loss, so more than the usual second of writes would be gone. Promote it all the same?`,
        },
      ],
    },
    action: {
      kind: "call",
      call: {
        service: "rds",
        action: "FailoverGlobalCluster",
        input: {
          GlobalClusterIdentifier: store.name,
          TargetDbClusterIdentifier: target,
          AllowDataLoss: true,
        },
      },
    },
    confirmation: {
      look,
      until: { all: [writes(scope, store, successor), available] },
      says: "writer {writer}, {status}",
    },
    undo: `when ${scope.region} is back and has caught up, the failback gives it the writer again`,
    budgetSeconds: 600,
    // A second call names the same target: AWS refuses it while the first goes on and after it has succeeded.
    retry: "safe",
    timing: "aurora-global/failover",
  };
}

/** Waits until a region has everything that the present writer has. */
export function auroraCaughtUp(scope: Scope, store: RecoverableStore): Step {
  const look = lookAt(store);
  const member = memberArn(scope, store, scope.region);
  return {
    id: `catch-up-${store.id}`,
    title: `Wait until ${scope.region} has caught up with ${store.id}`,
    plane: "control",
    guard: {
      look,
      rules: [
        { when: { fact: "writer", has: member }, leads: "satisfied", says: "the writer is there already" },
        notMember(scope, store, member),
      ],
    },
    confirmation: {
      look,
      until: { all: [{ fact: "members", has: member }, { not: { fact: "behind", has: member } }] },
      says: `writer {writer}, {status}; ${scope.region} is looked at for whether it is behind`,
      // Hours for a large database: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html
      everySeconds: 30,
    },
    undo: "nothing to undo: it only waits",
    budgetSeconds: 6 * 3600,
    retry: "safe",
    timing: "aurora-global/resynchronise",
  };
}

/**
 * Moves the writer of a healthy database without losing a write. Runs in the present writer's region, which is where
 * AWS takes the call.
 */
export function switchOverAurora(scope: Scope, store: RecoverableStore, id = `return-${store.id}`): Step {
  const look = lookAt(store);
  const target = memberArn(scope, store, scope.region);
  return {
    id,
    title: `Give ${scope.region} the writer of ${store.id}`,
    plane: "control",
    guard: {
      look,
      rules: [
        {
          when: { fact: "writer", has: target },
          leads: "satisfied",
          says: `the writer is in ${scope.region} already`,
        },
        notMember(scope, store, target),
        {
          when: { fact: "behind", has: target },
          leads: "stop",
          says: `${scope.region} has not caught up yet; a switchover would wait or lose`,
        },
        { when: { not: available }, leads: "stop", says: `${store.name} is {status}, not available` },
      ],
    },
    action: {
      kind: "call",
      call: {
        service: "rds",
        action: "SwitchoverGlobalCluster",
        input: { GlobalClusterIdentifier: store.name, TargetDbClusterIdentifier: target },
      },
    },
    confirmation: {
      look,
      until: { all: [{ fact: "writer", has: target }, available] },
      says: "writer {writer}, {status}",
    },
    undo: "the same switchover back to the region that wrote before",
    budgetSeconds: 900,
    retry: "safe",
    timing: "aurora-global/switchover",
  };
}

function notMember({ region }: Scope, store: RecoverableStore, member: string) {
  return {
    when: { not: { fact: "members", has: member } },
    leads: "stop",
    says: `${region} is no member of ${store.name}: rebuild it first`,
  } as const;
}
