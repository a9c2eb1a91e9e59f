import { createInterface } from "node:readline/promises";
import { type Command, CommanderError } from "commander";
import { type Host, TerminalHost } from "../host/index.ts";
import { EXIT_CODES } from "../lib/index.ts";
import { type Failure, failureOf, failureText, usageFailure } from "./failure.ts";
import { buildProgram } from "./program.ts";
import type { Outcome } from "./verb.ts";

/** The streams of a run; tests pass their own. */
export interface Streams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
}

/**
 * Runs one command line. Results go to standard output, everything else to standard error; with
 * `--json` standard output is one JSON document, also when it fails.
 * @returns 0 fine, 1 findings, 2 bad input, 3 environment, 4 our fault
 */
export async function run(args: readonly string[], streams: Streams): Promise<number> {
  const json = args.includes("--json");
  const { signal, dispose } = interruptible();
  let outcome: Outcome | undefined;
  const program = buildProgram(async (verb) => {
    outcome = await verb({ host: terminalHost(streams, signal), signal });
  });
  const output = {
    writeOut: (text: string) => streams.stdout.write(text),
    writeErr: (text: string) => streams.stderr.write(text),
  };
  for (const command of withAllBelow(program)) {
    command.exitOverride().configureOutput(output);
  }
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      // Commander has told people already.
      if (json) streams.stdout.write(documentOf(usageFailure(error)));
      return EXIT_CODES.input;
    }
    return report(failureOf(error), json, streams);
  } finally {
    dispose();
  }
  if (outcome === undefined) return 0;
  streams.stdout.write(json ? `${JSON.stringify(outcome.document, null, 2)}\n` : outcome.text);
  return outcome.exitCode;
}

/** A command and all of its own, however deep. */
function withAllBelow(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withAllBelow)];
}

function documentOf(failure: Failure): string {
  return `${JSON.stringify({ error: failure }, null, 2)}\n`;
}

function report(failure: Failure, json: boolean, { stdout, stderr }: Streams): number {
  if (json) stdout.write(documentOf(failure));
  stderr.write(failureText(failure));
  return failure.exitCode;
}

function terminalHost({ stderr, stdin }: Streams, signal: AbortSignal): Host {
  return new TerminalHost({
    stream: stderr,
    colour: stderr.isTTY === true && process.env.NO_COLOR === undefined,
    ...(stdin.isTTY === true
      ? {
          ask: async (prompt: string) => {
            const reader = createInterface({ input: stdin, output: process.stderr });
            // A terminal at a question hands Ctrl-C to whoever reads, and ends nothing by itself.
            reader.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
            // Whoever is interrupted has answered nothing, neither yes nor no.
            signal.addEventListener("abort", () => reader.close(), { once: true });
            try {
              return await reader.question(prompt);
            } finally {
              reader.close();
            }
          },
        }
      : {}),
  });
}

function interruptible() {
  const controller = new AbortController();
  const stop = () => {
    process.removeListener("SIGINT", stop);
    process.removeListener("SIGTERM", stop);
    controller.abort(new Error("interrupted"));
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return {
    signal: controller.signal,
    dispose: () => {
      process.removeListener("SIGINT", stop);
      process.removeListener("SIGTERM", stop);
    },
  };
}
