interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
}

/** Statements of a policy's text; none for what cannot be read. */
function statementsOf(policy: string | undefined): readonly Statement[] {
  try {
    const { Statement } = JSON.parse(policy ?? "") as { readonly Statement?: Statement | Statement[] };
    return Statement === undefined ? [] : [Statement].flat();
  } catch {
    return [];
  }
}

/**
 * Does the policy let a service do something, under whatever condition? Conditions, resources and denials are not
 * looked at: what this misses passes, and is no refusal of AWS's that we could prove.
 */
export function allowsService(policy: string | undefined, service: string, action: string): boolean {
  return statementsOf(policy).some(({ Effect, Principal, Action }) => {
    const named = (Principal as { readonly Service?: string | readonly string[] } | undefined)?.Service;
    return Effect === "Allow" && [named].flat().includes(service) && covers(Action, action);
  });
}

/** Does the policy let anybody of IAM do something? As above. */
export function allowsAnybody(policy: string | undefined, action: string): boolean {
  return statementsOf(policy).some(({ Effect, Principal, Action }) => {
    const named =
      Principal === "*" || (Principal as { readonly AWS?: unknown } | undefined)?.AWS !== undefined;
    return Effect === "Allow" && named && covers(Action, action);
  });
}

/** Does one of the patterns stand for the action? Actions are compared without regard to case. */
function covers(patterns: Statement["Action"], action: string): boolean {
  return [patterns ?? []].flat().some((pattern) => {
    const text = pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".");
    return new RegExp(`^${text}$`, "i").test(action);
  });
}
