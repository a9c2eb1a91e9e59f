import { type RegionClients, StateMachines, StatesError, UNDER_WAY } from "../../aws/index.ts";
import type { Host } from "../../host/index.ts";
import { type Clock, TriremeError } from "../../lib/index.ts";
import { type Exclusion, type HeldLock, LOCK } from "../../runbooks/index.ts";
import { LockError, LockTable } from "./lockTable.ts";

export interface RegionLockOptions {
  /** Of the region that acts. */
  readonly clients: Pick<RegionClients, "region" | "plain">;
  readonly table: string;
  /** The run and who runs it: the same again after a crash, so that a resume enters its own lock. */
  readonly run: string;
  readonly by: string;
  readonly runbook: string;
  /** What it keeps out, and is kept out by. */
  readonly excludes: Exclusion;
  readonly host: Host;
  readonly clock: Clock;
  /** Milliseconds between two renewals. For tests. @default 30 seconds */
  readonly renewMs?: number;
}

/** For as long a run from here holds the lock without renewing it: what is left of one that was killed. */
const LEASE_MS = 120_000;
const RENEW_MS = 30_000;
/** As a machine does: an execution of which nobody knows may have begun a moment ago. */
const UNKNOWN_MS = 15_000;

/**
 * Takes the lock that the machines of the region take, so that none of them acts beside a run from here. A machine holds
 * it as long as its execution runs; a run from here for two minutes at a time, by this machine's clock. Where it does not
 * answer, somebody who is there is asked whether to go on; without anybody the run goes on and says so, since it was begun
 * on purpose, and a lock must not be what stops a failover.
 * @throws TriremeError `recovery-locked`, `lock-unavailable`
 */
export async function takeRegionLock(options: RegionLockOptions): Promise<HeldLock> {
  const { clients, host } = options;
  try {
    return await taken(options);
  } catch (error) {
    if (!(error instanceof LockError)) throw error;
    const text = `the lock of recoveries in ${clients.region} did not answer, so nobody knows whether another ${options.excludes.of} runs there: ${error.message}`;
    if (error.code === "ResourceNotFoundException") {
      return unlocked(`no lock: ${clients.region} has no table ${options.table} yet`);
    }
    if (!host.attended) {
      host.notify({ code: "recovery-unlocked", level: "warn", text: `${text}. It goes on without.` });
      return unlocked(text);
    }
    if (await host.confirm({ code: "recovery-unlocked", text: `${text}. Go on without the lock?` }))
      return unlocked(text);
    throw new TriremeError(text, {
      code: "lock-unavailable",
      fault: "environment",
      fix: "Nothing was called. Look at the executions of the recovery machines there, then run it again.",
      cause: error,
    });
  }
}

function unlocked(says: string): HeldLock {
  return { says, lost: () => undefined, release: async () => undefined };
}

async function taken(options: RegionLockOptions): Promise<HeldLock> {
  const { clients, table, run, by, runbook, excludes, clock, renewMs = RENEW_MS } = options;
  const lock = new LockTable(clients.plain, { table, key: excludes.key }, clock);
  const holder = `run ${run} of ${by}`;
  const item = () => ({
    Holder: holder,
    Machine: `${runbook} from a terminal`,
    Since: moment(clock.now()),
    Lease: moment(clock.now() + LEASE_MS),
  });
  const mine = { ":me": holder };
  let was: string | undefined;
  // Each turn that fails shows somebody else who has got it in between.
  for (let turn = 0; ; turn++) {
    const got =
      was === undefined
        ? await lock.put(item(), LOCK.free, { ...mine, ":now": moment(clock.now()) })
        : await lock.put(item(), LOCK.unchanged, { ":was": was });
    if (got) break;
    was = await overOrGone(lock, options, turn);
  }
  let lost: string | undefined;
  const renewal = setInterval(() => {
    lock.put(item(), LOCK.own, mine).then(
      (still) => {
        if (!still)
          lost = `the lock of ${clients.region} is somebody else's: this run did not renew it in time`;
      },
      // Until its time is over it is ours, answer or not.
      () => undefined,
    );
  }, renewMs);
  renewal.unref();
  return {
    says: `the lock of ${clients.region}, as ${holder}${was === undefined ? "" : `, after ${was}, which runs no more`}`,
    lost: () => lost,
    release: async () => {
      clearInterval(renewal);
      // What cannot be let go of is over in two minutes.
      await lock.remove(LOCK.own, mine).catch(() => undefined);
    },
  };
}

/** Who is in the lock and does not run any more; undefined when nobody is in it by now. */
async function overOrGone(
  lock: LockTable,
  { clients, excludes, clock }: RegionLockOptions,
  turn: number,
): Promise<string | undefined> {
  const found = await lock.get();
  if (found === undefined) return undefined;
  const {
    Holder: holder = "nobody",
    Machine: machine = "something",
    Since: since = "some time",
    Lease,
  } = found;
  const runs = Lease === undefined ? await running(clients, holder, clock) : true;
  if (!runs && turn < 5) return holder;
  throw new TriremeError(
    `one ${excludes.of} at a time in a region, and in ${clients.region} it is ${machine} since ${since}: ${holder}`,
    {
      code: "recovery-locked",
      fault: "environment",
      fix:
        Lease === undefined
          ? `Nothing was called. Follow that one, or stop it first: aws stepfunctions stop-execution --region ${clients.region} --execution-arn ${holder}`
          : `Nothing was called. Wait for that run; if it was killed, its lock is over at ${Lease}, and its own resume enters at once.`,
    },
  );
}

async function running(
  { plain }: RegionLockOptions["clients"],
  execution: string,
  clock: Clock,
): Promise<boolean> {
  const machines = new StateMachines(plain, clock);
  for (const last of [false, true]) {
    try {
      const { status } = await machines.describe(execution);
      return UNDER_WAY.includes(status);
    } catch (error) {
      if (!(error instanceof StatesError)) throw error;
      if (error.code !== "ExecutionDoesNotExist") throw new LockError(error.code, error.message);
      if (!last) await clock.sleep(UNKNOWN_MS);
    }
  }
  return false;
}

function moment(at: number): string {
  return new Date(at).toISOString();
}
