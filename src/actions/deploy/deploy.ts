import type { Host } from "../../host/index.ts";
import { systemClock } from "../../lib/index.ts";
import { applyStacks, type UnfinishedRun } from "../../terraform/index.ts";
import { type Overview, overviewOf } from "../plan/overview.ts";
import { readOverview } from "../plan/savedOverview.ts";
import { planText } from "../plan/text.ts";
import { type Machine, thisMachine } from "../workbench/machine.ts";
import { onSite, type Site, type SiteOptions } from "../workbench/site.ts";
import { Approval } from "./approval.ts";
import type { DeployResult, RolledOutStack, RolloutOutcome } from "./result.ts";
import { tellUnfinished } from "./resume.ts";
import { cannotBePlanned, outcomeOf, rolledOut } from "./rollout.ts";

export interface DeployOptions extends SiteOptions {
  /** Folder that `plan --out` wrote: those plans are applied, and nothing is planned before the question. */
  readonly plan?: string;
  /** Approve what is shown without asking; for pipelines that approved it elsewhere. @default false */
  readonly yes?: boolean;
  /** Changes that may lose data, `STACK:ADDRESS` or an address alone. @default none */
  readonly allowStatefulDestroy?: readonly string[];
}

/**
 * Shows what would be done to an environment, asks, and does it: stack by stack, by saved plans only. The
 * stacks behind others are planned finally when those have been applied, and must then do no more than was
 * shown. Run again after a failure or a killed process, it goes on from what is there.
 *
 * @throws InputError and TriremeError as `onSite` and `Approval` do; nothing has been changed then.
 */
export async function deploy(
  options: DeployOptions,
  host: Host,
  machine: Machine = thisMachine,
): Promise<DeployResult> {
  const begun = systemClock.now();
  return onSite(options, "deploy", { host, machine }, async (site) => {
    const resumed = await tellUnfinished(site.workRoot, host);
    const overview =
      options.plan === undefined ? await overviewOf(site) : await readOverview(options.plan, site);
    host.notify({
      code: "plan",
      level: "info",
      text: planText(overview.plan),
      data: { plan: overview.plan },
    });
    const { outcome, stacks } = await carryOut(site, overview, resumed, { options, host });
    return {
      platform: site.project.platform.name,
      environment: site.unit.name,
      target: site.target,
      outcome,
      plan: overview.plan,
      ...(resumed === undefined ? {} : { resumed }),
      stacks,
      seconds: (systemClock.now() - begun) / 1000,
    };
  });
}

interface Ended {
  readonly outcome: RolloutOutcome;
  readonly stacks: readonly RolledOutStack[];
}

async function carryOut(
  site: Site,
  overview: Overview,
  resumed: UnfinishedRun | undefined,
  { options, host }: { readonly options: DeployOptions; readonly host: Host },
): Promise<Ended> {
  const { signal } = options;
  const none: readonly RolledOutStack[] = [];
  if (signal?.aborted === true) return { outcome: "interrupted", stacks: none };
  if (cannotBePlanned(overview.plan)) return { outcome: "not-planned", stacks: none };
  // After a run that was cut off the plans may be empty and the outputs kept beside the states still be missing.
  if (!overview.plan.changesPending && resumed === undefined)
    return { outcome: "nothing-to-do", stacks: none };

  const { unit, bench, lostRegions, copied } = site;
  const weighty = unit.protect || (unit.kind === "environment" && unit.production);
  const approval = new Approval(overview, {
    host,
    yes: options.yes ?? false,
    allowStatefulDestroy: options.allowStatefulDestroy ?? [],
    expected: weighty ? unit.name : "yes",
  });
  if (overview.plan.changesPending && !(await approval.ask(overview)))
    return { outcome: "declined", stacks: none };
  await bench.makeStateBuckets([...lostRegions, ...copied]);
  const rollout = await applyStacks({
    ...bench.rollout(overview.stacks, "applying"),
    plans: overview.saved,
    approve: approval.check,
  });
  const stacks = rolledOut(rollout);
  return { outcome: outcomeOf(stacks, signal), stacks };
}
