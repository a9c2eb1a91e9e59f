import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { loadPlatform } from "../../config/index.ts";
import type { Host } from "../../host/index.ts";
import { type Clock, InputError } from "../../lib/index.ts";
import { type Answers, completed, flagOf } from "./answers.ts";
import { compilerText, configurationText, IGNORED, packageText } from "./template.ts";

export interface InitOptions extends Partial<Answers> {
  /** Folder to begin in; made when there is none. @default the working directory */
  readonly dir?: string;
  readonly clock: Clock;
}

/** What `trireme init --json` prints. */
export interface InitResult {
  readonly dir: string;
  readonly files: readonly {
    readonly file: string;
    /** `left`: it was there and was not touched. `extended`: lines were added at its end. */
    readonly what: "written" | "extended" | "left";
  }[];
}

const CONFIGURATION = "trireme.config.ts";

/**
 * Writes a first configuration and what belongs beside it. What is there is never overwritten. The
 * configuration is checked before it comes to stand where it belongs, so that a wrong answer writes nothing.
 *
 * @throws InputError when there is a configuration already, an answer is missing, or one is not accepted
 */
export async function init(options: InitOptions, host: Host): Promise<InitResult> {
  const dir = resolve(options.dir ?? ".");
  const file = join(dir, CONFIGURATION);
  if ((await textOf(file)) !== undefined) throw alreadyThere(file);
  const answers = await completed(options, host);
  const text = configurationText(answers);
  await refuseWrongAnswers(dir, text, options.clock);
  const files: InitResult["files"][number][] = [await written(file, text)];
  files.push(await written(join(dir, "package.json"), packageText(answers)));
  files.push(await written(join(dir, "tsconfig.json"), compilerText()));
  files.push(await ignoring(join(dir, ".gitignore")));
  return { dir, files };
}

/** Loads the text from a folder of its own, beside what it is for. */
async function refuseWrongAnswers(dir: string, text: string, clock: Clock): Promise<void> {
  await mkdir(dir, { recursive: true });
  const trial = await mkdtemp(join(dir, ".trireme-init-"));
  try {
    await writeFile(join(trial, CONFIGURATION), text);
    await loadPlatform(trial, { clock });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      "init",
      error.problems.map((problem) => ({ ...problem, where: flagOf(problem.where) ?? problem.where })),
    );
  } finally {
    await rm(trial, { recursive: true, force: true });
  }
}

async function written(file: string, text: string): Promise<InitResult["files"][number]> {
  try {
    // Fails when somebody has written it meanwhile.
    await writeFile(file, text, { flag: "wx" });
    return { file, what: "written" };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return { file, what: "left" };
  }
}

async function ignoring(file: string): Promise<InitResult["files"][number]> {
  const present = await textOf(file);
  const lines = new Set((present ?? "").split("\n").map((line) => line.trim().replace(/\/$/, "")));
  const missing = IGNORED.filter((entry) => !lines.has(entry.replace(/\/$/, "")));
  if (missing.length === 0) return { file, what: "left" };
  const join = present === undefined || present === "" || present.endsWith("\n") ? "" : "\n";
  await writeFile(file, `${join}${missing.join("\n")}\n`, { flag: "a" });
  return { file, what: present === undefined ? "written" : "extended" };
}

async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
}

function alreadyThere(file: string): InputError {
  return new InputError("init", [
    {
      code: "init/configuration-there",
      where: file,
      given: "a configuration",
      wanted: "a folder without one",
      fix: "Go on with that one, or name another folder.",
    },
  ]);
}
