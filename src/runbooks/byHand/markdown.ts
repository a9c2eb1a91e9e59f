import { EVERY_SECONDS, type Names } from "../compile/index.ts";
import { homeOf, planeOfCall } from "../planes.ts";
import {
  type Action,
  type ApiCall,
  type GuardRule,
  type Look,
  NOWHERE,
  type Runbook,
  type Step,
  stepsOf,
} from "../runbook.ts";
import { callCommand, lookCommands, quoted } from "./commands.ts";
import { conditionWords } from "./words.ts";

/**
 * A runbook for people who have a shell and the AWS CLI and nothing of ours, to be printed and kept where it can be read
 * when nothing else can. It says what a machine would do: the same calls, the same guards, the same ends.
 */
export function runbookMarkdown(runbook: Runbook, names: Names): string {
  const { runsIn, lost } = runbook;
  const steps = stepsOf(runbook);
  const leanings = runbook.leansOn.map(
    ({ kind, name, region, step, remedy }) =>
      `- ${kind} \`${name}\` ${region === NOWHERE ? "which was not found" : `in ${region}`}${step === undefined ? "" : `, for ${step}`}. Without it: ${remedy}`,
  );
  const parts = steps.map(({ step, stage, lane }, index) => {
    const beside = steps.flatMap((other, at) =>
      other.stage === stage && other.lane !== lane ? [String(at + 1)] : [],
    );
    return stepMarkdown(step, index + 1, beside, runsIn, names);
  });
  const changes = steps.some(({ step }) => step.action?.kind === "call");
  return `${[
    `# ${runbook.title}`,
    `${runbook.name}, version ${runbook.version}. Run it when ${runbook.when}.${lost === undefined ? "" : ` ${lost} is taken for gone.`} It calls ${runsIn} only.`,
    HOW,
    ...(leanings.length === 0 ? [] : ["It needs:", leanings.join("\n")]),
    accountMarkdown(runsIn, names),
    ...(changes ? [switchMarkdown(runsIn, names)] : []),
    ...parts,
  ].join("\n\n")}\n`;
}

const HOW = [
  "By hand it takes a POSIX shell, the AWS CLI, `dig` and `curl`, and credentials that may do what follows. Open one shell and paste every block into it, in order: some keep in a variable what later ones need.",
  "",
  "- **Look** shows facts by their names. The first rule below it that fits decides; `{name}` in a text is the fact of that name.",
  "- **Act** once. Without an answer nobody knows whether it took effect: read back before you do anything again.",
  "- **See** and **read back** again and again until it is as it should be. When the time is up the step has failed: do not go on with those that come after it in its lane.",
].join("\n");

/** The CLI repeats calls by itself unless it is told not to, and STS answers from one region unless it is asked in another. */
function accountMarkdown(region: string, { topicArn }: Names): string {
  const [, , , , account] = topicArn("critical").split(":");
  return `First see that it is the right account: this must print ${account}.\n\n${shell([
    "export AWS_PAGER= AWS_MAX_ATTEMPTS=1 AWS_STS_REGIONAL_ENDPOINTS=regional",
    `aws sts get-caller-identity --region ${region} --query Account --output text`,
  ])}`;
}

function switchMarkdown(region: string, { switchParameter }: Names): string {
  const command = `aws ssm get-parameter --region ${region} \\\n  --name ${quoted(switchParameter)} --query Parameter.Value --output text`;
  return `Somebody may have switched recoveries off: then ask first, and find out why.\n\n${shell([command])}`;
}

function stepMarkdown(
  step: Step,
  number: number,
  beside: readonly string[],
  runsIn: string,
  names: Names,
): string {
  const { guard, action, confirmation, budgetSeconds, retry, undo, expendable } = step;
  return [
    `## ${number}. ${step.title}`,
    `\`${step.id}\`, within ${budgetSeconds} s.${beside.length === 0 ? "" : ` Steps that may go at the same time: ${beside.join(", ")}.`}`,
    ...(guard.look === undefined ? [] : [`**Look**${where(guard.look, runsIn)}`, looked(guard.look, runsIn)]),
    ...(guard.rules.length === 0 && guard.otherwise === undefined ? [] : [rulesMarkdown(step)]),
    ...(action === undefined ? [] : actionMarkdown(action, runsIn, names)),
    ...(confirmation === undefined
      ? []
      : [
          `**${action === undefined ? "See" : "Read back"}**${where(confirmation.look, runsIn)}, every ${confirmation.everySeconds ?? EVERY_SECONDS} s, until ${until(confirmation)}`,
          looked(confirmation.look, runsIn),
        ]),
    [
      ...(action?.kind === "call"
        ? [
            `- Without an answer: read back; if it has not taken effect, ${retry === "safe" ? "act again" : "ask before you act again: a second time may do harm"}.`,
          ]
        : []),
      ...(expendable === undefined
        ? []
        : [`- Where it comes to a bad end: go on all the same. ${expendable.says}.`]),
      `- To undo: ${undo}.`,
    ].join("\n"),
  ].join("\n\n");
}

