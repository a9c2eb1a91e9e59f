import type { ModelledEffect } from "../../recovery/index.ts";
import type { ModelledService, ModelledTime } from "../recovery/lostRegion.ts";
import type { CustomersSummary, DataFound, FenceSeen, StoreData } from "../rehearse/customersResult.ts";
import type { CallSummary, NotDone, PlanSummary, RehearsalResult, StepSummary } from "../rehearse/result.ts";

/** What Terraform wanted of some stacks at one moment. */
export interface DrillPlan {
  readonly add: number;
  readonly change: number;
  readonly replace: number;
  readonly destroy: number;
  readonly unplannable: readonly { readonly id: string; readonly reason: string }[];
}

/** Raised when a reader of today could not read what was written before, or the other way round. */
export const RECORD_VERSION = 1;

/** One drill: what was lost, what was done, what it came to. A line of the history; `schema.ts` judges it. */
export interface DrillRecord {
  readonly version: typeof RECORD_VERSION;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly platform: string;
  readonly environment: string;
  /** `partition`: cut off from the other regions, and running for those inside and those who come by the internet. */
  readonly kind: DrillKind;
  readonly lost: string;
  /**
   * `held`: something was lost and recovered from, well or not. `interrupted` and `not-held` (a tool was missing, an
   * apply failed) stand in the history as what happened, and nothing is compared with them.
   */
  readonly outcome: DrillOutcome;
  readonly proven: boolean;
  /** What it was held on: some stacks, with all that they wait for, `of` the resources that the environment has. */
  readonly resources: {
    readonly emitted: number;
    readonly applied: number;
    readonly of: number;
    readonly stacks: readonly string[];
  };
  /** Seconds from the failover's first step, on the sandbox's clock; of a scenario from its begin, and of all its runbooks. */
  readonly timeline: readonly {
    readonly step: string;
    readonly region: string;
    readonly plane: string;
    readonly start: number;
    readonly end: number;
    readonly outcome: string;
  }[];
  readonly calls?: Pick<CallSummary, "byFailover" | "toLostRegion" | "toFallenControlPlanes">;
  /** Store to the region that writes, at each moment. */
  readonly writers: RehearsalResult["writers"];
  /** Region that writes to each store, in seconds from the loss, as the simulated customers saw it. */
  readonly writersOverTime: Readonly<Record<string, StoreData["writers"]>>;
  /** What kept the old writer of each store from going on; stores whose writer did not move by force are absent. */
  readonly fenced: Readonly<Record<string, readonly FenceSeen[]>>;
  /** What was found of the customers' data. */
  readonly dataLoss: Readonly<Record<string, DrillDataLoss>>;
  /** Caches that the loss takes something of, to which no customer's write is counted: why not. */
  readonly notCounted?: Readonly<Record<string, string>>;
  /** Of the loss of a dependency: what becomes of each journey on AWS, by the model. */
  readonly journeys?: Readonly<
    Record<string, { readonly verdict: ModelledEffect["verdict"]; readonly notes: readonly string[] }>
  >;
  /** Of a restore: what was made, and of a table the rows that were written before and looked for in it. */
  readonly restored?: {
    readonly as: string;
    readonly rows?: { readonly lookedFor: number; readonly found: number };
  };
  /** Of a scenario: what happened, in seconds from its begin. `began` is later than `at` where nothing moved the clock then. */
  readonly events?: readonly {
    readonly at: number;
    readonly began: number;
    readonly kind: string;
    readonly what: string;
    /** Of a runbook. */
    readonly outcome?: string;
  }[];
  /** Of a scenario: what must hold on every bad day. */
  readonly verdict?: {
    /** A write that two writers took, or that an old one took after another had taken over; or two writers at the end. */
    readonly writtenTwice: "no" | "yes" | "not-seen";
    /** Whether every old writer took nothing more from the moment at which it was left. */
    readonly fence: "held" | "broken" | "not-needed";
    /** Whether a runbook called a region, or a control plane that falls with it, while that was away. */
    readonly calledWhatWasAway: "no" | "yes" | "nothing-was-away" | "not-seen";
  };
  /** The plan after the apply, before anything was lost. */
  readonly planBefore?: DrillPlan;
  readonly planAfterFailover?: {
    readonly survivors: DrillPlan;
    readonly global: DrillPlan;
    /** Made when the region was back and not failed back yet: what could not be planned without it. */
    readonly lostAfterReturn?: DrillPlan;
  };
  readonly planAfterFailback?: DrillPlan;
  /** Modelled from the lag of the copies: what a sandbox loses says nothing of AWS. Seconds by service. */
  readonly rpo: Readonly<Record<string, ModelledTime>>;
  /** Modelled, by service. */
  readonly rto: Readonly<Record<string, ModelledTime>>;
  /**
   * What this run took on the sandbox's clock: its steps, and by service until the last customer was served again after
   * the loss. `null` where that was not before the region came back.
   */
  readonly took: {
    readonly failover?: number;
    readonly failback?: number;
    readonly untilServed: Readonly<Record<string, number | null>>;
  };
  /** What a drill is there for and this one did not do. */
  readonly notDone: readonly NotDone[];
}

