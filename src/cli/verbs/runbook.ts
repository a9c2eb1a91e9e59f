import { type Command, Option } from "commander";
import {
  runbookAbandon,
  runbookExport,
  runbookList,
  runbookResume,
  runbookRun,
  runbookShow,
} from "../../actions/index.ts";
import { declareVerb, given, PATH, type Perform, target } from "../declare.ts";
import { runText, shownText } from "../runbookText.ts";

interface Flags {
  readonly env: string;
  readonly lost: string;
  readonly target: "sandbox" | "aws";
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly format: "asl" | "markdown";
}

const RUNBOOK = ["<name>", "a runbook of the library: trireme runbook list"] as const;

export function registerRunbook(program: Command, perform: Perform): void {
  const runbook = program.command("runbook").description("recoveries as data: shown, run, resumed, exported");
  declareVerb(runbook, "list", "what the library has").action(() =>
    perform(async () => {
      const all = await runbookList();
      const text = all.map(({ name, purpose }) => `${name.padEnd(20)} ${purpose}\n`).join("");
      return { document: all, text, exitCode: 0 };
    }),
  );
  placed(
    declareVerb(runbook, "show", "every step and every call, nothing called").argument(...RUNBOOK),
  ).action((name: string, path: string | undefined, { env, lost }: Flags) =>
    perform(() => showed({ name, environment: env, lost, ...given({ path }) })),
  );
  registerRun(runbook, perform);
  registerResume(runbook, perform);
  registerExport(runbook, perform);
}

function registerRun(runbook: Command, perform: Perform): void {
  placed(
    declareVerb(runbook, "run", "look, act, read back, step by step; may be cut off at any moment").argument(
      ...RUNBOOK,
    ),
  )
    .addOption(target())
    .option("--dry-run", "print every call with its region and plane, and call nothing")
    .option("--yes", "begin without asking; what its steps ask is asked all the same")
    .action((name: string, path: string | undefined, { env, lost, target, dryRun, yes }: Flags) =>
      perform(async ({ host, signal }) => {
        const selection = { name, environment: env, lost, ...given({ path }) };
        if (dryRun) return showed(selection);
        return ran(await runbookRun({ ...selection, target, signal, ...given({ yes }) }, host));
      }),
    );
}

function registerResume(runbook: Command, perform: Perform): void {
  placed(declareVerb(runbook, "resume", "go on where a run was cut off; what was done is not done again"))
    .addOption(target())
    .action((path: string | undefined, { env, lost, target }: Flags) =>
      perform(async ({ host, signal }) =>
        ran(await runbookResume({ environment: env, lost, target, signal, ...given({ path }) }, host)),
      ),
    );
  placed(declareVerb(runbook, "abandon", "give the unfinished run up; what it did stays done"))
    .addOption(target())
    .action((path: string | undefined, { env, lost, target }: Flags) =>
      perform(async () => {
        const result = await runbookAbandon({ environment: env, lost, target, ...given({ path }) });
        return { document: result, text: `Given up: ${result.abandoned}\n`, exitCode: 0 };
      }),
    );
}

function registerExport(runbook: Command, perform: Perform): void {
  placed(declareVerb(runbook, "export", "as Amazon States Language, or for people").argument(...RUNBOOK))
    .addOption(new Option("--format <format>", "what to write").choices(["asl", "markdown"]).default("asl"))
    .action((name: string, path: string | undefined, { env, lost, format }: Flags) =>
      perform(async () => {
        const options = { name, environment: env, lost, format, ...given({ path }) };
        const documents = await runbookExport(options);
        const text = documents
          .map(({ document }) =>
            typeof document === "string" ? document : `${JSON.stringify(document, null, 2)}\n`,
          )
          .join("\n");
        return { document: documents, text, exitCode: 0 };
      }),
    );
}

function placed(command: Command): Command {
  return command
    .argument(...PATH)
    .requiredOption("--env <name>", "environment")
    .requiredOption("--lost <region>", "region that is gone, or that is given its work back");
}

async function showed(options: Parameters<typeof runbookShow>[0]) {
  const shown = await runbookShow(options);
  const sound = shown.every(({ problems }) => problems.length === 0);
  return { document: shown, text: shownText(shown), exitCode: sound ? 0 : 1 };
}

/** 0 completed; 1 a step was not confirmed, or it was declined. */
function ran(result: Awaited<ReturnType<typeof runbookRun>>) {
  return { document: result, text: runText(result), exitCode: result.outcome === "completed" ? 0 : 1 };
}
