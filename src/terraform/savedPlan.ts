import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { TriremeError } from "../lib/index.ts";
import type { SavedPlan, Workspace } from "./driver.ts";

/**
 * What was approved is what is applied, or nothing is.
 *
 * @throws TriremeError `plan-provisional`, `plan-changed`
 */
export async function refuseUnfit(workspace: Workspace, plan: SavedPlan): Promise<void> {
  if (plan.provisional) {
    throw new TriremeError(`${workspace.stack}: the plan was made with placeholders and cannot be applied`, {
      code: "plan-provisional",
      fault: "input",
      fix: "Apply the stacks that produce its inputs, then plan again.",
    });
  }
  const found = await sha256Of(plan.file).catch(() => undefined);
  if (plan.stack !== workspace.stack || found !== plan.sha256) {
    throw new TriremeError(`${workspace.stack}: the plan file is not the one that was planned and approved`, {
      code: "plan-changed",
      fault: "environment",
      fix: "Plan again and approve that plan.",
    });
  }
}

export function planStale(stack: string): TriremeError {
  return new TriremeError(`${stack}: the state has moved on since this plan was made`, {
    code: "plan-stale",
    fault: "environment",
    fix: "Plan again.",
  });
}

/** Hexadecimal. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
