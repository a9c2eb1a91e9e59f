import { shown } from "../matching/arn.ts";
import type { AccessModel } from "../model/accessModel.ts";
import type { Identity } from "../model/identities.ts";
import type { Statement } from "../policy/document.ts";
import type { Policy } from "../policy/policy.ts";

/** One thing that somebody may do, for a person who decides whether it stays so. */
export interface ReviewRow {
  readonly principal: string;
  readonly kind: string;
  readonly account: string;
  /** `s3: reads and changes`. */
  readonly words: string;
  readonly actions: string;
  readonly resources: string;
  /** Policy and statement. */
  readonly through: string;
  readonly conditions: string;
  /** Whether a second factor is asked for. */
  readonly secondFactor: "wanted" | "not wanted" | "wanted to take the role on" | "not known";
}

/** Every grant: of each identity by its own policies, and of each principal that a resource's policy names. */
export function reviewRows(model: AccessModel): readonly ReviewRow[] {
  return [
    ...model.identities.flatMap((identity) => identityRows(identity)),
    ...model.identities.flatMap(({ trust, caller }) =>
      trust === undefined ? [] : resourceRows([trust], caller.arn, caller.account),
    ),
    ...model.guarded.flatMap(({ policies, arn, account }) => resourceRows(policies, arn, account)),
  ];
}

function identityRows(identity: Identity): readonly ReviewRow[] {
  const { name, kind, caller, policies, boundary, trust } = identity;
  const common = { principal: shown(name), kind, account: shown(caller.account) };
  const limit = boundary === undefined ? [] : [`only within ${boundary.name}`];
  const rows = policies.flatMap((policy) =>
    grantsOf(policy).map((grant) => ({
      ...common,
      ...grant,
      conditions: [grant.conditions, ...limit].filter((text) => text !== "").join("; "),
      secondFactor: grant.secondFactor === "not wanted" ? byTrust(trust) : grant.secondFactor,
    })),
  );
  if (rows.length > 0) return rows;
  const nothing = { words: "may do nothing", actions: "", resources: "", through: "", conditions: "" };
  return [{ ...common, ...nothing, secondFactor: byTrust(trust) }];
}

/** Whether nobody takes the role on without a second factor. */
function byTrust(trust: Policy | undefined): ReviewRow["secondFactor"] {
  if (trust === undefined) return "not wanted";
  if (trust.document === undefined) return "not known";
  const ways = trust.document.statements.filter(({ effect }) => effect === "Allow");
  return ways.every(wantsFactor) ? "wanted to take the role on" : "not wanted";
}

function resourceRows(policies: readonly Policy[], arn: string, account: string): readonly ReviewRow[] {
  return policies.flatMap((policy) =>
    (policy.document?.statements ?? [])
      .filter(({ effect }) => effect === "Allow")
      .flatMap((statement) => {
        const except = statement.principals?.except === true ? "everybody but " : "";
        return (statement.principals?.entries ?? []).map(({ kind, value }) => ({
          principal: `${except}${shown(kind === "*" ? "everybody" : value)}`,
          kind: kind === "*" ? "anybody" : kind === "AWS" ? "AWS principal" : kind.toLowerCase(),
          account: shown(account),
          ...grantOf(policy, statement),
          resources: shown(arn),
        }));
      }),
  );
}

type Grant = Omit<ReviewRow, "principal" | "kind" | "account">;

function grantsOf(policy: Policy): readonly Grant[] {
  if (policy.document === undefined) {
    const unread = { words: "not known", actions: "", resources: "", conditions: "" };
    return [{ ...unread, through: policy.missing ?? policy.name, secondFactor: "not known" }];
  }
  return policy.document.statements
    .filter(({ effect }) => effect === "Allow")
    .map((statement) => grantOf(policy, statement));
}

function grantOf(policy: Policy, statement: Statement): Grant {
  const { actions, resources, conditions, sid, index } = statement;
  const listed = (entries: readonly string[], except: boolean) =>
    `${except ? "all but " : ""}${entries.map(shown).join(" ")}`;
  return {
    words: actions.except ? "everything but what is listed" : wordsOf(actions.entries),
    actions: listed(actions.entries, actions.except),
    resources: resources === undefined ? "" : listed(resources.entries, resources.except),
    through: `${policy.name}, ${sid ?? `statement ${index + 1}`}`,
    conditions: conditions
      .map(({ operator, key, values }) => `${operator} ${key}: ${values.map(shown).join(" ")}`)
      .join("; "),
    secondFactor: wantsFactor(statement) ? "wanted" : "not wanted",
  };
}

function wantsFactor({ conditions }: Statement): boolean {
  return conditions.some(
    ({ operator, key, values }) =>
      (operator === "Bool" &&
        key.toLowerCase() === "aws:multifactorauthpresent" &&
        values.join() === "true") ||
      (/^NumericLessThan(Equals)?$/.test(operator) && key.toLowerCase() === "aws:multifactorauthage"),
  );
}

const READS =
  /^(?:Get|List|Describe|BatchGet|Query|Scan|Select|Search|View|Lookup|Head|Check|ConditionCheck)/i;

/** By what the names of actions begin with, which is AWS's habit and no promise of AWS's. */
function wordsOf(actions: readonly string[]): string {
  const services = Map.groupBy(actions, (action) => action.split(":")[0] ?? action);
  return [...services]
    .map(([service, of]) => {
      if (service === "*") return "everything";
      const names = of.map((action) => action.slice(action.indexOf(":") + 1));
      if (names.some((name) => name.startsWith("*"))) return `${service}: everything`;
      const reads = names.filter((name) => READS.test(name)).length;
      return `${service}: ${reads === names.length ? "reads" : reads === 0 ? "acts or changes" : "reads, and acts or changes"}`;
    })
    .join("; ");
}
