import { matchesArn } from "../matching/arn.ts";
import { compile, HOLE, type Match, matches } from "../matching/pattern.ts";
import { inBlock } from "./addresses.ts";

/** How one value of a policy compares with one of the request. */
export type Compare = (
  wanted: string,
  given: string,
  variable?: (name: string) => string | undefined,
) => Match;

/** An operator without its set prefix, `IfExists` and `Not`. */
export interface Operator {
  readonly compare: Compare;
  /** It holds where no value compares: `StringNotEquals`. */
  readonly negated: boolean;
}

const text =
  (wildcards: boolean, ignoreCase: boolean): Compare =>
  (wanted, given, variable) => {
    const pattern = compile(wanted, { wildcards, ...(variable === undefined ? {} : { variable }) });
    return pattern === undefined ? "no" : matches(pattern, given, ignoreCase);
  };

const arn: Compare = (wanted, given, variable) => {
  const pattern = compile(wanted, variable === undefined ? {} : { variable });
  return pattern === undefined ? "no" : matchesArn(pattern, given);
};

const number = (holds: (given: number, wanted: number) => boolean): Compare =>
  ordered((value) => (value.trim() === "" ? Number.NaN : Number(value)), holds);

/** Dates are ISO 8601 or seconds since 1970. */
const date = (holds: (given: number, wanted: number) => boolean): Compare =>
  ordered((value) => (/^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value)), holds);

function ordered(
  read: (value: string) => number,
  holds: (given: number, wanted: number) => boolean,
): Compare {
  return (wanted, given) => {
    if (wanted.includes(HOLE) || given.includes(HOLE)) return "maybe";
    const [left, right] = [read(given), read(wanted)];
    return !Number.isNaN(left) && !Number.isNaN(right) && holds(left, right) ? "yes" : "no";
  };
}

const address: Compare = (wanted, given) => {
  if (wanted.includes(HOLE) || given.includes(HOLE)) return "maybe";
  return inBlock(wanted, given) === true ? "yes" : "no";
};

const EQUAL = (given: number, wanted: number) => given === wanted;
const LESS = (given: number, wanted: number) => given < wanted;
const AT_MOST = (given: number, wanted: number) => given <= wanted;
const MORE = (given: number, wanted: number) => given > wanted;
const AT_LEAST = (given: number, wanted: number) => given >= wanted;

const is = (compare: Compare): Operator => ({ compare, negated: false });
const isNot = (compare: Compare): Operator => ({ compare, negated: true });

/**
 * Every operator but `Null`, which asks of the key and not of its values. `ArnEquals` behaves as `ArnLike`.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ["stringequals", is(text(false, false))],
  ["stringnotequals", isNot(text(false, false))],
  ["stringequalsignorecase", is(text(false, true))],
  ["stringnotequalsignorecase", isNot(text(false, true))],
  ["stringlike", is(text(true, false))],
  ["stringnotlike", isNot(text(true, false))],
  ["numericequals", is(number(EQUAL))],
  ["numericnotequals", isNot(number(EQUAL))],
  ["numericlessthan", is(number(LESS))],
  ["numericlessthanequals", is(number(AT_MOST))],
  ["numericgreaterthan", is(number(MORE))],
  ["numericgreaterthanequals", is(number(AT_LEAST))],
  ["dateequals", is(date(EQUAL))],
  ["datenotequals", isNot(date(EQUAL))],
  ["datelessthan", is(date(LESS))],
  ["datelessthanequals", is(date(AT_MOST))],
  ["dategreaterthan", is(date(MORE))],
  ["dategreaterthanequals", is(date(AT_LEAST))],
  ["bool", is(text(false, true))],
  ["binaryequals", is(text(false, false))],
  ["ipaddress", is(address)],
  ["notipaddress", isNot(address)],
  ["arnequals", is(arn)],
  ["arnlike", is(arn)],
  ["arnnotequals", isNot(arn)],
  ["arnnotlike", isNot(arn)],
]);

/** The operator of that name, in any case; undefined for one that AWS does not document. */
export function operatorOf(name: string): Operator | undefined {
  return OPERATORS.get(name.toLowerCase());
}
