/** A policy as AWS takes it: of an identity, of a resource, or of who may take on a role. */
export function policyDocument(statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
