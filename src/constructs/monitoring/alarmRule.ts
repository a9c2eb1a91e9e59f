/** When a composite alarm sounds: an alarm does, all of several do, or any. */
export type AlarmRule =
  | { readonly alarm: string }
  | { readonly all: readonly AlarmRule[] }
  | { readonly any: readonly AlarmRule[] };

/**
 * The rule as CloudWatch reads it; `nameOf` turns our short names into full ones.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
export function renderRule(rule: AlarmRule, nameOf: (alarm: string) => string): string {
  if ("alarm" in rule) return `ALARM("${nameOf(rule.alarm)}")`;
  const [parts, word] = "all" in rule ? [rule.all, " AND "] : [rule.any, " OR "];
  const [only] = parts;
  if (only === undefined) throw new RangeError("a rule over no alarm");
  if (parts.length === 1) return renderRule(only, nameOf);
  return parts
    .map((part) => ("alarm" in part ? renderRule(part, nameOf) : `(${renderRule(part, nameOf)})`))
    .join(word);
}
