import { AwsClients } from "../../aws/index.ts";
import { seededRandom, systemClock } from "../../lib/index.ts";
import { resumeRunbook, runRunbook } from "../engine/index.ts";
import type { Runbook } from "../runbook.ts";
import { ACCOUNT, balancer, NAMES, NEXT } from "./bench.ts";

/** What the parent asks of a process that it means to kill. */
export interface RunInChild {
  readonly endpoint: string;
  readonly dir: string;
  /** Undefined: resume. */
  readonly runbook: Runbook | undefined;
}

process.once("message", (message) => {
  const { endpoint, dir, runbook } = message as RunInChild;
  const options = {
    dir,
    by: "the child",
    clients: new AwsClients({
      endpoint,
      credentials: { accessKeyId: ACCOUNT, secretAccessKey: "sandbox" },
      appId: "trireme-runbook",
      attempts: 1,
    }),
    resolve: async () => ({ answers: [balancer(NEXT)], chosen: NEXT }),
    clock: systemClock,
    elapsed: () => performance.now(),
    random: seededRandom("child"),
    // Each place is told to whoever may kill us there.
    onBoundary: (boundary: string, key: string) => void process.send?.(`${boundary} ${key}`),
  };
  const run = runbook === undefined ? resumeRunbook(options) : runRunbook(runbook, NAMES, options);
  run
    .then(({ completed }) => process.send?.(completed ? "completed" : "incomplete", () => process.exit(0)))
    .catch((error: Error) => process.send?.(`threw ${error.message}`, () => process.exit(1)));
});
