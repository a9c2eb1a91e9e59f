import type { Command } from "commander";
import { accessCheck, accessReview, accessWho } from "../../actions/index.ts";
import { systemClock } from "../../lib/index.ts";
import { accessCheckText, accessReviewText, accessWhoText } from "../accessText.ts";
import { declareVerb, given, PATH, type Perform } from "../declare.ts";

interface SourceFlags {
  readonly env?: string;
  readonly plan?: string;
  readonly state?: string;
  readonly dir?: string;
  readonly account?: string;
}

interface WhoFlags extends SourceFlags {
  readonly action: string;
  readonly resource: string;
  readonly context?: string[];
}

export function registerAccess(program: Command, perform: Perform): void {
  const access = program
    .command("access")
    .description("who may do what, by the IAM policies of our stacks or of any Terraform");
  withSource(declareVerb(access, "who", "who can do that to this"))
    .requiredOption("--action <action>", "one action, such as s3:GetObject")
    .requiredOption("--resource <arn>", "an ARN, a resource of the graph by its id, or '*'")
    .option("--context <key=value...>", "what the request says: aws:MultiFactorAuthPresent=true")
    .action((path: string | undefined, { action, resource, context, ...source }: WhoFlags) =>
      perform(async () => {
        const result = await accessWho({
          clock: systemClock,
          action,
          resource,
          ...sourceOf(path, source),
          ...given({ context }),
        });
        return { document: result, text: accessWhoText(result), exitCode: 0 };
      }),
    );
  declareVerb(access, "check", "what must be allowed and denied, and whether every wildcard has a reason")
    .argument(...PATH)
    .option("--env <name>", "one environment only, or the organization")
    .action((path: string | undefined, { env }: SourceFlags) =>
      perform(async () => {
        const result = await accessCheck({ clock: systemClock, ...given({ path, environment: env }) });
        const errors = result.findings.some(({ severity }) => severity === "error");
        return { document: result, text: accessCheckText(result), exitCode: errors ? 1 : 0 };
      }),
    );
  withSource(declareVerb(access, "review", "everybody's permissions, to go through and sign"))
    .requiredOption("--out <file>", "CSV file to write")
    .action((path: string | undefined, { out, ...source }: SourceFlags & { readonly out: string }) =>
      perform(async () => {
        const result = await accessReview({ clock: systemClock, out, ...sourceOf(path, source) });
        return { document: result, text: accessReviewText(result), exitCode: 0 };
      }),
    );
}

function withSource(command: Command): Command {
  return command
    .argument(...PATH)
    .option("--env <name>", "one environment only")
    .option("--plan <file>", "of a plan instead: terraform show -json <plan file>")
    .option("--state <file>", "of a state instead: terraform show -json, or the state file")
    .option("--dir <dir>", "of a folder of .tf files instead")
    .option("--account <digits>", "account of resources of which plan, state or folder does not tell it");
}

function sourceOf(path: string | undefined, { env, plan, state, dir, account }: SourceFlags) {
  return given({ path, environment: env, plan, state, dir, account });
}
