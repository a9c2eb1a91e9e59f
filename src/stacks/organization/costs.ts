import { type Budgets as BudgetSettings, budgetId, type Platform } from "../../config/index.ts";
import {
  AnomalyDetection,
  BillExport,
  BillStore,
  type Budget,
  Budgets,
  CostAllocationTags,
  CostCategories,
} from "../../constructs/index.ts";
import { audienceOf } from "../costs.ts";
import type { EnvironmentStack } from "../environmentStack.ts";
import { type OrganizationContext, organizationIds, organizationStack } from "./organizationStack.ts";

/** The bill's bucket and table, in the home region: any region does, and this one is there anyway. */
export function bill(context: OrganizationContext): EnvironmentStack {
  const region = context.organization.homeRegion;
  const stack = organizationStack(context, { id: organizationIds.bill(region), region });
  new BillStore(stack, "bill", {
    naming: stack.naming,
    region,
    protect: context.organization.protect,
    tags: { ...stack.tags, dataClass: "internal" },
  });
  return stack;
}

/** What billing itself is told: only the account that pays may. Its APIs are us-east-1's, and nothing else is here. */
export function costs(context: OrganizationContext): EnvironmentStack {
  const { platform, organization } = context;
  const stack = organizationStack(context, { id: organizationIds.costs });
  const { naming, tags } = stack;
  stack.after(organizationIds.bill(organization.homeRegion));
  // A budget counts accounts that are the organization's.
  stack.after(organizationIds.accounts);
  new BillExport(stack, "export", { naming, region: organization.homeRegion, tags });
  new CostCategories(stack, "categories", { naming, environments: alone(platform), tags });
  const { budgets } = platform;
  if (budgets === undefined) return stack;
  const audience = audienceOf(budgets);
  new Budgets(stack, "budgets", {
    naming,
    budgets: budgetsOf(platform, budgets),
    thresholds: budgets.thresholds,
    audience,
    tags,
  });
  const { anomalies, tagsActive } = budgets;
  new AnomalyDetection(stack, "anomalies", {
    naming,
    services: anomalies.services,
    // A monitor of a tag that AWS does not know would find nothing unusual for ever.
    costCentres: tagsActive ? costCentres(platform) : [],
    leastUsd: anomalies.leastUsd,
    leastPercent: anomalies.leastPercent,
    audience,
    tags,
  });
  if (tagsActive) new CostAllocationTags(stack, "tags");
  return stack;
}

/** Environments with an account to themselves, by name: rules of a category have an order. */
function alone({ environments }: Platform) {
  const accounts = environments.map(({ account }) => account);
  return environments
    .filter(({ account }) => accounts.filter((each) => each === account).length === 1)
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function costCentres({ costCentre, services }: Platform): readonly string[] {
  return [...new Set([costCentre, ...services.map((service) => service.costCentre)])].sort();
}

/** An account is counted whole where it is an environment's alone: much of what AWS bills bears no tag. */
function budgetsOf(platform: Platform, budgets: BudgetSettings): readonly Budget[] {
  const own = new Map(alone(platform).map(({ name, account }) => [name, account]));
  const byTag = (key: string, value: string) => ({ kind: "tag", key, value }) as const;
  return [
    ...(budgets.totalUsd === undefined
      ? []
      : [{ id: "total", monthlyUsd: budgets.totalUsd, scope: { kind: "all" } as const }]),
    ...budgets.environments.map(({ name, monthlyUsd }) => {
      const account = own.get(name);
      const scope =
        account === undefined ? byTag("environment", name) : ({ kind: "account", account } as const);
      return { id: budgetId("environment", name), monthlyUsd, scope };
    }),
    ...budgets.costCentres.map(({ name, monthlyUsd }) => ({
      id: budgetId("cost-centre", name),
      monthlyUsd,
      scope: byTag("cost-centre", name),
    })),
    ...budgets.owners.map(({ name, monthlyUsd }) => ({
      id: budgetId("owner", name),
      monthlyUsd,
      scope: byTag("owner", name),
    })),
  ];
}
