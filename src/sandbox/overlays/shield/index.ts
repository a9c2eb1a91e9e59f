import type { AwsReply } from "../../call.ts";
import type { Overlay } from "../../overlay.ts";
import { jsonBody, jsonReply } from "../../wire/index.ts";
import { recordIn } from "../settingsDesk.ts";

/** Shield Advanced's subscription, whose times the emulator writes as text, which clients cannot read. */
export const shieldSubscriptions: Overlay = {
  name: "shield-subscriptions",
  service: "shield",
  grade: "echoed",
  models:
    "Times of a subscription as numbers. Leaves out attacks, mitigations, and the year that a subscription lasts.",
  async handle(call, world): Promise<AwsReply | undefined> {
    if (call.action !== "DescribeSubscription") return undefined;
    const reply = await world.forward(call);
    if (reply.status !== 200) return reply;
    const body = jsonBody({ body: Buffer.from(reply.body) });
    const subscription = recordIn(body.Subscription);
    const times = Object.fromEntries(
      ["StartTime", "EndTime"].flatMap((name) => {
        const value = subscription[name];
        return typeof value === "string" ? [[name, secondsOf(value)]] : [];
      }),
    );
    return jsonReply(call, { ...body, Subscription: { ...subscription, ...times } });
  },
};

/** `25/11/2026, 19:30:00`, as the emulator writes it. */
function secondsOf(text: string): number {
  const [, day, month, year, time] = /^(\d\d)\/(\d\d)\/(\d{4}), ([\d:]+)$/.exec(text) ?? [];
  return Date.parse(`${year}-${month}-${day}T${time}Z`) / 1000;
}
