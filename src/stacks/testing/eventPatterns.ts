import type { Json, JsonObject } from "../../lib/index.ts";

/**
 * For tests: does an EventBridge pattern take the event? Fields side by side must all match, values in a list are
 * alternatives, `$or` takes one of several patterns. Of comparisons those that our patterns use and their opposites:
 * `exists`, `prefix`, `anything-but`. Throws at any other, so that nothing passes that was not understood.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function patternMatches(pattern: JsonObject, event: JsonObject): boolean {
  return Object.entries(pattern).every(([field, wanted]) => {
    if (field === "$or") return (wanted as JsonObject[]).some((each) => patternMatches(each, event));
    const value = event[field];
    if (Array.isArray(wanted)) return wanted.some((each) => valueMatches(each, value));
    return isObject(wanted) && isObject(value) && patternMatches(wanted, value);
  });
}

function valueMatches(wanted: Json, value: Json | undefined): boolean {
  // A list in the event matches when one of its values does.
  if (Array.isArray(value) && !isObject(wanted)) return value.some((each) => each === wanted);
  if (!isObject(wanted)) return value === wanted;
  const [[comparison, operand] = ["", null], ...others] = Object.entries(wanted);
  if (others.length > 0) throw new Error(`two comparisons in ${JSON.stringify(wanted)}`);
  switch (comparison) {
    case "exists":
      return (value !== undefined) === operand;
    case "prefix":
      return typeof value === "string" && value.startsWith(String(operand));
    case "anything-but":
      return value !== undefined && !(Array.isArray(operand) ? operand : [operand]).includes(value);
    default:
      throw new Error(`no such comparison is understood: ${comparison}`);
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
