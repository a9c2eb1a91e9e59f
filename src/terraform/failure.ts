import { TriremeError } from "../lib/index.ts";
import type { Diagnostic, StreamReport } from "./events.ts";
import { lockMessage, lockOf } from "./stateLock.ts";

/** A failed Terraform operation, with all that Terraform said of it. */
export class TerraformError extends TriremeError {
  readonly diagnostics: readonly Diagnostic[];

  constructor(message: string, code: string, diagnostics: readonly Diagnostic[], fix?: string) {
    super(message, { code, fault: "environment", ...(fix === undefined ? {} : { fix }) });
    this.name = "TerraformError";
    this.diagnostics = diagnostics;
  }
}

export type Operation = "init" | "validate" | "plan" | "apply" | "output" | "unlock";

const CODES: Readonly<Record<Operation, string>> = {
  init: "terraform-init-failed",
  validate: "terraform-validate-failed",
  plan: "terraform-plan-failed",
  apply: "terraform-apply-failed",
  output: "terraform-output-failed",
  unlock: "state-locked",
};

/** How many errors a message spells out; the rest stand in `diagnostics`. */
const SPELLED_OUT = 3;

/** Turns what a failed operation said into one error of the port. */
export function failureOf(
  stack: string,
  operation: Operation,
  report: StreamReport,
  stderr: string,
  exit: { readonly code: number | undefined; readonly signal: string | undefined },
): TerraformError {
  const errors = report.diagnostics.filter((diagnostic) => diagnostic.severity === "error");
  for (const error of errors) {
    const lock = lockOf(error);
    if (lock !== undefined) {
      return new TerraformError(lockMessage(stack, lock), "state-locked", report.diagnostics, LOCK_FIX);
    }
    if (/^saved plan (is stale|does not match)/i.test(error.summary)) {
      return new TerraformError(
        `${stack}: the state has moved on since this plan was made`,
        "plan-stale",
        report.diagnostics,
        "Plan again.",
      );
    }
  }
  const said = errors.slice(0, SPELLED_OUT).map(oneLine);
  if (errors.length > SPELLED_OUT) said.push(`and ${errors.length - SPELLED_OUT} more errors`);
  if (said.length === 0) said.push(lastWords(report, stderr, exit));
  const silent = silentEndpoint(
    [...errors.map((error) => `${error.summary} ${error.detail}`), stderr].join("\n"),
  );
  if (silent !== undefined) said.unshift(`nothing answers at ${silent.endpoint} (${silent.how})`);
  return new TerraformError(
    `${stack}: terraform ${operation} failed: ${said.join("; ")}`,
    CODES[operation],
    report.diagnostics,
    silent === undefined
      ? undefined
      : "Start what should answer there, or restore the region if it was taken away.",
  );
}

const LOCK_FIX =
  "Wait until that operation has ended; if its process is certainly gone, release the lock with `terraform force-unlock`.";

function oneLine(error: Diagnostic): string {
  const detail = error.detail.replaceAll(/\s+/g, " ").trim();
  const short = detail.length > 300 ? `${detail.slice(0, 300)}…` : detail;
  const summary = error.summary.replaceAll(/\s+/g, " ").trim();
  const text = short === "" || summary.includes(short) ? summary : `${summary}: ${short}`;
  return error.address === undefined || text.includes(error.address) ? text : `${error.address}: ${text}`;
}

function lastWords(
  report: StreamReport,
  stderr: string,
  exit: { readonly code: number | undefined; readonly signal: string | undefined },
): string {
  const lines = `${report.stray.join("\n")}\n${stderr}`.split("\n").filter((line) => /[a-z0-9]/i.test(line));
  const ending =
    exit.signal === undefined ? `exit code ${exit.code ?? "unknown"}` : `killed by ${exit.signal}`;
  return lines.length === 0 ? ending : `${lines.slice(-4).join(" ").replaceAll(/\s+/g, " ")} (${ending})`;
}

/**
 * The endpoint that did not answer and how, from the words of Go's network errors
 * inside those of the AWS SDK. A closed connection counts: so answers a gateway
 * whose region was taken away.
 */
function silentEndpoint(text: string): { readonly endpoint: string; readonly how: string } | undefined {
  const match =
    /\b(?:Get|Head|Post|Put|Patch|Delete) "(https?:\/\/[^/"?]+)[^"]*": (?:[^\n]*?)(connection refused|connection reset by peer|no such host|i\/o timeout|EOF)/.exec(
      text,
    );
  return match?.[1] === undefined || match[2] === undefined
    ? undefined
    : { endpoint: match[1], how: match[2] };
}
