import type { Unit } from "../../config/index.ts";
import type { Host } from "../../host/index.ts";
import { InputError, systemClock, TriremeError } from "../../lib/index.ts";
import { applyStacks, type UnfinishedRun } from "../../terraform/index.ts";
import type { RolledOutStack, RolloutOutcome } from "../deploy/result.ts";
import { tellUnfinished } from "../deploy/resume.ts";
import { outcomeOf, rolledOut } from "../deploy/rollout.ts";
import { type Overview, overviewOf } from "../plan/overview.ts";
import type { EnvironmentPlan } from "../plan/result.ts";
import { planText } from "../plan/text.ts";
import { openProject, unitOf } from "../project.ts";
import { type Machine, thisMachine } from "../workbench/machine.ts";
import { onSite, type Site, type SiteOptions } from "../workbench/site.ts";
import { type Remaining, remaining } from "./remains.ts";

export interface DestroyOptions extends SiteOptions {
  /** The environment's name once more, in place of typing it. */
  readonly confirm?: string;
}

/** What `trireme destroy --json` prints. */
export interface DestroyResult {
  readonly platform: string;
  readonly environment: string;
  readonly target: "sandbox" | "aws";
  readonly outcome: RolloutOutcome;
  /** What was shown, and approved or declined. */
  readonly plan: EnvironmentPlan;
  /** What an earlier run had left unfinished. */
  readonly resumed?: UnfinishedRun;
  /** Here `applied` is destroyed. Empty when nothing was begun. */
  readonly stacks: readonly RolledOutStack[];
  /** What is still there, and why. */
  readonly remains: readonly Remaining[];
  readonly seconds: number;
}

/**
 * Takes an environment away, what depends on others before those. Run again after a failure or a killed
 * process, it goes on from what is there.
 *
 * @throws TriremeError `environment-protected`, and what `onSite` throws; nothing has been changed then.
 */
export async function destroy(
  options: DestroyOptions,
  host: Host,
  machine: Machine = thisMachine,
): Promise<DestroyResult> {
  const begun = systemClock.now();
  const project = await openProject(options.path, systemClock);
  refuseProtected(unitOf(project, options.environment), project.file);
  return onSite(options, "destroy", { host, machine }, async (site) => {
    const resumed = await tellUnfinished(site.workRoot, host);
    const overview = await overviewOf(site, { destroy: true });
    host.notify({
      code: "plan",
      level: "warn",
      text: planText(overview.plan),
      data: { plan: overview.plan },
    });
    const { outcome, stacks } = await carryOut(site, overview, resumed, { options, host });
    const gone = new Set(stacks.flatMap(({ id, status }) => (status === "applied" ? [id] : [])));
    const plans = [...overview.saved.values()].filter(({ stack }) => gone.has(stack));
    return {
      platform: site.project.platform.name,
      environment: site.unit.name,
      target: site.target,
      outcome,
      plan: overview.plan,
      ...(resumed === undefined ? {} : { resumed }),
      stacks,
      remains: remaining(await site.bench.stateBucketsThere([...site.lostRegions, ...site.copied]), plans),
      seconds: (systemClock.now() - begun) / 1000,
    };
  });
}

/** A region that is gone would be left standing and paid for, so that nothing is taken away without it. */
async function carryOut(
  { unit, bench }: Site,
  overview: Overview,
  resumed: UnfinishedRun | undefined,
  { options, host }: { readonly options: DestroyOptions; readonly host: Host },
): Promise<{ readonly outcome: RolloutOutcome; readonly stacks: readonly RolledOutStack[] }> {
  const { plan, saved, stacks: all } = overview;
  if (options.signal?.aborted === true) return { outcome: "interrupted", stacks: [] };
  if (plan.unplannable.length > 0) return { outcome: "not-planned", stacks: [] };
  if (!plan.changesPending && resumed === undefined) return { outcome: "nothing-to-do", stacks: [] };
  if (plan.changesPending && !(await confirmed(unit, options, plan, host)))
    return { outcome: "declined", stacks: [] };
  const stacks = all.filter(({ id }) => saved.has(id));
  const rollout = await applyStacks({
    ...bench.rollout(stacks, "destroying"),
    plans: saved,
    destroy: true,
  });
  const ended = rolledOut(rollout);
  return { outcome: outcomeOf(ended, options.signal), stacks: ended };
}

async function confirmed(
  { name }: Unit,
  { confirm }: DestroyOptions,
  plan: EnvironmentPlan,
  host: Host,
): Promise<boolean> {
  if (confirm === name) return true;
  if (confirm !== undefined || !host.attended) {
    throw new InputError("destroy", [
      {
        code: "option/approval-missing",
        where: "--confirm",
        given: confirm ?? "nothing, and nobody is there to answer",
        wanted: `the environment's name, ${name}`,
        fix: `Look at what would be lost, then say --confirm ${name}.`,
      },
    ]);
  }
  const { stateful, destroy: count, platform, target } = plan;
  const lost = stateful.length === 0 ? "" : `, ${stateful.length} of them with data that are then lost`;
  const text = `Destroy ${platform} ${name} on ${target}: ${count} resources${lost}?`;
  return host.confirm({ code: "destroy-approval", text, expected: name });
}

function refuseProtected({ kind, name, protect }: Unit, file: string): void {
  if (!protect) return;
  if (kind === "organization") throw organizationStays();
  throw new TriremeError(`${name} is protected: AWS was told to refuse the deletion of what holds data`, {
    code: "environment-protected",
    fault: "input",
    fix: `If it shall really go: set protect: false for ${name} in ${file}, deploy that, then destroy.`,
  });
}

/** Accounts outlive every environment, and whether one is closed is for people to decide. */
function organizationStays(): TriremeError {
  return new TriremeError("The organization is never destroyed: its accounts hold everything else", {
    code: "environment-protected",
    fault: "input",
    fix: "Destroy the environments. Close accounts by hand, in the console of the management account.",
  });
}
