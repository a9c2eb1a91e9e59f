import { EXIT_CODES, InputError, type InputProblem, TriremeError } from "../lib/index.ts";

/** An error as a program reads it. */
export interface Failure {
  readonly code: string;
  readonly fault: "input" | "environment" | "ours";
  readonly message: string;
  readonly fix?: string;
  readonly problems?: readonly InputProblem[];
  /** Only for our own defects: what to send us. */
  readonly stack?: string;
  readonly exitCode: number;
}

/** Node's codes for a machine that refuses: no leave, read-only, full, too many open files. */
const MACHINE_SAYS_NO = new Set(["EACCES", "EPERM", "EROFS", "ENOSPC", "EMFILE", "ENFILE", "EDQUOT"]);

export function failureOf(error: unknown): Failure {
  if (error instanceof TriremeError) {
    const { code, fault, message, fix } = error;
    return {
      code,
      fault,
      message,
      ...(fix === undefined ? {} : { fix }),
      ...(error instanceof InputError ? { problems: error.problems } : {}),
      exitCode: EXIT_CODES[fault],
    };
  }
  const shown = error instanceof Error ? error : new Error(String(error));
  if (MACHINE_SAYS_NO.has((shown as NodeJS.ErrnoException).code ?? "")) {
    return {
      code: "system-refused",
      fault: "environment",
      message: shown.message,
      fix: "Make room there or give leave to write there, then run it again.",
      exitCode: EXIT_CODES.environment,
    };
  }
  return {
    code: "unexpected",
    fault: "ours",
    message: shown.message,
    ...(shown.stack === undefined ? {} : { stack: shown.stack }),
    exitCode: EXIT_CODES.ours,
  };
}

/** A command line that cannot be understood, as a program reads it. `error` is Commander's. */
export function usageFailure(error: { readonly code: string; readonly message: string }): Failure {
  const isHelp = error.code === "commander.help";
  return {
    code: isHelp ? "usage/no-verb" : `usage/${kebab(error.code.replace(/^commander\./, ""))}`,
    fault: "input",
    message: isHelp ? "no verb was given" : error.message.replace(/^error: /, ""),
    fix: "See trireme --help.",
    exitCode: EXIT_CODES.input,
  };
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

export function failureText(failure: Failure): string {
  if (failure.problems !== undefined) {
    const blocks = failure.problems.map(
      ({ code, where, given, wanted, fix }) =>
        `  ${where}  [${code}]\n    given   ${given}\n    wanted  ${wanted}\n    fix     ${fix}\n`,
    );
    return `✗ ${failure.message}\n\n${blocks.join("\n")}`;
  }
  const fix = failure.fix === undefined ? "" : `  ${failure.fix}\n`;
  const ours =
    failure.fault === "ours"
      ? `  This is a defect of Trireme, not of your configuration.\n${failure.stack ?? ""}\n`
      : "";
  return `✗ ${failure.message}  [${failure.code}]\n${fix}${ours}`;
}
