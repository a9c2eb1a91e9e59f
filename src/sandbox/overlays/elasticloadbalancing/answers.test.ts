import { beforeEach, describe, expect, it } from "vitest";
import { ManualClock } from "../../../lib/index.ts";
import { closedByRule, type ListenerRule, noteRules } from "./answers.ts";

const DNS = "shop-1.us-east-1.elb.amazonaws.com";
const closing: ListenerRule = { priority: 49_999, paths: ["/healthz"], status: 503 };

let clock: ManualClock;
beforeEach(() => {
  clock = new ManualClock();
});

const note = (rules: readonly ListenerRule[]) =>
  noteRules({ clock }, "listener", { dnsName: DNS, port: 443 }, rules);
const closed = (path = "/healthz", port = 443) =>
  closedByRule({ clock }, { dnsName: DNS.toUpperCase(), port, path, seconds: 30 });
const pass = (seconds: number) => clock.advance(seconds * 1000);

describe("a path that a rule answers", () => {
  it("is seen as unhealthy after the checker's time, and as healthy after the same time again", () => {
    note([closing]);
    pass(29);
    expect(closed()).toBe(false);
    pass(1);
    expect(closed()).toBe(true);
    note([]);
    pass(29);
    expect(closed()).toBe(true);
    pass(1);
    expect(closed()).toBe(false);
  });

  it("is not seen as unhealthy when that was shorter than what the checker needs", () => {
    note([closing]);
    pass(20);
    note([]);
    pass(5);
    note([closing]);
    pass(20);
    expect(closed()).toBe(false);
    pass(10);
    expect(closed()).toBe(true);
  });

  it("stays so while rules about other things come and go", () => {
    note([closing]);
    pass(20);
    note([closing, { priority: 1, paths: ["/api/*"], status: undefined }]);
    pass(10);
    expect(closed()).toBe(true);
    expect(closed("/api/orders")).toBe(false);
    expect(closed("/healthz", 80)).toBe(false);
  });

  it.each([
    [{ priority: 1, paths: ["/health?"], status: undefined }, false],
    [{ priority: 1, paths: ["*"], status: 200 }, false],
    [{ priority: 1, paths: ["/Healthz"], status: 200 }, true],
    [{ priority: 50_000, paths: ["/healthz"], status: 200 }, true],
  ])("is answered by the first rule that fits: %j", (other, seen) => {
    note([closing, other]);
    pass(60);
    expect(closed()).toBe(seen);
  });
});
