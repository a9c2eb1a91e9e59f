import { type Command, Option } from "commander";
import {
  type RunbookSelection,
  runbookAbandon,
  runbookExport,
  runbookList,
  runbookOnAws,
  runbookOnAwsDryRun,
  runbookResume,
  runbookRun,
  runbookShow,
  runbookSwitch,
  SWITCH_VALUES,
  type SwitchValue,
} from "../../actions/index.ts";
import { declareVerb, given, PATH, type Perform, target } from "../declare.ts";
import { machinesText, onAwsText, runText, shownText, switchText } from "../runbookText.ts";

interface Flags {
  readonly env: string;
  readonly lost?: string;
  readonly region?: string;
  readonly store?: string;
  readonly to?: string;
  readonly acceptDataLoss?: boolean;
  readonly zone?: string;
  readonly as?: string;
  readonly from?: "log" | "backup";
  readonly before?: string;
  readonly point?: string;
  readonly target: "sandbox" | "aws";
  readonly on?: "aws";
  readonly incident?: string;
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
      const text = all
        .map(({ name, purpose, takes, machines }) => {
          const onAws = machines.length === 0 ? "" : `  [--on aws: ${machines.join(", ")}]`;
          return `${name.padEnd(22)} ${purpose}${takes === "" ? "" : `: ${takes}`}${onAws}\n`;
        })
        .join("");
      return { document: all, text, exitCode: 0 };
    }),
  );
  about(
    placed(declareVerb(runbook, "show", "every step and every call, nothing called").argument(...RUNBOOK)),
  ).action((name: string, path: string | undefined, flags: Flags) =>
    perform(() => showed({ name, ...selection(path, flags) })),
  );
  registerRun(runbook, perform);
  registerResume(runbook, perform);
  registerExport(runbook, perform);
  registerSwitch(runbook, perform);
}

function registerRun(runbook: Command, perform: Perform): void {
  about(
    placed(
      declareVerb(
        runbook,
        "run",
        "look, act, read back, step by step; may be cut off at any moment",
      ).argument(...RUNBOOK),
    ),
  )
    .addOption(target())
    .addOption(
      new Option(
        "--on <where>",
        "aws: by the state machine in the region that takes over, with the credentials at hand (default: from here)",
      ).choices(["aws"]),
    )
    .option("--incident <id>", "with --on aws: one run for each incident (default: the day, in UTC)")
    .option("--dry-run", "print every call with its region and plane, and call nothing")
    .option("--yes", "begin without asking; what its steps ask is asked all the same")
    .action((name: string, path: string | undefined, flags: Flags, command: Command) =>
      perform(async ({ host, signal }) => {
        const { target, on, incident, dryRun, yes } = flags;
        const selected = { name, ...selection(path, flags) };
        if (on === "aws") {
          const options = { ...selected, ...given({ incident }) };
          if (dryRun) return showedMachines(await runbookOnAwsDryRun(options));
          // Where to is said by --on; --target sandbox has the emulator take its place.
          const said = command.getOptionValueSource("target") !== "default";
          return ranOnAws(
            await runbookOnAws(
              { ...options, target: said ? target : "aws", signal, ...given({ yes }) },
              host,
            ),
          );
        }
        if (dryRun) return showed(selected);
        return ran(await runbookRun({ ...selected, target, signal, ...given({ yes }) }, host));
      }),
    );
}

function registerResume(runbook: Command, perform: Perform): void {
  placed(declareVerb(runbook, "resume", "go on where a run was cut off; what was done is not done again"))
    .addOption(target())
    .action((path: string | undefined, flags: Flags) =>
      perform(async ({ host, signal }) =>
        ran(await runbookResume({ ...selection(path, flags), target: flags.target, signal }, host)),
      ),
    );
  placed(declareVerb(runbook, "abandon", "give the unfinished run up; what it did stays done"))
    .addOption(target())
    .action((path: string | undefined, flags: Flags) =>
      perform(async () => {
        const result = await runbookAbandon({ ...selection(path, flags), target: flags.target });
        return { document: result, text: `Given up: ${result.abandoned}\n`, exitCode: 0 };
      }),
    );
}

function registerSwitch(runbook: Command, perform: Perform): void {
  declareVerb(runbook, "switch", "whether recoveries on AWS may act: shown in every region, or set there")
    .argument(...PATH)
    .requiredOption("--env <name>", "environment")
    .addOption(target())
    .addOption(new Option("--to <value>", "what to set it to").choices(SWITCH_VALUES))
    .option("--without <region>", "region that is gone, and is not asked")
    .action(
      (
        path: string | undefined,
        { env, target, to, without }: Flags & { readonly to?: SwitchValue; readonly without?: string },
      ) =>
        perform(async () => {
          const result = await runbookSwitch({ environment: env, target, ...given({ path, to, without }) });
          const known = result.regions.every((each) => "value" in each);
          return { document: result, text: switchText(result), exitCode: known ? 0 : 1 };
        }),
    );
}

function registerExport(runbook: Command, perform: Perform): void {
  about(
    placed(declareVerb(runbook, "export", "as Amazon States Language, or for people").argument(...RUNBOOK)),
  )
    .addOption(new Option("--format <format>", "what to write").choices(["asl", "markdown"]).default("asl"))
    .action((name: string, path: string | undefined, flags: Flags) =>
      perform(async () => {
        const options = { name, ...selection(path, flags), format: flags.format };
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
    .option("--region <region>", "region that it is about: whose store, zone or traffic is meant")
    .option(
      "--lost <region>",
      "the same, in the words of a region that is gone, or that is given its work back",
    );
}

/** What runbooks take beside the region: `trireme runbook list` says which takes what. */
function about(command: Command): Command {
  return command
    .option("--store <id>", "store, by its id or its name")
    .option("--to <region>", "region that is to write to the store (default: another instance of the same)")
    .option("--accept-data-loss", "what has not been copied yet may be lost")
    .option("--zone <zone>", "zone of the region: us-east-1a")
    .option("--as <name>", "name of what a restore makes")
    .addOption(
      new Option("--from <source>", "what a restore is made from (default: log)").choices(["log", "backup"]),
    )
    .option("--before <moment>", "as it was then: 2026-11-25T03:00:00Z (default: the newest that there is)")
    .option(
      "--point <arn>",
      "recovery point of AWS Backup (default: the newest, or the newest before --before)",
    );
}

function selection(path: string | undefined, flags: Flags): RunbookSelection {
  const { env, lost, region, store, to, acceptDataLoss, zone, as, from, before: at, point } = flags;
  return {
    environment: env,
    lost: lost ?? region ?? "",
    ...given({ path, store, to, acceptDataLoss, zone, as, from, at, point }),
  };
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

function showedMachines(shown: Awaited<ReturnType<typeof runbookOnAwsDryRun>>) {
  const sound = shown.every(({ problems }) => problems.length === 0);
  return { document: shown, text: machinesText(shown), exitCode: sound ? 0 : 1 };
}

/** As `ran`; 1 as well when nobody follows it any more. */
function ranOnAws(result: Awaited<ReturnType<typeof runbookOnAws>>) {
  return { document: result, text: onAwsText(result), exitCode: result.outcome === "completed" ? 0 : 1 };
}
