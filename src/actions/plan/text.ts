import type { PlanCounts } from "../../terraform/index.ts";
import type { CostChange } from "./costChange.ts";
import type { EnvironmentPlan, PlannedStackSummary } from "./result.ts";
import { type StatefulChange, statefulName } from "./stateful.ts";

/** How many stacks that do nothing a wave names; the rest is a number. */
const QUIET_NAMED = 3;

/** An environment's plan for people: wave by wave, what would be lost, and what nobody looked at. */
export function planText(plan: EnvironmentPlan): string {
  const last = Math.max(0, ...plan.stacks.map(({ wave }) => wave));
  const lines = [`Plan of ${plan.platform} ${plan.environment} on ${plan.target}`];
  for (let wave = 1; wave <= last; wave += 1) {
    lines.push(`  wave ${wave}`, ...waveLines(plan.stacks.filter((stack) => stack.wave === wave)));
  }
  if (plan.stateful.length > 0) {
    lines.push("  LOSES DATA, each to be approved by itself:", ...plan.stateful.map(statefulLine));
  }
  for (const { id, reason } of plan.unplannable) lines.push(`  cannot be planned: ${id}: ${reason}`);
  const provisional = plan.stacks.filter((stack) => stack.provisional !== undefined).length;
  lines.push(
    `  in all: ${countsText(plan)}${provisional === 0 ? "" : `; ${provisional} of ${plan.stacks.length} plans are provisional: made anew before they are applied`}`,
    ...costLines(plan.cost),
    ...plan.notLookedAt.map((what) => `  not looked at: ${what}`),
  );
  return lines.join("\n");
}

function waveLines(stacks: readonly PlannedStackSummary[]): string[] {
  const busy = stacks.filter(hasWork);
  const quiet = stacks.filter((stack) => !hasWork(stack));
  const lines = busy.map((stack) => {
    const notes = [
      ...(stack.provisional === undefined ? [] : [`provisional: ${stack.provisional}`]),
      // A provisional plan is made again anyhow.
      ...(stack.waitsFor.length === 0 || stack.provisional !== undefined
        ? []
        : [`planned again after ${named(stack.waitsFor)}`]),
    ];
    return [
      `    ${stack.id}: ${countsText(stack)}`,
      ...notes.map((note) => `      ${note}`),
      ...graveLines(stack),
    ];
  });
  const still = quiet.length === 0 ? [] : [`    nothing to do: ${named(quiet.map(({ id }) => id))}`];
  return [...lines.flat(), ...still];
}

function hasWork({ changes, outputChanges }: PlannedStackSummary): boolean {
  return changes.length > 0 || outputChanges.length > 0;
}

/** Additions and updates are counted; what is taken away is named. */
function graveLines({ changes, outputChanges }: PlannedStackSummary): string[] {
  const grave = changes.filter(({ action }) => action !== "create" && action !== "update");
  const outputs = changes.length === 0 ? outputChanges.map((name) => `      changes output ${name}`) : [];
  return [...grave.map(({ action, address }) => `      ${action} ${address}`), ...outputs];
}

function statefulLine(change: StatefulChange): string {
  return `    ${change.action} ${statefulName(change)}: ${change.loses}`;
}

/** How many resources whose cost changes are named. */
const COSTS_NAMED = 3;

function costLines({ delta, resources, unpriced }: CostChange): string[] {
  const missing =
    unpriced.length === 0
      ? []
      : [
          `  no price: ${named(unpriced)}, so that the cost is short of ${unpriced.length === 1 ? "it" : "them"}`,
        ];
  if (resources.length === 0) return missing;
  const parts = resources
    .slice(0, COSTS_NAMED)
    .map((each) => `${each.address} ${signed(each.delta.expected)}`);
  const more = resources.length - parts.length;
  return [
    `  a month, modelled: ${signed(delta.expected)} (${signed(delta.low)} to ${signed(delta.high)})`,
    `    of it ${parts.join(", ")}${more > 0 ? `, and ${more} more` : ""}`,
    ...missing,
  ];
}

function signed(dollars: number): string {
  return dollars.toLocaleString("en-US", { style: "currency", currency: "USD", signDisplay: "exceptZero" });
}

function named(ids: readonly string[]): string {
  const more = ids.length - QUIET_NAMED;
  return more > 1 ? `${ids.slice(0, QUIET_NAMED).join(", ")} and ${more} more` : ids.join(", ");
}

/** `3 to add, 1 to destroy`, or that there is nothing to do. */
export function countsText({ add, change, replace, destroy }: PlanCounts): string {
  const parts = Object.entries({ add, change, replace, destroy }).filter(([, count]) => count > 0);
  return parts.length === 0
    ? "no resource changes"
    : parts.map(([what, count]) => `${count} to ${what}`).join(", ");
}
