import type { Plane } from "../aws/index.ts";
import type { JsonObject } from "../lib/index.ts";

/**
 * A recovery as data: what it is for, where it runs, its steps in order. It is shown, checked, exported and run from
 * this one description, at home and on AWS alike, and holds no code.
 */
export interface Runbook {
  /** Kebab-case, never reused for another purpose: `regional-failover`. */
  readonly name: string;
  /** Raised with every change of what a step does. A run goes on by the version that it began with. */
  readonly version: number;
  readonly title: string;
  /** What brings somebody to run it, one sentence. */
  readonly when: string;
  /** The one region whose APIs it calls, and in which it runs on AWS: the region that takes over. */
  readonly runsIn: string;
  /** The region that it must do without; undefined when none is gone. */
  readonly lost: string | undefined;
  /** For people: what was given to make it. */
  readonly inputs: Readonly<Record<string, string>>;
  /**
   * Words that only whoever begins it knows, by the names under which calls have them: `{at}`. Only a machine that is told
   * what to do can take them, since that looks at their form first.
   * @default none: all that it calls is known
   */
  readonly takes?: Readonly<Record<string, TakenForm>>;
  /** What there is one at a time of, beside it. @default recoveries of its region */
  readonly excludes?: Exclusion;
  /** Stages in order; the next begins when every lane of the one before has come to a good end. */
  readonly stages: readonly Stage[];
  /** What must be there when it runs, beside what its steps call. */
  readonly leansOn: readonly Leaning[];
}

/** The form that a word must have before any call gets it. */
export type TakenForm =
  /** A moment in UTC: `2026-11-25T03:00:00Z`. */
  | { readonly is: "moment" }
  /** Fits one of these, in which `*` stands for anything. */
  | { readonly like: readonly string[] }
  /** When the run began, which nobody has to say. */
  | { readonly is: "beginning" };

/** Runs that keep each other out in a region, and no others. */
export interface Exclusion {
  /** The item of the region's lock that they write themselves into. */
  readonly key: string;
  /** For people, after "one": `recovery`. */
  readonly of: string;
}

/** Lanes go on at the same time and do not wait for each other: one store's trouble never delays another's recovery. */
export interface Stage {
  readonly id: string;
  readonly lanes: readonly (readonly Step[])[];
}

/** In place of a region: what is leaned on is not to be found. */
export const NOWHERE = "nowhere";

/** Something that a recovery needs and does not call by itself. */
export interface Leaning {
  readonly kind:
    | "secret"
    | "key"
    | "image"
    | "parameter"
    | "capacity"
    | "quota"
    | "name"
    | "role"
    | "topic"
    | "function"
    | "table"
    | "alarm";
  readonly name: string;
  /** Where it is read; `everywhere` for what every region has, `NOWHERE` for what is missing. */
  readonly region: string;
  /** The step that needs it. Absent: all of them. */
  readonly step?: string;
  /** Which half of its service is needed while the runbook runs. */
  readonly plane: Plane;
  /** What to do when that region cannot be leaned on, one sentence in the imperative. */
  readonly remedy: string;
}

/** Looks, acts, reads back until it is true. */
export interface Step {
  /** Stable, kebab-case, once in a runbook. */
  readonly id: string;
  readonly title: string;
  readonly plane: Plane;
  readonly guard: Guard;
  /** Absent for a step that only looks. */
  readonly action?: Action;
  /** Absent for a step whose action tells all, such as a question. */
  readonly confirmation?: Confirmation;
  /** What takes it back, for people; `nothing to undo` for a look. */
  readonly undo: string;
  /** Seconds until an unconfirmed step counts as failed. */
  readonly budgetSeconds: number;
  /**
   * What to do about a call of which nobody knows whether it took effect, once reading back shows that it has not:
   * `safe` repeats it, `ask` asks a person.
   */
  readonly retry: "safe" | "ask";
  /** What takes this long, as a key of the recovery timings: `aurora-global/failover`. */
  readonly timing: string;
  /**
   * Of a step whose bad end must not keep its lane from going on: what those on call are told then, and how loudly.
   * @default a bad end is the end of its lane
   */
  readonly expendable?: { readonly severity: "critical" | "warning"; readonly says: string };
}

/** A call of an AWS API, in the words of that API. */
export interface ApiCall {
  /** As in IAM actions: `rds`, `dynamodb`, `s3`. */
  readonly service: ServiceName;
  /** `FailoverGlobalCluster` */
  readonly action: string;
  /** A value `{name}` stands for what a look has kept under that name: an ARN that AWS chose. */
  readonly input: JsonObject;
  /** For a cluster of routing controls, which has endpoints of its own. */
  readonly cluster?: ClusterPlace;
}

/** How a cluster of routing controls is asked from the region in which a runbook runs. */
export interface ClusterPlace {
  /** On AWS: the function that asks it, since Step Functions calls no endpoint but a region's own. */
  readonly functionArn: string;
  /** From elsewhere: the parameter with its endpoints. */
  readonly parameter: string;
  /** Region whose endpoint is left out. @default none */
  readonly without?: string;
}

export type ServiceName =
  | "rds"
  | "dynamodb"
  | "s3"
  | "elasticache"
  | "arc-zonal-shift"
  | "backup"
  | "ec2"
  | "elasticloadbalancing"
  | "cloudwatch"
  | "events"
  | "route53"
  | "route53-recovery-cluster";

