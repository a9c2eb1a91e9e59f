import {
  type AccessNotice,
  AWS_REASONS,
  judge,
  type LeastPrivilege,
  leastPrivilege,
  OWN_REASONS,
  type Row,
  readAccess,
  shown,
} from "../../access/index.ts";
import type { Environment, Finding, Platform } from "../../config/index.ts";
import { graphFromStacks } from "../../graph/index.ts";
import type { Clock } from "../../lib/index.ts";
import type { SynthesizedStack } from "../../stacks/index.ts";
import { openProject, synthesizeUnit, unitOf, unitsOf } from "../project.ts";
import { expectationsOf } from "./expectations/index.ts";
import { type StatementText, sizeOf, statementText } from "./statementText.ts";

export interface AccessCheckOptions {
  /** Folder or file of the configuration; the nearest upwards when absent. */
  readonly path?: string;
  /** One environment, or the organization. @default all of them together */
  readonly environment?: string;
  readonly clock: Clock;
}

/** What must be allowed and denied, and whether every wildcard has a reason, over everything that is emitted. */
export interface AccessCheck {
  readonly rows: readonly RowText[];
  readonly rules: readonly { readonly rule: string; readonly rows: number; readonly failed: number }[];
  readonly wildcards: {
    readonly explained: number;
    /** Reason to how many wildcards it explains. */
    readonly reasons: Readonly<Record<string, number>>;
    readonly unexplained: readonly {
      readonly policy: string;
      readonly statement: string;
      readonly text: string;
    }[];
  };
  readonly findings: readonly Finding[];
  readonly notices: readonly AccessNotice[];
  readonly policies: number;
  readonly statements: number;
  readonly evaluatedBy: "our evaluator";
}

export interface AccessCheckResult extends AccessCheck {
  readonly platform: string;
  readonly file: string;
  readonly seconds: number;
}

export interface RowText {
  readonly rule: string;
  readonly says: string;
  readonly who: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[] | null>>;
  readonly wanted: Row["expectation"]["wanted"];
  readonly got: Row["got"];
  readonly holds: boolean;
  readonly layer?: NonNullable<Row["layer"]>;
  readonly by: readonly StatementText[];
  readonly missing: readonly string[];
  /** Those who may and should not. */
  readonly others: readonly string[];
}

/** Throws `InputError` when the configuration cannot be read, or has no such environment. */
export async function accessCheck({
  path,
  environment,
  clock,
}: AccessCheckOptions): Promise<AccessCheckResult> {
  const started = clock.now();
  const project = await openProject(path, clock);
  const { platform } = project;
  const units = environment === undefined ? unitsOf(platform) : [unitOf(project, environment)];
  const stacks = units.flatMap((unit) => synthesizeUnit(platform, unit).stacks);
  const environments = platform.environments.filter((each) => units.includes(each));
  return {
    platform: platform.name,
    file: project.file,
    ...checkAccess(platform, environments, stacks, environment === undefined),
    seconds: (clock.now() - started) / 1000,
  };
}

/** The same of stacks that are there already. `whole`: they are all that there are, so that a reason may be stale. */
export function checkAccess(
  platform: Platform,
  environments: readonly Environment[],
  stacks: readonly SynthesizedStack[],
  whole: boolean,
): AccessCheck {
  const model = readAccess(graphFromStacks(stacks, { name: platform.name }));
  const rows = judge(model, expectationsOf(platform, environments, model));
  const privilege = leastPrivilege(model.policies, [...AWS_REASONS, ...OWN_REASONS]);
  return {
    rows: rows.map(rowText),
    rules: [...Map.groupBy(rows, ({ expectation }) => expectation.rule)].map(([rule, of]) => ({
      rule,
      rows: of.length,
      failed: of.filter(({ holds }) => !holds).length,
    })),
    wildcards: wildcardTexts(privilege),
    findings: [
      ...rowFindings(rows),
      ...wildcardFindings(privilege),
      ...(whole ? staleFindings(privilege) : []),
    ],
    notices: model.notices,
    ...sizeOf(model),
    evaluatedBy: "our evaluator",
  };
}

function rowText({ expectation, got, holds, layer, by, missing, others }: Row): RowText {
  const { rule, says, wanted, asked } = expectation;
  return {
    rule,
    says,
    who: whoOf(expectation),
    action: asked.action,
    resource: shown(asked.resource),
    context: asked.context ?? {},
    wanted,
    got,
    holds,
    ...(layer === undefined ? {} : { layer }),
    by: by.map(statementText),
    missing,
    others: others.map(({ name }) => shown(name)),
  };
}

function whoOf(expectation: Row["expectation"]): string {
  if (expectation.wanted === "nobody-but") {
    return expectation.who.length === 0 ? "anybody" : `anybody but ${expectation.who.map(shown).join(", ")}`;
  }
  const { as } = expectation;
  if (as.kind === "administrator" || as.kind === "identity") return shown(as.arn);
  if (as.kind === "root") return `root user of ${as.account}`;
  return as.kind === "service" ? as.name : "anonymous";
}

function rowFindings(rows: readonly Row[]): readonly Finding[] {
  return rows
    .filter(({ holds }) => !holds)
    .map((row) => {
      const { expectation, got, missing, others, by } = row;
      const statements = by.map(statementText).map(({ policy, statement }) => `${policy}, ${statement}`);
      const because =
        others.length > 0
          ? `it is open to ${others.map(({ name }) => shown(name)).join(", ")}`
          : got === "unknown"
            ? `it is not known for want of ${missing.join("; ")}`
            : `the answer is ${got}`;
      const through =
        statements.length === 0 ? "" : `, through ${[...new Set(statements)].slice(0, 5).join("; ")}`;
      return {
        code: "access/table",
        severity: "error",
        where: expectation.rule,
        text: `${expectation.says}: wanted ${expectation.wanted}, but ${because}${through}.`,
        fix: "Mend the policy, or the configuration that it is made from.",
      };
    });
}

function wildcardTexts({ unexplained, explained }: LeastPrivilege): AccessCheck["wildcards"] {
  const byReason = Map.groupBy(explained, ({ reason }) => reason.id);
  return {
    explained: explained.length,
    reasons: Object.fromEntries(
      [...byReason].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, of]) => [id, of.length]),
    ),
    unexplained: unexplained.map(({ policy, statement, text }) => ({
      policy: policy.name,
      statement: statement.sid ?? `statement ${statement.index + 1}`,
      text: shown(text),
    })),
  };
}

function wildcardFindings(privilege: LeastPrivilege): readonly Finding[] {
  return wildcardTexts(privilege).unexplained.map(({ policy, statement, text }) => ({
    code: "access/wildcard",
    severity: "error",
    where: `${policy}, ${statement}`,
    text: `${text} allows more than it names, and nobody wrote down why.`,
    fix: "Name what is meant, or record the reason with its source.",
  }));
}

/** A reason outlives its policy in silence otherwise, and then excuses the next one. */
function staleFindings({ stale }: LeastPrivilege): readonly Finding[] {
  return stale.map(({ id, because }) => ({
    code: "access/stale-reason",
    severity: "note",
    where: `reason ${id}`,
    text: `Nothing that is emitted needs this reason: ${because}`,
    fix: "Take the reason away where no configuration needs it.",
  }));
}
