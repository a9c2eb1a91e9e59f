import type { Amount } from "./budgets.ts";
import type { Finding } from "./finding.ts";
import type { Platform } from "./platform.ts";

/** What is missing or does not fit between the budgets and what they are for. */
export function budgetFindings(platform: Platform): readonly Finding[] {
  return [...withoutBudget(platform), ...uncounted(platform), ...disagreeing(platform)];
}

/** Nobody hears of money that is spent where there is no budget. */
function withoutBudget({ environments, budgets }: Platform): readonly Finding[] {
  const covered = new Set(budgets?.environments.map(({ name }) => name));
  const bare = environments.filter(({ name }) => !covered.has(name)).map(({ name }) => name);
  if (bare.length === 0) return [];
  return [
    {
      code: "config/no-budget",
      severity: "warning",
      where: budgets === undefined ? "budgets" : "budgets.environments",
      text: `There is no budget for ${bare.join(", ")}: nobody is told before the bill comes.`,
      fix: `Add what may be spent a month, in US dollars: budgets: { environments: { ${bare.map((name) => `${quoted(name)}: 1000`).join(", ")} } }.`,
    },
  ];
}

function quoted(name: string): string {
  return /^[a-z]\w*$/.test(name) ? name : `"${name}"`;
}

/** A budget over a tag that AWS does not take the bill apart by stays at nothing, and looks well. */
function uncounted({ budgets, environments }: Platform): readonly Finding[] {
  if (budgets === undefined || budgets.tagsActive) return [];
  const accounts = environments.map(({ account }) => account);
  const shared = environments.filter(({ account }) => accounts.filter((each) => each === account).length > 1);
  const byTag = [
    ...budgets.environments.filter(({ name }) => shared.some((environment) => environment.name === name)),
    ...budgets.costCentres,
    ...budgets.owners,
  ].map(({ name }) => name);
  if (byTag.length === 0) return [];
  return [
    {
      code: "config/budget-counts-nothing",
      severity: "warning",
      where: "budgets.tagsActive",
      text: `The budgets for ${byTag.join(", ")} count by a tag, and the tags are not active: they stay at 0 whatever is spent.`,
      fix: "Set budgets.tagsActive to true a day after the first deployment, and deploy the organization again.",
    },
  ];
}

/** Parts that add up to more than the whole: one of the two was not meant. */
function disagreeing({ budgets, environments }: Platform): readonly Finding[] {
  if (budgets === undefined) return [];
  const sum = (amounts: readonly Amount[]) => amounts.reduce((all, { monthlyUsd }) => all + monthlyUsd, 0);
  const complete = environments.every(({ name }) => budgets.environments.some((each) => each.name === name));
  const whole = budgets.totalUsd ?? (complete ? sum(budgets.environments) : undefined);
  if (whole === undefined) return [];
  const parts = [
    ...(budgets.totalUsd === undefined ? [] : (["environments"] as const)),
    "costCentres" as const,
    "owners" as const,
  ];
  return parts
    .filter((part) => sum(budgets[part]) > whole)
    .map((part) => ({
      code: "config/budgets-disagree",
      severity: "warning",
      where: `budgets.${part}`,
      text: `Together they may spend ${sum(budgets[part])} USD a month, and all of it ${whole} USD: each can keep to its budget while the whole is exceeded.`,
      fix: `Lower budgets.${part}, or raise ${budgets.totalUsd === undefined ? "budgets.environments" : "budgets.total"}.`,
    }));
}