export const DRILL_KINDS = [
  "region",
  "partition",
  "store",
  "zone",
  "dependency",
  "restore",
  "scenario",
] as const;
export type DrillKind = (typeof DRILL_KINDS)[number];

export const DRILL_OUTCOMES = ["held", "interrupted", "not-held"] as const;
export type DrillOutcome = (typeof DRILL_OUTCOMES)[number];

export interface DrillDataLoss {
  /** Computed from `lagSeconds`, the sandbox's model of how long a write takes to the other copies. */
  readonly grade: "modelled";
  readonly lagSeconds: number;
  /** While the lost region was away. */
  readonly afterFailover?: DataFound;
  /** After the failback. */
  readonly atEnd: DataFound;
}

/** Of every drill: named, so that its absence is not taken for a pass. */
export const NOT_PART: readonly NotDone[] = [
  {
    code: "drill-rows",
    what: "reading rows and objects back",
    why: "the emulated stores of a drill hold none: which acknowledged write stands on which copy is modelled",
    fix: "Drill with a restored copy in an account of your own.",
  },
];

const NOT_OF_PARTITIONS: readonly NotDone[] = [
  {
    code: "partition-times",
    what: "modelled times of recovery",
    why: "a drill models those of a region that is gone",
    fix: "See trireme recovery modes.",
  },
];

/** Whether a drill was held: without a loss there is nothing to compare. */
function outcomeOf({ notDone, failover }: RehearsalResult): DrillOutcome {
  if (notDone.some(({ code }) => code === "interrupted")) return "interrupted";
  return failover === undefined ? "not-held" : "held";
}

export function drillRecord(result: RehearsalResult, kind: DrillKind = "region"): DrillRecord {
  const { failover, failback, plans, calls, customers, modelledLoss, environment } = result;
  const isGlobal = (id: string) => result.stacks.find((stack) => stack.id === id)?.place === "global";
  return {
    version: RECORD_VERSION,
    at: result.begun,
    platform: result.platform,
    environment,
    kind,
    lost: result.lost,
    outcome: outcomeOf(result),
    proven: result.proven,
    resources: {
      emitted: result.resources.emitted,
      applied: result.resources.applied,
      of: result.resources.emitted,
      stacks: result.stacks.map(({ id }) => id),
    },
    timeline: timelineOf(failover),
    ...(calls === undefined
      ? {}
      : {
          calls: {
            byFailover: calls.byFailover,
            toLostRegion: calls.toLostRegion,
            toFallenControlPlanes: calls.toFallenControlPlanes,
          },
        }),
    writers: result.writers,
    ...dataPart(customers),
    ...(plans.second === undefined ? {} : { planBefore: planOf(plans.second, () => true) }),
    ...(plans.afterFailover === undefined
      ? {}
      : {
          planAfterFailover: {
            survivors: planOf(plans.afterFailover, (id) => !isGlobal(id)),
            global: planOf(plans.afterFailover, isGlobal),
            ...(plans.afterReturn === undefined
              ? {}
              : { lostAfterReturn: planOf(plans.afterReturn, () => true) }),
          },
        }),
    ...(plans.afterFailback === undefined
      ? {}
      : { planAfterFailback: planOf(plans.afterFailback, () => true) }),
    ...modelledPart(modelledLoss?.services ?? []),
    took: {
      ...(failover === undefined ? {} : { failover: failover.modelledSeconds }),
      ...(failback === undefined ? {} : { failback: failback.modelledSeconds }),
      untilServed: untilServed(customers),
    },
    notDone: [
      ...result.notDone,
      ...lacking(result),
      ...NOT_PART,
      ...(kind === "partition" ? NOT_OF_PARTITIONS : []),
    ],
  };
}

