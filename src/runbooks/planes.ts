import { globalHome, neededRegion, type Plane, planeOf } from "../aws/index.ts";
import { type ApiCall, callsOf, NOWHERE, type Runbook, stepsOf } from "./runbook.ts";

/** Something that a runbook needs and could not have. */
export interface PlaneProblem {
  readonly runbook: string;
  /** Absent for what the whole runbook leans on. */
  readonly step?: string;
  readonly says: string;
  /** One sentence in the imperative. */
  readonly fix: string;
}

/** Region whose control plane or endpoint answers a call, whatever region it is made from. */
export function homeOf(call: ApiCall, runsIn: string): string {
  const body = Buffer.from(JSON.stringify(call.input));
  return globalHome({ service: call.service, action: call.action, body }) ?? runsIn;
}

/** Which half of its service a call leans on. */
export function planeOfCall({ service, action }: Pick<ApiCall, "service" | "action">): Plane {
  return planeOf({ service, action });
}

/**
 * Whatever a runbook needs of the region that is lost, or of a control plane that falls with it; and every call that
 * leaves the region in which it runs, since Step Functions makes none there.
 */
export function planeProblems(
  runbook: Runbook,
  lost: string | undefined = runbook.lost,
): readonly PlaneProblem[] {
  return [...callProblems(runbook, lost), ...leaningProblems(runbook, lost)];
}

function callProblems(runbook: Runbook, lost: string | undefined): readonly PlaneProblem[] {
  const { name, runsIn } = runbook;
  const problems: PlaneProblem[] = [];
  if (runsIn === lost) {
    problems.push({
      runbook: name,
      says: `it runs in ${lost}, which is lost`,
      fix: "Run it in a region that takes over.",
    });
  }
  for (const { step } of stepsOf(runbook)) {
    for (const { call, part } of callsOf(step)) {
      const what = `${call.service}:${call.action} (${part})`;
      const home = homeOf(call, runsIn);
      const beside = neededRegion(call);
      if (home === lost && home !== runsIn) {
        problems.push({
          runbook: name,
          step: step.id,
          says: `${what} is answered by the control plane in ${home}, which falls with ${lost}`,
          fix: "Make it beforehand, and let a data plane choose: records with health checks, roles and distributions that are there already.",
        });
      } else if (beside !== undefined && beside === lost) {
        problems.push({
          runbook: name,
          step: step.id,
          says: `${what} needs ${beside} beside ${runsIn}`,
          fix: "Make the setting beforehand, in every region.",
        });
      }
      for (const region of regionsNamed(call).filter((each) => each === lost)) {
        problems.push({
          runbook: name,
          step: step.id,
          says: `${what} names something in ${region}, which is lost`,
          fix: "Name what the region that takes over holds.",
        });
      }
    }
  }
  return problems;
}

/** Those of what a runbook leans on beside its calls. */
export function leaningProblems(
  { name, leansOn }: Runbook,
  lost: string | undefined,
): readonly PlaneProblem[] {
  return leansOn
    .filter(({ region }) => region === lost || region === NOWHERE)
    .map(({ kind, name: thing, region, step, remedy }) => ({
      runbook: name,
      ...(step === undefined ? {} : { step }),
      says:
        region === NOWHERE
          ? `it needs the ${kind} ${thing}, which is nowhere to be found`
          : `it needs the ${kind} ${thing} of ${region}, which is lost`,
      fix: remedy,
    }));
}

/** Regions of the ARNs in a call's input. */
function regionsNamed(call: ApiCall): readonly string[] {
  const arns = JSON.stringify(call.input).matchAll(/arn:aws:[a-z0-9-]+:([a-z]{2}(?:-[a-z]+)+-\d):/g);
  return [...new Set([...arns].flatMap(([, region]) => region ?? []))];
}
