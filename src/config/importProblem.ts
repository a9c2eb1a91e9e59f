import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { InputProblem } from "../lib/index.ts";

/** What is wrong with a configuration that Node could not run. */
export function importProblem(file: string, error: unknown): InputProblem {
  const message = error instanceof Error ? error.message.trim() : String(error);
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const where = placeIn(file, stack) ?? file;
  if (code === "ERR_MODULE_NOT_FOUND") {
    return {
      code: "config/import-not-found",
      where,
      given: message,
      wanted: "imports that exist, relative ones with their .ts ending",
      fix: "Correct the import, or install the package beside the file.",
    };
  }
  if (code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX") {
    return {
      code: "config/syntax",
      where,
      given: message,
      wanted: "TypeScript whose types can be left out: no enum, no namespace, no parameter properties",
      fix: "Write it with plain JavaScript, for example an object instead of an enum.",
    };
  }
  if (error instanceof SyntaxError || code === "ERR_INVALID_TYPESCRIPT_SYNTAX") {
    return {
      code: "config/syntax",
      where,
      given: message,
      wanted: "a TypeScript file that can be read",
      fix: `Correct the syntax at ${where}.`,
    };
  }
  return {
    code: "config/threw",
    where,
    given: error instanceof Error ? `${error.name}: ${message}` : `a thrown ${message}`,
    wanted: "a file that runs to its end",
    fix: `Correct what throws at ${where}.`,
  };
}

/**
 * `line:column` of the fault, with the file's path from the configuration's folder. Node gives it as a first
 * line `file:line` with the source and a row of carets below it, or as the frames of a stack.
 */
function placeIn(file: string, stack: string): string | undefined {
  const lines = stack.split("\n");
  const head = /^(file:\S+):(\d+)$/.exec(lines[0] ?? "");
  if (head?.[1] !== undefined) {
    const carets = lines.find((line) => /^\s*\^+\s*$/.test(line));
    const column = carets === undefined ? "" : `:${carets.indexOf("^") + 1}`;
    return `${shorten(file, head[1])}:${head[2]}${column}`;
  }
  const own = lines
    .map((line) => /(file:\S+):(\d+):(\d+)\)?$/.exec(line))
    .find((frame) => frame?.[1]?.includes("?"));
  return own?.[1] === undefined ? undefined : `${shorten(file, own[1])}:${own[2]}:${own[3]}`;
}

function shorten(file: string, url: string): string {
  return relative(dirname(file), fileURLToPath(url.replace(/\?.*$/, "")));
}
