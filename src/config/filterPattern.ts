import { type BooleanLanguage, parseBoolean } from "../lib/index.ts";

const FIELD = String.raw`\$(?:\.[A-Za-z_][\w-]*|\["[^"]+"\]|\[\d+\])+`;
const VALUE = String.raw`(?:"[^"]*"|%[^%]+%|[\w*.+-]+)`;

/** A comparison of a field with a value, or a statement about it. */
const CONDITIONS: BooleanLanguage<string> = {
  and: /\s*&&/y,
  or: /\s*\|\|/y,
  term: new RegExp(
    String.raw`\s*(${FIELD}\s*(?:(?:=|!=|<=|>=|<|>)\s*${VALUE}|IS\s+(?:NULL|TRUE|FALSE)|NOT\s+EXISTS))`,
    "y",
  ),
  read: ([, condition]) => condition,
};

/**
 * Whether CloudWatch Logs reads a text as a filter for lines of JSON: conditions on fields in braces.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html,
 * "Metric filter that matches JSON log events", November 2026.
 */
export function isJsonFilter(pattern: string): boolean {
  const inside = /^\s*\{([\s\S]*)\}\s*$/.exec(pattern)?.[1];
  return inside !== undefined && parseBoolean(inside, CONDITIONS) !== undefined;
}
