import type { Host } from "../../host/index.ts";
import { InputError, type InputProblem } from "../../lib/index.ts";

/** What a first configuration cannot be written without. */
export interface Answers {
  /** Kebab-case, 3 to 20 characters; begins the name of everything in AWS. */
  readonly name: string;
  readonly domain: string;
  readonly owner: string;
  readonly costCentre: string;
  /** 12 digits. */
  readonly account: string;
}

interface Asked {
  readonly key: keyof Answers;
  readonly flag: string;
  readonly text: string;
  readonly wanted: string;
  /** What suits most, from what is known already. */
  suggestion?(known: Partial<Answers>): string | undefined;
}

const QUESTIONS: readonly Asked[] = [
  {
    key: "name",
    flag: "--name",
    text: "Name of the platform. It begins the name of everything in AWS and never changes",
    wanted: "3 to 20 lower-case letters, digits and single hyphens",
  },
  {
    key: "domain",
    flag: "--domain",
    text: "Domain of the public hosts, without www",
    wanted: "a domain that you own or can delegate",
  },
  {
    key: "owner",
    flag: "--owner",
    text: "Team that answers for it",
    wanted: "the name of a team",
    suggestion: () => "platform-team",
  },
  {
    key: "costCentre",
    flag: "--cost-centre",
    text: "Cost centre that pays",
    wanted: "what your bookkeeping calls it",
    suggestion: ({ name }) => (name === undefined ? undefined : `${name}-1`),
  },
  {
    key: "account",
    flag: "--account",
    text: "AWS account of the development environment, 12 digits",
    wanted: "12 digits, as `aws sts get-caller-identity` shows them; any will do for the sandbox",
  },
];

/**
 * What options did not say is asked, where somebody is there.
 * @throws InputError with everything that is missing
 */
export async function completed(given: Partial<Answers>, host: Host): Promise<Answers> {
  const known: { -readonly [Key in keyof Answers]?: Answers[Key] } = { ...given };
  for (const { key, text, suggestion } of QUESTIONS) {
    if (known[key] !== undefined || !host.attended) continue;
    const suggested = suggestion?.(known);
    const question = {
      code: `init-${key}`,
      text,
      ...(suggested === undefined ? {} : { suggestion: suggested }),
    };
    const typed = await host.ask(question);
    if (typed !== undefined && typed !== "") known[key] = typed;
  }
  const { name, domain, owner, costCentre, account } = known;
  if (
    name !== undefined &&
    domain !== undefined &&
    owner !== undefined &&
    costCentre !== undefined &&
    account !== undefined
  ) {
    return { name, domain, owner, costCentre, account };
  }
  const missing = QUESTIONS.filter(({ key }) => known[key] === undefined);
  throw new InputError("init", missing.map(problemOf));
}

function problemOf({ flag, wanted }: Asked): InputProblem {
  return {
    code: "option/missing",
    where: flag,
    given: "nothing",
    wanted,
    fix: `Say ${flag}, or run init where it can ask.`,
  };
}

/** Where a problem of the configuration comes from an answer, the option that it was given by. */
export function flagOf(where: string): string | undefined {
  const key = where.startsWith("environments[") && where.endsWith(".account") ? "account" : where;
  return QUESTIONS.find((question) => question.key === key)?.flag;
}
