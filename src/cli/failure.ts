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
  return {
    code: "unexpected",
    fault: "ours",
    message: shown.message,
    ...(shown.stack === undefined ? {} : { stack: shown.stack }),
    exitCode: EXIT_CODES.ours,
  };
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
