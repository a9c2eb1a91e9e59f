// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how policies write variables
import { describe, expect, it } from "vitest";
import { HOLE } from "../matching/pattern.ts";
import { conditionsHold } from "./conditions.ts";
import { type ContextValues, RequestContext } from "./context.ts";

const GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
const OPERATORS = `${GUIDE}/reference_policies_elements_condition_operators.html`;
const SETS = `${GUIDE}/reference_policies_condition-single-vs-multi-valued-context-keys.html`;
const VARIABLES = `${GUIDE}/reference_policies_variables.html`;

type Row = readonly [
  operator: string,
  key: string,
  wanted: string | readonly string[],
  context: ContextValues,
  holds: "yes" | "no" | "unknown",
];

function holds([operator, key, wanted, context]: Row) {
  const values = typeof wanted === "string" ? [wanted] : wanted;
  return conditionsHold([{ operator, key, values }], { variables: true }, new RequestContext(() => [context]))
    .is;
}

const K = "aws:x";
const present = (value: string | readonly string[]) => ({ [K]: value });
const absent = { [K]: null };

describe(`conditions, ${OPERATORS}`, () => {
  it.each<Row>([
    ["StringEquals", K, "a", present("a"), "yes"],
    ["StringEquals", K, "a", present("A"), "no"],
    ["StringEquals", K, "a*", present("ab"), "no"],
    ["StringEquals", K, ["a", "b"], present("b"), "yes"],
    ["StringNotEquals", K, ["a", "b"], present("b"), "no"],
    ["StringNotEquals", K, ["a", "b"], present("c"), "yes"],
    ["StringEqualsIgnoreCase", K, "a", present("A"), "yes"],
    ["StringNotEqualsIgnoreCase", K, "a", present("A"), "no"],
    ["StringLike", K, "a*c?", present("abbcd"), "yes"],
    ["StringLike", K, "a*c?", present("abbc"), "no"],
    ["StringNotLike", K, "a*", present("b"), "yes"],
    ["stringlike", K, "a*", present("ab"), "yes"],
    ["NumericEquals", K, "10", present("10.0"), "yes"],
    ["NumericNotEquals", K, "10", present("11"), "yes"],
    ["NumericLessThan", K, "10", present("9"), "yes"],
    ["NumericLessThan", K, "10", present("10"), "no"],
    ["NumericLessThanEquals", K, "10", present("10"), "yes"],
    ["NumericGreaterThan", K, "10", present("9"), "no"],
    ["NumericGreaterThanEquals", K, "10", present("10"), "yes"],
    ["NumericLessThan", K, "10", present("many"), "no"],
    ["DateGreaterThan", K, "2026-01-01T00:00:00Z", present("2026-06-01T00:00:00Z"), "yes"],
    ["DateLessThan", K, "2026-01-01T00:00:00Z", present("2026-06-01T00:00:00Z"), "no"],
    ["DateEquals", K, "0", present("1970-01-01T00:00:00Z"), "yes"],
    ["Bool", K, "true", present("true"), "yes"],
    ["Bool", K, "false", present("true"), "no"],
    ["IpAddress", K, "203.0.113.0/24", present("203.0.113.7"), "yes"],
    ["IpAddress", K, "203.0.113.0/24", present("203.0.114.7"), "no"],
    ["IpAddress", K, "203.0.113.7", present("203.0.113.7"), "yes"],
    ["NotIpAddress", K, "203.0.113.0/24", present("203.0.114.7"), "yes"],
    ["IpAddress", K, "2001:db8::/32", present("2001:db8::1"), "yes"],
    ["IpAddress", K, "203.0.113.0/24", present("2001:db8::1"), "no"],
    ["ArnLike", K, "arn:aws:s3:::photos*", present("arn:aws:s3:::photos-eu"), "yes"],
    ["ArnEquals", K, "arn:aws:s3:::photos*", present("arn:aws:s3:::photos-eu"), "yes"],
    ["ArnLike", K, "arn:aws:*:role/x", present("arn:aws:iam::111122223333:role/x"), "no"],
    ["ArnLike", K, "arn:*:iam::*:role/x", present("arn:aws:iam::111122223333:role/x"), "yes"],
    ["ArnNotLike", K, "arn:aws:iam::*:role/admin", present("arn:aws:iam::111122223333:role/x"), "yes"],
    ["Null", K, "true", absent, "yes"],
    ["Null", K, "true", present("a"), "no"],
    ["Null", K, "false", present("a"), "yes"],
    ["StringEquals", K, "a", absent, "no"],
    ["StringNotEquals", K, "a", absent, "yes"],
    ["ArnNotLike", K, "arn:aws:iam::*:role/x", absent, "yes"],
    ["Bool", K, "false", absent, "no"],
    ["StringEqualsIfExists", K, "a", absent, "yes"],
    ["StringEqualsIfExists", K, "a", present("b"), "no"],
    ["BoolIfExists", K, "false", absent, "yes"],
    ["StringEquals", "AWS:X", "a", present("a"), "yes"],
    ["StringEquals", K, "a", {}, "unknown"],
    ["StringNotEquals", K, "a", {}, "unknown"],
    ["Null", K, "true", {}, "unknown"],
    ["StringEquals", K, HOLE, present("a"), "unknown"],
    ["StringNotEquals", K, HOLE, present("a"), "unknown"],
    ["StringEquals", K, `b${HOLE}`, present("a"), "no"],
    ["StringSounds", K, "a", present("a"), "unknown"],
  ])("%s %s %j in %j: %s", (...row) => {
    expect(holds(row)).toBe(row[4]);
  });
});

