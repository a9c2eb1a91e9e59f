import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { type Condition, type Runbook, type Step, stepsOf } from "../../src/runbooks/runbook.ts";
import { DEFAULT_ACCOUNT } from "../../src/sandbox/index.ts";

/** Why nobody can follow a runbook by hand on this machine; undefined when somebody can. */
export async function missingCli(): Promise<string | undefined> {
  const child = spawn("sh", ["-c", "command -v bash && aws --version"], { stdio: "ignore" });
  const [code] = (await once(child, "close")) as [number | null];
  return code === 0 ? undefined : "no bash or no AWS CLI on this machine";
}

/** One shell, as somebody has it open who pastes one block after the other. */
export class HandShell {
  readonly #shell: ChildProcessWithoutNullStreams;

  constructor(endpoint: string) {
    const { PATH = "", HOME = "" } = process.env;
    this.#shell = spawn("bash", ["--noprofile", "--norc"], {
      env: {
        PATH,
        HOME,
        AWS_ENDPOINT_URL: endpoint,
        AWS_ACCESS_KEY_ID: DEFAULT_ACCOUNT,
        AWS_SECRET_ACCESS_KEY: "sandbox",
        AWS_CONFIG_FILE: "/dev/null",
        AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      },
    });
  }

  /** What a block prints. @throws Error with what went wrong, when its last command fails */
  async paste(block: string): Promise<string> {
    const { stdout, stderr } = this.#shell;
    let said = "";
    let complained = "";
    const complain = (chunk: Buffer) => {
      complained += chunk;
    };
    stderr.on("data", complain);
    const gone = () => stdout.emit("data", Buffer.from("::end 1\n"));
    this.#shell.once("close", gone);
    const ended = new Promise<number>((resolve) => {
      const listen = (chunk: Buffer) => {
        said += chunk;
        const end = /::end (\d+)\n$/.exec(said);
        if (end === null) return;
        stdout.off("data", listen);
        said = said.slice(0, end.index);
        resolve(Number(end[1]));
      };
      stdout.on("data", listen);
    });
    this.#shell.stdin.write(`${block}\necho "::end $?"\n`);
    const code = await ended;
    stderr.off("data", complain);
    this.#shell.off("close", gone);
    if (code !== 0) throw new Error(`${block}\n${complained}`);
    return said;
  }

  async close(): Promise<void> {
    this.#shell.stdin.end();
    await once(this.#shell, "close");
  }
}

type Facts = Readonly<Record<string, unknown>>;

/** Blocks of a printed step by the word that leads them: `Look`, `Act`, `Read back`, `See`. */
function blocksOf(markdown: string): ReadonlyMap<string, string> {
  const found = markdown.matchAll(/\*\*(Look|Act|Read back|See)\*\*[^\n]*\n\n```sh\n([\s\S]*?)\n```/g);
  return new Map([...found].map(([, word = "", block = ""]) => [word, block]));
}

/** Facts that a block shows: the JSON that it prints first. */
function factsIn(printed: string): Facts {
  return JSON.parse(printed.trim()) as Facts;
}

export interface Following {
  readonly shell: HandShell;
  /** Passes the seconds until the next look. */
  readonly wait: (seconds: number) => Promise<void>;
  /** Names that `dig` would ask a real DNS for are judged by this instead. */
  readonly names: (step: Step) => Promise<boolean>;
}

/** Looks of the CLI are slow; the sandbox's clock is not. */
const PAUSE_SECONDS = 120;

/** Does what a printed runbook says, every question answered with yes: which steps came to which end. */
export async function followed(
  runbook: Runbook,
  markdown: string,
  following: Following,
): Promise<readonly string[]> {
  const [head = "", ...printed] = markdown.split(/^## /m);
  for (const [, block = ""] of head.matchAll(/```sh\n([\s\S]*?)\n```/g)) await following.shell.paste(block);
  const ends: string[] = [];
  for (const [at, { step }] of stepsOf(runbook).entries())
    ends.push(`${step.id} ${await followedStep(step, blocksOf(printed[at] ?? ""), following)}`);
  return ends;
}

async function followedStep(
  step: Step,
  blocks: ReadonlyMap<string, string>,
  { shell, wait, names }: Following,
): Promise<string> {
  const paste = async (word: string) => shell.paste(blocks.get(word) ?? `echo "no block to ${word}"; false`);
  const { guard, action, confirmation } = step;
  const seen = guard.look === undefined ? {} : factsIn(await paste("Look"));
  const rule = guard.rules.find(({ when }) => holds(when, seen)) ?? guard.otherwise;
  if (rule?.leads === "satisfied" || rule?.leads === "stop") return rule.leads;
  if (action?.kind === "call") await paste("Act");
  if (confirmation === undefined) return "done";
  if ("names" in confirmation.look.ask) return (await names(step)) ? "confirmed" : "not confirmed";
  const word = action === undefined ? "See" : "Read back";
  for (let passed = 0; passed <= step.budgetSeconds; passed += PAUSE_SECONDS) {
    if (holds(confirmation.until, factsIn(await paste(word)))) return "confirmed";
    await wait(PAUSE_SECONDS);
  }
  return "not confirmed";
}

/** As a person judges what is on the screen. */
function holds(condition: Condition, seen: Facts): boolean {
  if ("all" in condition) return condition.all.every((each) => holds(each, seen));
  if ("any" in condition) return condition.any.some((each) => holds(each, seen));
  if ("not" in condition) return !holds(condition.not, seen);
  const value = seen[condition.fact] ?? undefined;
  const list = value === undefined ? [] : [value].flat();
  if ("has" in condition) return list.includes(condition.has);
  if ("absent" in condition) return (list.length === 0 || value === "") === condition.absent;
  if ("above" in condition) return typeof value === "number" && value > condition.above;
  return value === condition.is;
}
