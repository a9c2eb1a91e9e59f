import { z } from "zod";
import { strict } from "./form.ts";

/** The section `usage` as it is checked; `usageInput.ts` documents it. */

function figure(what: string, most: number, least = 0) {
  const wanted = `${what}, ${least} to ${most}`;
  return z.number(wanted).min(least, wanted).max(most, wanted);
}

const percent = (what: string) => figure(`per cent ${what}`, 100);

export const usage = strict({
  requests: figure("requests a month", 1e12).optional(),
  responseKb: figure("kB", 1e6).default(40),
  cachedPercent: percent("of the requests").default(60),
  elsewherePercent: percent("of production").default(2),
  logKb: figure("kB", 1e5).default(1),
  storedGib: figure("GiB", 1e6).default(50),
  podsPerService: figure("pods", 1000).default(2),
  podCpu: figure("vCPU", 192).default(0.25),
  podMemoryGib: figure("GiB", 1536).default(0.5),
  spotPercent: percent("of the nodes").default(50),
  growthPercent: percent("a month").default(3),
  spread: figure("a factor", 100, 1).default(3),
}).prefault({});

/** Requests of a month where nobody says: a shop of some thousand orders a day. */
const REQUESTS = 30_000_000;

export type UsageSettings = z.output<typeof usage>;

/** How much production is used in a month. */
export interface Usage extends UsageSettings {
  readonly requests: number;
  /** False where even the requests are a default: then all of it is called assumed. */
  readonly given: boolean;
}

export function usageOf(settings: UsageSettings): Usage {
  const { requests } = settings;
  return { ...settings, requests: requests ?? REQUESTS, given: requests !== undefined };
}
