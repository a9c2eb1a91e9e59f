import type { AwsCall, AwsReply } from "../../call.ts";
import type { Overlay, World } from "../../overlay.ts";
import { errorReply, jsonBody, jsonReply } from "../../wire/index.ts";
import { notificationCall } from "./notificationCalls.ts";
import { type BudgetsState, budgetsStateOf, type Notified } from "./state.ts";

/** The emulator keeps budgets without their tags and subscribers, so they are kept here altogether. */
export const budgetsOverlay: Overlay = {
  name: "budgets-kept-whole",
  service: "budgets",
  grade: "modelled",
  models:
    "Budgets with their notifications, subscribers and tags as settings, months that begin when AWS lets them begin, errors for what is there twice or not at all. Leaves out spending: what is spent is always 0, and nobody is ever told. No actions.",
  async handle(call, world) {
    const state = budgetsStateOf(world);
    return budgetCall(call, world, state) ?? notificationCall(call, state);
  },
};

export { budgetsStateOf } from "./state.ts";

/** A budget without an end has this one. Source: API_budgets_TimePeriod. */
const END_OF_TIME = Date.UTC(2087, 5, 15) / 1000;

type Body = Readonly<Record<string, unknown>>;

function budgetCall(call: AwsCall, world: World, state: BudgetsState): AwsReply | undefined {
  const body = jsonBody(call);
  const account = String(body.AccountId ?? call.account);
  const given = (body.Budget ?? body.NewBudget ?? {}) as Body;
  const name = String(body.BudgetName ?? given.BudgetName ?? "");
  const key = `${account} ${name}`;
  const known = state.budgets.get(key);
  const missing = () => notFound(call, `Unable to get budget: ${name} - the budget doesn't exist.`);
  switch (call.action) {
    case "CreateBudget": {
      if (known !== undefined) {
        return errorReply(call, {
          status: 400,
          code: "DuplicateRecordException",
          message: `Error creating budget: ${name} - the budget already exists.`,
        });
      }
      state.budgets.set(key, { budget: shown(given, world), notified: notifiedIn(body) });
      state.tags.add(arnOf(account, name), body.ResourceTags);
      return jsonReply(call, {});
    }
    case "DescribeBudget":
      return known === undefined ? missing() : jsonReply(call, { Budget: known.budget });
    case "DescribeBudgets":
      return jsonReply(call, { Budgets: state.of(account).map(({ budget }) => budget) });
    case "UpdateBudget":
      if (known === undefined) return missing();
      known.budget = shown(given, world);
      return jsonReply(call, {});
    case "DeleteBudget":
      if (known === undefined) return missing();
      state.budgets.delete(key);
      state.tags.forget(arnOf(account, name));
      return jsonReply(call, {});
    case "TagResource":
      state.tags.add(String(body.ResourceARN), body.ResourceTags);
      return jsonReply(call, {});
    case "UntagResource":
      state.tags.remove(String(body.ResourceARN), body.ResourceTagKeys);
      return jsonReply(call, {});
    case "ListTagsForResource":
      return jsonReply(call, { ResourceTags: state.tags.of(String(body.ResourceARN)) });
    default:
      return undefined;
  }
}

function notFound(call: AwsCall, message: string): AwsReply {
  return errorReply(call, { status: 400, code: "NotFoundException", message });
}

function arnOf(account: string, name: string): string {
  return `arn:aws:budgets::${account}:budget/${name}`;
}

function notifiedIn(body: Body): readonly Notified[] {
  const given = (body.NotificationsWithSubscribers ?? []) as {
    readonly Notification: Notified["notification"];
    readonly Subscribers: Notified["subscribers"];
  }[];
  return given.map(({ Notification, Subscribers }) => ({
    notification: Notification,
    subscribers: Subscribers,
  }));
}

/** A budget as it is shown: what was not said has the values that API_budgets_Budget names. */
function shown(given: Body, world: World): Body {
  const nothing = { Amount: "0", Unit: "USD" };
  return {
    ...given,
    CostFilters: given.CostFilters ?? {},
    TimePeriod: {
      Start: startOfMonth(world.clock.now()),
      End: END_OF_TIME,
      ...(given.TimePeriod as Body | undefined),
    },
    ...(given.BudgetType === "COST"
      ? { CostTypes: { ...COST_TYPES, ...(given.CostTypes as Body | undefined) } }
      : {}),
    CalculatedSpend: { ActualSpend: nothing, ForecastedSpend: nothing },
    LastUpdatedTime: Math.floor(world.clock.now() / 1000),
  };
}

const COST_TYPES = {
  IncludeCredit: true,
  IncludeDiscount: true,
  IncludeOtherSubscription: true,
  IncludeRecurring: true,
  IncludeRefund: true,
  IncludeSubscription: true,
  IncludeSupport: true,
  IncludeTax: true,
  IncludeUpfront: true,
  UseAmortized: false,
  UseBlended: false,
};

/** Seconds. */
function startOfMonth(now: number): number {
  const day = new Date(now);
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 1) / 1000;
}
