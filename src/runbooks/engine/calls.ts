import type { AwsClients } from "../../aws/index.ts";
import type { Clock, Json, JsonObject, RandomSource } from "../../lib/index.ts";
import type { Look } from "../runbook.ts";
import { sendCall } from "./commands.ts";
import { failureOfCall } from "./failures.ts";
import { type ResolveFrom, regionOfBalancer } from "./names.ts";

/** Who makes a run's calls. */
export interface Callers {
  /** One attempt for each call: whether there is another is decided here. */
  readonly clients: AwsClients;
  /** Absent: nobody can tell what clients elsewhere are told, so the public name is asked by HTTP from here. */
  readonly resolve?: ResolveFrom;
  readonly clock: Clock;
  readonly random: RandomSource;
}

const MOST_ATTEMPTS = 5;
const MOST_TURNED_AWAY = 100;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 20_000;

/**
 * Makes a call, again when AWS turned it away, after a chance part of a pause that doubles, for as long as `patient`: on
 * the day on which everybody leaves a region, the one that they go to turns many away. What only looks is tried again
 * whatever went wrong, short of a refusal, but not for long.
 */
export async function madeCall(
  callers: Callers,
  region: string,
  ask: Look["ask"],
  given: JsonObject,
  of: { readonly acts: boolean; readonly patient: () => boolean; readonly signal?: AbortSignal | undefined },
): Promise<Json> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(callers, region, ask, given);
    } catch (error) {
      const failure = failureOfCall(error);
      const again = failure === "turned-away" || (failure === "doubtful" && !of.acts);
      const most = failure === "turned-away" && of.patient() ? MOST_TURNED_AWAY : MOST_ATTEMPTS;
      if (!again || attempt >= most || of.signal?.aborted) throw error;
      const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
      await callers.clock.sleep((pause * callers.random.bits()) / 2 ** 32, of.signal);
    }
  }
}

async function once(callers: Callers, region: string, ask: Look["ask"], given: JsonObject): Promise<Json> {
  if ("api" in ask) return sendCall(callers.clients.in(region), ask.api, given);
  if ("http" in ask) return httpAnswer(ask.http.url);
  if (callers.resolve !== undefined) return namesAnswer(callers.resolve, ask.names);
  return httpAnswer(`https://${ask.names.host}/`);
}

async function httpAnswer(url: string): Promise<Json> {
  const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(10_000) });
  return { StatusCode: response.status, StatusText: `${url} ${response.status} ${response.statusText}` };
}

/** As an HTTP answer, which is what a state machine on AWS gets in its place: 200 when every client is led as wanted. */
async function namesAnswer(
  resolve: ResolveFrom,
  { host, clientRegions, wanted }: Extract<Look["ask"], { names: unknown }>["names"],
): Promise<Json> {
  const asked = await Promise.all(
    clientRegions.map(async (from) => {
      const { answers } = await resolve(host, from);
      return { from, to: answers.length === 0 ? [undefined] : answers.map(regionOfBalancer) };
    }),
  );
  const accepted = (region: string | undefined) =>
    region !== undefined && ("avoid" in wanted ? region !== wanted.avoid : region === wanted.lead);
  const wrong = asked.filter(({ to }) => !to.every(accepted));
  const shown = (wrong.length > 0 ? wrong : asked)
    .slice(0, 4)
    .map(
      ({ from, to }) => `${host} from ${from} -> ${to.map((region) => region ?? "nowhere").join(" and ")}`,
    );
  return { StatusCode: wrong.length === 0 ? 200 : 503, StatusText: shown.join("; ") };
}
