import { NOON, platformInput } from "../../src/config/fixture.ts";
import { resolvePlatform } from "../../src/config/index.ts";
import type { Case } from "../../src/config/rules/caseParts.ts";
import { CASES } from "../../src/config/rules/cases.ts";
import { RULES } from "../../src/config/rules/index.ts";
import { InputError, type InputProblem } from "../../src/lib/index.ts";
import { anchor, code, line, page, table } from "./markdown.ts";

/** What a configuration must not say, with the words that each rule answers to the first of its cases. */
export function rulesPage(): string {
  return page(
    "# Rules",
    `The ${RULES.length} rules that a configuration is held to once its form is right. All that is wrong is said at once, exit code 2, nothing written. A rule that takes an exception can be broken in writing, for a time: see [ExceptionInput](configuration.md#exceptioninput).`,
    table(
      ["rule", "refuses", "exception"],
      RULES.map(({ code: name, takesExceptions }) => [
        `[${name}](#${anchor(name)})`,
        line(
          casesOf(name)
            .map(({ says }) => says)
            .join("; "),
        ),
        takesExceptions === true ? "yes" : "",
      ]),
    ),
    "What each says, of the first thing that it refuses:",
    ...RULES.flatMap(({ code: name }) => [`## ${name}`, answer(name)]),
  );
}

function casesOf(rule: string): readonly Case[] {
  return CASES.filter((each) => each.code === rule);
}

/** What is answered to the rule's first case. */
function answer(rule: string): string {
  const [first] = casesOf(rule);
  const problem = first === undefined ? undefined : problemOf(first);
  if (problem === undefined) throw new Error(`${rule} has no case that it refuses`);
  const { where, given, wanted, fix } = problem;
  return [
    `- At ${code(where)}`,
    `- Given: ${line(given)}`,
    `- Wanted: ${line(wanted)}`,
    `- Fix: ${line(fix)}`,
  ].join("\n");
}

function problemOf({ code: rule, breaks }: Case): InputProblem | undefined {
  try {
    resolvePlatform(platformInput(breaks), { clock: NOON });
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return error.problems.find((problem) => problem.code === rule);
    throw error;
  }
}
