import { TriremeError } from "../../lib/index.ts";
import type { FaultEffect, FaultMatch, FaultRule, RegionFault } from "../../sandbox/index.ts";
import { running, type SandboxActionOptions } from "./sandbox.ts";

/** Takes a region away from the sandbox that is up, and says what is in force then. */
export async function loseRegion(
  options: SandboxActionOptions & { readonly region: string; readonly fault: RegionFault },
): Promise<readonly FaultRule[]> {
  const sandbox = await running(options);
  await sandbox.loseRegion(options.region, options.fault);
  return sandbox.faults();
}

/** Gives a region back, whatever it had been taken by. */
export async function restoreRegion(
  options: SandboxActionOptions & { readonly region: string },
): Promise<readonly FaultRule[]> {
  const sandbox = await running(options);
  await sandbox.restoreRegion(options.region);
  return sandbox.faults();
}

/** Strikes single calls. The fault is named after what it strikes, so that the same again takes its place. */
export async function strikeCalls(
  options: SandboxActionOptions & {
    readonly match: FaultMatch;
    readonly effect: FaultEffect;
    readonly times?: number;
  },
): Promise<readonly FaultRule[]> {
  const { match, effect, times } = options;
  const parts = [match.region, match.service, match.action].filter((part) => part !== undefined);
  if (parts.length === 0) {
    throw new TriremeError("A fault of calls needs a region, a service or an action", {
      code: "fault-without-match",
      fault: "input",
      fix: "Name at least one: --region, --service, --action.",
    });
  }
  const sandbox = await running(options);
  const id = parts.join("-").toLowerCase();
  await sandbox.setFault({ id, match, effect, ...(times === undefined ? {} : { times }) });
  return sandbox.faults();
}

/** Ends one fault, or all of them; regions come back. Throws `fault-unknown`. */
export async function clearFaults(
  options: SandboxActionOptions & { readonly id?: string },
): Promise<readonly FaultRule[]> {
  const sandbox = await running(options);
  const known = await sandbox.faults();
  const wanted = known.filter(({ id }) => options.id === undefined || id === options.id);
  if (options.id !== undefined && wanted.length === 0) {
    throw new TriremeError(`There is no fault ${options.id}`, {
      code: "fault-unknown",
      fault: "input",
      fix: known.length === 0 ? "None is in force." : `In force: ${known.map(({ id }) => id).join(", ")}.`,
    });
  }
  for (const { id } of wanted) {
    const region = /^region:(.+)$/.exec(id)?.[1];
    if (region === undefined) await sandbox.clearFault(id);
    else await sandbox.restoreRegion(region);
  }
  return sandbox.faults();
}

/** What is in force. */
export async function listFaults(options: SandboxActionOptions): Promise<readonly FaultRule[]> {
  return (await running(options)).faults();
}
