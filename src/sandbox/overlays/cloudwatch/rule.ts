import { type BooleanExpression, type BooleanLanguage, parseBoolean } from "../../../lib/index.ts";

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** That an alarm is in a state, or what is always or never so. */
export type AlarmTerm = { readonly alarm: string; readonly state: AlarmState } | boolean;

const NAMED = String.raw`(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"((?:[^"\\]|\\.)+)"|([^\s()"]+(?:\s+[^\s()"]+)*))\s*\)`;

/** Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html, `AlarmRule`. */
const LANGUAGE: BooleanLanguage<AlarmTerm> = {
  and: /\s*AND\b/y,
  or: /\s*OR\b/y,
  not: /\s*NOT\b/y,
  term: new RegExp(String.raw`\s*(?:${NAMED}|(TRUE|FALSE)\b)`, "y"),
  read([, state, quoted, bare, constant]) {
    if (constant !== undefined) return constant === "TRUE";
    const named = quoted?.replaceAll(/\\(.)/g, "$1") ?? bare;
    return named === undefined ? undefined : { alarm: alarmName(named), state: state as AlarmState };
  },
};

/** Undefined where CloudWatch would not read the rule. */
export function parseRule(rule: string): BooleanExpression<AlarmTerm> | undefined {
  return parseBoolean(rule, LANGUAGE);
}

/** Of an alarm that was named by name or by ARN. */
export function alarmName(named: string): string {
  return /^arn:[^:]+:cloudwatch:[^:]*:\d*:alarm:(.+)$/.exec(named)?.[1] ?? named;
}
