import { fork } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { regionalFailover } from "../library/regionalFailover.ts";
import type { Runbook } from "../runbook.ts";
import { Bench, LOST, NEXT, store } from "../testing/bench.ts";
import type { RunInChild } from "../testing/runInChild.ts";

const orders = store("aurora-postgresql", [LOST, NEXT], "orders");

/** A process that runs or resumes; killed by `kill -9` as soon as it says `at`. */
async function child(bench: Bench, runbook: Runbook | undefined, at?: string): Promise<string> {
  const process = fork(new URL("../testing/runInChild.ts", import.meta.url), { execArgv: [] });
  let last = "";
  process.on("message", (message) => {
    last = String(message);
    if (last === at) process.kill("SIGKILL");
  });
  const ended = once(process, "exit");
  process.send({ endpoint: bench.aws.endpoint, dir: bench.dir, runbook } satisfies RunInChild);
  const [, signal] = await ended;
  return signal === "SIGKILL" ? "killed" : last;
}

it.each(["before call promote-orders: act#0", "after result promote-orders: act#0"])(
  "a process that is killed by kill -9 %s is finished by another, with one promotion in all",
  { timeout: 120_000 },
  async (at) => {
    const bench = await Bench.open();
    try {
      bench.aws.database(orders.name, [LOST, NEXT]);
      bench.aws.lost.add(LOST);
      const [runbook] = regionalFailover(bench.scope([orders]));
      expect(await child(bench, runbook, at)).toBe("killed");
      // Its lock is still there, and is known to be a dead process's.
      expect(await child(bench, undefined)).toBe("completed");
      expect(bench.aws.databases.get(orders.name)?.writer).toBe(NEXT);
      const acts = bench.aws.calls.filter(({ action }) => action === "FailoverGlobalCluster");
      expect(acts).toHaveLength(1);
    } finally {
      await bench.close();
    }
  },
);
