import { type AccessNotice, type Answer, shown, whoCan } from "../../access/index.ts";
import { type AskedTexts, askedOf } from "./asked.ts";
import { type AccessSource, openAccess } from "./source.ts";
import { type StatementText, sizeOf, statementText } from "./statementText.ts";

export interface AccessWhoOptions extends AccessSource, AskedTexts {}

/** Who can do something to something, by our evaluator of AWS's published logic. */
export interface AccessWhoResult {
  readonly action: string;
  readonly resource: string;
  /** Keys of the request that were taken as given. */
  readonly context: Readonly<Record<string, string | readonly string[] | null>>;
  readonly answers: readonly AccessAnswer[];
  /** What the policies leave out or could not be read. */
  readonly notices: readonly AccessNotice[];
  readonly evaluatedBy: "our evaluator";
  readonly policies: number;
  readonly statements: number;
  readonly seconds: number;
}

export interface AccessAnswer {
  readonly who: string;
  readonly arn?: string;
  readonly kind: Answer["kind"];
  readonly access: Answer["access"];
  /** Statements that grant, or could. */
  readonly through: readonly StatementText[];
  /** Why it is not known, sorted. */
  readonly missing: readonly string[];
}

export async function accessWho(options: AccessWhoOptions): Promise<AccessWhoResult> {
  const started = options.clock.now();
  const model = await openAccess(sourceOf(options));
  const asked = askedOf(model, options);
  const answers = whoCan(model, asked).map(answerText);
  return {
    action: asked.action,
    resource: options.resource,
    context: asked.context ?? {},
    answers,
    notices: model.notices,
    evaluatedBy: "our evaluator",
    ...sizeOf(model),
    seconds: (options.clock.now() - started) / 1000,
  };
}

function sourceOf({
  action: _action,
  resource: _resource,
  context: _context,
  ...source
}: AccessWhoOptions): AccessSource {
  return source;
}

function answerText({ caller, kind, name, access, decision }: Answer): AccessAnswer {
  return {
    who: shown(name),
    ...("arn" in caller ? { arn: shown(caller.arn) } : {}),
    kind,
    access,
    through: decision.by.map(statementText),
    missing: decision.missing,
  };
}
