/**
 * The process of a sandbox in the background: `node daemonMain.ts '{"dir":…}'`, started by
 * `startDaemon` with a channel on which it says once that it is ready, or why not.
 */
import { z } from "zod";
import { TriremeError } from "../lib/index.ts";
import { processStart } from "./processes.ts";
import { removeRecord, writeRecord } from "./record.ts";
import { startSandbox } from "./start.ts";

const argumentShape = z.strictObject({
  dir: z.string().min(1),
  port: z.number().int().optional(),
  emulatorEndpoint: z.string().optional(),
});

async function main(): Promise<void> {
  const { dir, port, emulatorEndpoint } = argumentShape.parse(JSON.parse(process.argv[2] ?? "{}"));
  const sandbox = await startSandbox({
    dir,
    ...(port === undefined ? {} : { port }),
    ...(emulatorEndpoint === undefined ? {} : { emulatorEndpoint }),
  });
  const { startedAt } = await sandbox.status();
  const start = await processStart(process.pid);
  await writeRecord(dir, {
    pid: process.pid,
    ...(start === undefined ? {} : { processStart: start }),
    endpoint: sandbox.endpoint,
    startedAt,
  });
  const end = async () => {
    await removeRecord(dir);
    await sandbox.stop();
    process.exit(0);
  };
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
  process.send?.({ ready: true, endpoint: sandbox.endpoint }, () => process.disconnect?.());
}

main().catch((error: unknown) => {
  const { code, fault, fix, message } =
    error instanceof TriremeError
      ? error
      : { code: "sandbox-failed", fault: "ours", fix: undefined, message: String(error) };
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  if (process.send === undefined) process.exit(1);
  process.send({ ready: false, code, fault, message, fix }, () => process.exit(1));
});
