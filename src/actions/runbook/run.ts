import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AwsClients } from "../../aws/index.ts";
import { recoveryLockName } from "../../constructs/index.ts";
import type { Host } from "../../host/index.ts";
import { type Clock, seededRandom, systemClock } from "../../lib/index.ts";
import {
  abandonRunbook,
  datastoresOf,
  exclusionOf,
  promotedStores,
  type RunOptions,
  type RunResult,
  resumeRunbook,
  runRunbook,
  surplusOf,
} from "../../runbooks/index.ts";
import { CALLER_TAGS } from "../../sandbox/index.ts";
import { namingOf } from "../project.ts";
import { SandboxTime } from "../recovery/sandboxTime.ts";
import { regionScope, runbookNames, writersNow } from "../recovery/scope.ts";
import { type Machine, thisMachine } from "../workbench/machine.ts";
import { reach } from "../workbench/site.ts";
import type { Target } from "../workbench/target.ts";
import { mayBegin, refuseProblems, whoami } from "./approval.ts";
import {
  booksOf,
  journalsOf,
  type RunbookSelection,
  refuseUnknownRunbook,
  SWITCH_FILE,
  selected,
} from "./books.ts";
import { withPoint } from "./recoveryPoints.ts";
import { takeRegionLock } from "./regionLock.ts";
import { stepEnded } from "./stepProgress.ts";

export interface RunbookRunOptions extends RunbookSelection {
  /** @default "sandbox": what leads to AWS is said, never assumed. */
  readonly target?: Target["kind"];
  /** Begins without asking. Questions of its steps are asked all the same. */
  readonly yes?: boolean;
  readonly signal?: AbortSignal;
}

export interface RunbookRunResult {
  readonly environment: string;
  readonly target: Target["kind"];
  readonly lost: string;
  readonly outcome: "completed" | "incomplete" | "declined";
  /** One for each region in which it ran. */
  readonly runs: readonly RunResult[];
  /** What was done here in another way than a state machine on AWS does it. */
  readonly notProven: readonly string[];
}

const NOT_PROVEN: readonly string[] = [
  "questions and notifications went to this terminal, not through a topic and a task token",
  "names were resolved as a model or asked from here, not by one HTTP request of Step Functions",
];

/** Runs a runbook against the sandbox that is up, or an account. */
export async function runbookRun(
  options: RunbookRunOptions & { readonly name: string },
  host: Host,
  machine: Pick<Machine, "findSandbox"> = thisMachine,
): Promise<RunbookRunResult> {
  return onTarget(options, host, machine, async ({ project, environment, run, clients, gone }) => {
    refuseUnknownRunbook(options.name, project.file);
    const scope = regionScope(project.platform, environment, options.lost);
    const runbooks = await (async () => {
      if (options.name !== "failback") {
        const pointed = await withPoint(options, { project, environment }, clients);
        return booksOf({ ...pointed, since: begins(run.clock) }, { project, environment });
      }
      const moved = await promotedStores(run.dir);
      const before = new Map([...moved].map((id) => [id, options.lost]));
      const holders = await writersNow([...scope.stores, ...datastoresOf(scope)], clients, gone);
      return booksOf(options, { project, environment }, { before, holders });
    })();
    refuseProblems(runbooks, project.file);
    const { name, lost, target = "sandbox", yes } = options;
    const approval = { name, environment: environment.name, lost, target, yes };
    if (!(await mayBegin(approval, runbooks, host))) return { outcome: "declined", runs: [] };
    const runs: RunResult[] = [];
    for (const runbook of runbooks) {
      const result = await runRunbook(
        runbook,
        runbookNames(project.platform, environment, runbook.runsIn),
        run,
      );
      runs.push(result);
      if (!result.completed) return { outcome: "incomplete", runs };
    }
    return { outcome: "completed", runs };
  });
}

/** A minute ago: clocks differ, and no job of an earlier run is as young. */
function begins(clock: Clock): string {
  return new Date(clock.now() - 60_000).toISOString();
}

/** Names of the runbooks that a failback consists of. */
const PARTS_OF_FAILBACK: ReadonlySet<string> = new Set([
  "old-writer-fence",
  "way-return",
  "cache-return",
  "failback",
]);