/** Asks what clients near the regions would be told of a public name, and whether that is what is wanted. */
export interface NamesCheck {
  readonly host: string;
  readonly clientRegions: readonly string[];
  readonly wanted: { readonly avoid: string } | { readonly lead: string };
}

/** An HTTP request that changes nothing. */
export interface HttpCheck {
  readonly url: string;
  readonly status: number;
}

/** Something that is read and never changes anything, and what is taken from the answer. */
export interface Look {
  readonly ask: { readonly api: ApiCall } | { readonly names: NamesCheck } | { readonly http: HttpCheck };
  readonly facts: Readonly<Record<string, Fact>>;
  /** Facts that this step and those after it in its lane put into calls, by the name that they are kept under: of a list, the first. */
  readonly keep?: Readonly<Record<string, string>>;
}

/** A value of the answer, by its path in the words of the API: `DBInstances[0].DBInstanceStatus`. */
export type Fact =
  | {
      readonly at: string;
      /** May be absent from an answer, so that no text may name it. @default false */
      readonly optional?: boolean;
    }
  /** Of the entries of a list, those that fit, and one field of each. Never absent. */
  | {
      readonly each: string;
      readonly where?: { readonly field: string; readonly is: string | number | boolean };
      /** @default the entry itself, for a list of texts */
      readonly take?: string;
      /** How a text shows the first of them: whole, or the region of an ARN. @default "whole" */
      readonly show?: "whole" | "region";
    };

export type Condition =
  | { readonly fact: string; readonly is: string | number | boolean }
  /** `{name}`: what a look has kept. */
  | { readonly fact: string; readonly has: string }
  /** Of a list: none fits. */
  | { readonly fact: string; readonly absent: boolean }
  | { readonly fact: string; readonly above: number }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

export interface Guard {
  /** Absent: nothing to look at first. */
  readonly look?: Look;
  /** The first that fits decides. */
  readonly rules: readonly GuardRule[];
  /** When none fits. @default proceed */
  readonly otherwise?: Omit<GuardRule, "when">;
}

export interface GuardRule {
  readonly when: Condition;
  /**
   * `satisfied`: what the step is for is true already. `stop`: it would be unsafe to go on. `ask`: a person decides
   * whether to go on all the same. `proceed`: act.
   */
  readonly leads: "proceed" | "satisfied" | "stop" | "ask";
  /** Why, one sentence; `{fact}` stands for what was seen. No apostrophes or backslashes: States Language has its own use for them. */
  readonly says: string;
}

export type Action =
  | { readonly kind: "call"; readonly call: ApiCall }
  | { readonly kind: "question"; readonly asks: string }
  | { readonly kind: "notify"; readonly severity: "critical" | "warning"; readonly message: string }
  | { readonly kind: "wait"; readonly seconds: number };

/** Read back until it is so, or until the step's budget is spent. */
export interface Confirmation {
  readonly look: Look;
  readonly until: Condition;
  /** What is seen; `{fact}` stands for it. */
  readonly says: string;
  /** Between two looks. @default 5 */
  readonly everySeconds?: number;
}

/** A step of a runbook with where it stands. */
export interface PlacedStep {
  readonly step: Step;
  readonly stage: string;
  readonly lane: number;
  /** Region that is called; `everywhere` for a data plane that is in every region, like DNS. */
  readonly region: string;
}

/** Every step in the order of the runbook. */
export function stepsOf(runbook: Runbook): readonly PlacedStep[] {
  return runbook.stages.flatMap((stage) =>
    stage.lanes.flatMap((steps, lane) =>
      steps.map((step) => ({ step, stage: stage.id, lane, region: regionOf(step, runbook) })),
    ),
  );
}

function regionOf(step: Step, { runsIn }: Runbook): string {
  const asks = [step.guard.look, step.confirmation?.look].flatMap((look) =>
    look === undefined ? [] : [look.ask],
  );
  const onlyNames = step.action === undefined && asks.length > 0 && asks.every((ask) => "names" in ask);
  return onlyNames ? "everywhere" : runsIn;
}

/** What a step does to AWS, in the order in which it may do it. */
export interface PlannedCall {
  readonly step: string;
  readonly part: "guard" | "action" | "confirmation";
  readonly call: ApiCall;
}

export function callsOf(step: Step): readonly PlannedCall[] {
  const look = (part: "guard" | "confirmation", { ask }: Look): readonly PlannedCall[] =>
    "api" in ask ? [{ step: step.id, part, call: ask.api }] : [];
  return [
    ...(step.guard.look === undefined ? [] : look("guard", step.guard.look)),
    ...(step.action?.kind === "call"
      ? [{ step: step.id, part: "action", call: step.action.call } as const]
      : []),
    ...(step.confirmation === undefined ? [] : look("confirmation", step.confirmation.look)),
  ];
}

/** Calls of a step, each once: `rds:FailoverGlobalCluster`. */
export function actionsOf(step: Step): readonly string[] {
  return [...new Set(callsOf(step).map(({ call }) => iamAction(call)))];
}

/** A call as IAM writes most of its actions. What is really asked of IAM, such as for `HeadBucket`, is in `permissions.ts`. */
export function iamAction({ service, action }: Pick<ApiCall, "service" | "action">): string {
  return `${service}:${action}`;
}
