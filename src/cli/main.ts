#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// What was compiled once is not compiled again: a third of the time of a short verb. Fails silently, by design.
enableCompileCache();
const { run } = await import("./run.ts");

// A reader that has seen enough (`| head`) is no fault of anybody.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

process.exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
});