/** Goes on with the run that is not finished. */
export async function runbookResume(
  options: RunbookRunOptions,
  host: Host,
  machine: Pick<Machine, "findSandbox"> = thisMachine,
): Promise<RunbookRunResult> {
  return onTarget(options, host, machine, async ({ run }) => {
    const result = await resumeRunbook(run);
    const left =
      result.completed && PARTS_OF_FAILBACK.has(result.runbook) ? await promotedStores(run.dir) : [];
    if ([...left].length > 0) {
      host.notify({
        code: "failback-unfinished",
        level: "warn",
        text: `The failback of ${options.lost} is several runbooks, and this was not the last: ${[...left].join(", ")} moved and is not done with. Run the failback again: it goes on with what is left.`,
      });
    }
    return { outcome: result.completed ? "completed" : "incomplete", runs: [result] };
  });
}

/** Gives the run that is not finished up. What it did stays done. */
export async function runbookAbandon(
  options: RunbookSelection & { readonly target?: Target["kind"] },
): Promise<{ readonly abandoned: string }> {
  const { project, environment } = await selected(options, systemClock);
  const siteDir = join(dirname(project.file), ".trireme", options.target ?? "sandbox", environment.name);
  const dir = journalsOf(siteDir, options.lost);
  return { abandoned: await abandonRunbook({ dir, by: whoami(), clock: systemClock }) };
}

interface OnTarget extends Awaited<ReturnType<typeof selected>> {
  readonly run: RunOptions;
  readonly clients: AwsClients;
  /** Regions that are not asked. */
  readonly gone: readonly string[];
}

async function onTarget(
  options: RunbookRunOptions,
  host: Host,
  machine: Pick<Machine, "findSandbox">,
  work: (on: OnTarget) => Promise<Pick<RunbookRunResult, "outcome" | "runs">>,
): Promise<RunbookRunResult> {
  const { project, environment } = await selected(options, systemClock);
  const stateRoot = join(dirname(project.file), ".trireme");
  const kind = options.target ?? "sandbox";
  const { target, sandbox, lostRegions } = await reach(
    kind,
    project,
    environment,
    stateRoot,
    machine,
    options.lost,
  );
  const siteDir = join(stateRoot, kind, environment.name);
  const clients = new AwsClients({ ...target.clients(CALLER_TAGS.runbook), attempts: 1 });
  const observer = new AwsClients(target.clients(CALLER_TAGS.sandbox));
  try {
    const run: RunOptions = {
      dir: journalsOf(siteDir, options.lost),
      by: whoami(),
      clients,
      ...(sandbox === undefined
        ? {}
        : {
            // Behind CloudFront, what matters is the region that its edge is led to.
            resolve: async (name, clientRegion) => {
              const answer = await sandbox.resolveName({ name, type: "A", clientRegion });
              return answer.origin ?? answer;
            },
          }),
      clock: sandbox === undefined ? systemClock : await SandboxTime.of(sandbox),
      elapsed: () => performance.now(),
      random: seededRandom(`${process.pid} ${systemClock.now()}`),
      // Who only looks may look beside whoever acts.
      lock: async (name, runbook) =>
        surplusOf(runbook).acts
          ? takeRegionLock({
              clients: clients.in(runbook.runsIn),
              table: recoveryLockName(namingOf(project.platform, environment)),
              run: name,
              by: whoami(),
              runbook: runbook.name,
              excludes: exclusionOf(runbook),
              host,
              // Leases are told to machines, which go by the world's time, whatever a sandbox makes of it.
              clock: systemClock,
            })
          : undefined,
      switchedOff: () => switchedOff(join(siteDir, SWITCH_FILE)),
      ...(host.attended
        ? {
            ask: async ({ text }) => ({
              answer: (await host.confirm({ code: "runbook-question", text })) ? "yes" : "no",
              by: whoami(),
            }),
          }
        : {}),
      notify: async (text) => host.notify({ code: "runbook-notification", level: "warn", text }),
      onStart: ({ step }) => host.progress({ key: step.id, state: "started", text: step.title, seconds: 0 }),
      onStep: (record) => host.progress(stepEnded(record)),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    };
    const ended = await work({ project, environment, run, clients: observer, gone: lostRegions });
    return {
      environment: environment.name,
      target: kind,
      lost: options.lost,
      ...ended,
      notProven: NOT_PROVEN,
    };
  } finally {
    clients.destroy();
    observer.destroy();
  }
}

async function switchedOff(file: string): Promise<string | undefined> {
  try {
    const text = (await readFile(file, "utf8")).trim().split("\n")[0] ?? "";
    return `off by ${file}${text === "" ? "" : ` (${text})`}`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
