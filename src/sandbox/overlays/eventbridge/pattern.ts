/**
 * Whether an event fits a pattern of exact values: what our own rules between default buses have. Of any other way to say
 * what fits (prefixes, numbers, what must not be) it is not known here, so nothing fits it.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html, recalled.
 */
export function fits(event: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern)) {
    const values = Array.isArray(event) ? event : [event];
    return pattern.some((each) => typeof each !== "object" && values.includes(each));
  }
  if (typeof pattern !== "object" || pattern === null) return false;
  if (typeof event !== "object" || event === null) return false;
  const fields = event as Readonly<Record<string, unknown>>;
  return Object.entries(pattern).every(([name, wanted]) => name in fields && fits(fields[name], wanted));
}
