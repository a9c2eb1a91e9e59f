import { HOLE, type Match, matches, type Pattern } from "./pattern.ts";

/** The six fields of an ARN; the last one may contain colons. */
export function arnFields(arn: string): readonly string[] | undefined {
  const fields = arn.split(":");
  if (fields.length < 6 || fields[0] !== "arn") return undefined;
  return [...fields.slice(0, 5), fields.slice(5).join(":")];
}

/** Twelve digits, HOLE where it is not known, empty where such ARNs have none. */
export function accountOf(arn: string): string | undefined {
  return arnFields(arn)?.[4];
}

export function regionOf(arn: string): string | undefined {
  return arnFields(arn)?.[3];
}

/**
 * As the `Arn…` operators compare: each of the six fields by itself, so that no wildcard reaches over a colon into the
 * next one.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function matchesArn(pattern: Pattern, arn: string): Match {
  const [wanted, given] = [arnFields(pattern), arnFields(arn)];
  if (wanted === undefined || given === undefined) {
    // A hole alone may be any ARN; anything else that is no ARN equals none.
    return pattern.includes(HOLE) || arn.includes(HOLE) ? matches(pattern, arn) : "no";
  }
  let worst: Match = "yes";
  for (const [at, field] of wanted.entries()) {
    const match = matches(field as Pattern, given[at] ?? "");
    if (match === "no") return "no";
    if (match === "maybe") worst = "maybe";
  }
  return worst;
}

/** For people: a hole is shown as what it is. */
export function shown(text: string): string {
  return text.replaceAll(HOLE, "(not known yet)");
}
