interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly Resource?: string | readonly string[];
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
 * Does the policy let a service do something, under whatever condition? Conditions and denials are not looked at, and
 * resources only when one is named: what this misses passes, and is no refusal of AWS's that we could prove.
 */
export function allowsService(
  policy: string | undefined,
  service: string,
  action: string,
  resource?: string,
): boolean {
  return statementsOf(policy).some(({ Effect, Principal, Action, Resource }) => {
    const named = (Principal as { readonly Service?: string | readonly string[] } | undefined)?.Service;
    const here = resource === undefined || covers(Resource, resource);
    return Effect === "Allow" && [named].flat().includes(service) && covers(Action, action) && here;
  });
}

/**
 * May somebody of the account do something by the policy when he asks himself? A statement for other accounts does
 * not count, nor one that only a service's call in somebody's name meets; a denial for everybody ends it. Roles and
 * users are not looked at one by one: what this misses passes.
 */
export function allowsInAccount(policy: string | undefined, account: string, action: string): boolean {
  const about = statementsOf(policy).filter(({ Action }) => covers(Action, action));
  const all = ({ Principal, Condition }: Statement) =>
    Condition === undefined && principalsOf(Principal).includes("*");
  if (about.some((each) => each.Effect === "Deny" && all(each))) return false;
  return about.some(
    ({ Effect, Principal, Condition }) =>
      Effect === "Allow" &&
      principalsOf(Principal).some((each) => isOf(account, each)) &&
      meets(account, Condition),
  );
}

function principalsOf(principal: unknown): readonly string[] {
  if (principal === "*") return ["*"];
  return [(principal as { readonly AWS?: string | readonly string[] } | undefined)?.AWS ?? []].flat();
}

function isOf(account: string, principal: string): boolean {
  return principal === "*" || principal === account || principal.split(":")[4] === account;
}

/** Can a call that no service makes, from that account, meet the conditions? What is not known here, it can. */
function meets(account: string, condition: Statement["Condition"]): boolean {
  return Object.entries(condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, value]) => {
      const values = [value].flat().map(String);
      const wanted = /^String(Equals|Like)$/.test(operator);
      switch (key.toLowerCase()) {
        case "kms:viaservice":
          return operator === "Null" ? values.includes("true") : !wanted;
        case "kms:grantisforawsresource":
          return operator !== "Bool" || values.includes("false");
        case "kms:calleraccount":
        case "aws:principalaccount":
          return !wanted || values.includes(account);
        default:
          return true;
      }
    }),
  );
}

/** Does one of the patterns stand for the action or resource? Compared without regard to case, as actions are. */
function covers(patterns: Statement["Action"], action: string): boolean {
  return [patterns ?? []].flat().some((pattern) => {
    const text = pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".");
    return new RegExp(`^${text}$`, "i").test(action);
  });
}
