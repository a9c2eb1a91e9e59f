import { type AccessModel, type Answer, shown } from "../../access/index.ts";

export interface StatementText {
  readonly policy: string;
  readonly statement: string;
  /** `StringEquals aws:SourceAccount: 111111111111`. */
  readonly conditions: readonly string[];
}

export function sizeOf(model: AccessModel): { readonly policies: number; readonly statements: number } {
  const statements = model.policies.map(({ document }) => document?.statements.length ?? 0);
  return { policies: model.policies.length, statements: statements.reduce((sum, count) => sum + count, 0) };
}

/** A statement as people find it again. */
export function statementText({ policy, statement }: Answer["decision"]["by"][number]): StatementText {
  return {
    policy: policy.name,
    statement: statement === undefined ? "not known" : (statement.sid ?? `statement ${statement.index + 1}`),
    conditions: (statement?.conditions ?? []).map(
      ({ operator, key, values }) => `${operator} ${key}: ${values.map(shown).join(", ")}`,
    ),
  };
}
