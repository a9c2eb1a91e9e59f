import { type Command, InvalidArgumentError, Option } from "commander";
import {
  clearFaults,
  type FaultEffect,
  type FaultRule,
  listFaults,
  loseRegion,
  type RegionFault,
  restoreRegion,
  strikeCalls,
} from "../../actions/index.ts";
import { declareVerb, given, PATH, type Perform, wholeNumber } from "../declare.ts";

/** Each described in the option's help; the type keeps the list complete. */
const REGION_FAULTS: Readonly<Record<RegionFault, true>> = {
  gone: true,
  "control-plane-gone": true,
  partitioned: true,
};

/** `sandbox fault region|calls|list|clear`. */
export function registerSandboxFault(sandbox: Command, perform: Perform): void {
  const fault = sandbox.command("fault").description("take regions away, or strike single calls");
  const show = (faults: () => Promise<readonly FaultRule[]>) =>
    perform(async () => {
      const document = await faults();
      return { document, text: faultsText(document), exitCode: 0 };
    });

  declareVerb(fault, "region", "take a region away, or give it back")
    .argument("<region>", "such as us-east-1")
    .argument(...PATH)
    .addOption(
      new Option(
        "--kind <kind>",
        "gone: nothing answers; control-plane-gone: nothing can be changed, what runs goes on; partitioned: cut off from the other regions, both sides are written to",
      )
        .choices(Object.keys(REGION_FAULTS))
        .default("gone"),
    )
    .option("--restore", "give it back")
    .action(
      (region: string, path: string | undefined, { kind, restore }: { kind: RegionFault; restore?: true }) =>
        show(() =>
          restore === true
            ? restoreRegion({ ...given({ path }), region })
            : loseRegion({ ...given({ path }), region, fault: kind }),
        ),
    );

  declareVerb(fault, "calls", "strike the calls of a region, service or action")
    .argument(...PATH)
    .option("--region <name>", "calls that this region answers")
    .option("--service <name>", "as in the call log: rds, dynamodb, s3")
    .option("--action <name>", "as in the call log: FailoverGlobalCluster")
    .addOption(
      new Option("--effect <effect>", "what they meet")
        .choices(["throttle", "error", "hang", "delay", "reset"])
        .default("throttle"),
    )
    .option("--status <number>", "of an error", wholeNumber, 500)
    .option("--code <code>", "of an error", "InternalFailure")
    .option("--seconds <number>", "that a call hangs, or is delayed", seconds, 60)
    .option("--times <number>", "calls to strike (default: all)", wholeNumber)
    .action((path: string | undefined, { region, service, action, times, ...effect }) =>
      show(() =>
        strikeCalls({
          ...given({ path, times }),
          match: given({ region, service, action }),
          effect: effectOf(effect),
        }),
      ),
    );

  declareVerb(fault, "list", "what is in force")
    .argument(...PATH)
    .action((path?: string) => show(() => listFaults(given({ path }))));

  declareVerb(fault, "clear", "end a fault, or all of them")
    .argument("[id]", "as listed (default: all)")
    .option("--path <path>", "folder or file of the configuration")
    .action((id: string | undefined, { path }: { path?: string }) =>
      show(() => clearFaults(given({ path, id }))),
    );
}

function seconds(text: string): number {
  const number = Number(text);
  if (!(number >= 1 && number <= 3600)) throw new InvalidArgumentError("A number from 1 to 3600 is wanted.");
  return number;
}

function effectOf(options: { effect: string; status: number; code: string; seconds: number }): FaultEffect {
  const { effect, status, code, seconds } = options;
  if (effect === "error") return { kind: "error", status, code };
  if (effect === "hang" || effect === "delay") return { kind: effect, seconds };
  return { kind: effect === "throttle" ? "throttle" : "reset" };
}

function faultsText(faults: readonly FaultRule[]): string {
  if (faults.length === 0) return "No fault is in force.\n";
  const width = Math.max(...faults.map(({ id }) => id.length));
  return `${faults.map((fault) => `${fault.id.padEnd(width)}  ${describe(fault)}`).join("\n")}\n`;
}

function describe({ match, effect, times }: FaultRule): string {
  const { region, service, action, plane, fromOutside } = match;
  const struck = [
    plane === undefined ? "calls" : `calls of the ${plane} plane`,
    ...(service === undefined ? [] : [`to ${service}`]),
    ...(action === undefined ? [] : [action]),
    ...(region === undefined ? [] : [`in ${region}`]),
    ...(fromOutside === undefined ? [] : ["by whoever is outside of it"]),
  ].join(" ");
  const met = {
    reset: "are cut off",
    hang: effect.kind === "hang" ? `hang for ${effect.seconds} s` : "",
    delay: effect.kind === "delay" ? `are answered ${effect.seconds} s later` : "",
    throttle: "are throttled",
    error: effect.kind === "error" ? `fail with ${effect.status} ${effect.code}` : "",
  }[effect.kind];
  return `${struck} ${met}${times === undefined ? "" : `, ${times} more`}`;
}
