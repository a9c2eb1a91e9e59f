import type { AwsCall } from "../call.ts";
import type { Refusal, RefusedCall, World } from "../overlay.ts";
import { budgetsStateOf } from "../overlays/budgets/index.ts";
import { jsonBody } from "../wire/index.ts";

const API = "https://docs.aws.amazon.com/aws-cost-management/latest/APIReference";

interface Subscriber {
  readonly SubscriptionType?: string;
  readonly Address?: string;
}

interface Notified {
  readonly Notification?: { readonly Threshold?: number; readonly ThresholdType?: string };
  readonly Subscribers?: readonly Subscriber[];
}

function invalid(message: string): RefusedCall {
  return { status: 400, code: "InvalidParameterException", message };
}

/** Notifications that a call brings, with those who are told. */
function notifiedIn(call: AwsCall): readonly Notified[] {
  const body = jsonBody(call) as Notified & { readonly NotificationsWithSubscribers?: readonly Notified[] };
  return call.action === "CreateBudget" ? (body.NotificationsWithSubscribers ?? []) : [body];
}

const WITH_SUBSCRIBERS = ["CreateBudget", "CreateNotification"];

const amount: Refusal = {
  id: "budgets-amount-not-a-number",
  service: "budgets",
  actions: ["CreateBudget", "UpdateBudget"],
  rule: "The limit of a budget is a decimal number without a sign.",
  source: `${API}/API_budgets_Spend.html`,
  async check(call) {
    const body = jsonBody(call);
    const budget = (body.Budget ?? body.NewBudget) as
      | { readonly BudgetLimit?: { readonly Amount?: string } }
      | undefined;
    const given = budget?.BudgetLimit?.Amount;
    return given === undefined || /^([0-9]*\.)?[0-9]+$/.test(given)
      ? undefined
      : invalid(`Value '${given}' at 'budget.budgetLimit.amount' failed to satisfy constraint`);
  },
};

const name: Refusal = {
  id: "budgets-name",
  service: "budgets",
  actions: ["CreateBudget"],
  rule: "The name of a budget has 100 characters at most, no colon and no backslash.",
  source: `${API}/API_budgets_Budget.html`,
  async check(call) {
    const budget = jsonBody(call).Budget as { readonly BudgetName?: string } | undefined;
    const given = budget?.BudgetName ?? "";
    return given.length <= 100 && /^[^:\\]+$/.test(given) && !given.includes("/action/")
      ? undefined
      : invalid(`Value '${given}' at 'budget.budgetName' failed to satisfy constraint`);
  },
};

const subscribers: Refusal = {
  id: "budgets-too-many-subscribers",
  service: "budgets",
  actions: WITH_SUBSCRIBERS,
  rule: "A notification tells at least one, at most ten addresses and one topic.",
  source: `${API}/API_budgets_NotificationWithSubscribers.html`,
  async check(call) {
    for (const { Subscribers = [] } of notifiedIn(call)) {
      const count = (kind: string) => Subscribers.filter((each) => each.SubscriptionType === kind).length;
      if (Subscribers.length === 0) return invalid("A notification needs at least one subscriber");
      if (count("EMAIL") > 10 || count("SNS") > 1) {
        return {
          status: 400,
          code: "CreationLimitExceededException",
          message: "A notification takes up to 10 email subscribers and one SNS subscriber",
        };
      }
    }
    return undefined;
  },
};

const notifications: Refusal = {
  id: "budgets-too-many-notifications",
  service: "budgets",
  actions: WITH_SUBSCRIBERS,
  rule: "A budget has ten notifications at most.",
  source: `${API}/API_budgets_Notification.html`,
  async check(call, world) {
    const there = call.action === "CreateBudget" ? 0 : notificationsOf(call, world);
    if (there + notifiedIn(call).length <= 10) return undefined;
    return {
      status: 400,
      code: "CreationLimitExceededException",
      message: "Unable to create notification - the budget has 10 notifications already",
    };
  },
};

function notificationsOf(call: AwsCall, world: World): number {
  const { AccountId, BudgetName } = jsonBody(call);
  const kept = budgetsStateOf(world).budgets.get(`${String(AccountId)} ${String(BudgetName)}`);
  return kept?.notified.length ?? 0;
}

const threshold: Refusal = {
  id: "budgets-threshold-out-of-range",
  service: "budgets",
  actions: WITH_SUBSCRIBERS,
  rule: "A threshold is 0 or more, and 1,000,000 per cent at most.",
  source: `${API}/API_budgets_Notification.html`,
  async check(call) {
    const wrong = notifiedIn(call).find(({ Notification: given }) => {
      const value = given?.Threshold ?? 0;
      return value < 0 || (given?.ThresholdType !== "ABSOLUTE_VALUE" && value > 1_000_000);
    });
    return wrong === undefined
      ? undefined
      : invalid(`Value '${wrong.Notification?.Threshold}' at 'notification.threshold' is out of range`);
  },
};

export const budgetsRefusals: readonly Refusal[] = [amount, name, subscribers, notifications, threshold];
