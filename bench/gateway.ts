/**
 * What the gateway costs: its own time a call, and calls through it against calls straight to the
 * emulator. Run with `node bench/gateway.ts [calls]`. Goal: a median of the gateway's own time under 2 ms.
 */
import { Agent, request as startRequest } from "node:http";
import { performance } from "node:perf_hooks";
import { startSandbox } from "../src/sandbox/index.ts";

const GOAL_MS = 2;
const WARM_UP = 100;

const HEADERS = {
  authorization:
    "AWS4-HMAC-SHA256 Credential=123456789012/20261122/eu-west-1/sqs/aws4_request, SignedHeaders=host, Signature=0",
  "content-type": "application/x-amz-json-1.0",
  "x-amz-target": "AmazonSQS.ListQueues",
};

/** Milliseconds of one call over a connection that is kept. */
function call(endpoint: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const outgoing = startRequest(endpoint, { method: "POST", agent, headers: HEADERS });
    outgoing.once("error", reject);
    outgoing.once("response", (incoming) => {
      incoming.resume();
      incoming.once("end", () => resolve(performance.now() - startedAt));
    });
    outgoing.end("{}");
  });
}

async function medianOf(endpoint: string, calls: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  for (let index = 0; index < WARM_UP + calls; index += 1) times.push(await call(endpoint, agent));
  agent.destroy();
  const sorted = times.slice(WARM_UP).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

const calls = Number(process.argv[2] ?? 1000);
const startedAt = performance.now();
const sandbox = await startSandbox();
const upMs = performance.now() - startedAt;
try {
  const { emulator } = await sandbox.status();
  const direct = await medianOf(emulator.endpoint, calls);
  const through = await medianOf(sandbox.endpoint, calls);
  const { ownMs } = await sandbox.status();
  const lines = [
    `sandbox up          ${upMs.toFixed(0)} ms`,
    `calls               ${calls} each way, one after the other`,
    `direct, median      ${direct.toFixed(2)} ms`,
    `gateway, median     ${through.toFixed(2)} ms (${(through / direct).toFixed(2)} times direct)`,
    `own time            median ${ownMs.p50.toFixed(3)} ms, 95th percentile ${ownMs.p95.toFixed(3)} ms (goal ${GOAL_MS} ms)`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  if (ownMs.p50 >= GOAL_MS) process.exitCode = 1;
} finally {
  await sandbox.stop();
}
