import type { AwsCall, AwsReply } from "../../call.ts";
import { errorReply, jsonBody, jsonReply } from "../../wire/index.ts";
import { type BudgetsState, type KeptBudget, type Notification, type Subscriber, same } from "./state.ts";

/** Notifications of a budget, and who hears of them. */
export function notificationCall(call: AwsCall, state: BudgetsState): AwsReply | undefined {
  const handle = HANDLERS[call.action];
  if (handle === undefined) return undefined;
  const body = jsonBody(call);
  const kept = state.budgets.get(`${String(body.AccountId)} ${String(body.BudgetName)}`);
  if (kept === undefined) return missing(call, "the budget doesn't exist");
  return handle(call, kept, body);
}

type Handler = (call: AwsCall, kept: KeptBudget, body: Readonly<Record<string, unknown>>) => AwsReply;

const HANDLERS: Readonly<Record<string, Handler>> = {
  CreateNotification(call, kept, body) {
    const notification = body.Notification as Notification;
    if (found(kept, notification) !== undefined) return duplicate(call, "the notification");
    kept.notified = [...kept.notified, { notification, subscribers: body.Subscribers as Subscriber[] }];
    return jsonReply(call, {});
  },
  UpdateNotification(call, kept, body) {
    const old = found(kept, body.OldNotification as Notification);
    if (old === undefined) return missing(call, "the notification doesn't exist");
    const notification = body.NewNotification as Notification;
    kept.notified = kept.notified.map((one) => (one === old ? { ...one, notification } : one));
    return jsonReply(call, {});
  },
  DeleteNotification(call, kept, body) {
    const old = found(kept, body.Notification as Notification);
    if (old === undefined) return missing(call, "the notification doesn't exist");
    kept.notified = kept.notified.filter((one) => one !== old);
    return jsonReply(call, {});
  },
  DescribeNotificationsForBudget: (call, kept) =>
    jsonReply(call, {
      Notifications: kept.notified.map(({ notification }) => ({ ...notification, NotificationState: "OK" })),
    }),
  DescribeSubscribersForNotification(call, kept, body) {
    const known = found(kept, body.Notification as Notification);
    if (known === undefined) return missing(call, "the notification doesn't exist");
    return jsonReply(call, { Subscribers: known.subscribers });
  },
  CreateSubscriber(call, kept, body) {
    const known = found(kept, body.Notification as Notification);
    if (known === undefined) return missing(call, "the notification doesn't exist");
    known.subscribers = [...known.subscribers, body.Subscriber as Subscriber];
    return jsonReply(call, {});
  },
  DeleteSubscriber(call, kept, body) {
    const known = found(kept, body.Notification as Notification);
    if (known === undefined) return missing(call, "the notification doesn't exist");
    const gone = body.Subscriber as Subscriber;
    known.subscribers = known.subscribers.filter(({ Address }) => Address !== gone.Address);
    return jsonReply(call, {});
  },
};

function found({ notified }: KeptBudget, wanted: Notification) {
  return notified.find(({ notification }) => same(notification, wanted));
}

function missing(call: AwsCall, what: string): AwsReply {
  return errorReply(call, { status: 400, code: "NotFoundException", message: `Unable to answer - ${what}.` });
}

function duplicate(call: AwsCall, what: string): AwsReply {
  return errorReply(call, {
    status: 400,
    code: "DuplicateRecordException",
    message: `Error creating - ${what} already exists.`,
  });
}
