import { describe, expect, it } from "vitest";
import { isJsonFilter } from "./filterPattern.ts";

describe("a filter for lines of JSON", () => {
  it.each([
    '{ $.event = "order.placed" }',
    "{ $.latency >= 1.5 }",
    '{ ($.event = "payment") && ($.outcome != "ok" || $.code = 4*) }',
    "{ $.user.id IS NULL }",
    "{ $.items[0].price NOT EXISTS }",
    "{ $.message = %refused|declined% }",
  ])("is %s", (pattern) => {
    expect(isJsonFilter(pattern)).toBe(true);
  });

  it.each([
    "order.placed",
    '$.event = "order.placed"',
    "{ event = 1 }",
    "{ $.event == 1 }",
    '{ $.event = "order.placed }',
    "{ ($.a = 1 && $.b = 2 }",
    "{ $.a = 1 and $.b = 2 }",
    "{}",
  ])("is not %s", (pattern) => {
    expect(isJsonFilter(pattern)).toBe(false);
  });
});