describe(`sets of values, ${SETS}`, () => {
  it.each<Row>([
    ["ForAllValues:StringEquals", K, ["a", "b"], present(["a"]), "yes"],
    ["ForAllValues:StringEquals", K, ["a", "b"], present(["a", "c"]), "no"],
    ["ForAllValues:StringEquals", K, ["a", "b"], absent, "yes"],
    ["ForAnyValue:StringEquals", K, ["a", "b"], present(["c", "b"]), "yes"],
    ["ForAnyValue:StringEquals", K, ["a", "b"], present(["c"]), "no"],
    ["ForAnyValue:StringEquals", K, ["a", "b"], absent, "no"],
    ["ForAllValues:StringNotEquals", K, ["a", "b"], present(["c", "d"]), "yes"],
    ["ForAllValues:StringNotEquals", K, ["a", "b"], present(["a", "d"]), "no"],
    ["ForAnyValue:StringNotEquals", K, ["a"], present(["a", "d"]), "yes"],
    ["ForAnyValue:StringLikeIfExists", K, ["a*"], present(["ab"]), "yes"],
    ["StringEquals", K, "a", present(["b", "a"]), "yes"],
    ["StringNotEquals", K, "a", present(["b", "a"]), "no"],
    ["ForAnyValue:StringEquals", K, ["a"], {}, "unknown"],
  ])("%s %s %j in %j: %s", (...row) => {
    expect(holds(row)).toBe(row[4]);
  });
});

describe(`variables, ${VARIABLES}`, () => {
  const team = { "aws:PrincipalTag/team": "red" };
  it.each<Row>([
    ["StringEquals", K, "${aws:PrincipalTag/team}", { ...present("red"), ...team }, "yes"],
    ["StringEquals", K, "${aws:PrincipalTag/team}", { ...present("blue"), ...team }, "no"],
    ["StringEquals", K, "${aws:principaltag/TEAM}", { ...present("red"), ...team }, "yes"],
    ["StringLike", K, "${aws:PrincipalTag/team}-*", { ...present("red-1"), ...team }, "yes"],
    [
      "StringEquals",
      K,
      "${aws:PrincipalTag/team, 'none'}",
      { ...present("none"), "aws:PrincipalTag/team": null },
      "yes",
    ],
    [
      "StringEquals",
      K,
      "${aws:PrincipalTag/team}",
      { ...present("red"), "aws:PrincipalTag/team": null },
      "no",
    ],
    ["StringEquals", K, "${aws:PrincipalTag/team}", present("red"), "unknown"],
    ["StringLike", K, "a${*}", present("a*"), "yes"],
    ["StringLike", K, "a${*}", present("ab"), "no"],
    ["StringLike", K, "${aws:PrincipalTag/team}", { ...present("red"), "aws:PrincipalTag/team": "*" }, "no"],
  ])("%s %s %j in %j: %s", (...row) => {
    expect(holds(row)).toBe(row[4]);
  });
});
