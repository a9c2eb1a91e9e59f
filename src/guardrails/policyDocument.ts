/** One or several, as IAM's grammar takes them. */
type OneOrMore = string | readonly string[];

/** Operator, key, values: `{ Bool: { "ec2:Encrypted": "false" } }`. */
export type PolicyCondition = Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;

/** A statement of a policy that bounds what identities may do; it names no principal. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly NotResource?: OneOrMore;
  readonly Condition?: PolicyCondition;
}

export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

export function documentOf(statements: readonly PolicyStatement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

/** A policy as it is sent to AWS, without a blank: AWS counts every character of it. */
export function policyText(document: PolicyDocument): string {
  return JSON.stringify(document);
}
