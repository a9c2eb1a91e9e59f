import type { ModelledTime } from "../recovery/lostRegion.ts";
import type { CallSummary, NotDone, PlanSummary, RehearsalResult } from "../rehearse/result.ts";

/** What Terraform wanted of some stacks at one moment. */
export interface DrillPlan {
  readonly add: number;
  readonly change: number;
  readonly replace: number;
  readonly destroy: number;
  readonly unplannable: readonly { readonly id: string; readonly reason: string }[];
}

/** One drill: what was lost, what was done, what it came to. A line of the history. */
export interface DrillRecord {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly platform: string;
  readonly environment: string;
  readonly kind: "region";
  readonly lost: string;
  readonly proven: boolean;
  /** Seconds from the failover's first step, on the sandbox's clock. */
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
  readonly planAfterFailover?: { readonly survivors: DrillPlan; readonly global: DrillPlan };
  readonly planAfterFailback?: DrillPlan;
  /** Modelled from the lag of the copies: what a sandbox loses says nothing of AWS. Seconds by service. */
  readonly rpo: Readonly<Record<string, ModelledTime>>;
  /** Modelled, by service. */
  readonly rto: Readonly<Record<string, ModelledTime>>;
  /** What this run's failover and failback took on the sandbox's clock. */
  readonly took: { readonly failover?: number; readonly failback?: number };
  /** What a drill is there for and this one did not do. */
  readonly notDone: readonly NotDone[];
}

/** Of every drill as yet: named, so that their absence is not taken for a pass. */
const NOT_PART: readonly NotDone[] = [
  {
    code: "drill-fence",
    what: "whether the old writer was fenced, and what it accepted until then",
    why: "no client writes to the stores in a rehearsal",
    fix: "Look at the writers of each store before customers are led back.",
  },
  {
    code: "drill-data",
    what: "looking for data that were written before the loss",
    why: "the emulated databases hold none",
    fix: "Drill with a restored copy in an account of your own.",
  },
  {
    code: "drill-return",
    what: "planning the lost region's stacks between its return and the failback",
    why: "a rehearsal plans them after the failback",
    fix: "Run trireme plan while the region is back and not yet failed back.",
  },
];

export function drillRecord(result: RehearsalResult): DrillRecord {
  const { failover, failback, plans, calls, modelledLoss, environment } = result;
  const begun = Math.min(...(failover?.steps ?? []).map(({ startedAt }) => startedAt));
  const services = modelledLoss?.services ?? [];
  const isGlobal = (id: string) => result.stacks.find((stack) => stack.id === id)?.place === "global";
  return {
    at: result.begun,
    platform: result.platform,
    environment,
    kind: "region",
    lost: result.lost,
    proven: result.proven,
    timeline: (failover?.steps ?? []).map(({ id, region, plane, startedAt, endedAt, outcome }) => ({
      step: id,
      region,
      plane,
      start: (startedAt - begun) / 1000,
      end: (endedAt - begun) / 1000,
      outcome,
    })),
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
    ...(plans.afterFailover === undefined
      ? {}
      : {
          planAfterFailover: {
            survivors: planOf(plans.afterFailover, (id) => !isGlobal(id)),
            global: planOf(plans.afterFailover, isGlobal),
          },
        }),
    ...(plans.afterFailback === undefined
      ? {}
      : { planAfterFailback: planOf(plans.afterFailback, () => true) }),
    rto: Object.fromEntries(services.flatMap(({ name, rto }) => (rto === undefined ? [] : [[name, rto]]))),
    rpo: Object.fromEntries(services.flatMap(({ name, rpo }) => (rpo === undefined ? [] : [[name, rpo]]))),
    took: {
      ...(failover === undefined ? {} : { failover: failover.modelledSeconds }),
      ...(failback === undefined ? {} : { failback: failback.modelledSeconds }),
    },
    notDone: [...result.notDone, ...NOT_PART],
  };
}

function planOf({ stacks, unplannable }: PlanSummary, counts: (id: string) => boolean): DrillPlan {
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