/** Steps in seconds from the first of them. */
export function timelineOf(summary: Pick<StepSummary, "steps"> | undefined): DrillRecord["timeline"] {
  const steps = summary?.steps ?? [];
  const begun = Math.min(...steps.map(({ startedAt }) => startedAt));
  return steps.map(({ id, region, plane, startedAt, endedAt, outcome }) => ({
    step: id,
    region,
    plane,
    start: (startedAt - begun) / 1000,
    end: (endedAt - begun) / 1000,
    outcome,
  }));
}

/** Modelled times of the services that have some. */
export function modelledPart(
  services: readonly Pick<ModelledService, "name" | "rto" | "rpo">[],
): Pick<DrillRecord, "rto" | "rpo"> {
  const times = (which: "rto" | "rpo") =>
    Object.fromEntries(
      services.flatMap(({ name, [which]: time }) => (time === undefined ? [] : [[name, time]])),
    );
  return { rto: times("rto"), rpo: times("rpo") };
}

/** Seconds by service until the last customer was served again. */
export function untilServed(
  customers: Pick<CustomersSummary, "services"> | undefined,
): DrillRecord["took"]["untilServed"] {
  return Object.fromEntries(
    (customers?.services ?? []).map(({ service, unservedSeconds, servedAgain }) => [
      service,
      servedAgain ? unservedSeconds : null,
    ]),
  );
}

/** What became of the customers' data. */
export function dataPart(
  customers: Pick<CustomersSummary, "stores" | "notCounted"> | undefined,
): Pick<DrillRecord, "writersOverTime" | "fenced" | "dataLoss" | "notCounted"> {
  const { stores = [], notCounted = {} } = customers ?? {};
  return {
    writersOverTime: Object.fromEntries(stores.map(({ store, writers }) => [store, writers])),
    fenced: Object.fromEntries(
      stores.flatMap(({ store, fences }) => (fences.length === 0 ? [] : [[store, fences]])),
    ),
    dataLoss: dataLossOf(stores),
    ...(Object.keys(notCounted).length === 0 ? {} : { notCounted }),
  };
}

function dataLossOf(stores: readonly StoreData[]): DrillRecord["dataLoss"] {
  return Object.fromEntries(
    stores.map(({ store, lagSeconds, afterFailover, atEnd }) => [
      store,
      {
        grade: "modelled" as const,
        lagSeconds,
        ...(afterFailover === undefined ? {} : { afterFailover }),
        atEnd,
      },
    ]),
  );
}

/** What this one should have had and has not. */
function lacking({ failover, customers, plans }: RehearsalResult): readonly NotDone[] {
  if (failover === undefined) return [];
  const fix = "See what stopped it, and drill again.";
  const unserved = (customers?.services ?? []).filter(({ servedBefore }) => !servedBefore);
  return [
    ...unserved.map(({ service, why = [] }) => ({
      code: "drill-unserved",
      what: `how long customers go without ${service}`,
      why: `they were not served before the loss either: ${why.join("; ")}`,
      fix: "See what its name leads to: trireme sandbox up, then rehearse and ask for it.",
    })),
    ...(customers === undefined
      ? [{ code: "drill-customers", what: "customers that write", why: "none were seen in the sandbox", fix }]
      : []),
    ...(plans.afterReturn === undefined
      ? [
          {
            code: "drill-return",
            what: "planning the lost region's stacks between its return and the failback",
            why: "it did not come to that",
            fix,
          },
        ]
      : []),
  ];
}

/** Sums over the stacks that count. */
export function planOf({ stacks, unplannable }: PlanSummary, counts: (id: string) => boolean): DrillPlan {
  const of = stacks.filter(({ id }) => counts(id));
  const sum = (key: "add" | "change" | "replace" | "destroy") =>
    of.reduce((total, stack) => total + stack[key], 0);
  return {
    add: sum("add"),
    change: sum("change"),
    replace: sum("replace"),
    destroy: sum("destroy"),
    unplannable: unplannable.filter(({ id }) => counts(id)).map(({ id, reason }) => ({ id, reason })),
  };
}
