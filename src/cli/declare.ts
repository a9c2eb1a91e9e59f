import { type Command, InvalidArgumentError, Option } from "commander";
import type { Verb } from "./verb.ts";

export { given } from "../lib/index.ts";

/** Runs a verb and reports how it ended; what every `register…` of `verbs/` is handed. */
export type Perform = (verb: Verb) => Promise<void>;

/** The argument by which every verb finds its configuration. */
export const PATH = [
  "[path]",
  "folder or file of the configuration (default: the nearest trireme.config.ts)",
] as const;

/** A verb with the switch that all of them have. */
export function declareVerb(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option("--json", "one JSON document on standard output; everything else on standard error");
}

/** Where stacks are rolled out to. What leads to AWS is said, never assumed. */
export function target(): Option {
  return new Option("--target <where>", "the sandbox that is up, or AWS with the credentials at hand")
    .choices(["sandbox", "aws"])
    .default("sandbox");
}

/** For the day on which a region's buckets cannot be reached and its other services can. */
export function statesFromCopies(): Option {
  return new Option(
    "--states-from-copies <region...>",
    "use the copies of these regions' Terraform states in place of their own buckets",
  );
}

/** An option's value as a whole number that could be a port or a count. */
export function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 65_535) {
    throw new InvalidArgumentError("A whole number from 1 to 65535 is wanted.");
  }
  return number;
}
