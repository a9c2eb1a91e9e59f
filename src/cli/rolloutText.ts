import type { DeployResult, DestroyResult, RolloutOutcome } from "../actions/index.ts";
import { EXIT_CODES } from "../lib/index.ts";

/** `plan --detailed-exitcode`: there is something to do. Not Terraform's 2, which here is bad input. */
export const CHANGES_PENDING = 5;

const SENTENCES: Readonly<Record<RolloutOutcome, string>> = {
  done: "DONE",
  "nothing-to-do": "Nothing to do",
  declined: "DECLINED: nothing was changed",
  "not-planned": "NOTHING WAS CHANGED: some stacks cannot be planned",
  interrupted: "INTERRUPTED: run it again to go on",
  incomplete: "INCOMPLETE: mend what failed and run it again to go on",
};

/** What became of each stack that was not simply done, and of the whole. */
export function rolloutText(result: DeployResult | DestroyResult): string {
  const { outcome, stacks, plan, platform, environment, target, seconds } = result;
  const lines = [`${SENTENCES[outcome]}: ${platform} ${environment} on ${target}`];
  if (outcome === "not-planned") {
    lines.push(...plan.unplannable.map(({ id, reason }) => `  no plan   ${id}: ${reason}`));
  }
  const count = (status: string) => stacks.filter((stack) => stack.status === status).length;
  const resources = stacks.reduce((sum, stack) => sum + (stack.resources ?? 0), 0);
  if (stacks.length > 0) {
    const verb = "remains" in result ? "destroyed" : "applied";
    lines.push(
      `  stacks    ${count("applied")} ${verb}, ${count("unchanged")} unchanged, ${count("failed")} failed, ${count("skipped")} not begun; ${resources} resources; ${seconds.toFixed(0)} s`,
    );
  }
  for (const { id, status, reason = "" } of stacks) {
    if (status === "failed") lines.push(`  failed    ${id}: ${reason}`);
    if (status === "skipped") lines.push(`  not begun ${id}: ${reason}`);
  }
  if ("remains" in result) {
    lines.push(...result.remains.map(({ what, why }) => `  remains   ${what}: ${why}`));
  }
  return `${lines.join("\n")}\n`;
}

/** Not the platform's fault: somebody else holds a state. */
const HELD = "state-locked";

/** 0 done or nothing to do; 1 declined, failed or not all; 3 when it was interrupted or a state is held. */
export function rolloutExitCode({ outcome, stacks, plan }: DeployResult | DestroyResult): number {
  if (outcome === "done" || outcome === "nothing-to-do") return 0;
  const held = [...stacks, ...plan.unplannable].some(({ code }) => code === HELD);
  return held || outcome === "interrupted" ? EXIT_CODES.environment : 1;
}
