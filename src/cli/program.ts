import { Command } from "commander";
import { packageVersion } from "../lib/index.ts";
import type { Perform } from "./declare.ts";
import { registerAccess } from "./verbs/access.ts";
import { registerCheck } from "./verbs/check.ts";
import { registerCost } from "./verbs/cost.ts";
import { registerDeploy } from "./verbs/deploy.ts";
import { registerDestroy } from "./verbs/destroy.ts";
import { registerDoctor } from "./verbs/doctor.ts";
import { registerDrill } from "./verbs/drill.ts";
import { registerGraph } from "./verbs/graph.ts";
import { registerInit } from "./verbs/init.ts";
import { registerPlan } from "./verbs/plan.ts";
import { registerRecovery } from "./verbs/recovery.ts";
import { registerRehearse } from "./verbs/rehearse.ts";
import { registerRunbook } from "./verbs/runbook.ts";
import { registerSandbox } from "./verbs/sandbox.ts";
import { registerSchema } from "./verbs/schema.ts";
import { registerSynth } from "./verbs/synth.ts";

/** The command line: arguments in, an action called, nothing decided here. The order is that of the help. */
export function buildProgram(perform: Perform): Command {
  const program = new Command("trireme")
    .description("One typed file in; a proven multi-region AWS platform out.")
    .version(packageVersion())
    .showHelpAfterError("(trireme --help shows what there is)");
  registerInit(program, perform);
  registerCheck(program, perform);
  registerSynth(program, perform);
  registerGraph(program, perform);
  registerAccess(program, perform);
  registerRecovery(program, perform);
  registerCost(program, perform);
  registerRehearse(program, perform);
  registerDrill(program, perform);
  registerPlan(program, perform);
  registerDeploy(program, perform);
  registerDestroy(program, perform);
  registerRunbook(program, perform);
  registerSchema(program, perform);
  registerDoctor(program, perform);
  registerSandbox(program, perform);
  return program;
}
