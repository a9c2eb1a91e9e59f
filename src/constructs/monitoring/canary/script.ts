/** What a canary asks for, and how it must be answered. */
export interface CanaryVisit {
  readonly url: string;
  readonly status: number;
  /** @default any answer */
  readonly contains?: string;
}

/** Seconds that one answer may take. */
const PATIENCE_SECONDS = 10;

/**
 * The canary as Lambda runs it, text in here so that there is nothing to build. It asks for every address even when one
 * has failed, so that the message tells which of the places is down, and fails by throwing. It needs no library of
 * Synthetics: the service counts whether the handler returned.
 */
export function canaryScript(visits: readonly CanaryVisit[]): string {
  return `"use strict";
const VISITS = ${JSON.stringify(visits, null, 2)};

async function visit({ url, status, contains }) {
  const started = Date.now();
  const answer = await fetch(url, {
    redirect: "manual",
    headers: { "user-agent": "trireme-canary", "cache-control": "no-cache" },
    signal: AbortSignal.timeout(${PATIENCE_SECONDS * 1000}),
  });
  const text = await answer.text();
  if (answer.status !== status) throw new Error("answered " + answer.status + ", wanted " + status);
  if (contains !== undefined && !text.includes(contains)) throw new Error("does not contain " + JSON.stringify(contains));
  console.log(url + " answered " + answer.status + " in " + (Date.now() - started) + " ms");
}

exports.handler = async () => {
  const failed = [];
  for (const each of VISITS) {
    try {
      await visit(each);
    } catch (error) {
      failed.push(each.url + ": " + (error.cause?.code ?? error.message));
    }
  }
  if (failed.length > 0) throw new Error(failed.join("; "));
  return VISITS.length + " visits";
};
`;
}