/** What to do, and why. */
function led({ leads, says }: Omit<GuardRule, "when">): string {
  switch (leads) {
    case "satisfied":
      return `**it is done already**, go on with the next step (${says}).`;
    case "stop":
      return `**stop here** and have somebody look who knows it (${says}).`;
    case "ask":
      return `**decide**. ${says}${/[.?!]$/.test(says) ? "" : ". Act all the same?"}`;
    case "proceed":
      return `**act** (${says}).`;
  }
}

function rulesMarkdown({ guard, action }: Step): string {
  const otherwise = action === undefined ? "read back." : "act.";
  return [
    ...guard.rules.map(({ when, ...rule }) => `- When ${conditionWords(when)}: ${led(rule)}`),
    `- Otherwise: ${guard.otherwise === undefined ? otherwise : led(guard.otherwise)}`,
  ].join("\n");
}

function actionMarkdown(action: Action, runsIn: string, names: Names): readonly string[] {
  switch (action.kind) {
    case "call":
      return [
        `**Act** in ${place(action.call, runsIn)}`,
        shell([callCommand(action.call, homeOf(action.call, runsIn))]),
      ];
    case "question":
      return [`**Decide**: ${action.asks}${/[.?!]$/.test(action.asks) ? "" : "?"} With no, stop here.`];
    case "notify":
      return [
        `**Tell** those on call:`,
        shell([
          `aws sns publish --region ${runsIn} --topic-arn ${names.topicArn(action.severity)} \\\n  --message ${quoted(action.message)}`,
        ]),
      ];
    case "wait":
      return [`**Wait** ${action.seconds} s.`];
  }
}

function until({ look, until: condition, says }: NonNullable<Step["confirmation"]>): string {
  if (!("names" in look.ask)) return `${conditionWords(condition)} (${says}).`;
  const { wanted, clientRegions } = look.ask.names;
  const lines =
    "avoid" in wanted
      ? `there are lines and none names ${wanted.avoid}`
      : `there are lines and each names ${wanted.lead}`;
  return `${lines}, whoever asks: have it looked at near ${clientRegions.join(", ")} too. us-east-1 is written \`compute-1\`, and an address of Global Accelerator names no region.`;
}

function where({ ask }: Look, runsIn: string): string {
  return "api" in ask ? ` in ${place(ask.api, runsIn)}` : "";
}

function place(call: ApiCall, runsIn: string): string {
  return `${homeOf(call, runsIn)} (${planeOfCall(call)} plane)`;
}

function looked(look: Look, runsIn: string): string {
  const region = "api" in look.ask ? homeOf(look.ask.api, runsIn) : runsIn;
  return shell(lookCommands(look, region));
}

function shell(commands: readonly string[]): string {
  return ["```sh", ...commands, "```"].join("\n");
}
