import { request as startRequest } from "node:http";
import { TriremeError } from "../lib/index.ts";
import type { CallRecord } from "./call.ts";
import type { ClientsReport } from "./clients/model.ts";
import { CONTROL_PREFIX } from "./control.ts";
import type { FaultRule } from "./faults.ts";
import type { CallFilter, DnsAnswer, DnsQuestion, Sandbox, SandboxStatus } from "./sandbox.ts";

/** Longer than the gateway waits for its emulator: the reason then comes from there. */
const TIMEOUT_MS = 150_000;

/**
 * A sandbox that answers at the endpoint, in this process or another. Its methods throw
 * `sandbox-unreachable` when nothing answers there, and what the sandbox refuses with the sandbox's
 * own code.
 */
export function connectSandbox(endpoint: string): Sandbox {
  const base = new URL(endpoint).origin;
  const get = (verb: string) => exchange(base, "GET", verb, undefined);
  const post = (verb: string, body: unknown) => exchange(base, "POST", verb, body);
  return {
    endpoint: base,
    status: async () => (await get("status")) as SandboxStatus,
    calls: async (filter: CallFilter = {}) => (await get(`calls${queryOf(filter)}`)) as readonly CallRecord[],
    loseRegion: async (region, fault) => void (await post("lose-region", { region, fault })),
    restoreRegion: async (region) => void (await post("restore-region", { region })),
    losePart: async (part) => void (await post("lose-part", part)),
    restorePart: async (part) => ((await post("restore-part", part)) as { restored: boolean }).restored,
    setFault: async (rule) => void (await post("set-fault", rule)),
    clearFault: async (id) => ((await post("clear-fault", { id })) as { cleared: boolean }).cleared,
    faults: async () => (await get("faults")) as readonly FaultRule[],
    advanceClock: async (seconds) => void (await post("advance-clock", { seconds })),
    resolveName: async (question: DnsQuestion) => (await post("resolve-name", question)) as DnsAnswer,
    startClients: async (options) => void (await post("start-clients", options)),
    clients: async () => ((await get("clients")) as { readonly report?: ClientsReport }).report,
    stopClients: async () => void (await post("stop-clients", {})),
  };
}

function queryOf(filter: CallFilter): string {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  if (given.length === 0) return "";
  return `?${new URLSearchParams(given.map(([key, value]): [string, string] => [key, String(value)]))}`;
}

function exchange(base: string, method: string, verb: string, body: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const outgoing = startRequest(`${base}${CONTROL_PREFIX}${verb}`, {
      method,
      agent: false,
      timeout: TIMEOUT_MS,
      headers:
        payload === undefined
          ? {}
          : { "content-type": "application/json", "content-length": Buffer.byteLength(payload) },
    });
    const fail = (cause: unknown) => reject(unreachable(base, cause));
    outgoing.once("timeout", () => outgoing.destroy(new Error("no answer in time")));
    outgoing.once("error", fail);
    outgoing.once("response", (incoming) => {
      incoming.setEncoding("utf8");
      let text = "";
      incoming.on("data", (chunk: string) => {
        text += chunk;
      });
      incoming.once("error", fail);
      incoming.once("end", () => {
        try {
          const value: unknown = JSON.parse(text);
          if (incoming.statusCode === 200) resolve(value);
          else reject(refusal(value));
        } catch (error) {
          fail(error);
        }
      });
    });
    outgoing.end(payload);
  });
}

function unreachable(base: string, cause: unknown): TriremeError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new TriremeError(`No sandbox answers at ${base}: ${why}`, {
    code: "sandbox-unreachable",
    fault: "environment",
    fix: "Start the sandbox.",
    cause,
  });
}

function refusal(value: unknown): TriremeError {
  const { code, message, fix } = value as { code?: string; message?: string; fix?: string };
  const fault = code === "control-input-rejected" ? "input" : "environment";
  return new TriremeError(message ?? "The sandbox refused", {
    code: code ?? "sandbox-refused",
    fault,
    ...(fix === undefined ? {} : { fix }),
  });
}
