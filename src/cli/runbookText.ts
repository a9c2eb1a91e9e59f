import type {
  RunbookOnAwsResult,
  RunbookRunResult,
  RunbookSwitchResult,
  ShownMachine,
  ShownRunbook,
} from "../actions/index.ts";

/** Every step with every call, as a dry run shows them. */
export function shownText(shown: readonly ShownRunbook[]): string {
  const blocks = shown.map(({ title, name, version, when, runsIn, steps, problems, onAws }) =>
    [
      `${title}  (${name}, version ${version}; calls ${runsIn} only)`,
      `  when ${when}`,
      ...steps.flatMap(({ id, title: step, budgetSeconds, lane, stage, acts, undo }) => [
        "",
        `  ${id}  ${step}  [${stage}, lane ${lane + 1}, within ${budgetSeconds} s]`,
        ...acts.map(
          ({ part, what, region, plane, input }) =>
            `    ${part.padEnd(9)} ${what}  ${region}, ${plane}${Object.keys(input).length === 0 ? "" : `  ${JSON.stringify(input)}`}`,
        ),
        `    undo      ${undo}`,
      ]),
      "",
      ...problems.flatMap(({ step, says, fix }) => [
        `  ✗ ${step === undefined ? "" : `${step}: `}${says}`,
        `    ${fix}`,
      ]),
      ...(problems.length === 0
        ? ["  Needs nothing of the lost region, nor of a control plane that falls with it."]
        : []),
      ...(onAws === undefined ? [] : ["", "  On AWS, by its state machine:", `    ${onAws}`]),
    ].join("\n"),
  );
  return `${blocks.join("\n\n")}\n`;
}

/** What each region's switch says, a line each. */
export function switchText({ parameter, regions }: RunbookSwitchResult): string {
  const lines = regions.map((each) =>
    "value" in each
      ? `  ${each.region.padEnd(16)} ${each.value}`
      : `✗ ${each.region.padEnd(16)} not known: ${each.notKnown}`,
  );
  return `${[parameter, ...lines].join("\n")}\n`;
}

export function runText({ outcome, runs, notProven, lost, environment }: RunbookRunResult): string {
  if (outcome === "declined") return "Declined: nothing was called.\n";
  const lines = runs.flatMap(stepLines);
  const end =
    outcome === "completed"
      ? `Completed.`
      : `NOT COMPLETED. Mend what the last step says, then: trireme runbook resume --env ${environment} --lost ${lost}`;
  return `${[...lines, "", end, ...notProven.map((each) => `Not proven on AWS: ${each}.`)].join("\n")}\n`;
}

/** What is called from here before and while a machine runs, then what the machine calls. */
export function machinesText(shown: readonly ShownMachine[]): string {
  const blocks = shown.map(({ machine, runsIn, incident, fromHere, ...runbook }) =>
    [
      `The machine ${machine} in ${runsIn}, as its execution ${incident}. From here:`,
      ...fromHere.map(
        ({ what, region, when, input }) =>
          `    ${what.padEnd(28)} ${region}  ${when}${Object.keys(input).length === 0 ? "" : `  ${JSON.stringify(input)}`}`,
      ),
      "",
      `By the machine: ${shownText([{ ...runbook, runsIn }])}`,
    ].join("\n"),
  );
  return blocks.join("\n");
}

export function onAwsText(result: RunbookOnAwsResult): string {
  const { outcome, runs, executions, environment, incident, proof, notProven } = result;
  if (outcome === "declined") return "Declined: nothing was begun.\n";
  const again = `the same command, with --incident ${incident}`;
  const end = {
    completed: "Completed.",
    incomplete: `NOT COMPLETED. Mend what the last step says, then run it under another name: --incident ${incident}-2`,
    running: `It goes on without you in ${executions.at(-1)?.region ?? environment}. To follow it again: ${again}`,
  }[outcome];
  return `${[
    ...executions.map(({ machine, region, how, says }) => `${machine} in ${region}, ${how}: ${says}`),
    ...runs.flatMap(stepLines),
    "",
    end,
    `Proof: ${proof}.`,
    ...notProven.map((each) => `Not proven on AWS: ${each}.`),
  ].join("\n")}\n`;
}

function stepLines({ run, steps }: RunbookRunResult["runs"][number]): readonly string[] {
  return [
    run,
    ...steps.map(
      ({ title, outcome, detail, startedAt, endedAt }) =>
        `  ${outcome.padEnd(10)} ${title}: ${detail}  (${((endedAt - startedAt) / 1000).toFixed(0)} s)`,
    ),
  ];
}
